/* Preflight: measured on the finished pages, so it knows where things really stand. */
#include "print/preflight.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "image/image.h"

#define SIGNATURE 16
#define NAMED_PAGES 12 /* pages that a message names; more help nobody */

/* Pages with the same fault. */
struct fault {
    struct buf pages;
    unsigned n;
    size_t last;
    scaled least;
};

struct flight {
    const struct pages *pages;
    const struct preflight_limits *limits;
    struct diag *d;
    struct fault hairlines, near;
};

struct preflight_limits preflight_defaults(bool press)
{
    if (press)
        return (struct preflight_limits){200, SCALED_ONE / 4, mm_milli(5000), true, false};
    return (struct preflight_limits){.dpi = 100};
}

static void note(struct flight *f, struct fault *fault, size_t page, scaled value)
{
    if (fault->n == 0 || value < fault->least)
        fault->least = value;
    if (fault->n > 0 && fault->last == page)
        return;
    fault->last = page;
    if (fault->n++ < NAMED_PAGES) {
        const char *label = f->pages->items[page].label;
        buf_printf(&fault->pages, "%s%s", fault->n > 1 ? ", " : "", label != NULL ? label : "?");
    } else if (fault->n == NAMED_PAGES + 1) {
        buf_puts(&fault->pages, " …");
    }
}

static void check_line(struct flight *f, size_t page, scaled w, scaled h)
{
    scaled thin = w < h ? w : h;
    if (thin > 0 && thin < f->limits->hairline)
        note(f, &f->hairlines, page, thin);
}

/* Pixels per inch, in the direction where there are fewer. */
static unsigned effective_dpi(const struct page_item *item)
{
    const struct image *image = item->u.image.image;
    int64_t across = muldiv(image->width, 72 * (int64_t)SCALED_ONE, item->u.image.w);
    int64_t down = muldiv(image->height, 72 * (int64_t)SCALED_ONE, item->u.image.h);
    int64_t least = across < down ? across : down;
    return (unsigned)(least < 0 ? 0 : least > 100000 ? 100000 : least);
}

static void check_image(struct flight *f, const struct page *page, const struct page_item *item)
{
    const struct image *image = item->u.image.image;
    const char *label = page->label != NULL ? page->label : "?";
    const struct srcpos pos = {image->path, 0, 0};
    char has[16], wants[16];
    if (item->u.image.w <= 0 || item->u.image.h <= 0)
        return;
    unsigned dpi = effective_dpi(item);
    snprintf(has, sizeof has, "%u", dpi);
    snprintf(wants, sizeof wants, "%u", f->limits->dpi);
    if (dpi < f->limits->dpi)
        diag_add(f->d, MSG_PREFLIGHT_DPI, pos, label, has, wants, NULL);
    if (f->limits->rgb && !f->limits->grey && image->components == 3)
        diag_add(f->d, MSG_PREFLIGHT_RGB, pos, label, NULL);
}

/* The place of a run's glyphs, by its em: exact enough for a margin of millimetres. */
static struct rect run_place(const struct page_item *item)
{
    const struct glyph_run *run = item->u.run;
    scaled width = 0;
    if (run->n > 0) {
        const struct run_piece *last = &run->pieces[run->n - 1];
        const struct shaped *word = run_word(run, run->n - 1u);
        int64_t w = muldiv(word->width, run->size, word->font->upem > 0 ? word->font->upem : 1000);
        width = last->x + (scaled)muldiv(w, run->hscale, 10000);
    }
    return (struct rect){item->x, item->y - run->rise - run->size * 3 / 4, width, run->size};
}

/* Where a rectangle of a page lies on the sheet that the page is placed on. */
static struct rect on_sheet(const struct placed_page *placed, struct rect r)
{
    const struct page *p = placed->page;
    switch (placed->turns & 3) {
    case 1:
        return (struct rect){placed->x + p->height - r.y - r.h, placed->y + r.x, r.h, r.w};
    case 2:
        return (struct rect){placed->x + p->width - r.x - r.w, placed->y + p->height - r.y - r.h, r.w, r.h};
    case 3:
        return (struct rect){placed->x + r.y, placed->y + p->width - r.x - r.w, r.h, r.w};
    default:
        return (struct rect){placed->x + r.x, placed->y + r.y, r.w, r.h};
    }
}

