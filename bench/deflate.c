/* What each level of compression makes of a book's own streams, in bytes and in CPU time: deflate BOOK.pdf BOOK.epub
 *
 * The files are briefbook's: their streams are inflated, and deflated again one by one. Of several rounds the quickest
 * counts. Prints Markdown: kinds of streams, and for each level the part of the bytes that is left, and milliseconds.
 */
#include <libdeflate.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <zip.h>
#include <zlib.h>

#define ROUNDS 9
#define LEVELS 6
#define LARGEST (64u << 20)

enum kind { PAGES, OBJECTS, XHTML, NAVIGATION, KINDS };

static const char *const names[KINDS] = {"PDF: contents of pages", "PDF: object streams", "EPUB: text",
                                         "EPUB: navigation, package"};

struct stream {
    enum kind kind;
    unsigned char *bytes;
    size_t n;
};

struct streams {
    struct stream *items;
    size_t n;
};

static _Noreturn void fail(const char *what)
{
    fprintf(stderr, "deflate: %s\n", what);
    exit(1);
}

static void *allocate(void *old, size_t n)
{
    void *p = realloc(old, n);
    if (p == NULL)
        fail("out of memory");
    return p;
}

static void add(struct streams *s, enum kind kind, unsigned char *bytes, size_t n)
{
    s->items = allocate(s->items, (s->n + 1) * sizeof *s->items);
    s->items[s->n++] = (struct stream){kind, bytes, n};
}

static unsigned char *read_file(const char *path, size_t *n)
{
    FILE *f = fopen(path, "rb");
    if (f == NULL || fseek(f, 0, SEEK_END) != 0)
        fail("the PDF cannot be read");
    long size = ftell(f);
    rewind(f);
    unsigned char *bytes = allocate(NULL, (size_t)size + 1);
    if (size < 0 || fread(bytes, 1, (size_t)size, f) != (size_t)size)
        fail("the PDF cannot be read");
    fclose(f);
    *n = (size_t)size;
    return bytes;
}

/* Streams of pages have nothing but filter and length in their dictionaries; object streams say what they are. */
static void add_pdf(struct streams *s, const char *path)
{
    static const char sign[] = "/Filter/FlateDecode/Length ", objects[] = "/Type/ObjStm";
    size_t n, left;
    unsigned char *all = read_file(path, &n), *end = all + n, *out = allocate(NULL, LARGEST), *at;
    struct libdeflate_decompressor *z = libdeflate_alloc_decompressor();
    if (z == NULL)
        fail("out of memory");
    all[n] = '\0';
    for (unsigned char *p = all; (at = memmem(p, (size_t)(end - p), sign, strlen(sign))) != NULL;) {
        const char *head = (const char *)at - 60 > (const char *)all ? (const char *)at - 60 : (const char *)all;
        bool page = memcmp(at - 2, "<<", 2) == 0;
        bool object = memmem(head, (size_t)((const char *)at - head), objects, strlen(objects)) != NULL;
        char *behind;
        size_t length = strtoul((const char *)at + strlen(sign), &behind, 10), size;
        unsigned char *bytes = memmem(behind, (size_t)((char *)end - behind), "stream\n", 7);
        if (bytes == NULL || length > (left = (size_t)(end - (bytes + 7))) || left == 0)
            break;
        p = bytes + 7 + length;
        if (!page && !object)
            continue;
        if (libdeflate_zlib_decompress(z, bytes + 7, length, out, LARGEST, &size) != LIBDEFLATE_SUCCESS)
            fail("a stream of the PDF is broken");
        add(s, page ? PAGES : OBJECTS, memcpy(allocate(NULL, size + 1), out, size), size);
    }
    libdeflate_free_decompressor(z);
    free(out);
    free(all);
}

static bool ends_with(const char *s, const char *end)
{
    return strlen(s) >= strlen(end) && strcmp(s + strlen(s) - strlen(end), end) == 0;
}

