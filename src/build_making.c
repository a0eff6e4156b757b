/* How the book is made: the layout's name, the fonts of its styles with their versions. */
#include "build_making.h"

#include <string.h>

/* "Inter 3.19" for each family of the layout's styles, in the order of the roles. */
static const char *const *list_fonts(struct arena *a, const struct design *design, struct font_set *fonts)
{
    const char **list = arena_calloc(a, ROLE_COUNT + 1, sizeof *list);
    size_t n = 0;
    struct diag *told = diag_new(); /* layout tells what is missing */
    for (int role = 0; role < ROLE_COUNT; role++) {
        const struct style *style = &design->styles[role];
        const struct font *f =
            style->font ? font_set_lookup(fonts, style->font, (unsigned)style->weight, style->italic, told) : NULL;
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

const struct book_making *build_making(struct arena *a, const char *program, const struct design *design,
                                       struct font_set *fonts)
{
    struct book_making *making = arena_alloc(a, sizeof *making);
    making->program = program;
    making->layout = design->name;
    making->fonts = list_fonts(a, design, fonts);
    making->contents_depth = (unsigned)design->contents.depth + 1;
    making->part_contents = design->contents.per_part;
    making->chapter_contents = design->contents.per_chapter;
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
