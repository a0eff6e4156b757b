/* A paragraph setter over the project's fonts and default layout, for tests of the line level. Tests skip themselves
 * when the fonts are not installed. */
#ifndef TESTS_LAYOUT_FIXTURE_H
#define TESTS_LAYOUT_FIXTURE_H

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "lang/lang.h"
#include "layout/par.h"
#include "layout/shape.h"

struct fixture {
    struct arena *arena, *scratch;
    struct diag *diag;
    struct font_set *fonts;
    struct design *design;
    struct tag_list tags;
    struct par_ctx ctx;
};

static inline const char *fixture_label(void *user, const char *id)
{
    (void)user;
    return strcmp(id, "known") == 0 ? "128" : NULL;
}

static inline void fixture_init(struct fixture *f)
{
    f->arena = arena_new();
    f->scratch = arena_new();
    f->diag = diag_new();
    f->fonts = font_set_open(SOURCE_DIR "/fonts", f->diag);
    ck_assert_ptr_nonnull(f->fonts);
    f->design = design_read(f->arena, SOURCE_DIR "/layouts", "briefing-a4", DIAG_NOWHERE, NULL, f->diag);
    ck_assert_ptr_nonnull(f->design);
    tags_init(&f->tags);
    f->ctx = (struct par_ctx){.design = f->design,
                              .fonts = f->fonts,
                              .words = word_cache_new(),
                              .out = f->arena,
                              .scratch = f->scratch,
                              .tags = &f->tags,
                              .diag = f->diag,
                              .page_label = fixture_label};
}

static inline void fixture_drop(struct fixture *f)
{
    tags_free(&f->tags);
    word_cache_drop(f->ctx.words);
    font_set_drop(f->fonts);
    diag_drop(f->diag);
    arena_drop(f->scratch);
    arena_drop(f->arena);
}

static inline struct par_request fixture_request(struct fixture *f, const struct text *t, enum role role, scaled width)
{
    return (struct par_request){.text = t,
                                .style = &f->design->styles[role],
                                .lang = "vi",
                                .pos = {"bài.txt", 7, 0},
                                .width = width,
                                .tag = tags_add(&f->tags, TAG_P, 0)};
}

/* Sets a text in the body's style over the measure of the layout. */
static inline struct par fixture_set(struct fixture *f, const struct text *t, enum role role, scaled width)
{
    struct par p;
    struct par_request r = fixture_request(f, t, role, width);
    par_set(&f->ctx, &r, &p);
    return p;
}

static inline struct text fixture_text(struct fixture *f, const char *s)
{
    return text_make(f->arena, s, strlen(s));
}

/* The glyph text of a line: words, and a space where the pieces say so. */
static inline char *fixture_line(struct fixture *f, const struct par_line *line)
{
    struct buf b = BUF_INIT;
    for (uint32_t i = 0; i < line->n_items; i++) {
        if (line->items[i].kind != ITEM_TEXT)
            continue;
        const struct glyph_run *run = line->items[i].u.run;
        for (uint16_t k = 0; k < run->n; k++) {
            if (!(run->pieces[k].flags & PIECE_HYPHEN))
                buf_put(&b, run_word(run, k)->text, run_word(run, k)->text_n);
            if (run->pieces[k].flags & PIECE_SPACE_AFTER)
                buf_putc(&b, ' ');
        }
    }
    char *s = arena_strndup(f->arena, b.p, b.n);
    buf_free(&b);
    return s;
}

#endif
