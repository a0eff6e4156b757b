#include "book_outputs.h"

#include <string.h>
#include <sys/stat.h>

#include "cover_picture.h"
#include "epub/epub.h"
#include "outputs.h"
#include "pdf_outputs.h"

int output_paths_choose(struct output_paths *paths, const struct build_options *o, const struct book *book,
                        struct arena *a, struct diag *d)
{
    *paths = (struct output_paths){.pdf = o->pdf, .epub = o->epub};
    if (o->pdf == NULL && o->epub == NULL) {
        const char *dir = o->out_dir != NULL ? o->out_dir : ".";
        paths->pdf = path_join(a, dir, arena_printf(a, "%s.pdf", book->name));
        if (book->manifest->preset != PRESET_CONFIDENTIAL)
            paths->epub = path_join(a, dir, arena_printf(a, "%s.epub", book->name));
    }
    const char *main = paths->pdf != NULL ? paths->pdf : paths->epub;
    if (o->impose != IMPOSE_NONE)
        paths->sheets = pdf_outputs_sheets_path(main, o->impose, a);
    if (o->cover_spread)
        paths->spread = pdf_outputs_beside(main, "cover", a);
    if (o->cover_spread && o->recipients != NULL) {
        diag_add(d, MSG_COVER_COPIES, DIAG_NOWHERE, NULL);
        return -1;
    }
    if (paths->pdf != NULL && paths->epub != NULL && strcmp(paths->pdf, paths->epub) == 0) {
        diag_add(d, MSG_OUTPUTS_EQUAL, (struct srcpos){paths->pdf, 0, 0}, NULL);
        return -1;
    }
    return 0;
}

int output_paths_spare(const struct output_paths *paths, const struct build_options *o, const char *const *inputs,
                       size_t n, struct diag *d)
{
    const char *const outputs[] = {paths->pdf, paths->epub, paths->sheets, paths->spread, o->report, o->depfile};
    struct stat there[sizeof outputs / sizeof *outputs], input; /* of the outputs that exist */
    size_t n_there = 0;
    for (size_t i = 0; i < sizeof outputs / sizeof *outputs; i++)
        n_there += outputs[i] != NULL && stat(outputs[i], &there[n_there]) == 0;
    for (size_t i = 0; n_there > 0 && i < n; i++) {
        if (inputs[i] == NULL || stat(inputs[i], &input) != 0)
            continue;
        for (size_t k = 0; k < n_there; k++)
            if (input.st_dev == there[k].st_dev && input.st_ino == there[k].st_ino) {
                diag_add(d, MSG_OUTPUT_IS_INPUT, (struct srcpos){inputs[i], 0, 0}, NULL);
                return -1;
            }
    }
    return 0;
}

int book_outputs_folder(const struct build_options *o, struct diag *d)
{
    bool ours = o->out_dir != NULL && o->pdf == NULL && o->epub == NULL;
    return ours ? outputs_make_folder(o->out_dir, d) : 0;
}

/* Writing of one file. */
struct work {
    const struct book_outputs *all;
    struct diag *d;
    bool alone; /* nothing else is written meanwhile */
};

static void lap(const struct work *w, const char *name)
{
    if (w->alone)
        stopwatch_lap(w->all->watch, name);
}

static struct pdf_outputs pdf_outputs_of(const struct work *w)
{
    const struct book_outputs *o = w->all;
    return (struct pdf_outputs){.book = o->in->book,
                                .pages = layout_pages(o->layout),
                                .press = o->press,
                                .attachments = o->attachments,
                                .fonts = o->in->fonts,
                                .workers = o->in->workers,
                                .version = o->options->version,
                                .a = o->a,
                                .d = w->d};
}

static int write_pdf(void *ctx, struct out_file *out)
{
    const struct work *w = ctx;
    struct pdf_outputs pdfs = pdf_outputs_of(w);
    pdfs.ends = w->all->layout; /* of those made of pages it is the last */
    int status = pdf_outputs_book(&pdfs, out);
    lap(w, "pdf");
    return status;
}

