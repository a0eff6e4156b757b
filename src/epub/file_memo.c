/* Numbers that move when other chapters change are kept from where the chapter begins: nodes from the chapter's own,
 * page starts from its first. Links are kept with the addresses that they have, so the file is written anew when the
 * page to which it refers has another number. */
#include "epub/file_memo.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "doc/doc_key.h"
#include "epub/fonts.h"
#include "epub/images.h"
#include "epub/xhtml.h"

static void put_date(const struct doc_date *d, struct buf *key)
{
    const int16_t numbers[] = {d->year, d->month, d->day, d->hour, d->minute, d->has_zone, d->zone_minutes};
    buf_put(key, numbers, sizeof numbers);
}

/* Where an id leads from the file, as an address and as a page. */
static void put_target(const struct render *r, const char *id, struct buf *key)
{
    const char *label, *page;
    const struct id_entry *e = ids_lookup(r->plan->ids, id);
    key_string(key, inline_target(r, id));
    page = inline_page_of(r, id, &label);
    key_string(key, page);
    key_string(key, label);
    buf_putc(key, e == NULL ? '-' : e->anchor != NULL ? 'a' : e->node->kind == DOC_NOTE ? 'n' : 'i');
}

static void put_links(const struct render *r, const struct doc_node *node, struct buf *key)
{
    for (uint32_t i = 0; i < node->text.n_spans; i++) {
        const struct span *s = &node->text.spans[i];
        const struct id_entry *e;
        if (s->value == NULL)
            continue;
        if (s->kind == SPAN_LINK && s->value[0] == '#') {
            put_target(r, s->value + 1, key);
        } else if (s->kind == SPAN_NOTE || s->kind == SPAN_PAGEREF) {
            put_target(r, s->value, key);
        } else if (s->kind == SPAN_ANCHOR) {
            e = ids_lookup(r->plan->ids, s->value);
            buf_putc(key, e != NULL && e->anchor == s ? 'y' : 'n');
        }
        if (s->kind == SPAN_NOTE) {
            e = ids_lookup(r->plan->ids, s->value);
            key_string(key, e != NULL && e->ref == s ? e->ref_id : NULL);
        }
    }
    if (node->target != NULL)
        put_target(r, node->target, key);
}

static void put_picture(const struct plan *p, const struct doc_node *node, struct buf *key)
{
    const struct picture *pic = p->pictures->by_seq[node->seq];
    key_string(key, pic != NULL ? pic->name : NULL);
    if (pic == NULL)
        return;
    key_number(key, (uint64_t)pic->image->width << 32 | pic->image->height);
    key_string(key, pic->image->sha256);
}

static void put_node(const struct render *r, const struct doc_node *node, struct buf *key)
{
    const struct plan *p = r->plan;
    size_t n;
    const struct page_start *s = starts_in(p->in->starts, node->seq, &n);
    key_node(key, node);
    key_string(key, p->node_id[node->seq]);
    key_string(key, p->title_id[node->seq]);
    key_number(key, n);
    for (size_t i = 0; i < n; i++) {
        key_number(key, s[i].offset);
        key_string(key, s[i].label);
        key_string(key, p->marker_id[s + i - p->in->starts->items]);
    }
    if (node->kind == DOC_NOTE) {
        const struct id_entry *e = ids_lookup(p->ids, p->node_id[node->seq]);
        key_string(key, e != NULL ? e->ref_id : NULL);
    }
    if (node->kind == DOC_FIGURE)
        put_picture(p, node, key);
    if (node->meta != NULL)
        put_date(&node->meta->date, key);
    put_links(r, node, key);
}

/* The first page start in the chapter; the numbers of its marks count from there. */
static size_t first_start(const struct plan *p, const struct doc_node *top)
{
    for (const struct doc_node *node = top; node != NULL; node = doc_next(top, node)) {
        size_t n;
        const struct page_start *s = starts_in(p->in->starts, node->seq, &n);
        if (n > 0)
            return (size_t)(s - p->in->starts->items);
    }
    return 0;
}

