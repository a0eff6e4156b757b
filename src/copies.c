#include "copies.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "block_texts.h"
#include "copies_set.h"
#include "doc/article_copy.h"
#include "lang/data.h"
#include "layout/variant.h"

#define SLUG_MAX 40
#define CODE_POINTS 0x110000u
/* Stands for the reader's line in the EPUB that the copies of a set are made of. */
#define LINE_MARK "briefbook-copy-line-3f7d"

/* A file of a copy on its way. */
struct made {
    const char *path;
    struct out_file *file;
};

struct copies {
    struct copies_input in;
    struct arena *a;
    struct diag *d;
    const char *list;
    struct recipients readers;
    const char **written; /* paths of the finished files */
    size_t n_written;
    struct articles_ref *kept; /* by input: articles as they were before the first book took them */
    struct memo *memo;         /* what all copies have in common is worked out once; NULL: the workers' own serves */
};

/* What is being written. */
struct writing {
    struct copies *c;
    const struct copies_book *whole;
    struct made *made;
    size_t n_made;
    struct buf reg;           /* the register */
    bool *done;               /* by reader */
    struct pdf_stamp *stamps; /* by reader */
    struct pdf_company *company;
    const char *chars; /* every character of the whole book and of all readers' lines */
};

static void keep_articles(struct copies *c)
{
    c->kept = arena_calloc(c->a, c->in.inputs.n + 1, sizeof *c->kept);
    for (size_t i = 0; i < c->in.inputs.n; i++) {
        const struct articles_ref *from = &c->in.inputs.items[i].articles;
        c->kept[i] = (struct articles_ref){arena_calloc(c->a, from->n + 1, sizeof *from->items), from->n};
        for (size_t k = 0; k < from->n; k++)
            article_copy(c->a, &from->items[k], false, &c->kept[i].items[k]);
    }
}

struct copies *copies_new(const struct copies_input *in, const struct copies_list *list, struct arena *a,
                          struct diag *d)
{
    struct copies *c = arena_calloc(a, 1, sizeof *c);
    *c = (struct copies){.in = *in, .a = a, .d = d, .list = list->path};
    const char **chapters = arena_calloc(a, in->inputs.n + 1, sizeof *chapters);
    size_t n = 0;
    while (n < in->inputs.n && in->inputs.items[n].chapter != NULL) {
        chapters[n] = in->inputs.items[n].chapter->file;
        n++;
    }
    const struct recipients_file from = {list->path, list->bytes, list->n};
    if (recipients_read(a, &from, chapters, n, &c->readers, d) != 0)
        return NULL;
    keep_articles(c);
    if (workers_memo(in->workers) == NULL) {
        c->memo = memo_new();
        workers_remember(in->workers, c->memo);
    }
    return c;
}

void copies_end(struct copies *c)
{
    if (c == NULL || c->memo == NULL)
        return;
    workers_remember(c->in.workers, NULL);
    memo_drop(c->memo);
    c->memo = NULL;
}

static const char *line_of(const struct copies *c, const struct book *book, const struct recipient *r)
{
    const char *word = data_word(book->language, "words.copy-number"), *at = strstr(word, "{}");
    return at != NULL ? arena_printf(c->a, "%.*s%u%s – %s", (int)(at - word), word, r->number, at + 2, r->name)
                      : arena_printf(c->a, "%s %u – %s", word, r->number, r->name);
}

/* NAME.pdf: "NAME-07-nguyen-van-a.pdf". */
static const char *path_of(const struct copies *c, const char *main, const struct recipient *r, const char *suffix)
{
    const char *slug = utf8_slug(c->a, r->name, strlen(r->name), SLUG_MAX);
    const char *file = arena_printf(c->a, "%s-%02u-%s.%s", path_stem(c->a, main), r->number, slug, suffix);
    return path_join(c->a, path_dir(c->a, main), file);
}

