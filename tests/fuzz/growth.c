/* How the time for an input grows with its length: every reader on shapes that invite quadratic work, at n and at 10 n
 * bytes. Linear work gives 10, n log n a little more, quadratic work 100.
 *
 *   growth [-v] [-s] [PART]    shapes whose name begins with PART; -v: a line for each shape; -s: stricter, for a
 * machine that does nothing else
 *          [-n BYTES]         n, if not the usual one
 *   growth -l [PART]           the names of these shapes
 *   growth -r NAME BYTES       reads one shape of this length once, for a program that counts instructions
 *
 * Only a reading of 10 n that takes longer than the patience can fail: shorter ones say nothing on a busy machine. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "build.h"
#include "fuzz.h"
#include "ingest/ingest.h"
#include "shapes.h"

/* n in bytes; times as long for ten times as much, at the most; seconds; the shortest of so many times counts. */
struct limits {
    size_t small;
    double growth, patience;
    int tries;
};
/* In between 12 and 100, for machines that do other things. */
static const struct limits usual = {(size_t)20 << 10, 25, 0.4, 3}, strict = {(size_t)50 << 10, 12, 0.05, 9};

static void put_unit(struct buf *b, const char *unit, int count)
{
    for (const char *c = unit; *c != '\0'; c++) {
        if (*c == '\1')
            buf_int(b, count);
        else
            buf_putc(b, *c);
    }
}

static char *make(const struct shape *s, size_t n, size_t *length)
{
    struct buf b = BUF_INIT;

    int count = 0;
    buf_puts(&b, s->head);
    while (b.n < n)
        put_unit(&b, s->unit, ++count);
    const char *again = strchr(s->tail, '\2');
    buf_put(&b, s->tail, again != NULL ? (size_t)(again - s->tail) : strlen(s->tail));
    for (int i = 1; again != NULL && i <= count; i++)
        put_unit(&b, again + 1, i);
    *length = b.n;
    return buf_str(&b);
}

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void read_article(struct arena *a, const char *name, const char *s, size_t n, struct diag *d)
{
    struct articles articles;
    struct buf json = BUF_INIT;

    ingest_bytes(a, &(struct ingest_source){name, s, n}, NULL, &articles, d);
    for (size_t i = 0; i < articles.n; i++)
        ingest_json(&articles.items[i], true, &json);
    buf_free(&json);
}

/* A Word file of the parts. */
static void read_word(struct arena *a, const char *s, size_t n, struct diag *d)
{
    static const char *const parts[] = {"word/document.xml",  "word/styles.xml",
                                        "word/numbering.xml", "word/_rels/document.xml.rels",
                                        "word/footnotes.xml", NULL};
    size_t length;
    uint8_t *archive = fuzz_archive(parts, (const uint8_t *)s, n, &length);

    read_article(a, "a.docx", (const char *)archive, length, d);
    free(archive);
}

static size_t count_parts(const char *s)
{
    size_t count = 1;

    for (const char *at = s; (at = strstr(at, NEXT)) != NULL && at[strlen(NEXT)] != '\0'; at++)
        count++;
    return count;
}

/* An EPUB of the documents. */
static void read_epub(struct arena *a, const char *s, struct diag *d)
{
    size_t count = count_parts(s), length;
    struct buf b = BUF_INIT;
    const char **names = arena_calloc(a, count + 4, sizeof *names);

    names[0] = "mimetype";
    names[1] = "META-INF/container.xml";
    names[2] = "package.opf";
    buf_puts(&b, "application/epub+zip" NEXT
                 "<container xmlns='urn:oasis:names:tc:opendocument:xmlns:container'><rootfiles><rootfile "
                 "full-path='package.opf' media-type='application/oebps-package+xml'/></rootfiles></container>" NEXT
                 "<package xmlns='http://www.idpf.org/2007/opf'><manifest>");
    for (size_t i = 1; i <= count; i++) {
        names[i + 2] = arena_printf(a, "c%zu.xhtml", i);
        buf_printf(&b, "<item id='c%zu' href='c%zu.xhtml' media-type='application/xhtml+xml'/>", i, i);
    }
    buf_puts(&b, "</manifest><spine>");
    for (size_t i = 1; i <= count; i++)
        buf_printf(&b, "<itemref idref='c%zu'/>", i);
    buf_puts(&b, "</spine></package>" NEXT);
    buf_puts(&b, s);
    uint8_t *archive = fuzz_archive(names, (const uint8_t *)buf_str(&b), b.n, &length);
    read_article(a, "a.epub", (const char *)archive, length, d);
    free(archive);
    buf_free(&b);
}

