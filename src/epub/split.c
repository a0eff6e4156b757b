/* Splitting a chapter (or list of sources, contents, index) that is too long for small readers, and notes that are too
 * long to stand below the text that refers to them.
 *
 * Sizes are estimated from text and spans: the limit is soft, and writing everything twice to know it to the byte would
 * cost more than it is worth. A cut goes before the section that brings the halves nearest, else before a block; the
 * halves are cut again until they fit. The same text gives the same files; a change in one chapter leaves the others'
 * files alone.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "epub/plan.h"

#define FILE_BYTES 100000u /* more is divided */
#define LEAF_BYTES 60000u  /* a longer paragraph, code block, item or row may be divided within */
#define BLOCK_BYTES 30000u /* a longer list or table may be divided at its items or rows */
/* So little may grow by escapes and repeated titles as it will: it is not looked at closely. */
#define PLAIN_BYTES 20000u

/* "&" is five bytes in XML. */
static size_t escaped(const struct text *t)
{
    size_t n = 0;
    for (uint32_t i = 0; i < t->n; i++)
        n += t->s[i] == '&' ? 4u : t->s[i] == '<' || t->s[i] == '>' ? 3u : 0u;
    return n;
}

/* Each cell says the title of its column again. */
static size_t title_bytes(const struct doc_node *cell)
{
    const struct doc_node *row = doc_child(cell->parent->parent, DOC_ROW), *title = row->first;
    for (const struct doc_node *c = cell->prev; c != NULL && title != NULL; c = c->prev)
        title = title->next;
    return title != NULL && title->text.n <= PLAN_TITLE_BYTES ? title->text.n + 10 : 0;
}

/* Bytes that a node's XHTML takes, roughly. */
static size_t estimate(const struct plan *p, const struct doc_node *root)
{
    size_t sum = SURVEY_START_BYTES * starts_between(p->in->starts, root->seq, plan_seq_behind(p, root));
    for (const struct doc_node *n = root; n != NULL; n = doc_next(root, n))
        sum += survey_bytes(n) + escaped(&n->text) + (n->kind == DOC_CELL ? title_bytes(n) : 0);
    return sum;
}

struct units {
    struct unit {
        const struct doc_node *node;
        size_t size;
        uint32_t from, to; /* bytes of a leaf, slices of a row; all of it: 0, UINT32_MAX */
    } * items;
    size_t n, cap;
};

static void add_unit(struct units *u, const struct unit *unit)
{
    mem_grow((void **)&u->items, &u->cap, u->n + 1, sizeof *u->items);
    u->items[u->n++] = *unit;
}

/* Where a leaf may be divided; asked for from its beginning to its end. */
struct seams {
    const struct text *text;
    uint32_t span;    /* the first one that does not begin before the place last asked for */
    uint32_t covered; /* how far those before it reach that cannot be divided */
};

/* May the leaf be divided here? Not inside what has an id or is written as one element. */
static bool is_seam(struct seams *s, uint32_t at)
{
    for (const struct text *t = s->text; s->span < t->n_spans && t->spans[s->span].start < at; s->span++) {
        const struct span *span = &t->spans[s->span];
        bool flows = span->kind == SPAN_STRONG || span->kind == SPAN_EMPHASIS || span->kind == SPAN_LANG;
        if (!flows && span->end > s->covered)
            s->covered = span->end;
    }
    return s->covered <= at;
}

/* Where a stretch of the leaf that begins at `from` and may have `limit` bytes should end: behind a sentence or line,
 * else a word, else (what is so long without a space is no word) between two characters. The text's end when there is
 * no such place. */
static uint32_t seam_after(struct seams *seams, uint32_t from, uint32_t limit)
{
    const struct text *t = seams->text;
    uint32_t word = 0, letter = 0;
    for (uint32_t i = from + limit / 2; i < t->n && i < from + limit; i++) {
        bool gap = t->s[i] == ' ' || t->s[i] == '\n';
        bool ends = t->s[i] == '\n' || (gap && strchr(".!?", t->s[i - 1]) != NULL);
        bool wanted = ends || (word == 0 && (gap || (letter == 0 && (t->s[i] & 0xC0) != 0x80)));
        if (!wanted || !is_seam(seams, i))
            continue;
        if (ends)
            return i;
        *(gap ? &word : &letter) = i;
    }
    return word > 0 ? word : letter > 0 ? letter : t->n;
}

