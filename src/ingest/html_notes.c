#include "ingest/html_notes.h"

#include <stdlib.h>
#include <string.h>
#include <uthash.h>

#include "base/mem.h"
#include "ingest/archive.h"
#include "ingest/words.h"

#define MAX_NOTES 20000
#define MAX_IMPLIED 4000      /* bytes of a note that does not say that it is one */
#define MAX_NOTES_HEADING 200 /* bytes of a section of notes beside them */
#define MAX_STEPS 500         /* nodes of it that are looked at */
#define MAX_LABEL 12          /* bytes of "[12]", "*", "(iv)" */

/* ---- what elements say ---- */

static const struct {
    const char *word;
    enum html_part part;
} part_words[] = {{"noteref", HTML_PART_NOTE_REFERENCE}, {"doc-noteref", HTML_PART_NOTE_REFERENCE},
                  {"footnote", HTML_PART_NOTE},          {"doc-footnote", HTML_PART_NOTE},
                  {"endnote", HTML_PART_NOTE},           {"doc-endnote", HTML_PART_NOTE},
                  {"rearnote", HTML_PART_NOTE},          {"footnotes", HTML_PART_NOTES},
                  {"endnotes", HTML_PART_NOTES},         {"doc-endnotes", HTML_PART_NOTES},
                  {"rearnotes", HTML_PART_NOTES},        {"backlink", HTML_PART_BACKLINK},
                  {"doc-backlink", HTML_PART_BACKLINK},  {"referrer", HTML_PART_BACKLINK},
                  {"pagebreak", HTML_PART_PAGE_MARKER},  {"doc-pagebreak", HTML_PART_PAGE_MARKER},
                  {"toc", HTML_PART_CONTENTS},           {"doc-toc", HTML_PART_CONTENTS},
                  {"landmarks", HTML_PART_CONTENTS},     {"page-list", HTML_PART_CONTENTS},
                  {"doc-pagelist", HTML_PART_CONTENTS},  {"cover", HTML_PART_COVER},
                  {"doc-cover", HTML_PART_COVER},        {"titlepage", HTML_PART_COVER},
                  {"halftitlepage", HTML_PART_COVER}};

static enum html_part part_of_words(const char *s)
{
    while (s != NULL && *s != '\0') {
        size_t n = strcspn(s, " \t\n");
        for (size_t i = 0; i < sizeof part_words / sizeof *part_words; i++)
            if (strlen(part_words[i].word) == n && memcmp(part_words[i].word, s, n) == 0)
                return part_words[i].part;
        s += n + strspn(s + n, " \t\n");
    }
    return HTML_PART_NONE;
}

enum html_part html_part(const xmlNode *node)
{
    if (node->type != XML_ELEMENT_NODE || node->properties == NULL)
        return HTML_PART_NONE;
    enum html_part part = part_of_words(html_attribute(node, "epub:type"));
    return part != HTML_PART_NONE ? part : part_of_words(html_attribute(node, "role"));
}

static xmlNode *only_element(const xmlNode *parent)
{
    xmlNode *only = NULL;
    for (xmlNode *child = parent->children; child != NULL; child = child->next) {
        if (child->type != XML_ELEMENT_NODE)
            continue;
        if (only != NULL)
            return NULL;
        only = child;
    }
    return only;
}

enum html_part html_document_part(const xmlNode *root)
{
    const xmlNode *node = root != NULL ? root->children : NULL;
    while (node != NULL && !html_is(node, "body"))
        node = node->next;
    enum html_part part = HTML_PART_NONE;
    for (; node != NULL && part == HTML_PART_NONE && !html_is(node, "p"); node = only_element(node))
        part = html_part(node);
    return part;
}

/* ---- notes ---- */

/* An element with an id; a note once something refers to it. */
struct target {
    const char *key; /* "name#id" */
    xmlNode *node;
    xmlNode *note;   /* the whole note, NULL: not asked for yet, or none */
    unsigned number; /* in this article; 0: not asked for in it */
    const struct document *document;
    UT_hash_handle hh;
};

/* A document whose ids are known. */
struct document {
    const char *name;
    UT_hash_handle hh;
};

struct reference {
    const xmlNode *node;
    unsigned number;
};

