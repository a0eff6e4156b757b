/* Building a book, stage by stage. */
#include "build.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "attachments.h"
#include "base/file.h"
#include "base/mem.h"
#include "block_texts.h"
#include "book/contradictions.h"
#include "book/duplicates.h"
#include "book/house.h"
#include "book_outputs.h"
#include "build_cache.h"
#include "build_making.h"
#include "cli/sources.h"
#include "copies.h"
#include "cover_picture.h"
#include "depfile.h"
#include "image/image.h"
#include "ingest/ingest.h"
#include "layout/layout.h"
#include "layout/leading.h"
#include "pictures.h"
#include "press.h"
#include "report.h"
#include "rights.h"
#include "source_files.h"
#include "stages.h"
#include "stopwatch.h"

#define DEFAULT_LAYOUT "briefing-a4"

enum status {
    BUILT = 0,
    FAILED = 1,
    WRONG_COMMAND = 2,
    FAULTY = 3 /* no book will come of it, but what stands elsewhere can still be judged, so that all is told at once */
};

struct build {
    const struct build_options *o;
    struct arena *a;
    struct diag *d;
    struct buf *dump;
    struct build_result *result;
    struct workers *workers;
    struct manifest *manifest;
    struct source_files files;
    struct report_cluster *duplicates;
    size_t n_duplicates;
    struct contradictions contradictions;
    struct image_set *images;
    struct book *book;
    struct design *design;
    struct font_set *fonts;
    struct layout_input layout_input;
    struct layout *layout;
    struct copies_list list;
    struct copies *copies; /* NULL: the book itself is written */
    struct stages stages;
    struct press_job press;
    struct attachments attachments;
    struct stopwatch watch;
    const char *layout_file; /* NULL: the layout is one of ours */
    struct output_paths paths;
    bool stopped; /* a dump was printed: nothing more to do */
};

/* Were mistakes found in a --set: a key that does not exist, a value that its key does not take? */
static bool is_wrong_setting(const struct diag *d)
{
    for (size_t i = 0; i < diag_stored(d); i++)
        if (diag_pos(d, i).file != NULL && strcmp(diag_pos(d, i).file, YAML_SET_PLACE) == 0)
            return true;
    return false;
}

static int read_manifest(struct build *b)
{
    b->manifest = sources_manifest(b->a, b->o->sources, b->o->n_sources, b->o->settings, b->d);
    if (b->manifest != NULL && b->manifest->faults == 0)
        return BUILT;
    if (is_wrong_setting(b->d))
        return WRONG_COMMAND;
    return b->manifest != NULL ? FAULTY : FAILED;
}

/* Read before rights are given up: the shop's profile and the passwords may lie anywhere. */
static int read_press(struct build *b)
{
    const struct press_wishes wishes = {b->o->grey, b->o->check, b->o->password_file};
    if (press_read(&b->press, b->manifest, &wishes, b->a, b->d) == 0)
        return BUILT;
    bool command = diag_count_msg(b->d, MSG_CONFIDENTIAL_PASSWORDS) + diag_count_msg(b->d, MSG_PASSWORD_ALONE) > 0;
    return command ? WRONG_COMMAND : FAULTY;
}

/* The design is read early: a wrong layout is a mistake of the command line and should not cost the time of an ingest.
 */
/* A layout's file in book.yaml is relative to its folder, like every path there. */
static const char *layout_name(const struct build *b)
{
    const char *name = b->manifest->layout;
    if (b->o->layout != NULL)
        return b->o->layout;
    if (name == NULL || *name == '\0')
        return DEFAULT_LAYOUT;
    size_t n = strlen(name);
    bool is_file = strchr(name, '/') != NULL || (n > 5 && strcmp(name + n - 5, ".yaml") == 0);
    return is_file && b->manifest->file != NULL ? path_join(b->a, b->manifest->folder, name) : name;
}