/* The end of the stretch that begins at `from`; `*next` is where the following one begins. */
static uint32_t stretch_end(struct seams *seams, uint32_t from, uint32_t limit, uint32_t *next)
{
    const struct text *t = seams->text;
    uint32_t to = t->n - from > limit ? seam_after(seams, from, limit) : t->n;
    *next = to + (to < t->n && (t->s[to] == ' ' || t->s[to] == '\n'));
    return to;
}

static void add_leaf(struct units *u, const struct doc_node *leaf, size_t size)
{
    struct seams seams = {.text = &leaf->text};
    uint32_t n = leaf->text.n, next;
    for (uint32_t from = 0; from < n; from = next) {
        uint32_t to = stretch_end(&seams, from, LEAF_BYTES, &next);
        struct unit unit = {leaf, (size_t)((uint64_t)size * (to - from) / n), from, to < n ? to : UINT32_MAX};
        add_unit(u, &unit);
    }
}

/* Where the slices of a cell begin. Returns their number. */
static uint32_t slice_cell(struct plan *p, const struct doc_node *cell, uint32_t limit)
{
    struct seams seams = {.text = &cell->text};
    uint32_t *starts = arena_calloc(p->arena, cell->text.n / (limit / 2) + 1, sizeof *starts), n = 0;
    for (uint32_t from = 0; from < cell->text.n; n++) {
        starts[n] = from;
        stretch_end(&seams, from, limit, &from);
    }
    p->slices[cell->seq] = (struct slices){starts, n};
    return n;
}

uint32_t split_slice(const struct plan *p, const struct doc_node *cell, uint32_t slice)
{
    const struct slices *s = &p->slices[cell->seq];
    return slice == 0 ? 0 : slice < s->n ? s->starts[slice] : cell->text.n;
}

/* A row with much in its cells is cut across: the first stretches of all cells, the second ones ... */
static void add_row(struct plan *p, struct units *u, const struct doc_node *row, size_t size)
{
    uint32_t cells = 1, slices = 1;
    for (const struct doc_node *c = row->first; c != NULL && c->next != NULL; c = c->next)
        cells++;
    if (p->slices == NULL)
        p->slices = arena_calloc(p->arena, (size_t)p->in->book->n_nodes + 1, sizeof *p->slices);
    for (const struct doc_node *c = row->first; c != NULL; c = c->next) {
        uint32_t n = slice_cell(p, c, LEAF_BYTES / cells > 1000 ? LEAF_BYTES / cells : 1000);
        slices = n > slices ? n : slices;
    }
    for (uint32_t i = 0; i < slices; i++)
        add_unit(u, &(struct unit){row, size / slices, i, i + 1 < slices ? i + 1 : UINT32_MAX});
}

/* From how many bytes on a block may be divided between its children; 0: never. */
static size_t divisible_from(enum doc_kind kind)
{
    switch (kind) {
    case DOC_LIST:
    case DOC_TABLE:
    case DOC_QUOTE:
    case DOC_DIV:
    case DOC_RECORDS:
    case DOC_NOTE:
        return BLOCK_BYTES;
    case DOC_ITEM:
        return LEAF_BYTES;
    default:
        return 0;
    }
}

/* What must stay with its container's beginning or end and is written with it. */
static bool is_fixture(const struct doc_node *node)
{
    return node->kind == DOC_CAPTION || node->kind == DOC_LABEL;
}

static void add_node(struct plan *p, struct units *u, const struct doc_node *node)
{
    size_t size = estimate(p, node), limit = divisible_from(node->kind);
    if (node->text.n > LEAF_BYTES && (node->kind == DOC_PARAGRAPH || node->kind == DOC_CODE)) {
        add_leaf(u, node, size);
    } else if (node->kind == DOC_ROW && size > LEAF_BYTES) {
        add_row(p, u, node, size);
    } else if (limit > 0 && size > limit && node->first != NULL) {
        for (const struct doc_node *c = node->first; c != NULL; c = c->next)
            if (!is_fixture(c))
                add_node(p, u, c);
    } else {
        add_unit(u, &(struct unit){node, size, 0, UINT32_MAX});
    }
}

static void collect(struct plan *p, const struct doc_node *top, bool small, struct units *u)
{
    for (const struct doc_node *n = top->first; n != NULL; n = n->next) {
        if (plan_is_head(n->kind) || n->kind == DOC_NOTE || n->kind == DOC_SOURCE_BLOCK)
            continue;
        if (small)
            add_unit(u, &(struct unit){n, 0, 0, UINT32_MAX});
        else
            add_node(p, u, n);
    }
}