struct html_notes {
    struct arena *a;
    html_loader load;
    void *ctx;
    struct target *targets;
    struct document *documents;
    struct reference *references; /* of the document that was looked through last, by address */
    size_t n_references, cap_references;
    struct target **due, **asked; /* notes to be read; notes of this article */
    size_t n_due, cap_due, next, n_asked, cap_asked;
    bool too_many;
    uint32_t line; /* of the first reference beyond the limit */
};

struct html_notes *html_notes_new(struct arena *a, html_loader load, void *ctx)
{
    struct html_notes *notes = mem_calloc(1, sizeof *notes);
    *notes = (struct html_notes){.a = a, .load = load, .ctx = ctx};
    return notes;
}

void html_notes_drop(struct html_notes *notes)
{
    if (notes == NULL)
        return;
    HASH_CLEAR(hh, notes->targets);
    HASH_CLEAR(hh, notes->documents);
    free(notes->references);
    free(notes->due);
    free(notes->asked);
    free(notes);
}

void html_notes_restart(struct html_notes *notes)
{
    for (size_t i = 0; i < notes->n_asked; i++)
        notes->asked[i]->number = 0;
    notes->n_asked = 0;
}

/* Takes the ids of a document into the table, once. */
static void add_document(struct html_notes *notes, const char *name, xmlNode *root)
{
    struct document *known;
    HASH_FIND_STR(notes->documents, name, known);
    if (known != NULL)
        return;
    known = arena_alloc(notes->a, sizeof *known);
    known->name = arena_strdup(notes->a, name);
    HASH_ADD_KEYPTR(hh, notes->documents, known->name, strlen(known->name), known);
    for (xmlNode *node = root; node != NULL; node = html_next(root, node)) {
        const char *id = node->type == XML_ELEMENT_NODE ? html_attribute(node, "id") : NULL;
        if (id == NULL || *id == '\0')
            continue;
        struct target *first, *target = arena_alloc(notes->a, sizeof *target);
        target->key = arena_printf(notes->a, "%s#%s", name, id);
        target->node = node;
        target->document = known;
        HASH_FIND_STR(notes->targets, target->key, first);
        if (first == NULL)
            HASH_ADD_KEYPTR(hh, notes->targets, target->key, strlen(target->key), target);
    }
}

void html_notes_forget(struct html_notes *notes, const char *name)
{
    struct document *document;
    struct target *target, *next;
    HASH_FIND_STR(notes->documents, name, document);
    if (document == NULL)
        return;
    HASH_ITER (hh, notes->targets, target, next)
        if (target->document == document)
            HASH_DEL(notes->targets, target);
    HASH_DEL(notes->documents, document);
}

/* Short text without letters: "12", "[3]", "*". Copies it without spaces and brackets. */
static bool read_label(const xmlNode *link, char label[MAX_LABEL + 1])
{
    xmlChar *text = xmlNodeGetContent(link);
    size_t n = 0;
    bool fits = text != NULL;
    for (const char *c = (const char *)text; fits && *c != '\0'; c++) {
        if (strchr(" \n\t[]().", *c) != NULL)
            continue;
        fits = n < MAX_LABEL && !((*c | 32) >= 'a' && (*c | 32) <= 'z') && *c != ':' && *c != '/';
        if (fits)
            label[n++] = *c;
    }
    label[fits ? n : 0] = '\0';
    xmlFree(text);
    return fits && n > 0;
}

/* The element that is the whole note: what says so, else the nearest block. */
static xmlNode *whole_note(xmlNode *node)
{
    for (xmlNode *up = node; up != NULL && up->type == XML_ELEMENT_NODE && !html_is(up, "body"); up = up->parent)
        if (html_part(up) == HTML_PART_NOTE)
            return up;
    while (node != NULL && node->type == XML_ELEMENT_NODE && !html_is_block(node))
        node = node->parent;
    return node != NULL && node->type == XML_ELEMENT_NODE && !html_is(node, "body") ? node : NULL;
}

static const char *fragment_of(const char *href)
{
    const char *sign = href != NULL ? strrchr(href, '#') : NULL;
    return sign != NULL && sign[1] != '\0' ? sign + 1 : NULL;
}

/* Does the note lead back to the reference, or to the mark around it? */
static bool leads_back(xmlNode *note, const xmlNode *reference)
{
    const char *ids[2] = {html_attribute(reference, "id"), NULL};
    if (reference->parent != NULL && reference->parent->type == XML_ELEMENT_NODE)
        ids[1] = html_attribute(reference->parent, "id");
    size_t steps = 0;
    for (xmlNode *node = note; node != NULL && steps < MAX_STEPS; node = html_next(note, node), steps++) {
        const char *back = html_is(node, "a") ? fragment_of(html_attribute(node, "href")) : NULL;
        for (size_t i = 0; back != NULL && i < 2; i++)
            if (ids[i] != NULL && strcmp(ids[i], back) == 0)
                return true;
    }
    return false;
}

