/* The pages of the briefing blocks, and such blocks inside articles ("::: key-messages" in Markdown). */
#include "book/blocks.h"

#include <string.h>

#include "book/block_make.h"
#include "doc/text_build.h"
#include "lang/data.h"

/* ---- what all blocks have ---- */

const char *block_word(const struct assembly *as, const char *name)
{
    return data_word(as->book->language, arena_printf(as->a, "blocks.%s", name));
}

const char *block_filled(const struct assembly *as, const char *name, const char *value)
{
    return make_filled(as, arena_printf(as->a, "blocks.%s", name), value);
}

struct doc_node *block_records(const struct assembly *as, struct doc_node *to, const char *name)
{
    struct doc_node *records = doc_new(as->a, DOC_RECORDS, to->pos);
    records->name = name;
    doc_append(to, records);
    return records;
}

struct doc_node *block_record(const struct assembly *as, struct doc_node *records, struct srcpos pos)
{
    struct doc_node *record = doc_new(as->a, DOC_RECORD, pos);
    doc_append(records, record);
    return record;
}

void block_leaf(const struct assembly *as, struct doc_node *to, enum doc_kind kind, const char *s)
{
    if (s && *s)
        make_leaf(as->a, to, kind, s);
}

/* ---- texts ---- */

static void put_paragraph(const struct assembly *as, struct doc_node *to, struct srcpos pos, const char *s, size_t n)
{
    struct text_builder *b = text_builder_new();
    text_put(b, s, n);
    if (text_length(b) > 0) {
        struct doc_node *paragraph = doc_new(as->a, DOC_PARAGRAPH, pos);
        paragraph->text = text_finish(b, as->a);
        paragraph->continues = !to->last || to->last->kind != DOC_PARAGRAPH;
        doc_append(to, paragraph);
    }
    text_builder_drop(b);
}

/* An empty line begins a paragraph. */
static void put_plain(const struct assembly *as, struct doc_node *to, const struct block_text *text)
{
    const char *from = text->s;
    for (const char *s = text->s;; s++) {
        if (*s != '\0' && !(s[0] == '\n' && s[1 + strspn(s + 1, " \t")] == '\n'))
            continue;
        put_paragraph(as, to, text->pos, from, (size_t)(s - from));
        if (*s == '\0')
            return;
        from = s;
    }
}

static struct doc_node *top_of(struct doc_node *node)
{
    while (node->parent && node->kind != DOC_MATTER && node->kind != DOC_CHAPTER)
        node = node->parent;
    return node;
}

/* Notes of several texts come together on one page: their ids are told apart by the text's line. */
static void rename_notes(const struct assembly *as, const struct block_text *text)
{
    for (struct doc_node *node = text->doc; node; node = doc_next(text->doc, node)) {
        if (node->kind == DOC_NOTE && node->id)
            node->id = arena_printf(as->a, "b%u-%s", (unsigned)text->pos.line, node->id);
        struct span *spans = node->text.n_spans > 0 ? arena_calloc(as->a, node->text.n_spans, sizeof *spans) : NULL;
        for (uint32_t i = 0; i < node->text.n_spans; i++) {
            spans[i] = node->text.spans[i];
            if (spans[i].kind == SPAN_NOTE && spans[i].value)
                spans[i].value = arena_printf(as->a, "b%u-%s", (unsigned)text->pos.line, spans[i].value);
        }
        if (spans)
            node->text.spans = spans;
    }
}

void block_text(const struct assembly *as, struct doc_node *to, const struct block_text *text)
{
    if (!text)
        return;
    if (!text->doc) {
        put_plain(as, to, text);
        return;
    }
    rename_notes(as, text);
    chapter_move_blocks(to, text->doc, false);
    chapter_move_blocks(top_of(to), text->doc, true);
    for (struct doc_node *node = to->first; node; node = node->next)
        if (node->kind == DOC_PARAGRAPH)
            node->continues = !node->prev || node->prev->kind != DOC_PARAGRAPH;
}