static void add_epub(struct streams *s, const char *path)
{
    zip_t *z = zip_open(path, ZIP_RDONLY, NULL);
    if (z == NULL)
        fail("the EPUB cannot be read");
    for (zip_int64_t i = 0; i < zip_get_num_entries(z, 0); i++) {
        zip_stat_t st;
        if (zip_stat_index(z, (zip_uint64_t)i, 0, &st) != 0)
            fail("the EPUB cannot be read");
        bool text = strstr(st.name, "/text/") != NULL;
        if (!text && !ends_with(st.name, ".xhtml") && !ends_with(st.name, ".ncx") && !ends_with(st.name, ".opf"))
            continue;
        unsigned char *bytes = allocate(NULL, (size_t)st.size + 1);
        zip_file_t *f = zip_fopen_index(z, (zip_uint64_t)i, 0);
        if (f == NULL || zip_fread(f, bytes, st.size) != (zip_int64_t)st.size)
            fail("the EPUB cannot be read");
        zip_fclose(f);
        add(s, text ? XHTML : NAVIGATION, bytes, (size_t)st.size);
    }
    zip_discard(z);
}

static double cpu_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* Deflates all streams of the kind; `z` NULL: by zlib at its level 1. Returns the bytes that come out. */
static size_t deflate_all(const struct streams *s, enum kind kind, struct libdeflate_compressor *z, unsigned char *out)
{
    size_t sum = 0;
    for (size_t i = 0; i < s->n; i++) {
        const struct stream *one = &s->items[i];
        uLongf n = LARGEST;
        if (one->kind != kind)
            continue;
        if (z != NULL)
            n = libdeflate_zlib_compress(z, one->bytes, one->n, out, LARGEST);
        else if (compress2(out, &n, one->bytes, one->n, 1) != Z_OK)
            n = 0;
        if (n == 0)
            fail("a stream cannot be deflated");
        sum += n;
    }
    return sum;
}

/* One cell of the table: `level` 0 is zlib's 1. */
static void put_cell(const struct streams *s, enum kind kind, int level, size_t all, unsigned char *out)
{
    struct libdeflate_compressor *z = level > 0 ? libdeflate_alloc_compressor(level) : NULL;
    double best = 0;
    size_t size = 0;
    if (level > 0 && z == NULL)
        fail("out of memory");
    for (int round = 0; round < ROUNDS; round++) {
        double before = cpu_ms();
        size = deflate_all(s, kind, z, out);
        double took = cpu_ms() - before;
        best = round == 0 || took < best ? took : best;
    }
    if (z != NULL)
        libdeflate_free_compressor(z);
    printf(" %.1f %%, %.1f |", all > 0 ? 100.0 * (double)size / (double)all : 0, best);
    fflush(stdout);
}

int main(int argc, char **argv)
{
    struct streams s = {NULL, 0};
    unsigned char *out = allocate(NULL, LARGEST);
    if (argc != 3)
        fail("usage: deflate BOOK.pdf BOOK.epub");
    add_pdf(&s, argv[1]);
    add_epub(&s, argv[2]);
    printf("| %% left, CPU ms | kB | 1 | 2 | 3 | 4 | 5 | 6 | zlib 1 |\n|");
    printf(" --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n");
    for (int kind = 0; kind < KINDS; kind++) {
        size_t all = 0;
        for (size_t i = 0; i < s.n; i++)
            all += s.items[i].kind == (enum kind)kind ? s.items[i].n : 0;
        printf("| %s | %zu |", names[kind], all / 1000);
        for (int level = 1; level <= LEVELS; level++)
            put_cell(&s, (enum kind)kind, level, all, out);
        put_cell(&s, (enum kind)kind, 0, all, out);
        printf("\n");
    }
    for (size_t i = 0; i < s.n; i++)
        free(s.items[i].bytes);
    free(s.items);
    free(out);
}
