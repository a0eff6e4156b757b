/* Small books for the tests of pdf/: text is shaped and set by a few lines of code, so that no layout is needed.
 *
 * A builder makes pages of 400 × 600 pt, sets words from the top down and remembers what a reader must find.
 */
#ifndef UNIT_PDF_FIXTURE_H
#define UNIT_PDF_FIXTURE_H

#include <check.h>
#include <hb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/mem.h"
#include "pdf/pdf.h"

#define PAGE_WIDTH PT(400)
#define PAGE_HEIGHT PT(600)
#define MARGIN PT(50)
#define MAX_WORDS 64

enum face { TEXT, SANS, FACES };

struct builder {
    struct arena *a;
    struct diag *d;
    struct font *fonts[FACES];
    hb_buffer_t *hb;
    struct lexicon *words;
    struct pages pages;
    size_t cap_pages, cap_tags, cap_anchors, cap_outline;
    struct page_item *items; /* of the page under construction */
    uint32_t n_items;
    size_t cap_items;
    scaled y;
    struct buf expected; /* words in reading order, a space behind each */
};

__attribute__((unused)) static uint32_t add_tag(struct builder *b, enum tag_role role, uint32_t parent)
{
    mem_grow((void **)&b->pages.tags, &b->cap_tags, b->pages.n_tags + 1, sizeof *b->pages.tags);
    b->pages.tags[b->pages.n_tags] = (struct tag){.role = (uint8_t)role, .parent = parent};
    return (uint32_t)b->pages.n_tags++;
}

static struct font *open_face(struct builder *b, const char *family, const char *path, uint16_t index)
{
    struct font_spec spec = {.family = family, .path = path, .weight = 400, .scale = 1000};
    struct font *f = font_open(&spec, b->d);
    ck_assert_ptr_nonnull(f);
    f->index = index;
    f->rank = index;
    return f;
}

static const struct ink inks[] = {{.cmyk = {0, 0, 0, 100}, .k_only = true},
                                  {.rgb = {160, 30, 40}},
                                  {.rgb = {230, 220, 120}},
                                  {.rgb = {255, 255, 255}}};

__attribute__((unused)) static void builder_open(struct builder *b)
{
    *b = (struct builder){.a = arena_new(), .d = diag_new(), .hb = hb_buffer_create(), .words = lexicon_new()};
    b->fonts[TEXT] =
        open_face(b, "Gentium Book Plus", "/usr/share/fonts/truetype/gentiumplus/GentiumBookPlus-Regular.ttf", 0);
    b->fonts[SANS] = open_face(b, "Inter", "/usr/share/fonts/opentype/inter/Inter-Regular.otf", 1);
    b->pages.inks = (struct ink *)(uintptr_t)inks;
    b->pages.n_inks = 4;
    b->pages.lang = "vi";
    add_tag(b, TAG_NONE, 0);
    add_tag(b, TAG_DOCUMENT, 0);
    b->y = PAGE_HEIGHT;
}

static void end_page(struct builder *b)
{
    if (b->n_items == 0)
        return;
    struct page *page = &b->pages.items[b->pages.n - 1];
    struct page_item *items = arena_calloc(b->a, b->n_items + 1, sizeof *items);
    if (b->n_items > 0)
        memcpy(items, b->items, b->n_items * sizeof *items);
    page->items = items;
    page->n_items = b->n_items;
    b->n_items = 0;
}

static void new_page(struct builder *b)
{
    end_page(b);
    mem_grow((void **)&b->pages.items, &b->cap_pages, b->pages.n + 1, sizeof *b->pages.items);
    b->pages.items[b->pages.n++] = (struct page){.width = PAGE_WIDTH, .height = PAGE_HEIGHT};
    b->y = MARGIN;
}

static struct page_item *add_item(struct builder *b, enum item_kind kind, uint32_t tag)
{
    if (b->pages.n == 0)
        new_page(b);
    mem_grow((void **)&b->items, &b->cap_items, b->n_items + 1, sizeof *b->items);
    struct page_item *item = &b->items[b->n_items++];
    *item = (struct page_item){.kind = (uint8_t)kind, .tag = tag, .x = MARGIN, .y = b->y};
    return item;
}

