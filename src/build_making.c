/* How the book is made: the layout's name, the fonts of its styles with their versions. */
#include "build_making.h"

#include <string.h>

/* What the list is made of. */
struct making_fonts {
    const struct design *design;
    struct font_set *fonts;
};

/* "Inter 3.19" for each family of the layout's styles, in the order of the roles. */
static const char *const *list_fonts(const struct book_making *making, struct arena *a)
{
    const struct making_fonts *of = making->fonts_of;
    const struct design *design = of->design;
    const char **list = arena_calloc(a, ROLE_COUNT + 1, sizeof *list);
    size_t n = 0;
    struct diag *told = diag_new(); /* layout tells what is missing */
    for (int role = 0; role < ROLE_COUNT; role++) {
        const struct style *style = &design->styles[role];
        const struct font *f =
            style->font ? font_set_lookup(of->fonts, style->font, (unsigned)style->weight, style->italic, told) : NULL;
        if (!f)
            continue;
        char version[32];
        font_version(f, version);
        const char *name = *version ? arena_printf(a, "%s %s", f->family, version) : f->family;
        size_t i = 0;
        while (i < n && strcmp(list[i], name) != 0)
            i++;
        if (i == n)
            list[n++] = name;
    }
    diag_drop(told);
    return list;
}

/* Lines that the heads take: of the page's title; of the digest. And the gaps that paragraphs with space between them
 * make. A letter's width in hundredths of the size, a little more than the fonts have, so that the guess is safe. */
#define DIGEST_HEAD 3
#define DIGEST_GAPS 5
#define LETTER_WIDTH 52

/* How much of an article a page has room for. */
static void measure_page(struct book_making *making, const struct design *design)
{
    const struct page_design *page = &design->page;
    const struct text_design *text = &design->text;
    const struct style *title = &design->styles[ROLE_MATTER_TITLE];
    scaled leading = text->leading > 0 ? text->leading : text->size * 4 / 3;
    scaled high = page->height - page->top - page->bottom - title->before - title->leading - title->after,
           wide = page->width - page->inner - page->outer - page->gutter;
    scaled lines = high / leading - DIGEST_HEAD - (text->par_skip > 0 ? DIGEST_GAPS : 0),
           letters = (scaled)((int64_t)wide * 100 / ((int64_t)text->size * LETTER_WIDTH));
    making->digest_lines = lines > 1 ? (unsigned)lines : 1;
    making->digest_letters = letters > 1 ? (unsigned)letters : 1;
}

const struct book_making *build_making(struct arena *a, const char *program, const struct design *design,
                                       struct font_set *fonts)
{
    struct book_making *making = arena_alloc(a, sizeof *making);
    making->program = program;
    making->layout = design->name;
    struct making_fonts *of = arena_alloc(a, sizeof *of);
    *of = (struct making_fonts){design, fonts};
    making->fonts = list_fonts;
    making->fonts_of = of;
    making->contents_depth = (unsigned)design->contents.depth + 1;
    making->part_contents = design->contents.per_part;
    making->chapter_contents = design->contents.per_chapter;
    measure_page(making, design);
    return making;
}

const char *build_keywords(struct arena *a, const struct book *book)
{
    struct buf list = BUF_INIT;
    for (const char *const *tag = book->tags; tag && *tag; tag++)
        buf_printf(&list, "%s%s", list.n > 0 ? ", " : "", *tag);
    const char *words = list.n > 0 ? arena_strdup(a, buf_str(&list)) : NULL;
    buf_free(&list);
    return words;
}