/* No file ends with a heading, with a table's head, or before the words that say who is quoted. */
static bool may_cut(const struct doc_node *before, const struct doc_node *after)
{
    if (before == after)
        return true;
    if (before->kind == DOC_HEADING || after->kind == DOC_ATTRIBUTION)
        return false;
    if (before->kind == DOC_ROW && before->header)
        return false;
    return !(before->kind == DOC_ENTRY && before->level == 1);
}

static bool begins_section(const struct doc_node *node)
{
    return (node->kind == DOC_HEADING && node->level <= 2) || (node->kind == DOC_ENTRY && node->level == 1);
}

/* The best place to cut units [from, to), whose sizes add up to `total`; `to` when there is none. A section's beginning
 * is taken unless it would leave a scrap. */
static size_t best_cut(const struct units *u, size_t from, size_t to, size_t total)
{
    size_t best = to, best_gap = SIZE_MAX, section = to, section_gap = SIZE_MAX, left = 0;
    for (size_t i = from + 1; i < to; i++) {
        left += u->items[i - 1].size;
        size_t right = total - left, gap = left > right ? left - right : right - left;
        if (!may_cut(u->items[i - 1].node, u->items[i].node))
            continue;
        if (gap < best_gap) {
            best_gap = gap;
            best = i;
        }
        if (gap < section_gap && begins_section(u->items[i].node)) {
            section_gap = gap;
            section = i;
        }
    }
    return section_gap <= total - total / 4 ? section : best;
}

struct cuts {
    size_t *at;
    size_t n, cap;
};

static void cut(const struct units *u, size_t from, size_t to, struct cuts *out)
{
    size_t total = 0;
    for (size_t i = from; i < to; i++)
        total += u->items[i].size;
    size_t at = total > FILE_BYTES ? best_cut(u, from, to, total) : to;
    if (at == to) {
        mem_grow((void **)&out->at, &out->cap, out->n + 1, sizeof *out->at);
        out->at[out->n++] = to;
        return;
    }
    cut(u, from, at, out);
    cut(u, at, to, out);
}

/* b, c … z, aa, ab … for the second, third … file. */
static const char *suffix(struct arena *a, size_t index)
{
    char s[16];
    size_t at = sizeof s - 1;
    s[at] = '\0';
    for (size_t n = index + 1; n > 0 && at > 0; n = (n - 1) / 26)
        s[--at] = (char)('a' + (n - 1) % 26);
    return arena_strdup(a, s + at);
}

/* Gives `piece` the units [from, to) of `u`. */
static void give(struct plan *p, struct piece *piece, const struct units *u, size_t from, size_t to)
{
    piece->n_units = 0;
    piece->units = arena_calloc(p->arena, to - from + 1, sizeof *piece->units);
    for (size_t i = from; i < to; i++)
        if (i == from || u->items[i].node != u->items[i - 1].node)
            piece->units[piece->n_units++] = u->items[i].node;
    piece->begin_at = to > from ? u->items[from].from : 0;
    piece->end_at = to > from ? u->items[to - 1].to : UINT32_MAX;
}

static void add_piece(struct plan *p, size_t first, size_t part)
{
    mem_grow((void **)&p->pieces, &p->cap_pieces, p->n_pieces + 1, sizeof *p->pieces);
    struct piece *piece = &p->pieces[p->n_pieces];
    *piece = p->pieces[first];
    piece->index = p->n_pieces++;
    piece->first = false;
    piece->name = ids_fresh(p->names, p->arena, arena_printf(p->arena, "%s-%s", piece->name, suffix(p->arena, part)));
    piece->label = arena_printf(p->arena, "%s %s", piece->title, plan_word(p, "words.continued"));
}

void split_piece(struct plan *p, size_t first, size_t bytes)
{
    struct units u = {0};
    struct cuts cuts = {0};
    collect(p, p->pieces[first].top, bytes <= PLAIN_BYTES, &u);
    cut(&u, 0, u.n, &cuts);
    for (size_t i = 0; i < cuts.n; i++) {
        if (i > 0)
            add_piece(p, first, i);
        size_t at = i > 0 ? p->n_pieces - 1 : first;
        p->pieces[at].last = i + 1 == cuts.n;
        give(p, &p->pieces[at], &u, i > 0 ? cuts.at[i - 1] : 0, cuts.at[i]);
    }
    free(u.items);
    free(cuts.at);
}

