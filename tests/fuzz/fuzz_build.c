/* A whole book, from raw files to PDF and EPUB. The input is a folder: a line "==== NAME" begins a file, and what
 * stands before the first is an article. Either nothing is written and an error says why, or both files are there and
 * whole. One input in four is built again with two threads and must give the same bytes. */
#include <libxml/parser.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zip.h>

#include "base/file.h"
#include "build.h"
#include "fuzz.h"

#define MARK "==== "
#define MAX_BYTES 20000 /* of an input: a build under sanitizers is slow */

static const char *const names[] = {"book.yaml", "a.txt", "b.html", "c.md", "d.txt", "e.md", "layout.yaml", "p.png"};
#define N_NAMES (sizeof names / sizeof *names)

struct output {
    char *bytes;
    size_t n;
};

struct outcome {
    int status;
    struct output pdf, epub;
};

/* ---- the folder ---- */

static const char *path_of(const char *name)
{
    static char path[256];

    snprintf(path, sizeof path, "%s/%s", fuzz_folder(), name);
    return path;
}

static void empty_folder(void)
{
    for (size_t i = 0; i < N_NAMES; i++)
        unlink(path_of(names[i]));
    unlink(path_of("out.pdf"));
    unlink(path_of("out.epub"));
}

static const char *known_name(const char *s, size_t n)
{
    for (size_t i = 0; i < N_NAMES; i++)
        if (strlen(names[i]) == n && memcmp(names[i], s, n) == 0)
            return names[i];
    return NULL;
}

/* The first line that begins a file from `s` on, or the end. */
static const char *next_file(const char *s, const char *end)
{
    for (const char *at = s; at < end;) {
        if ((size_t)(end - at) >= strlen(MARK) && memcmp(at, MARK, strlen(MARK)) == 0)
            return at;
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        at = stop != NULL ? stop + 1 : end;
    }
    return end;
}

static void fill_folder(const char *s, size_t n)
{
    const char *end = s + n, *at = next_file(s, end);

    if (at > s)
        fuzz_write("a.txt", s, (size_t)(at - s));
    while (at < end) {
        const char *name = at + strlen(MARK), *line = memchr(name, '\n', (size_t)(end - name));
        const char *body = line != NULL ? line + 1 : end, *stop = next_file(body, end);
        const char *known = known_name(name, (size_t)((line != NULL ? line : end) - name));
        if (known != NULL)
            fuzz_write(known, body, (size_t)(stop - body));
        at = stop;
    }
}

/* ---- the outputs ---- */

static struct output take_output(const char *name)
{
    struct output out = {0};
    struct diag *d = diag_new();

    if (access(path_of(name), F_OK) == 0)
        FUZZ_CHECK(file_read(path_of(name), FILE_MAX_BYTES, &out.bytes, &out.n, d, DIAG_NOWHERE) == 0, "%s is a file",
                   name);
    diag_drop(d);
    unlink(path_of(name));
    return out;
}

static void check_pdf(const struct output *pdf)
{
    FUZZ_CHECK(pdf->n > 100 && memcmp(pdf->bytes, "%PDF-", 5) == 0, "the PDF begins as one");
    FUZZ_CHECK(memmem(pdf->bytes + pdf->n - 20, 20, "%%EOF", 5) != NULL, "the PDF ends as one");
    FUZZ_CHECK(memmem(pdf->bytes, pdf->n, "startxref", 9) != NULL, "the PDF has its table");
}

static bool ends_with(const char *s, const char *end)
{
    size_t n = strlen(s), m = strlen(end);

    return n >= m && strcmp(s + n - m, end) == 0;
}

static void check_entry(zip_t *zip, zip_uint64_t i)
{
    zip_stat_t st;

    FUZZ_CHECK(zip_stat_index(zip, i, 0, &st) == 0, "an entry has a size");
    if (!ends_with(st.name, ".xhtml") && !ends_with(st.name, ".opf") && !ends_with(st.name, ".ncx"))
        return;
    zip_file_t *file = zip_fopen_index(zip, i, 0);
    char *bytes = malloc(st.size + 1);
    FUZZ_CHECK(file != NULL && zip_fread(file, bytes, st.size) == (zip_int64_t)st.size, "%s can be read", st.name);
    zip_fclose(file);
    xmlDocPtr doc =
        xmlReadMemory(bytes, (int)st.size, NULL, NULL, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    FUZZ_CHECK(doc != NULL, "%s is XML", st.name);
    xmlFreeDoc(doc);
    free(bytes);
}

static void check_epub(const struct output *epub)
{
    zip_error_t error;

    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(epub->bytes, epub->n, 0, &error);
    zip_t *zip = zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error);
    FUZZ_CHECK(zip != NULL, "the EPUB is an archive: %s", zip_error_strerror(&error));
    zip_int64_t n = zip_get_num_entries(zip, 0);
    FUZZ_CHECK(n > 3 && strcmp(zip_get_name(zip, 0, 0), "mimetype") == 0, "the EPUB's first entry is its type");
    for (zip_int64_t i = 0; i < n; i++)
        check_entry(zip, (zip_uint64_t)i);
    zip_discard(zip);
    zip_error_fini(&error);
}

/* ---- building ---- */

static struct outcome build(unsigned jobs)
{
    static char pdf[300], epub[300];
    const char *source = fuzz_folder();
    snprintf(pdf, sizeof pdf, "%s/out.pdf", source);
    snprintf(epub, sizeof epub, "%s/out.epub", source);
    struct build_options o = {.sources = &source,
                              .n_sources = 1,
                              .pdf = pdf,
                              .epub = epub,
                              .layouts_dir = SOURCE_DIR "/layouts",
                              .fonts_dir = SOURCE_DIR "/fonts",
                              .jobs = jobs,
                              .open = true, /* the next one must still read and write */
                              .version = "briefbook 0"};
    struct arena *a = arena_new();
    struct diag *d = diag_new();
    struct buf dump = BUF_INIT;
    struct build_result result;
    struct outcome out = {.status = build_book(&o, a, d, &dump, &result)};

    out.pdf = take_output("out.pdf");
    out.epub = take_output("out.epub");
    if (out.status == 0)
        FUZZ_CHECK(out.pdf.n > 0 && out.epub.n > 0 && result.pages > 0, "what was built is there");
    else
        FUZZ_CHECK(out.pdf.n == 0 && out.epub.n == 0 && diag_count(d, DIAG_ERROR) > 0,
                   "what failed leaves an error only");
    for (size_t i = 0; i < diag_stored(d); i++)
        diag_text(d, i, (i & 1) != 0 ? "vi" : "en");
    buf_free(&dump);
    diag_drop(d);
    arena_drop(a);
    return out;
}

static bool equal(const struct output *a, const struct output *b)
{
    return a->n == b->n && (a->n == 0 || memcmp(a->bytes, b->bytes, a->n) == 0);
}

static void drop(struct outcome *o)
{
    free(o->pdf.bytes);
    free(o->epub.bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    if (n > MAX_BYTES)
        return -1;
    empty_folder();
    fill_folder((const char *)bytes, n);
    struct outcome once = build(1);
    if (n % 4 == 0) {
        struct outcome again = build(2);
        FUZZ_CHECK(once.status == again.status, "two builds agree");
        FUZZ_CHECK(equal(&once.pdf, &again.pdf), "two builds give the same PDF");
        FUZZ_CHECK(equal(&once.epub, &again.epub), "two builds give the same EPUB");
        drop(&again);
    }
    if (once.status == 0) {
        check_pdf(&once.pdf);
        check_epub(&once.epub);
    }
    drop(&once);
    return 0;
}