void file_memo_key(const struct plan *p, struct piece *piece, struct buf *key)
{
    struct render r = {.plan = p, .piece = piece, .scratch = arena_new()};
    const uint64_t numbers[] = {piece->begin_at, piece->end_at,  piece->first,
                                piece->last,     piece->n_units, piece->n_notes};
    const char *strings[] = {piece->name,           piece->title,     piece->label,
                             piece->root_id,        piece->refers,    plan_notes_after(p, piece),
                             p->in->book->language, p->in->copy_line, p->in->book->title};
    buf_clear(key);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        key_number(key, numbers[i]);
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
        key_string(key, strings[i]);
    for (size_t i = 0; i < piece->n_units; i++)
        key_number(key, piece->units[i]->seq - piece->top->seq);
    for (size_t i = 0; i < piece->n_notes; i++)
        key_number(key, piece->notes[i]->seq - piece->top->seq);
    for (const struct doc_node *node = piece->top; node != NULL; node = doc_next(piece->top, node)) {
        put_node(&r, node, key);
        arena_reset(r.scratch);
    }
    arena_drop(r.scratch);
}

/* ---- values: numbers of 32 bits, then the packed bytes ---- */

static void put(struct buf *b, uint32_t n)
{
    buf_put(b, &n, sizeof n);
}

static uint32_t take(const char **p)
{
    uint32_t n;
    memcpy(&n, *p, sizeof n);
    *p += sizeof n;
    return n;
}

static const struct doc_node *node_at(const struct doc_node *top, uint32_t seq)
{
    const struct doc_node *node = top;
    while (node != NULL && node->seq != seq)
        node = doc_next(top, node);
    return node;
}

bool file_memo_find(struct memo *m, const struct plan *p, struct piece *piece, const struct buf *key, uint8_t *chars)
{
    size_t n, base;
    const char *known = memo_find(m, MEMO_XHTML, key->p, key->n, &n);
    if (known == NULL)
        return false;
    base = first_start(p, piece->top);
    piece->n_spots = piece->cap_spots = take(&known);
    piece->spots = mem_calloc(piece->n_spots + 1, sizeof *piece->spots);
    for (size_t i = 0; i < piece->n_spots; i++) {
        uint32_t heading = take(&known), at = take(&known);
        piece->spots[i] =
            heading ? (struct spot){node_at(piece->top, piece->top->seq + at), 0} : (struct spot){NULL, base + at};
    }
    for (uint32_t left = take(&known); left > 0; left--) {
        uint32_t cp = take(&known);
        chars[cp >> 3] |= (uint8_t)(1u << (cp & 7));
    }
    piece->packed = (struct packed){.deflated = true};
    piece->packed.n = take(&known);
    piece->packed.all = take(&known);
    piece->packed.crc = take(&known);
    piece->packed.bytes = mem_alloc(piece->packed.n + 1);
    memcpy(piece->packed.bytes, known, piece->packed.n);
    return true;
}

/* The characters beyond ASCII, each once for each stretch of them: most follow their like. */
static void put_chars(const struct piece *piece, struct buf *value)
{
    uint8_t seen[0x3000 / 8] = {0}; /* the scripts that come in thousands */
    struct buf list = BUF_INIT;
    const char *s = piece->xhtml.p;
    for (size_t i = 0; i < piece->xhtml.n;) {
        if ((unsigned char)s[i] < 0x80) {
            i++;
            continue;
        }
        uint32_t cp = utf8_next(s, piece->xhtml.n, &i);
        if (cp < 0x3000 && (seen[cp >> 3] & (1u << (cp & 7))))
            continue;
        if (cp < 0x3000)
            seen[cp >> 3] |= (uint8_t)(1u << (cp & 7));
        put(&list, cp);
    }
    put(value, (uint32_t)(list.n / sizeof(uint32_t)));
    buf_put(value, list.p, list.n);
    buf_free(&list);
}

void file_memo_put(struct memo *m, const struct plan *p, const struct piece *piece, const struct buf *key)
{
    struct buf value = BUF_INIT;
    size_t base = first_start(p, piece->top);
    if (!piece->packed.deflated) /* so small that it is soon written again */
        return;
    put(&value, (uint32_t)piece->n_spots);
    for (size_t i = 0; i < piece->n_spots; i++) {
        const struct spot *s = &piece->spots[i];
        put(&value, s->heading != NULL);
        put(&value, s->heading != NULL ? s->heading->seq - piece->top->seq : (uint32_t)(s->start - base));
    }
    put_chars(piece, &value);
    put(&value, (uint32_t)piece->packed.n);
    put(&value, (uint32_t)piece->packed.all);
    put(&value, piece->packed.crc);
    buf_put(&value, piece->packed.bytes, piece->packed.n);
    memo_put(m, MEMO_XHTML, key->p, key->n, value.p, value.n);
    buf_free(&value);
}
