/* How fast ingest reads, in bytes a second of one thread:
 *
 *   bench_ingest [-s SECONDS] [FORMAT...]    made-up articles in each format (all when none is named), in four sizes
 *   bench_ingest [-s SECONDS] FILE...        files, each as it is
 *
 * The best of several runs counts, in processor time: other work on the machine can only add to it. For archives the
 * bytes are those of the main document inside.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <zip.h>

#include "articles.h"
#include "base/file.h"
#include "ingest/ingest.h"

#define MIN_RUNS 3

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int read_once(const char *path, const char *bytes, size_t n)
{
    struct arena *a = arena_new();
    struct diag *d = diag_new();
    struct articles articles;
    int status = ingest_bytes(a, &(struct ingest_source){path, bytes, n}, NULL, &articles, d);
    diag_drop(d);
    arena_drop(a);
    return status;
}

/* Seconds that the fastest reading takes. Short files are read several times between two looks at the clock. */
static double measure(const char *path, const char *bytes, size_t n, double seconds)
{
    double best = 1e9, spent = 0;
    size_t times = n < 1000000 ? 1000000 / (n + 1) / 4 + 1 : 1;
    for (int run = 0; run < MIN_RUNS || spent < seconds; run++) {
        double start = now();
        for (size_t i = 0; i < times; i++)
            if (read_once(path, bytes, n) != 0) {
                fprintf(stderr, "%s: not read\n", path);
                exit(1);
            }
        double took = now() - start;
        spent += took;
        best = took / (double)times < best ? took / (double)times : best;
    }
    return best;
}

/* ---- made-up articles ---- */

struct entry {
    const char *name, *content;
    size_t n;
};

static void zip_entries(const struct entry *entries, struct buf *out)
{
    zip_source_t *target = zip_source_buffer_create(NULL, 0, 0, NULL);
    zip_source_keep(target);
    zip_t *zip = zip_open_from_source(target, ZIP_TRUNCATE, NULL);
    for (; entries->name != NULL; entries++)
        zip_file_add(zip, entries->name, zip_source_buffer(zip, entries->content, entries->n, 0), ZIP_FL_ENC_UTF_8);
    zip_stat_t stat;
    if (zip_close(zip) != 0 || zip_source_stat(target, &stat) != 0)
        exit(1);
    zip_source_open(target);
    out->n = (size_t)zip_source_read(target, buf_reserve(out, stat.size), stat.size);
    zip_source_close(target);
    zip_source_free(target);
}

static void make_docx(const struct buf *document, struct buf *out)
{
    static const char styles[] =
        "<w:styles xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">"
        "<w:style w:type=\"paragraph\" w:styleId=\"Title\"><w:name w:val=\"Title\"/></w:style>"
        "<w:style w:type=\"paragraph\" w:styleId=\"Heading2\"><w:name w:val=\"heading 2\"/></w:style>"
        "<w:style w:type=\"paragraph\" w:styleId=\"Caption\"><w:name w:val=\"caption\"/></w:style></w:styles>";
    zip_entries((const struct entry[]){{"[Content_Types].xml", "<Types/>", 8},
                                       {"word/document.xml", document->p, document->n},
                                       {"word/styles.xml", styles, sizeof styles - 1},
                                       {NULL, NULL, 0}},
                out);
}

static void make_epub(const struct buf *document, struct buf *out)
{
    static const char container[] = "<container><rootfiles><rootfile full-path=\"p.opf\"/></rootfiles></container>";
    static const char package[] = "<package><metadata/><manifest><item id=\"a\" href=\"a.xhtml\" "
                                  "media-type=\"application/xhtml+xml\"/></manifest><spine><itemref idref=\"a\"/>"
                                  "</spine></package>";
    zip_entries((const struct entry[]){{"mimetype", "application/epub+zip", 20},
                                       {"META-INF/container.xml", container, sizeof container - 1},
                                       {"p.opf", package, sizeof package - 1},
                                       {"a.xhtml", document->p, document->n},
                                       {NULL, NULL, 0}},
                out);
}

static const struct format {
    const char *name;
    void (*make)(struct buf *, size_t);
    void (*wrap)(const struct buf *, struct buf *); /* into an archive; NULL: it is none */
} formats[] = {{"txt", make_text_article, NULL},
               {"html", make_page_article, NULL},
               {"md", make_markdown_article, NULL},
               {"docx", make_word_article, make_docx},
               {"epub", make_chapter_article, make_epub}};

static double speed(const struct format *format, size_t size, double seconds)
{
    struct buf text = BUF_INIT, archive = BUF_INIT;
    char path[32];
    snprintf(path, sizeof path, "article.%s", format->name);
    format->make(&text, size);
    if (format->wrap != NULL)
        format->wrap(&text, &archive);
    const struct buf *bytes = format->wrap != NULL ? &archive : &text;
    double took = measure(path, bytes->p, bytes->n, seconds), megabytes = (double)text.n / 1e6;
    buf_free(&text);
    buf_free(&archive);
    return megabytes / took;
}

static const struct format *format_named(const char *name)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (strcmp(formats[i].name, name) == 0)
            return &formats[i];
    return NULL;
}

static void print_row(const struct format *format, double seconds)
{
    static const size_t sizes[] = {6 << 10, 64 << 10, 1 << 20, 8 << 20};
    printf("%-6s", format->name);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        printf(" %8.1f", speed(format, sizes[i], seconds));
    printf("\n");
    fflush(stdout);
}

static void print_file(const char *path, double seconds)
{
    struct diag *d = diag_new();
    char *bytes;
    size_t n;
    if (file_read(path, FILE_MAX_BYTES, &bytes, &n, d, DIAG_NOWHERE) != 0) {
        diag_print(d, 0, stderr, "en", false, false);
        exit(1);
    }
    printf("%-60s %9zu bytes %8.1f MB/s\n", path, n, (double)n / 1e6 / measure(path, bytes, n, seconds));
    free(bytes);
    diag_drop(d);
}

int main(int argc, char **argv)
{
    double seconds = 0.5;
    int named = 0;
    ingest_init();
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "-s") == 0 && i + 1 < argc) {
            char *end;
            seconds = strtod(argv[++i], &end);
            if (end == argv[i] || *end != '\0' || !(seconds > 0)) {
                fprintf(stderr, "bench_ingest: -s takes seconds, not '%s'\n", argv[i]);
                return 2;
            }
            continue;
        }
        if (named++ == 0 && format_named(argv[i]) != NULL)
            printf("MB/s       6 KiB   64 KiB    1 MiB    8 MiB\n");
        if (format_named(argv[i]) != NULL)
            print_row(format_named(argv[i]), seconds);
        else
            print_file(argv[i], seconds);
    }
    if (named == 0)
        printf("MB/s       6 KiB   64 KiB    1 MiB    8 MiB\n");
    for (size_t i = 0; named == 0 && i < sizeof formats / sizeof *formats; i++)
        print_row(&formats[i], seconds);
    return 0;
}