static const struct shaped *shape(struct builder *b, enum face face, const char *s, size_t n)
{
    struct font *f = b->fonts[face];
    hb_buffer_clear_contents(b->hb);
    hb_buffer_add_utf8(b->hb, s, (int)n, 0, (int)n);
    hb_buffer_guess_segment_properties(b->hb);
    hb_buffer_set_direction(b->hb, HB_DIRECTION_LTR);
    hb_shape(f->hb, b->hb, NULL, 0);
    unsigned count;
    const hb_glyph_info_t *info = hb_buffer_get_glyph_infos(b->hb, &count);
    const hb_glyph_position_t *pos = hb_buffer_get_glyph_positions(b->hb, NULL);
    struct shaped *w = arena_alloc(b->a, sizeof *w + count * sizeof w->glyphs[0]);
    *w = (struct shaped){.font = f, .text = arena_strndup(b->a, s, n), .text_n = (uint16_t)n, .n = (uint16_t)count};
    for (unsigned i = 0; i < count; i++) {
        w->glyphs[i] = (struct glyph){
            (uint16_t)info[i].codepoint, (uint16_t)info[i].cluster,
            (int16_t)pos[i].x_advance,   (int16_t)pos[i].x_offset,
            (int16_t)pos[i].y_offset,    i > 0 && info[i].cluster == info[i - 1].cluster ? GLYPH_CONTINUES : 0};
        w->width += pos[i].x_advance;
    }
    w->number = lexicon_add(b->words, w);
    return w;
}

/* A run that is being filled. */
struct setting {
    const struct font *font;
    struct glyph_run *run;
    struct run_piece *pieces;
    scaled x;
};

static scaled units(const struct setting *s, int32_t v)
{
    return (scaled)muldiv(muldiv(v, s->run->size, s->font->upem), s->run->hscale, 10000);
}

static struct setting set_run(struct builder *b, enum face face, scaled size)
{
    struct glyph_run *run = arena_alloc(b->a, sizeof *run);
    struct run_piece *pieces = arena_calloc(b->a, MAX_WORDS, sizeof *pieces);
    *run = (struct glyph_run){.size = size, .hscale = 10000, .pieces = pieces, .words = b->words};
    return (struct setting){b->fonts[face], run, pieces, 0};
}

static void set_word(struct setting *s, const struct shaped *w, uint32_t flags)
{
    s->pieces[s->run->n++] = run_piece(w->number, s->x, flags);
    s->x += units(s, w->width) + w->n * s->run->tracking;
    if (flags & PIECE_SPACE_AFTER)
        s->x += units(s, s->font->space_advance) + s->run->tracking;
}

static void place_run(struct builder *b, const struct setting *s, uint32_t tag)
{
    struct page_item *item = add_item(b, ITEM_TEXT, tag);
    item->u.run = s->run;
    item->y = b->y + s->run->size;
    b->y += s->run->size * 3 / 2;
}

static size_t word_length(const char *s)
{
    const char *space = strchr(s, ' ');
    return space != NULL ? (size_t)(space - s) : strlen(s);
}

/* Sets text on lines as wide as the page allows; a new page when this one is full. Spaces of full lines are stretched.
 */
__attribute__((unused)) static void add_text(struct builder *b, enum face face, scaled size, uint32_t tag,
                                             const char *s)
{
    const scaled width = PAGE_WIDTH - 2 * MARGIN;
    while (*s != '\0') {
        if (b->pages.n == 0 || b->y + size * 3 / 2 > PAGE_HEIGHT - MARGIN)
            new_page(b);
        struct setting line = set_run(b, face, size);
        while (*s != '\0' && line.run->n < MAX_WORDS) {
            size_t n = word_length(s);
            const struct shaped *w = shape(b, face, s, n);
            if (line.run->n > 0 && line.x + units(&line, w->width) > width)
                break;
            set_word(&line, w, PIECE_SPACE_AFTER);
            if (tag != 0) {
                buf_put(&b->expected, s, n);
                buf_putc(&b->expected, ' ');
            }
            s += n + (s[n] == ' ');
        }
        scaled spare = width - line.x + units(&line, b->fonts[face]->space_advance);
        for (uint16_t i = 1; *s != '\0' && i < line.run->n; i++)
            line.pieces[i] =
                run_piece(line.pieces[i].word, line.pieces[i].x + (scaled)muldiv(spare, i, line.run->n - 1),
                          line.pieces[i].flags);
        place_run(b, &line, tag);
    }
}

__attribute__((unused)) static void add_anchor(struct builder *b, const char *id)
{
    mem_grow((void **)&b->pages.anchors, &b->cap_anchors, b->pages.n_anchors + 1, sizeof *b->pages.anchors);
    b->pages.anchors[b->pages.n_anchors++] =
        (struct anchor){id, (uint32_t)(b->pages.n > 0 ? b->pages.n - 1 : 0), MARGIN, b->y};
}

