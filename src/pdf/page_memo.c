/* The key of a page is all that painting reads: its items, their words by address, and for each element its role and
 * its place behind the page's first; elements of other pages may come and go. */
#include "pdf/page_memo.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static void put_number(struct buf *key, uint64_t n)
{
    buf_put(key, &n, sizeof n);
}

static void put_font(const struct used_font *f, struct buf *key)
{
    put_number(key, (uint64_t)(uintptr_t)f->font);
    put_number(key, f->name);
    put_number(key, f->soft != 0 ? f->hyphen : 0);
    for (uint16_t code = 0; code < font_subset_count(f->subset); code++) {
        uint16_t gid = font_subset_old(f->subset, code);
        const uint32_t numbers[] = {gid, f->widths[gid], f->texts[gid].n};
        buf_put(key, numbers, sizeof numbers);
        buf_put(key, f->texts[gid].s, f->texts[gid].n);
    }
    put_number(key, UINT64_MAX);
}

void page_memo_begin(struct page_memo *m, struct memo *memo, const struct paint *what, bool stamped)
{
    struct buf key = BUF_INIT;
    *m = (struct page_memo){memo, what, stamped, 0};
    if (memo == NULL)
        return;
    for (size_t i = 0; i < what->glyphs->n; i++)
        if (what->glyphs->fonts[i].font != NULL)
            put_font(&what->glyphs->fonts[i], &key);
    m->plan = memo_number(memo, MEMO_GLYPH_PLAN, key.p, key.n);
    buf_free(&key);
}

/* The first element of the page; 0: it has none. */
static uint32_t first_tag(const struct page_memo *m, const struct page *page)
{
    uint32_t first = 0;
    for (uint32_t i = 0; i < page->n_items; i++) {
        uint32_t tag = roles_tag(m->what->roles, page->items[i].tag);
        if (tag != 0 && (first == 0 || tag < first))
            first = tag;
    }
    return first;
}

static void put_run(const struct page_memo *m, const struct glyph_run *run, struct buf *key)
{
    const int32_t numbers[] = {run->size,     run->hscale, run->n,
                               run->tracking, run->rise,   m->what->glyphs->fonts[run_font(run)->index].name};
    buf_put(key, numbers, sizeof numbers);
    buf_put(key, &run->words, sizeof run->words);
    buf_put(key, run->pieces, run->n * sizeof *run->pieces);
}

static void put_rects(const struct page_item *item, struct buf *key)
{
    put_number(key, item->u.rects.n);
    for (uint32_t i = 0; i < item->u.rects.n; i++) {
        const struct rect *r = &item->u.rects.r[i];
        const scaled sides[] = {r->x, r->y, r->w, r->h};
        buf_put(key, sides, sizeof sides);
    }
}

static void put_image(const struct page_memo *m, const struct page_item *item, struct buf *key)
{
    const struct image *image = item->u.image.image;
    const int64_t numbers[] = {image->index, images_number(m->what->images, image) != 0, item->u.image.w,
                               item->u.image.h};
    buf_put(key, numbers, sizeof numbers);
}

static void put_item(const struct page_memo *m, const struct page_item *item, uint32_t first, struct buf *key)
{
    uint32_t tag = roles_tag(m->what->roles, item->tag);
    const int32_t numbers[] = {item->kind,
                               item->ink,
                               tag != 0 ? (int32_t)(tag - first) : -1,
                               tag != 0 ? m->what->roles->items[tag] : 0,
                               tag != 0 ? m->what->pages->tags[tag].role : 0,
                               item->x,
                               item->y};
    buf_put(key, numbers, sizeof numbers);
    switch ((enum item_kind)item->kind) {
    case ITEM_TEXT:
        put_run(m, item->u.run, key);
        break;
    case ITEM_RULE:
        put_number(key, (uint64_t)(uint32_t)item->u.rule.w << 32 | (uint32_t)item->u.rule.h);
        break;
    case ITEM_RECTS:
        put_rects(item, key);
        break;
    case ITEM_IMAGE:
        put_image(m, item, key);
        break;
    case ITEM_LINK:
        break;
    }
}

bool page_memo_key(const struct page_memo *m, size_t page, struct buf *key)
{
    const struct page *p = &m->what->pages->items[page];
    uint32_t first = first_tag(m, p);
    if (m->memo == NULL || p->n_placed > 0)
        return false;
    buf_clear(key);
    put_number(key, m->plan);
    put_number(key, (uint64_t)p->height);
    if (m->stamped) {
        put_number(key, (uint64_t)p->width);
        put_number(key, page == 0);
    }
    put_number(key, (uint64_t)m->what->colours);
    for (size_t i = 0; i < m->what->pages->n_inks; i++) {
        const struct ink *ink = &m->what->pages->inks[i];
        buf_put(key, ink->rgb, sizeof ink->rgb);
        buf_put(key, ink->cmyk, sizeof ink->cmyk);
        buf_putc(key, (char)(ink->k_only + 2 * ink->all));
    }
    for (uint32_t i = 0; i < p->n_items; i++)
        if (p->items[i].kind != ITEM_LINK)
            put_item(m, &p->items[i], first, key);
    return true;
}

bool page_memo_find(const struct page_memo *m, size_t page, const struct buf *key, struct buf *deflated,
                    struct page_marks *marks)
{
    size_t n;
    const char *known = memo_find(m->memo, MEMO_PAGE, key->p, key->n, &n);
    uint32_t first = first_tag(m, &m->what->pages->items[page]), count;
    if (known == NULL)
        return false;
    memcpy(&count, known, sizeof count);
    *marks = (struct page_marks){mem_calloc((size_t)count + 1, sizeof *marks->tags), count, (size_t)count + 1};
    if (count > 0)
        memcpy(marks->tags, known + sizeof count, count * sizeof *marks->tags);
    for (uint32_t i = 0; i < count; i++)
        marks->tags[i] += first;
    size_t head = sizeof count + count * sizeof *marks->tags;
    buf_put(deflated, known + head, n - head);
    return true;
}

void page_memo_put(const struct page_memo *m, size_t page, const struct buf *key, const struct buf *deflated,
                   const struct page_marks *marks)
{
    struct buf value = BUF_INIT;
    uint32_t first = first_tag(m, &m->what->pages->items[page]), count = (uint32_t)marks->n;
    buf_put(&value, &count, sizeof count);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t tag = marks->tags[i] - first;
        buf_put(&value, &tag, sizeof tag);
    }
    buf_put(&value, deflated->p, deflated->n);
    memo_put(m->memo, MEMO_PAGE, key->p, key->n, value.p, value.n);
    buf_free(&value);
}