void block_line(const struct assembly *as, struct doc_node *to, enum doc_kind kind, const struct block_text *text)
{
    struct doc_node *whole = doc_new(as->a, DOC_DIV, text->pos);
    whole->parent = to;
    block_text(as, whole, text);
    struct doc_node *leaf = doc_new(as->a, kind, text->pos);
    const struct doc_node *first = doc_child(whole, DOC_PARAGRAPH);
    leaf->text = first ? first->text : text_make(as->a, "", 0);
    doc_append(to, leaf);
}

/* ---- references ---- */

static const struct chapter *chapter_of(const struct assembly *as, const struct block_see *see)
{
    for (size_t i = 0; i < as->n; i++)
        if (as->chapters[i].from && blocks_see_is(see, as->chapters[i].from->file))
            return &as->chapters[i];
    return NULL;
}

/* "ch. 4, tr. 20", with the page looked up later, as a link to the chapter. */
static void put_chapter(const struct assembly *as, struct text_builder *b, const struct doc_node *chapter)
{
    const char *label = number_label(as, chapter->number);
    const char *pattern = block_word(as, label ? "reference" : "reference-page");
    text_begin(b, SPAN_LINK, arena_printf(as->a, "#%s", chapter->id));
    for (const char *s = pattern; *s;) {
        size_t n = strcspn(s, "{");
        text_put(b, s, n);
        s += n;
        if (strncmp(s, "{c}", 3) == 0 && label) {
            text_put(b, label, strlen(label));
        } else if (strncmp(s, "{p}", 3) == 0) {
            text_begin(b, SPAN_PAGEREF, chapter->id);
            text_end(b, SPAN_PAGEREF);
        }
        s += *s ? strcspn(s, "}") + (strchr(s, '}') != NULL) : 0;
    }
    text_end(b, SPAN_LINK);
}

/* A chapter, or any id of the book: a cross-reference, whose words are put in when all numbers are there. Returns false
 * when there is nothing to lead to: the chapter's file could not be read, which was reported. */
static bool put_reference(const struct assembly *as, struct text_builder *b, const struct block_see *see, bool first)
{
    const struct chapter *chapter = see->file[0] == '#' ? NULL : chapter_of(as, see);
    if (!chapter && see->file[0] != '#')
        return false;
    if (!first)
        text_put(b, "; ", 2);
    if (chapter) {
        put_chapter(as, b, chapter->node);
    } else {
        text_begin(b, SPAN_LINK, see->file);
        text_put(b, see->file, strlen(see->file));
        text_end(b, SPAN_LINK);
    }
    return true;
}

void block_reference(const struct assembly *as, struct doc_node *to, const struct block_see *see)
{
    struct text_builder *b = text_builder_new();
    struct srcpos pos = see ? see->pos : to->pos;
    for (bool any = false; see; see = see->next)
        any |= put_reference(as, b, see, !any);
    if (text_length(b) > 0) {
        struct doc_node *meta = doc_new(as->a, DOC_META, pos);
        meta->text = text_finish(b, as->a);
        doc_append(to, meta);
    }
    text_builder_drop(b);
}

/* ---- pages ---- */

static const struct {
    const char *name;
    void (*put)(const struct assembly *as, struct doc_node *to, const char *name);
} blocks[] = {
    {"agenda", block_put_agenda},       {"delegations", block_put_delegations},
    {"objectives", block_put_points},   {"their-objectives", block_put_points},
    {"arguments", block_put_points},    {"key-messages", block_put_points},
    {"responses", block_put_responses}, {"press-line", block_put_prose},
    {"background", block_put_prose},    {"timeline", block_put_timeline},
    {"figures", block_put_figures},     {"agreements", block_put_agreements},
    {"glossary", block_put_glossary},   {"note-pages", block_put_notes},
};

static void put_content(const struct assembly *as, struct doc_node *to, const char *name)
{
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
        if (strcmp(blocks[i].name, name) == 0)
            blocks[i].put(as, to, name);
}

/* Notes that came with the texts go behind everything else. */
static void move_notes(struct doc_node *matter)
{
    struct doc_node *last = matter->last;
    for (struct doc_node *node = matter->first, *next; node && node != last; node = next) {
        next = node->next;
        if (node->kind != DOC_NOTE)
            continue;
        doc_unlink(node);
        doc_append(matter, node);
    }
    if (last && last->kind == DOC_NOTE && last->next) {
        doc_unlink(last);
        doc_append(matter, last);
    }
}