static void build(struct arena *a, const char *source, struct diag *d)
{
    struct build_options o = {.sources = &source,
                              .n_sources = 1,
                              .pdf = "/dev/null",
                              .epub = "/dev/zero",
                              .layouts_dir = SOURCE_DIR "/layouts",
                              .fonts_dir = SOURCE_DIR "/fonts",
                              .jobs = 1,
                              .open = true, /* the next one must still read and write */
                              .version = "briefbook 0"};
    struct build_result result;
    struct buf dump = BUF_INIT;

    if (build_book(&o, a, d, &dump, &result) != 0)
        fuzz_fail("no book: %s", diag_stored(d) > 0 ? diag_text(d, 0, "en") : "");
    buf_free(&dump);
}

/* A book of the articles, with digests and an index. */
static void build_whole(struct arena *a, const char *s, struct diag *d)
{
    struct buf b = BUF_INIT;
    int count = 0;

    buf_puts(&b, "front: [contents, digests]\nback: [index, sources]\nchapters:\n");
    for (const char *next; *s != '\0'; s = next) {
        const char *end = strstr(s, NEXT), *name = arena_printf(a, "c%d.md", ++count);
        next = end != NULL ? end + strlen(NEXT) : s + strlen(s);
        fuzz_write(name, s, end != NULL ? (size_t)(end - s) : strlen(s));
        buf_printf(&b, "- %s\n", name);
    }
    build(a, fuzz_write("book.yaml", buf_str(&b), b.n), d);
    buf_free(&b);
}

static bool begins_with(const char *s, const char *part)
{
    return strncmp(s, part, strlen(part)) == 0;
}

static void read_once(const char *kind, const char *s, size_t n)
{
    struct arena *a = arena_new();
    struct diag *d = diag_new();

    if (begins_with(kind, "book/"))
        build(a, fuzz_write("book.md", s, n), d);
    else if (begins_with(kind, "index/") || begins_with(kind, "many/"))
        build_whole(a, s, d);
    else if (begins_with(kind, "yaml/"))
        manifest_read(a, &(struct manifest_file){"book.yaml", "/nowhere", s, n}, (struct settings){NULL, 0}, d);
    else if (begins_with(kind, "docx/"))
        read_word(a, s, n, d);
    else if (begins_with(kind, "epub/"))
        read_epub(a, s, d);
    else
        read_article(a, begins_with(kind, "md/") ? "a.md" : begins_with(kind, "html/") ? "a.html" : "a.txt", s, n, d);
    diag_drop(d);
    arena_drop(a);
}

/* The shortest of several times; long ones are not repeated. */
static double measure(const struct shape *s, size_t n, int tries)
{
    size_t length;
    char *bytes = make(s, n, &length);
    double best = 1e9;

    for (int i = 0; i < tries && (i == 0 || best < 2); i++) {
        double from = now();
        read_once(s->name, bytes, length);
        double took = now() - from;
        best = took < best ? took : best;
    }
    free(bytes);
    return best;
}

static bool try_shape(const struct shape *s, const struct limits *l, bool verbose)
{
    double some = 0, more = 0, growth = 0;
    bool bad = true;

    for (int tries = 1; bad && tries <= l->tries; tries += l->tries - 1) { /* what looks bad is measured again */
        some = measure(s, l->small, tries);
        more = measure(s, 10 * l->small, tries);
        growth = more / (some > 1e-5 ? some : 1e-5);
        bad = growth > l->growth && more > l->patience;
    }
    if (bad || verbose)
        printf("%-26s %9.2f ms %9.2f ms %6.1f%s\n", s->name, some * 1e3, more * 1e3, growth, bad ? "  too much" : "");
    fflush(stdout);
    return !bad;
}

/* Returns the exit status. */
static int read_shape(const char *name, size_t n)
{
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        size_t length;

        if (strcmp(shapes[i].name, name) != 0)
            continue;
        char *bytes = make(&shapes[i], n, &length);
        read_once(name, bytes, length);
        free(bytes);
        return 0;
    }
    fprintf(stderr, "growth: no shape '%s'\n", name);
    return 1;
}

static void list_shapes(const char *part)
{
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
        if (begins_with(shapes[i].name, part))
            puts(shapes[i].name);
}

int main(int argc, char **argv)
{
    bool verbose = false, list = false;
    struct limits limits = usual;
    const char *part = "";
    size_t tried = 0, bad = 0;

    if (argc == 4 && strcmp(argv[1], "-r") == 0) {
        ingest_init();
        return read_shape(argv[2], strtoul(argv[3], NULL, 10));
    }
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "-v") == 0)
            verbose = true;
        else if (strcmp(argv[i], "-l") == 0)
            list = true;
        else if (strcmp(argv[i], "-s") == 0)
            limits = strict;
        else if (strcmp(argv[i], "-n") == 0 && i + 1 < argc)
            limits.small = strtoul(argv[++i], NULL, 10);
        else
            part = argv[i];
    }
    if (list) {
        list_shapes(part);
        return 0;
    }
    ingest_init();
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        if (!begins_with(shapes[i].name, part))
            continue;
        tried++;
        bad += !try_shape(&shapes[i], &limits, verbose);
    }
    printf("%zu shapes, %zu grow too fast\n", tried, bad);
    return bad > 0 || tried == 0;
}