/* The note that a reference leads to, NULL: it is no note. A link that only looks like a reference must lead to a short
 * block that leads back. */
static xmlNode *find_note(xmlNode *target, const xmlNode *reference)
{
    char label[MAX_LABEL + 1];
    xmlNode *note = whole_note(target);
    if (note == NULL || html_info(note) == NULL)
        return NULL;
    for (const xmlNode *up = reference; up != NULL; up = up->parent)
        if (up == note) /* a link inside of it */
            return NULL;
    if (html_part(reference) == HTML_PART_NOTE_REFERENCE)
        return note;
    return html_info(note)->text <= MAX_IMPLIED && read_label(reference, label) && leads_back(note, reference) ? note
                                                                                                               : NULL;
}

static bool is_inside_note(const xmlNode *node)
{
    for (; node != NULL && node->type == XML_ELEMENT_NODE; node = node->parent)
        if (html_part(node) == HTML_PART_NOTE || (html_info(node) != NULL && html_info(node)->note))
            return true;
    return false;
}

static void push(struct target ***list, size_t *n, size_t *cap, struct target *target)
{
    mem_grow((void **)list, cap, *n + 1, sizeof **list);
    (*list)[(*n)++] = target;
}

static void ask(struct html_notes *notes, struct target *target, const xmlNode *reference)
{
    if (target->number == 0) {
        push(&notes->asked, &notes->n_asked, &notes->cap_asked, target);
        push(&notes->due, &notes->n_due, &notes->cap_due, target);
        target->number = (unsigned)notes->n_asked;
    }
    mem_grow((void **)&notes->references, &notes->cap_references, notes->n_references + 1, sizeof *notes->references);
    notes->references[notes->n_references++] = (struct reference){reference, target->number};
}

/* What has none is read like other text. */
static bool has_room(struct html_notes *notes, const struct target *target, const xmlNode *reference)
{
    if (target->number > 0 || notes->n_asked < MAX_NOTES)
        return true;
    if (!notes->too_many)
        notes->line = html_info(reference) != NULL ? html_info(reference)->line : 0;
    notes->too_many = true;
    return false;
}

static void look_at_link(struct html_notes *notes, const char *name, const xmlNode *link)
{
    const char *href = html_attribute(link, "href"), *id = fragment_of(href);
    char label[MAX_LABEL + 1];
    enum html_part part = html_part(link);
    if (id == NULL || part == HTML_PART_BACKLINK || strstr(href, "://") != NULL ||
        (part != HTML_PART_NOTE_REFERENCE && !read_label(link, label)) || is_inside_note(link))
        return;
    if (*href != '#' && notes->load == NULL)
        return;
    const char *entry = *href == '#' ? name : archive_entry_name(notes->a, name, href);
    htmlDocPtr other = notes->load != NULL && strcmp(entry, name) != 0 ? notes->load(notes->ctx, entry) : NULL;
    if (other != NULL && xmlDocGetRootElement(other) != NULL)
        add_document(notes, entry, xmlDocGetRootElement(other));
    struct target *target;
    const char *key = arena_printf(notes->a, "%s#%s", entry, id);
    HASH_FIND_STR(notes->targets, key, target);
    if (target == NULL)
        return;
    if (target->note == NULL)
        target->note = find_note(target->node, link);
    if (target->note == NULL || !has_room(notes, target, link))
        return;
    html_info(target->note)->note = true;
    ask(notes, target, link);
}

static int compare_references(const void *x, const void *y)
{
    uintptr_t a = (uintptr_t)((const struct reference *)x)->node, b = (uintptr_t)((const struct reference *)y)->node;
    return a < b ? -1 : a > b;
}

static void find_in(struct html_notes *notes, const char *name, xmlNode *root, xmlNode *within)
{
    notes->n_references = notes->n_due = notes->next = 0;
    add_document(notes, name, root);
    for (xmlNode *node = within; node != NULL; node = html_next(within, node))
        if (html_is(node, "a"))
            look_at_link(notes, name, node);
    if (notes->n_references > 1)
        qsort(notes->references, notes->n_references, sizeof *notes->references, compare_references);
}