/* Opens the fonts of the design and finds its leading; or has all of that from an earlier build. */
static int open_fonts(struct build *b, struct arena *memory)
{
    struct build_cache *c = b->o->cache;
    if (c != NULL) {
        int status = build_cache_take_design(c, b->design, memory, b->o->fonts_dir, b->d);
        b->design = c->design;
        b->fonts = c->fonts;
        return status;
    }
    b->fonts = font_set_open(b->o->fonts_dir, b->d);
    if (b->fonts == NULL)
        return -1;
    leading_find(b->design, b->fonts, b->d);
    return 0;
}

static int read_design(struct build *b)
{
    const char *name = layout_name(b);
    size_t length = strlen(name);
    if (strchr(name, '/') != NULL || (length > 5 && strcmp(name + length - 5, ".yaml") == 0))
        b->layout_file = name;
    size_t unknown = diag_count_msg(b->d, MSG_LAYOUT_UNKNOWN);
    struct srcpos named = b->o->layout != NULL ? DIAG_NOWHERE : b->manifest->layout_pos;
    struct arena *memory = b->o->cache != NULL ? arena_new() : b->a;
    b->design = design_read(memory, b->o->layouts_dir, name, named, b->manifest->layout_overrides, b->d);
    if (b->design == NULL && b->o->cache != NULL)
        arena_drop(memory);
    if (b->design == NULL && diag_count_msg(b->d, MSG_LAYOUT_UNKNOWN) > unknown) {
        if (b->o->layout != NULL)
            return WRONG_COMMAND;
        /* the keys that book.yaml has for it are looked at all the same */
        if (strcmp(name, DEFAULT_LAYOUT) != 0)
            design_read(b->a, b->o->layouts_dir, DEFAULT_LAYOUT, DIAG_NOWHERE, b->manifest->layout_overrides, b->d);
        return FAULTY;
    }
    if (b->design == NULL)
        return is_wrong_setting(b->d) ? WRONG_COMMAND : FAULTY;
    if (open_fonts(b, memory) != 0)
        return FAILED;
    b->manifest->chapter_words = b->design->opening.chapter_word;
    b->manifest->document_head = b->design->cover.document_head;
    return BUILT;
}

/* The files of the book, and the threads that read them; those start with what the program still may do. */
static int prepare(struct build *b)
{
    struct build_cache *c = b->o->cache;
    source_files_list(&b->files, b->manifest, c != NULL ? c->sources : NULL, b->a);
    b->list.path = b->o->recipients;
    if (b->list.path != NULL &&
        file_read(b->list.path, FILE_MAX_BYTES, &b->list.bytes, &b->list.n, b->d, DIAG_NOWHERE) != 0)
        return FAILED;
    if (!b->o->open &&
        rights_give_up(&(struct rights_known){b->o, b->manifest, &b->files, b->layout_file}, b->a) != 0) {
        b->result->confined = true;
        return FAILED;
    }
    b->workers = c != NULL ? build_cache_workers(c, b->o->jobs) : workers_new(b->o->jobs);
    return BUILT;
}

/* Debug builds look at each tree after the pass that made it. */
static void check_tree(const struct doc_node *root)
{
#ifdef NDEBUG
    (void)root;
#else
    struct arena *scratch = arena_new();
    const char *wrong = doc_check(root, scratch);
    if (wrong != NULL)
        fprintf(stderr, "doc_check: %s\n", wrong);
    assert(wrong == NULL);
    arena_drop(scratch);
#endif
}

static int ingest_files(struct build *b)
{
    ingest_init();
    block_texts_read(&b->manifest->blocks, b->a);
    source_files_read(&b->files, &(struct source_reading){b->o->keep, b->o->report != NULL}, b->workers);
    size_t before = diag_count(b->d, DIAG_ERROR);
    for (size_t i = 0; i < b->files.n; i++)
        diag_append(b->d, b->files.items[i].diag);
    for (size_t i = 0; i < b->files.n; i++)
        for (size_t k = 0; k < b->files.items[i].articles.n; k++)
            check_tree(b->files.items[i].articles.items[k].root);
    for (size_t i = 0; b->stages.doc && i < b->files.n; i++)
        for (size_t k = 0; k < b->files.items[i].articles.n; k++)
            doc_dump(b->files.items[i].articles.items[k].root, b->dump);
    b->stopped = b->stages.doc;
    return diag_count(b->d, DIAG_ERROR) > before ? FAULTY : BUILT;
}