/* ---- notes ---- */

static size_t notes_size(const struct plan *p, const struct piece *piece)
{
    size_t sum = 0;
    for (size_t i = 0; i < piece->n_notes; i++)
        sum += estimate(p, piece->notes[i]);
    return sum;
}

static struct piece *append(struct plan *p, const struct piece *piece)
{
    mem_grow((void **)&p->pieces, &p->cap_pieces, p->n_pieces + 1, sizeof *p->pieces);
    p->pieces[p->n_pieces] = *piece;
    p->pieces[p->n_pieces].index = p->n_pieces;
    return &p->pieces[p->n_pieces++];
}

/* The notes that `piece`, which has units of notes alone, shows something of. */
static void list_notes(struct plan *p, struct piece *piece)
{
    piece->notes = arena_calloc(p->arena, piece->n_units + 1, sizeof *piece->notes);
    piece->n_notes = 0;
    for (size_t i = 0; i < piece->n_units; i++) {
        const struct doc_node *note = piece->units[i];
        while (note->kind != DOC_NOTE)
            note = note->parent;
        if (piece->n_notes == 0 || piece->notes[piece->n_notes - 1] != note)
            piece->notes[piece->n_notes++] = note;
    }
}

const char *plan_notes_after(const struct plan *p, const struct piece *piece)
{
    if (piece->refers == NULL || piece->index + 1 == p->n_pieces)
        return NULL;
    const struct piece *next = &p->pieces[piece->index + 1];
    bool goes_on = next->refers != NULL && next->notes[0] == piece->notes[piece->n_notes - 1];
    return goes_on ? next->name : NULL;
}

/* Adds files for the notes of `text`, behind it. */
static void append_notes(struct plan *p, const struct piece *text)
{
    struct units u = {0};
    struct cuts cuts = {0};
    for (size_t i = 0; i < text->n_notes; i++)
        add_node(p, &u, text->notes[i]);
    cut(&u, 0, u.n, &cuts);
    const char *name = arena_printf(p->arena, "%s-notes", text->name);
    const char *label = arena_printf(p->arena, "%s: %s", plan_word(p, "words.notes"), text->title);
    for (size_t i = 0; i < cuts.n; i++) {
        struct piece *piece = append(p, text);
        piece->first = piece->last = false;
        piece->refers = text->name;
        piece->root_id = NULL;
        piece->label = i == 0 ? label : arena_printf(p->arena, "%s %s", label, plan_word(p, "words.continued"));
        const char *wish = i == 0 ? name : arena_printf(p->arena, "%s-%s", name, suffix(p->arena, i));
        piece->name = ids_fresh(p->names, p->arena, wish);
        give(p, piece, &u, i > 0 ? cuts.at[i - 1] : 0, cuts.at[i]);
        list_notes(p, piece);
    }
    free(u.items);
    free(cuts.at);
}

/* Numbers of pieces in the plan's tables, from what they were to what they are. */
static void renumber(struct plan *p, const uint32_t *now)
{
    for (size_t seq = 0; seq <= p->in->book->n_nodes; seq++)
        if (p->piece_of[seq] > 0)
            p->piece_of[seq] = now[p->piece_of[seq] - 1] + 1;
    for (size_t i = 0; i < p->n_parts; i++)
        p->parts[i].piece = now[p->parts[i].piece];
}

void split_notes(struct plan *p)
{
    size_t n = p->n_pieces;
    struct piece *old = p->pieces;
    uint32_t *now = mem_calloc(n + 1, sizeof *now);
    p->pieces = NULL;
    p->n_pieces = p->cap_pieces = 0;
    for (size_t i = 0; i < n; i++) {
        struct piece *piece = append(p, &old[i]);
        now[i] = (uint32_t)piece->index;
        if (old[i].n_notes == 0 || notes_size(p, &old[i]) <= FILE_BYTES)
            continue;
        piece->n_notes = 0;
        append_notes(p, &old[i]);
    }
    if (p->n_pieces > n) {
        renumber(p, now);
        for (size_t i = 0; i < p->n_pieces; i++)
            if (p->pieces[i].refers != NULL)
                plan_place_units(p, i);
        plan_sort_parts(p);
    }
    free(now);
    free(old);
}