/* Headings that came with a text stand below the one of their block. */
static void lower_headings(struct doc_node *from)
{
    for (struct doc_node *node = from; node; node = node->next)
        if (node->kind == DOC_HEADING)
            node->level = node->level < 3 ? 3 : node->level;
}

/* A block that shares the page of another begins with a heading. */
static void put_section(const struct assembly *as, struct doc_node *matter, const char *name)
{
    struct doc_node *heading = make_leaf(as->a, matter, DOC_HEADING, block_word(as, name));
    heading->level = 2;
    heading->id = name;
    put_content(as, matter, name);
    lower_headings(heading->next);
}

void blocks_put(const struct assembly *as, struct doc_node *root, const struct manifest_matter *matter)
{
    if (!blocks_given(&as->m->blocks, matter->kind))
        return;
    struct doc_node *node = doc_new(as->a, DOC_MATTER, (struct srcpos){as->m->file, 0, 0});
    node->name = node->id = node->file = matter->kind;
    make_leaf(as->a, node, DOC_TITLE, block_word(as, matter->kind));
    put_content(as, node, matter->kind);
    for (const char *const *with = matter->with; with && *with; with++)
        if (blocks_given(&as->m->blocks, *with))
            put_section(as, node, *with);
    move_notes(node);
    doc_append(root, node);
}

/* ---- in articles ---- */

/* Blocks that an article may hold, since they are no more than texts. */
static const char *const fenced[] = {"key-messages", "objectives", "their-objectives", "arguments", "press-line",
                                     "background",   NULL};
#define PULL_QUOTE "pull-quote" /* has no label, and is nothing to this stage */

static bool is_fenced(const char *name)
{
    for (const char *const *known = fenced; *known; known++)
        if (strcmp(*known, name) == 0)
            return true;
    return false;
}

/* Every item of the lists becomes a numbered record. */
static void number_messages(const struct assembly *as, struct doc_node *div)
{
    struct doc_node *records = NULL;
    unsigned number = 0;
    for (struct doc_node *list = div->first, *next; list; list = next) {
        next = list->next;
        if (list->kind != DOC_LIST)
            continue;
        if (!records) {
            records = doc_new(as->a, DOC_RECORDS, list->pos);
            records->name = div->name;
            doc_insert_after(list, records);
        }
        for (struct doc_node *item = list->first; item; item = item->next) {
            struct doc_node *record = block_record(as, records, item->pos);
            record->id = item->id;
            make_leaf(as->a, record, DOC_LABEL, arena_printf(as->a, "%u", ++number));
            chapter_move_blocks(record, item, false);
        }
        doc_unlink(list);
    }
}

void blocks_in_article(const struct assembly *as, struct doc_node *chapter)
{
    for (struct doc_node *node = chapter; node; node = doc_next(chapter, node)) {
        if (node->kind != DOC_DIV || !node->name || doc_child(node, DOC_LABEL))
            continue;
        if (!is_fenced(node->name)) {
            /* "block": the name that ingest gives to those without one */
            if (strcmp(node->name, "block") != 0 && strcmp(node->name, PULL_QUOTE) != 0)
                blocks_unknown(as, node);
            continue;
        }
        make_first(node, doc_new_text(as->a, DOC_LABEL, node->pos, block_word(as, node->name),
                                      strlen(block_word(as, node->name))));
        node->first->lang = chapter->lang ? as->book->language : NULL;
        if (strcmp(node->name, "key-messages") == 0)
            number_messages(as, node);
    }
}

/* One warning for each name in a file: the first place says it. */
void blocks_unknown(const struct assembly *as, const struct doc_node *div)
{
    const struct doc_node *top = div;
    while (top->parent)
        top = top->parent;
    for (const struct doc_node *node = top; node && node != div; node = doc_next(top, node))
        if (node->kind == DOC_DIV && node->name && strcmp(node->name, div->name) == 0)
            return;
    struct buf known = BUF_INIT;
    for (const char *const *name = fenced; *name; name++)
        buf_printf(&known, "%s, ", *name);
    buf_puts(&known, PULL_QUOTE);
    diag_add(as->d, MSG_BOOK_FENCE, div->pos, div->name, buf_str(&known), NULL);
    buf_free(&known);
}