static const char *article_name(struct arena *a, const struct article *article)
{
    return article->split_of != NULL ? arena_printf(a, "%s (%s)", article->split_of, article->meta.id)
                                     : article->meta.file;
}

/* One line for each text that stands several times; --dedupe keeps the first of them. */
static int find_duplicates(struct build *b)
{
    struct duplicates found;
    size_t n;
    struct article **articles = source_files_articles(&b->files, b->a, &n);
    duplicates_find(articles, n, b->workers, b->a, &found);
    bool *out = arena_calloc(b->a, n + 1, sizeof *out);
    b->n_duplicates = found.n;
    b->duplicates = arena_calloc(b->a, found.n + 1, sizeof *b->duplicates);
    for (size_t i = 0; i < found.n; i++) {
        const struct duplicate_cluster *c = &found.clusters[i];
        struct buf others = BUF_INIT;
        const char **names = arena_calloc(b->a, c->n, sizeof *names);
        for (size_t k = 0; k < c->n; k++) {
            names[k] = article_name(b->a, articles[c->members[k]]);
            out[c->members[k]] = k > 0;
            if (k > 0)
                buf_printf(&others, "%s%s", k > 1 ? ", " : "", names[k]);
        }
        b->duplicates[i] = (struct report_cluster){names, c->n};
        diag_add(b->d, b->o->dedupe ? MSG_DUPLICATES_OUT : MSG_DUPLICATES, (struct srcpos){names[0], 0, 0},
                 buf_str(&others), NULL);
        buf_free(&others);
    }
    if (b->o->dedupe)
        source_files_leave_out(&b->files, out);
    return BUILT;
}

/* The logo lies under the folder of book.yaml, like every file that it names. */
static void load_logo(struct build *b, struct picture_source *source)
{
    struct manifest *m = b->manifest;
    if (m->issuer.logo == NULL || *m->issuer.logo == '\0')
        return;
    struct doc_node *figure = doc_new(b->a, DOC_FIGURE, m->issuer.logo_pos);
    figure->src = m->issuer.logo;
    figure->alt = m->issuer.name != NULL ? m->issuer.name : m->issuer.logo; /* the cover words it */
    if (access(path_join(b->a, m->folder, m->issuer.logo), F_OK) != 0)
        diag_add(b->d, MSG_LOGO_MISSING, m->issuer.logo_pos, m->issuer.logo, NULL);
    else
        picture_load(source,
                     &(struct picture_place){.root = m->folder, .article = path_join(b->a, m->folder, "book.yaml")},
                     figure);
    m->issuer.logo_path = figure->src != m->issuer.logo ? figure->src : NULL;
}

/* What book.yaml chose is written before anything looks at the texts together. */
static int apply_house(struct build *b)
{
    size_t n;
    struct article **articles = source_files_articles(&b->files, b->a, &n);
    house_apply(b->a, articles, n, b->manifest->house, b->manifest->n_house);
    return BUILT;
}

static int find_contradictions(struct build *b)
{
    size_t n;
    struct article **articles = source_files_articles(&b->files, b->a, &n);
    if (b->o->check || b->o->report != NULL)
        contradictions_find(articles, n, b->a, &b->contradictions);
    if (b->o->check)
        contradictions_tell(&b->contradictions, b->d);
    return BUILT;
}

