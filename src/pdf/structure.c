/* Structure elements, parent tree and id tree (ISO 32000-1, 14.7 and 14.8). */
#include "pdf/structure.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "pdf/structure_plan.h"
#include "pdf/syntax.h"
#include "pdf/tree.h"

/* PDF/A allows strings of 32,767 bytes. */
#define ID_MAX 32000

/* What is written about. */
struct writer {
    struct document *doc;
    const struct structure_input *in;
    struct structure_plan plan;
    uint32_t root;
    const char **ids; /* unique ids of Note elements, by tag */
};

static const struct tag *tag_at(const struct writer *w, uint32_t i)
{
    return &w->in->pages->tags[i];
}

static uint8_t role_at(const struct writer *w, uint32_t i)
{
    return w->in->roles->items[i];
}

/* "vi", "zh-Hant": a wrong one is worse than none. */
static bool is_language(const char *s)
{
    size_t run = 0;
    for (; *s != '\0'; s++) {
        bool letter = (*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z'), digit = *s >= '0' && *s <= '9';
        if (*s == '-' && run > 0)
            run = 0;
        else if (!(letter || digit) || ++run > 8)
            return false;
    }
    return run > 0;
}

static void put_table_attributes(const struct tag *tag, uint8_t role, struct buf *b)
{
    bool spans = tag->colspan > 1 || tag->rowspan > 1, head = role == TAG_TH;
    if (!head && !spans)
        return;
    buf_puts(b, "/A<</O/Table");
    if (head)
        buf_puts(b, tag->scope == 'r' ? "/Scope/Row" : tag->scope == 'b' ? "/Scope/Both" : "/Scope/Column");
    if (tag->colspan > 1)
        buf_printf(b, "/ColSpan %u", tag->colspan);
    if (tag->rowspan > 1)
        buf_printf(b, "/RowSpan %u", tag->rowspan);
    buf_puts(b, ">>");
}

static void put_list_attributes(const struct tag *tag, struct buf *b)
{
    if (tag->numbering != 0)
        buf_printf(b, "/A<</O/List/ListNumbering/%s>>",
                   tag->numbering == 'd'   ? "Decimal"
                   : tag->numbering == 'u' ? "Disc"
                                           : "None");
}

/* The page where the element's own content begins; UINT32_MAX when it has none. */
static uint32_t page_of(const struct writer *w, uint32_t tag)
{
    for (uint32_t i = w->plan.starts[tag]; i < w->plan.starts[tag + 1]; i++)
        if (w->plan.parts[i].kind == PART_CONTENT)
            return w->plan.parts[i].page;
    return UINT32_MAX;
}

static void put_figure_attributes(const struct writer *w, uint32_t i, struct buf *b)
{
    const struct tag *tag = tag_at(w, i);
    uint32_t page = page_of(w, i);
    if (tag->bbox.w <= 0 || page == UINT32_MAX)
        return;
    buf_puts(b, "/A<</O/Layout/Placement/Block/BBox");
    put_rect(b, &tag->bbox, w->in->pages->items[page].height);
    buf_puts(b, ">>");
}

static void put_attributes(const struct writer *w, uint32_t i, struct buf *b)
{
    const struct tag *tag = tag_at(w, i);
    uint8_t role = role_at(w, i);
    if (role == TAG_TH || role == TAG_TD)
        put_table_attributes(tag, role, b);
    else if (role == TAG_L)
        put_list_attributes(tag, b);
    else if (role == TAG_FIGURE)
        put_figure_attributes(w, i, b);
    if (tag->lang != NULL && is_language(tag->lang)) {
        buf_puts(b, "/Lang");
        put_text(b, tag->lang);
    }
    if (role == TAG_FIGURE || role == TAG_FORMULA) {
        buf_puts(b, "/Alt");
        put_text(b, tag->alt);
    }
    if (w->ids[i] != NULL) {
        buf_puts(b, "/ID");
        put_bytes(b, w->ids[i], strlen(w->ids[i]));
    }
}

/* A part; what lies on the element's own page needs no more than its number. */
static void put_part(const struct writer *w, const struct part *part, uint32_t own_page, struct buf *b)
{
    bool elsewhere = part->page != own_page;
    if (part->kind == PART_ELEMENT) {
        put_ref(b, w->plan.numbers[part->value]);
        return;
    }
    if (part->kind == PART_CONTENT && !elsewhere) {
        buf_int(b, part->value);
        return;
    }
    buf_puts(b, part->kind == PART_CONTENT ? "<</Type/MCR" : "<</Type/OBJR");
    if (elsewhere) {
        buf_puts(b, "/Pg ");
        put_ref(b, document_page(w->doc, part->page));
    }
    if (part->kind == PART_CONTENT) {
        buf_printf(b, "/MCID %u>>", part->value);
    } else {
        buf_puts(b, "/Obj ");
        put_ref(b, w->in->links->items[part->value].number);
        buf_puts(b, ">>");
    }
}

static void put_parts(const struct writer *w, uint32_t i, struct buf *b)
{
    uint32_t from = w->plan.starts[i], end = w->plan.starts[i + 1], page = page_of(w, i);
    if (page != UINT32_MAX) {
        buf_puts(b, "/Pg ");
        put_ref(b, document_page(w->doc, page));
    }
    if (from == end)
        return;
    buf_puts(b, end - from > 1 ? "/K[" : "/K ");
    for (uint32_t k = from; k < end; k++) {
        if (k > from)
            buf_putc(b, ' ');
        put_part(w, &w->plan.parts[k], page, b);
    }
    if (end - from > 1)
        buf_putc(b, ']');
}

static uint32_t parent_number(const struct writer *w, uint32_t i)
{
    if (i == 1)
        return w->root;
    uint32_t parent = tag_at(w, i)->parent;
    return w->plan.numbers[parent > 0 && parent < i ? parent : 1];
}

static void write_elements(const struct writer *w)
{
    struct buf b = BUF_INIT;
    for (uint32_t i = 1; i < w->in->pages->n_tags; i++) {
        if (w->plan.numbers[i] == 0)
            continue;
        buf_clear(&b);
        buf_puts(&b, "<</S/");
        buf_puts(&b, tag_role_name(role_at(w, i)));
        buf_puts(&b, "/P ");
        put_ref(&b, parent_number(w, i));
        put_attributes(w, i, &b);
        put_parts(w, i, &b);
        buf_puts(&b, ">>");
        document_put(w->doc, w->plan.numbers[i], &b);
    }
    buf_free(&b);
}

/* Parent tree: what the marked-content sequences of a page, or a link, belong to. */

static void put_key(const void *ctx, size_t i, struct buf *out)
{
    (void)ctx;
    buf_int(out, (int64_t)i);
}

static void put_owners(const void *ctx, size_t i, struct buf *out)
{
    const struct writer *w = ctx;
    if (i >= w->in->pages->n) {
        put_ref(out, w->plan.numbers[w->in->links->items[i - w->in->pages->n].item.tag]);
        return;
    }
    buf_putc(out, '[');
    for (size_t k = 0; k < w->in->marks[i].n; k++) {
        if (k > 0)
            buf_putc(out, ' ');
        put_ref(out, w->plan.numbers[w->in->marks[i].tags[k]]);
    }
    buf_putc(out, ']');
}

static size_t parent_keys(const struct writer *w)
{
    return w->in->pages->n + w->in->links->n;
}

static uint32_t write_parent_tree(const struct writer *w)
{
    struct tree tree = {"/Nums", parent_keys(w), put_key, put_owners, w};
    return tree_write(w->doc, &tree);
}

/* Id tree: notes, sorted by their ids. */

struct note {
    const char *id;
    uint32_t tag;
};

struct notes {
    const struct writer *w;
    struct note *items;
    size_t n;
};

static int compare_notes(const void *x, const void *y)
{
    const struct note *a = x, *b = y;
    int by_id = strcmp(a->id, b->id);
    return by_id != 0 ? by_id : a->tag < b->tag ? -1 : a->tag > b->tag;
}

static void put_note_id(const void *ctx, size_t i, struct buf *out)
{
    const char *id = ((const struct notes *)ctx)->items[i].id;
    put_bytes(out, id, strlen(id));
}

static void put_note(const void *ctx, size_t i, struct buf *out)
{
    const struct notes *n = ctx;
    put_ref(out, n->w->plan.numbers[n->items[i].tag]);
}

/* The notes that are written, with ids; PDF/UA wants one of each, so that of a note without gets one made up. */
static void gather_notes(const struct writer *w, struct notes *n, struct arena *a)
{
    n->items = mem_calloc(w->in->pages->n_tags + 1, sizeof *n->items);
    for (uint32_t i = 1; i < w->in->pages->n_tags; i++) {
        if (w->plan.numbers[i] == 0 || role_at(w, i) != TAG_NOTE)
            continue;
        const char *id = tag_at(w, i)->id;
        bool usable = id != NULL && *id != '\0' && strlen(id) <= ID_MAX;
        n->items[n->n++] = (struct note){usable ? id : arena_printf(a, "note %u", i), i};
    }
    qsort(n->items, n->n, sizeof *n->items, compare_notes);
}

/* Returns the id tree's number, 0 when there are no notes. */
static uint32_t write_ids(struct writer *w, struct arena *a)
{
    struct notes notes = {.w = w};
    gather_notes(w, &notes, a);
    const char *before = "";
    for (size_t i = 0; i < notes.n; i++) {
        const char *id = notes.items[i].id;
        if (strcmp(id, before) == 0)
            notes.items[i].id = arena_printf(a, "%s #%u", id, notes.items[i].tag);
        before = id;
    }
    qsort(notes.items, notes.n, sizeof *notes.items, compare_notes);
    for (size_t i = 0; i < notes.n; i++)
        w->ids[notes.items[i].tag] = notes.items[i].id;
    struct tree tree = {"/Names", notes.n, put_note_id, put_note, &notes};
    uint32_t number = notes.n > 0 ? tree_write(w->doc, &tree) : 0;
    free(notes.items);
    return number;
}

static void write_root(const struct writer *w, uint32_t parent_tree, uint32_t id_tree)
{
    struct buf b = BUF_INIT;
    buf_puts(&b, "<</Type/StructTreeRoot/K ");
    put_ref(&b, w->plan.numbers[1]);
    buf_puts(&b, "/ParentTree ");
    put_ref(&b, parent_tree);
    buf_printf(&b, "/ParentTreeNextKey %zu", parent_keys(w));
    if (id_tree != 0) {
        buf_puts(&b, "/IDTree ");
        put_ref(&b, id_tree);
    }
    buf_puts(&b, ">>");
    document_put(w->doc, w->root, &b);
    buf_free(&b);
}

void structure_write(struct document *doc, const struct structure_input *in)
{
    struct writer w = {.doc = doc, .in = in, .root = document_reserve(doc, 1)};
    struct arena *a = arena_new();
    structure_plan_make(&w.plan, doc, in);
    w.ids = mem_calloc(in->pages->n_tags + 1, sizeof *w.ids);
    uint32_t id_tree = write_ids(&w, a);
    write_elements(&w);
    write_root(&w, write_parent_tree(&w), id_tree);
    struct buf *catalog = document_catalog(doc);
    buf_puts(catalog, "/MarkInfo<</Marked true>>/StructTreeRoot ");
    put_ref(catalog, w.root);
    structure_plan_free(&w.plan);
    free(w.ids);
    arena_drop(a);
}