/* The EPUB is made of the text and of where pages start. */
static int write_epub(void *ctx, struct out_file *out)
{
    const struct work *w = ctx;
    const struct book_outputs *o = w->all;
    struct buf cover = BUF_INIT;
    if (w->alone)
        layout_forget_pages(o->layout); /* this is the last that is written */
    cover_picture_make(o->in, &cover, w->d);
    lap(w, "cover");
    struct epub_input in = {
        .book = o->in->book,
        .design = o->in->design,
        .fonts = o->in->fonts,
        .images = o->in->images,
        .starts = &layout_pages(o->layout)->starts,
        .cover_png = cover.n > 0 ? cover.p : NULL,
        .cover_png_n = cover.n,
        .cover_w = COVER_WIDTH,
        .cover_h = COVER_HEIGHT,
        .generator = o->options->version,
        .workers = o->in->workers,
    };
    int status = epub_write(&in, out, w->d);
    buf_free(&cover);
    lap(w, "epub");
    return status;
}

/* Sheets for the press: the same pages, placed anew. */
static int write_sheets(void *ctx, struct out_file *out)
{
    const struct work *w = ctx;
    const struct book_outputs *o = w->all;
    const struct pdf_outputs pdfs = pdf_outputs_of(w);
    pdf_outputs_advise(pdfs.pages, o->options->impose, o->paths.sheets, o->a, w->d);
    int status = pdf_outputs_sheets(&pdfs, o->options->impose, out);
    lap(w, "sheets");
    return status;
}

/* What is bound, and so the spine's thickness, has the blank pages at the end of the last sheet as well. */
static int write_spread(void *ctx, struct out_file *out)
{
    const struct work *w = ctx;
    const struct book_outputs *o = w->all;
    const struct pdf_outputs pdfs = pdf_outputs_of(w);
    struct pdf_cover cover = {o->paths.spread, pdfs.pages->n};
    if (o->options->impose != IMPOSE_NONE)
        cover.pages += impose_count(pdfs.pages, o->options->impose).blank;
    int status = pdf_outputs_cover(&pdfs, o->layout, &cover, out);
    lap(w, "spread");
    return status;
}

/* With more pages the PDF is written first: its pages are given up as they are painted, and what the EPUB needs beside
 * the text comes when they are gone. */
#define PAGES_TOGETHER 8192

int book_outputs_write(const struct book_outputs *o)
{
    const struct {
        const char *path;
        int (*write)(void *ctx, struct out_file *out);
        bool pdf; /* these share the arena and the layout, so they are written one after another */
    } all[] = {{o->paths.sheets, write_sheets, true},
               {o->paths.spread, write_spread, true},
               {o->paths.pdf, write_pdf, true},
               {o->paths.epub, write_epub, false}};
    enum { MOST = sizeof all / sizeof *all };
    struct output list[MOST];
    struct work works[MOST];
    size_t n = 0;
    bool together = o->paths.pdf != NULL && o->paths.epub != NULL && workers_count(o->in->workers) > 1 &&
                    layout_pages(o->layout)->n <= PAGES_TOGETHER;
    for (size_t i = 0; i < MOST; i++) {
        if (all[i].path == NULL)
            continue;
        works[n] = (struct work){o, together ? diag_new() : o->d, !together};
        list[n] = (struct output){.path = all[i].path,
                                  .write = all[i].write,
                                  .ctx = &works[n],
                                  .d = together ? works[n].d : NULL,
                                  .line = all[i].pdf ? 0 : 1};
        n++;
    }
    if (o->paths.epub == NULL && o->options->pdf == NULL)
        diag_add(o->d, MSG_CONFIDENTIAL_EPUB, (struct srcpos){o->paths.pdf, 0, 0}, NULL);
    const struct outputs_how how = {.hasty = o->options->cache != NULL, .together = together ? o->in->workers : NULL};
    int status = outputs_write(list, n, &how, o->d);
    stopwatch_lap(o->watch, together ? "pdf and epub" : "finish");
    for (size_t i = 0; together && i < n; i++)
        diag_drop(works[i].d);
    return status;
}
