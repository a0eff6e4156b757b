/* Furniture: running heads, folios and foot lines, which are artifacts and belong to no reading order. */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "layout/piece.h"

/* Sets a short text on one line. NULL: there is none. The line lives as long as what the piece's work is kept in. */
static const struct par_line *set_in(const struct furniture *f, const char *s, enum role role, int ink)
{
    if (s == NULL || *s == '\0')
        return NULL;
    struct text text = text_make(f->ctx->out, s, strlen(s));
    struct style style = f->design->styles[role];
    style.align = ALIGN_LEFT;
    style.ink = ink;
    style.left = style.right = style.indent = 0;
    struct par_request r = {.text = &text, .style = &style, .lang = f->lang, .width = f->design->page.width};
    struct par par = {0};
    par_set(f->ctx, &r, &par);
    return par.n > 0 ? &par.lines[0] : NULL;
}

static const struct par_line *set(const struct furniture *f, const char *s, enum role role)
{
    return set_in(f, s, role, f->design->styles[role].ink);
}

/* Puts a line with its base line at y; `align` within `width` from the left edge of the text on. */
static void put(const struct furniture *f, struct vbox *box, const struct par_line *line, int align, scaled width,
                scaled y)
{
    if (line == NULL)
        return;
    scaled x = f->left;
    if (align == ALIGN_RIGHT)
        x += width - line->width;
    else if (align == ALIGN_CENTER)
        x += (width - line->width) / 2;
    struct flow flow = {.ctx = f->ctx};
    flow_put_line(&flow, box, line, x, y);
}

static scaled natural(const struct furniture *f, const char *s, size_t n, enum role role)
{
    struct text text = text_make(f->ctx->scratch, s, n);
    struct style style = f->design->styles[role];
    style.left = style.right = style.indent = 0;
    struct par_request r = {.text = &text, .style = &style, .lang = f->lang, .width = f->design->page.width};
    return par_natural_width(f->ctx, &r);
}

/* No head shows more of a title than this; longer ones are not even measured. */
#define MAX_TITLE 400

/* Byte where the word that holds or follows `at` begins, and where the text before it ends without space and
 * punctuation. */
static size_t word_before(const char *title, size_t at)
{
    while (at > 0 && title[at - 1] != ' ')
        at--;
    while (at > 0) {
        size_t before = at;
        uint32_t cp = utf8_prev(title, &before);
        if (cp >= 0x80 ? cp != 0x2013 && cp != 0x2014 : strchr(" ,:;.-", (int)cp) == NULL)
            break;
        at = before;
    }
    return at;
}

static bool fits(const struct furniture *f, const char *title, size_t n, scaled width)
{
    const char *shown = arena_printf(f->ctx->scratch, "%.*s…", (int)n, title);
    return natural(f, shown, strlen(shown), ROLE_RUNNING_HEAD) <= width;
}

/* End of the word that begins behind byte `at` of the title. */
static size_t word_after(const char *title, size_t at, size_t n)
{
    size_t i = at + strspn(title + at, " ");
    while (i < n && title[i] != ' ')
        i++;
    return i;
}

/* A cut title rather ends with the last of its clauses when that leaves at least half of what fits: a piece of the
 * next, of a date above all, says nothing. */
static size_t clause_before(const char *title, size_t end)
{
    for (size_t i = end; i > 1 && i >= end / 2; i--)
        if (title[i - 1] == ' ' && strchr(",;:", title[i - 2]) != NULL)
            return word_before(title, i);
    return end;
}

/* The title, cut behind a word with "…" when it is wider than `width`: as much of it as fits, or its clauses that do.
 * What its width lets expect is tried first. */
static const char *cut_new(const struct furniture *f, const char *title, scaled width)
{
    size_t n = title != NULL ? strlen(title) : 0;
    if (n == 0)
        return title;
    size_t most = n < MAX_TITLE ? n : MAX_TITLE;
    scaled full = natural(f, title, most, ROLE_RUNNING_HEAD);
    if (n == most && full <= width)
        return title;
    size_t end = word_before(title, full > width ? (size_t)muldiv((int64_t)most, width, full) : most);
    while (end > 0 && !fits(f, title, end, width))
        end = word_before(title, end - 1);
    for (size_t at = end; (at = word_after(title, at, most)) < most;) {
        size_t longer = word_before(title, at + 1);
        if (longer > end && !fits(f, title, longer, width))
            break;
        end = longer > end ? longer : end;
    }
    end = clause_before(title, end);
    return end > 0 ? arena_printf(f->ctx->out, "%.*s…", (int)end, title) : "";
}