static bool is_input(const struct copies *c, const char *path)
{
    const struct file_identity there = file_identify(path);
    if (!there.exists)
        return false;
    if (file_is(c->list, &there) || (c->in.manifest->file != NULL && file_is(c->in.manifest->file, &there)))
        return true;
    for (size_t i = 0; i < c->in.inputs.n; i++)
        for (size_t k = 0; k < c->kept[i].n; k++)
            if (c->kept[i].items[k].meta.file != NULL && file_is(c->kept[i].items[k].meta.file, &there))
                return true;
    return false;
}

/* Writes a file whole, without giving it its name yet. */
static int put_file(struct writing *w, const char *path, const struct buf *bytes)
{
    struct copies *c = w->c;
    if (is_input(c, path)) {
        diag_add(c->d, MSG_OUTPUT_IS_INPUT, (struct srcpos){path, 0, 0}, NULL);
        return -1;
    }
    struct out_file *out = out_open(path, c->d);
    if (out == NULL)
        return -1;
    w->made[w->n_made++] = (struct made){path, out};
    out_write(out, bytes->p, bytes->n);
    return out_finish(out, c->d);
}

/* A field of CSV (RFC 4180). */
static void put_field(struct buf *b, const char *s)
{
    bool quoted = strpbrk(s, ",;\"\t") != NULL;
    if (quoted)
        buf_putc(b, '"');
    for (; *s != '\0'; s++) {
        if (*s == '"')
            buf_putc(b, '"');
        buf_putc(b, *s);
    }
    if (quoted)
        buf_putc(b, '"');
}

static void put_line(struct writing *w, const struct recipient *r, const char *path, const struct buf *bytes)
{
    char hex[65];
    const char *slash = strrchr(path, '/');
    file_sha256(bytes->p, bytes->n, hex);
    buf_printf(&w->reg, "%u,", r->number);
    put_field(&w->reg, r->name);
    buf_putc(&w->reg, ',');
    put_field(&w->reg, slash != NULL ? slash + 1 : path);
    buf_printf(&w->reg, ",%zu,%s\n", layout_pages(w->whole->layout)->n, hex);
}

/* ---- the copies of one set ---- */

/* A file that every reader of a set gets, in a form of one's own. */
struct common {
    struct buf bytes;
    struct pdf_stamped stamped;
};

static int write_common_pdf(struct writing *w, const struct copies_set *set, bool sheets, struct common *common)
{
    struct copies *c = w->c;
    struct pdf_stamp *stamps = arena_calloc(c->a, set->n + 1, sizeof *stamps);
    for (size_t i = 0; i < set->n; i++)
        stamps[i] = w->stamps[set->readers[i] - c->readers.items];
    const struct pdf_outputs pdfs = {.book = set->book,
                                     .pages = layout_pages(set->layout),
                                     .press = c->in.press,
                                     .attachments = c->in.attachments,
                                     .hidden = set->hidden,
                                     .fonts = c->in.fonts,
                                     .workers = c->in.workers,
                                     .version = c->in.version,
                                     .a = c->a,
                                     .d = c->d,
                                     .stamps = stamps,
                                     .n_stamps = set->n,
                                     .stamped = &common->stamped,
                                     .company = w->company};
    struct out_file *out = out_open_memory(&common->bytes);
    int status = sheets ? pdf_outputs_sheets(&pdfs, c->in.impose, out) : pdf_outputs_book(&pdfs, out);
    out_abandon(out);
    return status;
}

/* The book for each reader of the set, or its sheets. */
static int write_pdfs(struct writing *w, const struct copies_set *set, bool sheets)
{
    struct common common = {.bytes = BUF_INIT};
    struct buf copy = BUF_INIT;
    struct copies *c = w->c;
    int status = write_common_pdf(w, set, sheets, &common);
    for (size_t i = 0; status == 0 && i < set->n; i++) {
        const struct recipient *r = set->readers[i];
        const char *path = path_of(c, w->whole->pdf, r, "pdf");
        if (sheets)
            path = pdf_outputs_sheets_path(path, c->in.impose, c->a);
        buf_clear(&copy);
        status = pdf_copy(&common.bytes, &common.stamped, i, line_of(c, set->book, r), &copy);
        if (status == 0)
            status = press_finish(c->in.press, &copy, c->d);
        if (status == 0) {
            put_line(w, r, path, &copy);
            status = put_file(w, path, &copy);
        }
    }
    pdf_stamped_free(&common.stamped, set->n);
    buf_free(&common.bytes);
    buf_free(&copy);
    return status;
}