static void check_text(struct flight *f, size_t i, const struct placed_page *placed, const struct page_item *item)
{
    const struct page *page = &f->pages->items[i];
    struct rect r = run_place(item);
    if (item->turned)
        r = page_turn_back(&r, placed != NULL ? placed->page->height : page->height);
    if (placed != NULL)
        r = on_sheet(placed, r);
    const scaled gaps[] = {r.x, r.y, page->width - r.x - r.w, page->height - r.y - r.h};
    for (int k = 0; k < 4; k++)
        if (gaps[k] < f->limits->to_trim)
            note(f, &f->near, i, gaps[k]);
}

/* An item of the page, or of one that is placed on it. */
static void check_item(struct flight *f, size_t page, const struct placed_page *placed, const struct page_item *item)
{
    if (item->kind == ITEM_RULE)
        check_line(f, page, item->u.rule.w, item->u.rule.h);
    else if (item->kind == ITEM_RECTS)
        for (uint32_t i = 0; i < item->u.rects.n; i++)
            check_line(f, page, item->u.rects.r[i].w, item->u.rects.r[i].h);
    else if (item->kind == ITEM_IMAGE)
        check_image(f, &f->pages->items[page], item);
    else if (item->kind == ITEM_TEXT && f->limits->to_trim > 0)
        check_text(f, page, placed, item);
}

/* A length with up to two decimals: "0.2", "3". */
static void put_number(char out[32], int64_t hundredths)
{
    const char *sign = hundredths < 0 ? "-" : "";
    long long v = hundredths < 0 ? -hundredths : hundredths;
    snprintf(out, 32, "%s%lld.%02lld", sign, v / 100, v % 100);
    char *end = out + strlen(out);
    while (end[-1] == '0')
        *--end = '\0';
    if (end[-1] == '.')
        end[-1] = '\0';
}

static void tell(struct flight *f)
{
    char value[32], wanted[32];
    if (f->hairlines.n > 0) {
        put_number(value, muldiv(f->hairlines.least, 100, SCALED_ONE));
        put_number(wanted, muldiv(f->limits->hairline, 100, SCALED_ONE));
        diag_add(f->d, MSG_PREFLIGHT_HAIRLINE, DIAG_NOWHERE, value, buf_str(&f->hairlines.pages), wanted, NULL);
    }
    if (f->near.n > 0) {
        put_number(value, muldiv(f->near.least, 100, mm_milli(1000)));
        put_number(wanted, muldiv(f->limits->to_trim, 100, mm_milli(1000)));
        diag_add(f->d, MSG_PREFLIGHT_TRIM, DIAG_NOWHERE, value, buf_str(&f->near.pages), wanted, NULL);
    }
}

void preflight(const struct pages *pages, const struct preflight_limits *limits, struct diag *d)
{
    struct flight f = {.pages = pages, .limits = limits, .d = d};
    for (size_t i = 0; i < pages->n; i++) {
        const struct page *page = &pages->items[i];
        for (uint32_t k = 0; k < page->n_items; k++)
            check_item(&f, i, NULL, &page->items[k]);
        for (uint32_t p = 0; p < page->n_placed; p++)
            for (uint32_t k = 0; k < page->placed[p].page->n_items; k++)
                check_item(&f, i, &page->placed[p], &page->placed[p].page->items[k]);
    }
    tell(&f);
    buf_free(&f.hairlines.pages);
    buf_free(&f.near.pages);
}

void preflight_count(const struct pages *pages, struct diag *d)
{
    unsigned n = (unsigned)pages->n, over = n % SIGNATURE;
    char said[4][16];
    const unsigned numbers[] = {n, n / SIGNATURE, over, SIGNATURE - over};
    if (over == 0)
        return;
    for (int i = 0; i < 4; i++)
        snprintf(said[i], sizeof said[i], "%u", numbers[i]);
    diag_add(d, MSG_PREFLIGHT_PAGES, DIAG_NOWHERE, said[0], said[1], said[2], said[3], NULL);
}