static int load_pictures(struct build *b)
{
    b->images = image_set_new();
    struct picture_source *source = picture_source_new(b->images, b->a, b->d);
    load_logo(b, source);
    for (size_t i = 0; i < b->files.n; i++) {
        const char *path = b->files.items[i].path;
        struct picture_place place = {.article = path, .origin = b->files.items[i].origin, .words_stay = true};
        place.root = b->manifest->file != NULL ? b->manifest->folder : path_dir(b->a, path);
        for (size_t k = 0; k < b->files.items[i].articles.n; k++) {
            struct doc_node *root = b->files.items[i].articles.items[k].root;
            for (struct doc_node *node = root; node != NULL; node = doc_next(root, node))
                if (node->kind == DOC_FIGURE)
                    picture_load(source, &place, node);
        }
    }
    if (b->manifest->file != NULL)
        block_pictures_load(b->manifest, source);
    picture_source_drop(source);
    return BUILT;
}

/* Before the book is put together: its list of sources names them. */
static int read_attachments(struct build *b)
{
    if (press_attaches(&b->press))
        attachments_read(&b->attachments, &b->files, b->a, b->d);
    return BUILT;
}

static int prepare_copies(struct build *b, struct book_inputs inputs)
{
    if (b->list.path == NULL || b->stages.book)
        return BUILT;
    const struct copies_input in = {.manifest = b->manifest,
                                    .inputs = inputs,
                                    .design = b->design,
                                    .fonts = b->fonts,
                                    .images = b->images,
                                    .workers = b->workers,
                                    .press = &b->press,
                                    .attachments = &b->attachments,
                                    .impose = b->o->impose,
                                    .epoch = b->o->epoch,
                                    .version = b->o->version};
    b->copies = copies_new(&in, &b->list, b->a, b->d);
    return b->copies != NULL ? BUILT : FAILED;
}

static int assemble(struct build *b)
{
    struct book_input *items = arena_calloc(b->a, b->files.n + 1, sizeof *items);
    const struct book_inputs inputs = {items, b->files.n};
    b->manifest->making = build_making(b->a, b->o->version, b->design, b->fonts);
    for (size_t i = 0; i < b->files.n; i++)
        items[i] = (struct book_input){.chapter = b->files.items[i].chapter,
                                       .matter = b->files.items[i].matter,
                                       .articles = {b->files.items[i].articles.items, b->files.items[i].articles.n}};
    if (prepare_copies(b, inputs) != BUILT)
        return FAILED;
    b->book = book_assemble(b->a, b->manifest, inputs, b->o->epoch, b->workers, b->d);
    if (b->book != NULL)
        check_tree(b->book->root);
    if (b->book != NULL && b->stages.book) {
        doc_dump(b->book->root, b->dump);
        b->stopped = true;
    }
    return b->book != NULL ? BUILT : FAILED;
}

/* Every file that was read: articles, book.yaml and its lists, a layout of one's own, pictures. */
static void list_inputs(struct build *b)
{
    struct build_result *r = b->result;
    const struct manifest *m = b->manifest;
    unsigned images = b->images != NULL ? image_set_count(b->images) : 0;
    r->inputs = arena_calloc(b->a, b->files.n + m->n_texts + images + b->attachments.n + 5, sizeof *r->inputs);
    r->n_inputs = 0;
    for (size_t i = 0; i < b->files.n; i++)
        r->inputs[r->n_inputs++] = b->files.items[i].path;
    r->inputs[r->n_inputs++] = m->file;
    r->inputs[r->n_inputs++] = b->layout_file;
    r->inputs[r->n_inputs++] = b->list.path;
    r->inputs[r->n_inputs++] = b->o->password_file;
    r->inputs[r->n_inputs++] = b->press.profile;
    for (size_t i = 0; i < m->n_texts; i++)
        r->inputs[r->n_inputs++] = m->texts[i];
    for (size_t i = 0; i < b->attachments.n; i++)
        r->inputs[r->n_inputs++] = b->attachments.paths[i];
    for (unsigned i = 0; i < images; i++)
        r->inputs[r->n_inputs++] = arena_strdup(b->a, image_set_at(b->images, i)->file); /* outlives the set */
}