__attribute__((unused)) static void add_outline(struct builder *b, const char *title, const char *anchor, uint8_t level)
{
    mem_grow((void **)&b->pages.outline, &b->cap_outline, b->pages.n_outline + 1, sizeof *b->pages.outline);
    b->pages.outline[b->pages.n_outline++] = (struct outline_entry){title, anchor, level};
}

/* A link over the line that was set last. */
__attribute__((unused)) static void add_link(struct builder *b, uint32_t tag, const char *uri, const char *alt)
{
    struct page_item *item = add_item(b, ITEM_LINK, tag);
    item->y = b->y - PT(15);
    item->u.link.to = page_link(b->a, uri, alt);
    item->u.link.w = PT(100);
    item->u.link.h = PT(15);
}

static int compare_anchors(const void *x, const void *y)
{
    return strcmp(((const struct anchor *)x)->id, ((const struct anchor *)y)->id);
}

__attribute__((unused)) static const struct pdf_info plain_info = {
    .title = "Bản tin tóm tắt",
    .author = "Ban biên tập",
    .lang = "vi",
    .producer = "briefbook 0.1.0",
    .uuid = "01234567-89ab-5cde-8f01-23456789abcd",
    .epoch = 1700000000,
    .claim = PDF_CLAIM_ARCHIVE,
};

/* Writes the book to `path`. Returns what pdf_write() did. */
__attribute__((unused)) static int builder_write(struct builder *b, const struct pdf_info *info, unsigned jobs,
                                                 const char *path)
{
    end_page(b);
    if (b->pages.n_anchors > 1)
        qsort(b->pages.anchors, b->pages.n_anchors, sizeof *b->pages.anchors, compare_anchors);
    struct workers *workers = jobs > 0 ? workers_new(jobs) : NULL;
    struct pdf_input in = {.pages = &b->pages, .info = info, .workers = workers};
    struct out_file *out = out_open(path, b->d);
    ck_assert_ptr_nonnull(out);
    int status = pdf_write(&in, out, b->d);
    if (status == 0)
        ck_assert_int_eq(out_finish(out, b->d), 0);
    if (status == 0)
        ck_assert_int_eq(out_commit(out, b->d), 0);
    else
        out_abandon(out);
    if (workers != NULL)
        workers_drop(workers);
    return status;
}

__attribute__((unused)) static void builder_close(struct builder *b)
{
    for (int i = 0; i < FACES; i++)
        font_close(b->fonts[i]);
    free(b->pages.items);
    free(b->pages.tags);
    free(b->pages.anchors);
    free(b->pages.outline);
    free(b->items);
    buf_free(&b->expected);
    hb_buffer_destroy(b->hb);
    lexicon_drop(b->words);
    arena_drop(b->a);
    diag_drop(b->d);
}

/* A file name for this test alone, removed by the caller. */
__attribute__((unused)) static const char *temp_path(char path[64], const char *name)
{
    snprintf(path, 64, "/tmp/briefbook-%ld-%s", (long)getpid(), name);
    return path;
}

__attribute__((unused)) static bool have(const char *program)
{
    char command[128];
    snprintf(command, sizeof command, "command -v %s >/dev/null 2>&1", program);
    return system(command) == 0;
}

/* What a command with the file as its argument prints; the caller frees the buffer. Returns its exit status. */
__attribute__((unused)) static int run_on(const char *format, const char *path, struct buf *out)
{
    char command[512], chunk[4096];
    snprintf(command, sizeof command, format, path);
    FILE *f = popen(command, "r");
    ck_assert_ptr_nonnull(f);
    size_t n;
    while ((n = fread(chunk, 1, sizeof chunk, f)) > 0)
        buf_put(out, chunk, n);
    buf_str(out);
    return pclose(f);
}

/* Drops white space, which poppler makes one kind, and soft hyphens, which line ends bring. */
__attribute__((unused)) static void squeeze(struct buf *b)
{
    size_t to = 0;
    for (size_t i = 0; i < b->n; i++) {
        bool latin = (unsigned char)b->p[i] == 0xC2 && i + 1 < b->n;
        unsigned char second = latin ? (unsigned char)b->p[i + 1] : 0;
        if (second == 0xAD || second == 0xA0)
            i++;
        else if ((unsigned char)b->p[i] > ' ')
            b->p[to++] = b->p[i];
    }
    b->n = to;
    buf_str(b);
}

#endif