/* A line that outlives the piece in whose work it was set. */
static const struct par_line *lasting(const struct furniture *f, const struct par_line *line)
{
    if (line == NULL)
        return NULL;
    struct par_line *copy = arena_alloc(f->ctx->out, sizeof *copy);
    struct page_item *items = arena_calloc(f->ctx->out, line->n_items, sizeof *items);
    memcpy(items, line->items, line->n_items * sizeof *items);
    *copy = *line;
    copy->items = items;
    return copy;
}

/* The same on all pages of a chapter, which share what is set. */
static const struct par_line *cut(const struct furniture *f, unsigned which, const char *title, scaled width)
{
    struct head_title *t = &f->titles[which];
    if (t->title != title || t->width != width || t->shown == NULL) {
        *t = (struct head_title){title, cut_new(f, title, width), width, NULL};
        t->line = lasting(f, set(f, t->shown, ROLE_RUNNING_HEAD));
    }
    return t->line;
}

static void running_head(const struct furniture *f, struct vbox *box)
{
    const struct design *d = f->design;
    scaled measure = d->page.width - d->page.inner - d->page.outer - d->page.gutter, y = d->head.baseline;
    bool shared = d->head.place == HEAD_BOTH_SIDES; /* else the line is one title's alone */
    const struct par_line *book =
        cut(f, 0, f->book_title, shared ? (scaled)muldiv(measure, d->head.book_share, 100) : measure);
    const struct par_line *chapter =
        cut(f, 1, f->chapter_title, shared ? (scaled)muldiv(measure, d->head.chapter_share, 100) : measure);
    if (d->head.place == HEAD_BOTH_SIDES) {
        put(f, box, book, ALIGN_LEFT, measure, y);
        put(f, box, chapter, ALIGN_RIGHT, measure, y);
    } else if (d->head.place == HEAD_OUTER) {
        put(f, box, f->verso ? book : chapter, f->verso ? ALIGN_LEFT : ALIGN_RIGHT, measure, y);
    }
}

static void folio(const struct furniture *f, struct vbox *box)
{
    const struct design *d = f->design;
    scaled measure = d->page.width - d->page.inner - d->page.outer - d->page.gutter;
    scaled full = d->page.full_width > measure ? d->page.full_width : measure;
    int align = d->folio.align == FOLIO_CENTER                                                ? ALIGN_CENTER
                : d->folio.align == FOLIO_LEFT || (d->folio.align == FOLIO_OUTER && f->verso) ? ALIGN_LEFT
                                                                                              : ALIGN_RIGHT;
    put(f, box, set(f, f->label, ROLE_FOLIO), align, align == ALIGN_CENTER || d->page.duplex ? measure : full,
        d->folio.baseline);
}

/* For readers at a screen: from every page to the contents. The words are an artifact, the link is not. */
static void contents_link(const struct furniture *f, struct vbox *box)
{
    const struct par_line *line = set_in(f, f->contents, ROLE_RUNNING_HEAD, INK_ACCENT);
    const struct style *style = &f->design->styles[ROLE_RUNNING_HEAD];
    scaled y = f->design->foot.contents, above = style->leading * 3 / 4, around = style->leading / 2;
    if (line == NULL)
        return;
    put(f, box, line, ALIGN_LEFT, line->width, y);
    struct page_item item = {.kind = ITEM_LINK, .x = f->left - around, .y = y - above - around};
    item.u.link.to = page_link(f->ctx->out, arena_printf(f->ctx->out, "#%s", f->contents_id),
                               arena_strdup(f->ctx->out, f->contents));
    item.u.link.w = line->width + 2 * around;
    item.u.link.h = style->leading + 2 * around;
    flow_put_item(&(struct flow){.ctx = f->ctx}, box, &item);
}

void furniture_put(const struct furniture *f, struct vbox *box)
{
    if (f->head)
        running_head(f, box);
    folio(f, box);
    const struct design *d = f->design;
    scaled measure = d->page.width - d->page.inner - d->page.outer - d->page.gutter;
    if (f->contents != NULL && d->foot.contents > 0)
        contents_link(f, box);
    /* On the folio's line it stands at the other end. */
    bool right = abs(d->foot.baseline - d->folio.baseline) < PT(1) && d->folio.align == FOLIO_OUTER && f->verso;
    if (f->handling != NULL && d->foot.baseline > 0)
        put(f, box, set(f, f->handling, ROLE_FOOT), right ? ALIGN_RIGHT : ALIGN_LEFT, measure, d->foot.baseline);
}