void html_notes_find(struct html_notes *notes, const char *name, xmlNode *root)
{
    find_in(notes, name, root, root);
}

bool html_notes_find_in_page(struct html_notes *notes, xmlNode *root, xmlNode *main)
{
    find_in(notes, "", root, main);
    return notes->n_due > 0;
}

void html_notes_tell(struct html_notes *notes, struct reading *r)
{
    if (notes->too_many)
        diag_add(r->diag, MSG_INGEST_NOTES, (struct srcpos){r->path, notes->line, 0},
                 arena_printf(r->a, "%d", MAX_NOTES), NULL);
    notes->too_many = false;
}

unsigned html_notes_number(const struct html_notes *notes, const xmlNode *reference)
{
    const struct reference *found = NULL, wanted = {reference, 0};
    if (notes != NULL && notes->n_references > 0)
        found = bsearch(&wanted, notes->references, notes->n_references, sizeof wanted, compare_references);
    return found != NULL ? found->number : 0;
}

xmlNode *html_notes_next(struct html_notes *notes, unsigned *number)
{
    if (notes->next >= notes->n_due)
        return NULL;
    const struct target *target = notes->due[notes->next++];
    *number = target->number;
    return target->note;
}

/* ---- what the walk meets ---- */

/* Words that are no part of the text: the number of a printed page, the way back from a note. */
static void drop_words(struct reading *r, const xmlNode *node, uint32_t line, const char *rule)
{
    xmlChar *words = xmlNodeGetContent(node);
    struct text_builder *builder = text_builder_new();
    if (words != NULL)
        text_put(builder, (const char *)words, strlen((const char *)words));
    struct text text = text_finish(builder, r->a);
    record_dropped(r, line, rule, text.s, text.n);
    text_builder_drop(builder);
    xmlFree(words);
}

/* The mark of a note. Its own words, "[3]", become the note's number. */
static void put_reference(struct reading *r, const xmlNode *node, uint32_t line, unsigned note)
{
    const char *number = arena_printf(r->a, "%u", note);
    xmlChar *words = xmlNodeGetContent(node);
    if (words != NULL)
        record_merged(r, line, "note-label", (const char *)words, strlen((const char *)words));
    xmlFree(words);
    text_begin(r->builder, SPAN_NOTE, number);
    text_put(r->builder, number, strlen(number));
    text_end(r->builder, SPAN_NOTE);
}

/* A link at the beginning or end of a note without a word in it: "3.", "↩". */
static bool leads_out(const struct html_book *book, const xmlNode *node)
{
    if (!book->in_note || !html_is(node, "a") || html_attribute(node, "href") == NULL ||
        strchr(html_attribute(node, "href"), '#') == NULL)
        return false;
    xmlChar *words = xmlNodeGetContent(node);
    size_t upper, n = words != NULL ? strlen((const char *)words) : 0;
    bool bare = n <= 16 && (n == 0 || words_letters((const char *)words, n, &upper) == 0);
    xmlFree(words);
    return bare;
}

bool html_take_book_part(struct reading *r, const struct html_book *book, xmlNode *node, uint32_t line)
{
    if (book->notes == NULL)
        return false;
    unsigned note = book->in_note ? 0 : html_notes_number(book->notes, node);
    enum html_part part = html_part(node);
    if (html_info(node) != NULL && html_info(node)->note)
        return true;
    if (note > 0)
        put_reference(r, node, line, note);
    else if (part == HTML_PART_PAGE_MARKER)
        drop_words(r, node, line, "page-marker");
    else if (part == HTML_PART_BACKLINK || leads_out(book, node))
        drop_words(r, node, line, "back-link");
    else
        return false;
    return true;
}

const char *html_book_noise(const xmlNode *node)
{
    enum html_part part = html_part(node);
    if (part == HTML_PART_CONTENTS || html_is(node, "nav"))
        return "epub-contents";
    if (part != HTML_PART_NOTES)
        return NULL;
    size_t taken = 0;
    const xmlNode *next;
    for (const xmlNode *n = node->children; n != NULL; n = next) {
        bool note = html_info(n) != NULL && html_info(n)->note;
        taken += note ? html_info(n)->text : 0;
        next = note ? html_skip(node, n) : html_next(node, n);
    }
    return taken > 0 && html_info(node)->text <= taken + MAX_NOTES_HEADING ? "notes-heading" : NULL;
}