/* Where the outputs go; none may be one of the inputs. */
static int choose_outputs(struct build *b)
{
    if (output_paths_choose(&b->paths, b->o, b->book, b->a, b->d) != 0)
        return WRONG_COMMAND;
    list_inputs(b);
    int status = output_paths_spare(&b->paths, b->o, b->result->inputs, b->result->n_inputs, b->d);
    return status != 0 ? WRONG_COMMAND : BUILT;
}

/* Nobody will see the pages themselves. */
static bool is_epub_alone(const struct build *b)
{
    return b->paths.pdf == NULL && b->paths.sheets == NULL && b->paths.spread == NULL && b->copies == NULL &&
           !b->stages.pages && !b->o->check && b->o->cache == NULL;
}

static int lay_out(struct build *b)
{
    struct layout_input *in = &b->layout_input;
    *in = (struct layout_input){
        .book = b->book, .design = b->design, .fonts = b->fonts, .images = b->images, .workers = b->workers};
    if (b->o->cache != NULL)
        in->cache = build_cache_layout(b->o->cache);
    in->starts_only = is_epub_alone(b);
    if (b->stages.explain != 0) {
        layout_explain(in, b->stages.explain, b->dump, b->d);
        b->stopped = true;
        return BUILT;
    }
    b->layout = layout_book(in, b->d);
    if (b->layout == NULL)
        return FAILED;
    b->result->pages = layout_pages(b->layout)->n;
    b->stopped = b->stages.pages || b->stages.starts;
    if (b->stages.pages)
        pages_dump(layout_pages(b->layout), b->dump);
    if (b->stages.starts)
        starts_dump(&layout_pages(b->layout)->starts, b->dump);
    if (!b->stopped && !in->starts_only)
        press_preflight(&b->press, layout_pages(b->layout), b->d);
    return BUILT;
}

static int write_outputs(struct build *b)
{
    const struct book_outputs outputs = {.options = b->o,
                                         .in = &b->layout_input,
                                         .layout = b->layout,
                                         .press = &b->press,
                                         .attachments = &b->attachments,
                                         .paths = b->paths,
                                         .watch = &b->watch,
                                         .a = b->a,
                                         .d = b->d};
    if (book_outputs_folder(b->o, b->d) != 0 || book_outputs_write(&outputs) != 0)
        return FAILED;
    b->result->pdf = b->paths.pdf;
    b->result->epub = b->paths.epub;
    b->result->sheets = b->paths.sheets;
    b->result->spread = b->paths.spread;
    return BUILT;
}

static int write_copies(struct build *b)
{
    struct buf cover = BUF_INIT;
    if (b->paths.epub != NULL)
        cover_picture_make(&b->layout_input, &cover, b->d);
    const struct copies_book whole = {.book = b->book,
                                      .layout = b->layout,
                                      .cover_png = cover.n > 0 ? cover.p : NULL,
                                      .cover_png_n = cover.n,
                                      .cover_w = COVER_WIDTH,
                                      .cover_h = COVER_HEIGHT,
                                      .pdf = b->paths.pdf,
                                      .epub = b->paths.epub};
    int status = book_outputs_folder(b->o, b->d);
    if (status == 0)
        status = copies_write(b->copies, &whole, &b->result->copies);
    buf_free(&cover);
    stopwatch_lap(&b->watch, "copies");
    return status != 0 ? FAILED : BUILT;
}

/* What ingest did with every article, as JSON. */
static int write_report(struct build *b)
{
    size_t n = 0;
    for (size_t i = 0; i < b->files.n; i++)
        n += b->files.items[i].articles.n;
    struct article **articles = mem_calloc(n + 1, sizeof *articles);
    n = 0;
    for (size_t i = 0; i < b->files.n; i++)
        for (size_t k = 0; k < b->files.items[i].articles.n; k++)
            articles[n++] = &b->files.items[i].articles.items[k];
    struct tear_count torn = layout_tears(b->layout);
    struct report_book book = {b->duplicates, b->n_duplicates, &b->contradictions, torn.n, torn.cost};
    int status = report_write(b->o->report, articles, n, &book, b->d) != 0 ? FAILED : BUILT;
    free(articles);
    return status;
}