static int write_common_epub(struct writing *w, const struct copies_set *set, struct buf *to)
{
    struct copies *c = w->c;
    const struct copies_book *whole = w->whole;
    const struct doc_node *cover = doc_child(set->book->root, DOC_COVER);
    const struct doc_node *first = doc_child(whole->book->root, DOC_COVER);
    bool same_cover = cover != NULL && first != NULL && variant_is_same(cover, first);
    struct epub_input in = {.book = set->book,
                            .design = c->in.design,
                            .fonts = c->in.fonts,
                            .images = c->in.images,
                            .starts = &layout_pages(set->layout)->starts,
                            .cover_png = same_cover ? whole->cover_png : NULL,
                            .cover_png_n = same_cover ? whole->cover_png_n : 0,
                            .cover_w = whole->cover_w,
                            .cover_h = whole->cover_h,
                            .generator = c->in.version,
                            .workers = c->in.workers,
                            .copy_line = LINE_MARK,
                            .copy_chars = w->chars};
    struct out_file *out = out_open_memory(to);
    int status = epub_write(&in, out, c->d);
    out_abandon(out);
    return status;
}

static int write_epubs(struct writing *w, const struct copies_set *set)
{
    struct buf common = BUF_INIT, copy = BUF_INIT;
    int status = w->whole->epub != NULL ? write_common_epub(w, set, &common) : 0;
    for (size_t i = 0; status == 0 && w->whole->epub != NULL && i < set->n; i++) {
        const struct recipient *r = set->readers[i];
        const char *path = path_of(w->c, w->whole->epub, r, "epub");
        buf_clear(&copy);
        status = epub_copy(&common, LINE_MARK, line_of(w->c, set->book, r), &copy, w->c->d);
        if (status == 0) {
            put_line(w, r, path, &copy);
            status = put_file(w, path, &copy);
        }
    }
    buf_free(&common);
    buf_free(&copy);
    return status;
}

/* Appends the characters that are not in `seen`, a bit a code point, yet. */
static void put_new(struct buf *chars, const char *s, size_t n, uint8_t *seen)
{
    for (size_t i = 0; i < n;) {
        uint32_t cp = utf8_next(s, n, &i);
        if (cp == 0 || (seen[cp >> 3] & 1u << (cp & 7)) != 0)
            continue;
        seen[cp >> 3] = (uint8_t)(seen[cp >> 3] | 1u << (cp & 7));
        buf_utf8(chars, cp);
    }
}

/* The words that stand for what is withheld, in whatever type they may come: no copy is to need a font of its own. */
static struct pdf_lines set_withheld(struct writing *w)
{
    static const char *const keys[] = {"words.withheld-title", "words.withheld"};
    struct pdf_stamp *to = arena_calloc(w->c->a, 2 * (size_t)ROLE_COUNT, sizeof *to);
    size_t n = 0;
    for (int role = 0; role < ROLE_COUNT; role++)
        for (size_t k = 0; k < sizeof keys / sizeof *keys && w->c->in.design->styles[role].font != NULL; k++) {
            const struct layout_label label = {
                .s = data_word(w->whole->book->language, keys[k]), .role = (enum role)role, .ink = INK_BLACK};
            scaled width;
            to[n].n = layout_label(w->whole->layout, &label, w->c->a, &to[n].items, &width);
            n++;
        }
    return (struct pdf_lines){to, n};
}

/* All copies have the same fonts: those of the whole book and of every reader's name. A font betrays letters, no words.
 */