static bool must_stop(const struct build *b)
{
    return diag_count(b->d, DIAG_ERROR) > 0 || (b->o->strict && diag_count(b->d, DIAG_WARNING) > 0);
}

static int run_stages(struct build *b)
{
    static const struct {
        int (*run)(struct build *);
        const char *name;
        bool whole; /* needs all that the stages before it make; its findings in a part of it would mislead */
    } stages[] = {{read_manifest, "manifest", false}, {read_press, "press", false},
                  {read_design, "design", false},     {prepare, "prepare", false},
                  {ingest_files, "ingest", false},    {apply_house, "house", false},
                  {find_duplicates, "alike", false},  {find_contradictions, "contradictions", false},
                  {load_pictures, "pictures", false}, {read_attachments, "attachments", false},
                  {assemble, "book", true},           {choose_outputs, "outputs", true},
                  {lay_out, "layout", true}};
    bool faulty = false;
    if (stages_read(b->o->dump, b->o->trace, &b->stages, b->d) != 0)
        return WRONG_COMMAND;
    stopwatch_start(&b->watch, b->stages.time, b->o->cache != NULL && b->o->cache->builds > 0);
    for (size_t i = 0; i < sizeof stages / sizeof *stages && !b->stopped; i++) {
        if (faulty && stages[i].whole)
            return FAILED;
        int status = stages[i].run(b);
        stopwatch_lap(&b->watch, stages[i].name);
        faulty = faulty || status == FAULTY;
        if (status != BUILT && status != FAULTY)
            return status;
    }
    if (faulty || must_stop(b))
        return FAILED;
    if (b->stopped || b->o->check)
        return BUILT;
    diag_forget_notes(b->d); /* loose lines and the like: `check` tells them */
    int status = b->copies != NULL ? write_copies(b) : write_outputs(b);
    if (status == BUILT && b->o->report != NULL)
        status = write_report(b);
    const char *const own[] = {b->paths.pdf, b->paths.epub, b->paths.sheets, b->paths.spread}, *const *outputs = own;
    size_t n_outputs = sizeof own / sizeof *own;
    if (b->copies != NULL)
        outputs = copies_written(b->copies, &n_outputs);
    if (status == BUILT && b->o->depfile != NULL &&
        depfile_write(b->o->depfile, outputs, n_outputs, b->result->inputs, b->result->n_inputs, b->d) != 0)
        status = FAILED;
    return status;
}

static void drop_build(struct build *b)
{
    press_close(&b->press);
    attachments_free(&b->attachments);
    copies_end(b->copies);
    layout_drop(b->layout);
    if (b->fonts != NULL && b->o->cache == NULL)
        font_set_drop(b->fonts);
    if (b->images != NULL)
        image_set_drop(b->images);
    source_files_drop(&b->files);
    free(b->list.bytes);
    contradictions_free(&b->contradictions);
    if (b->o->cache == NULL)
        workers_drop(b->workers);
}

int build_book(const struct build_options *o, struct arena *a, struct diag *d, struct buf *dump,
               struct build_result *result)
{
    struct build b = {.o = o, .a = a, .d = d, .dump = dump, .result = result};
    *result = (struct build_result){0};
    int status = run_stages(&b);
    if (o->cache != NULL && o->cache->confined.n > 0 && b.workers == NULL)
        result->confined = true; /* perhaps a file could not be read that another process may read */
    if (b.manifest != NULL && (status != BUILT || result->n_inputs == 0))
        list_inputs(&b); /* all that came up of a build that failed; one that succeeded asks for no memory any more */
    drop_build(&b);
    if (o->cache != NULL && !result->confined)
        build_cache_end(o->cache, status == BUILT, d);
    stopwatch_lap(&b.watch, "drop");
    stopwatch_print(&b.watch);
    return status;
}