static void gather_letters(struct writing *w)
{
    struct copies *c = w->c;
    struct buf chars = BUF_INIT;
    uint8_t *seen = mem_calloc(CODE_POINTS / 8, 1);
    w->stamps = arena_calloc(c->a, c->readers.n + 1, sizeof *w->stamps);
    for (size_t i = 0; i < c->readers.n; i++) {
        const char *line = line_of(c, w->whole->book, &c->readers.items[i]);
        w->stamps[i].n = layout_line(w->whole->layout, line, INK_BLACK, c->a, &w->stamps[i].items);
        put_new(&chars, line, strlen(line), seen);
    }
    if (w->whole->pdf != NULL)
        w->company = pdf_company_new(layout_pages(w->whole->layout), (struct pdf_lines){w->stamps, c->readers.n},
                                     set_withheld(w));
    const struct doc_node *root = w->whole->book->root;
    for (const struct doc_node *node = root; node != NULL; node = doc_next(root, node))
        put_new(&chars, node->text.s, node->text.n, seen);
    w->chars = arena_strdup(c->a, buf_str(&chars));
    buf_free(&chars);
    free(seen);
}

/* The readers who may see the same as reader `first`, and what they see. */
static int make_set(struct writing *w, size_t first, struct copies_set *set)
{
    struct copies *c = w->c;
    const struct recipients *all = &c->readers;
    set->hidden = all->items[first].hidden;
    set->readers = arena_calloc(c->a, all->n, sizeof *set->readers);
    for (size_t i = first; i < all->n; i++) {
        if (w->done[i] || memcmp(all->items[i].hidden, set->hidden, all->n_chapters * sizeof(bool)) != 0)
            continue;
        w->done[i] = true;
        set->readers[set->n++] = &all->items[i];
    }
    return copies_set_lay_out(set, &c->in, c->kept, w->whole, c->d);
}

static int write_set(struct writing *w, size_t first)
{
    struct copies_set set = {0};
    int status = make_set(w, first, &set);
    if (status == 0 && w->whole->pdf != NULL)
        status = write_pdfs(w, &set, false);
    if (status == 0 && w->whole->pdf != NULL && w->c->in.impose != IMPOSE_NONE)
        status = write_pdfs(w, &set, true);
    if (status == 0)
        status = write_epubs(w, &set);
    copies_set_drop(&set);
    return status;
}

static void note_written(struct writing *w)
{
    w->c->written = arena_calloc(w->c->a, w->n_made + 1, sizeof *w->c->written);
    for (size_t i = 0; i < w->n_made; i++)
        w->c->written[i] = w->made[i].path;
    w->c->n_written = w->n_made;
}

const char *const *copies_written(const struct copies *c, size_t *n)
{
    *n = c->n_written;
    return c->written;
}

static int commit(struct writing *w, const char *register_path)
{
    struct out_file **files = mem_calloc(w->n_made + 1, sizeof *files);
    int status = put_file(w, register_path, &w->reg);
    for (size_t i = 0; i < w->n_made; i++)
        files[i] = w->made[i].file;
    if (status == 0) {
        note_written(w);
        status = out_commit_all(files, w->n_made, w->c->d);
        w->n_made = 0;
    }
    free(files);
    return status;
}

int copies_write(struct copies *c, const struct copies_book *whole, const char **register_path)
{
    size_t n = c->readers.n;
    struct writing w = {
        .c = c, .whole = whole, .made = mem_calloc(3 * n + 1, sizeof *w.made), .done = mem_calloc(n, 1)};
    const char *main = whole->pdf != NULL ? whole->pdf : whole->epub;
    int status = 0;
    *register_path = path_join(c->a, path_dir(c->a, main), arena_printf(c->a, "%s-copies.csv", path_stem(c->a, main)));
    buf_puts(&w.reg, "number,name,file,pages,sha256\n");
    gather_letters(&w);
    for (size_t i = 0; status == 0 && i < n; i++) {
        if (w.done[i])
            continue;
        status = write_set(&w, i);
        memo_end(c->memo); /* what this set did not need, few others will */
    }
    if (status == 0)
        status = commit(&w, *register_path);
    for (size_t i = 0; i < w.n_made; i++)
        out_abandon(w.made[i].file);
    pdf_company_drop(w.company);
    buf_free(&w.reg);
    free(w.made);
    free(w.done);
    return status;
}
