/* The floor: what no program that makes the same two files from the same articles can do without.
 *
 *   floor unpack BOOK.pdf BOOK.epub DIR    the pages' contents and the XHTML as they are before they are deflated
 *   floor run ARTICLES DIR OUT FAMILY…     reads every article, shapes each distinct word once, deflates the bytes
 *                                          of DIR with the library and level of the real thing, subsets the families'
 *                                          faces for both outputs, writes it all to OUT
 *
 * One thread, no layout, no structure, no checks. The real program's time is given as a multiple of this one's.
 */
#include <dirent.h>
#include <libdeflate.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <zip.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "font/font_set.h"
#include "font/subset.h"
#include "layout/shape.h"
#include "pdf/save.h"

#define LARGEST (64u << 20)

static void put_size(FILE *f, size_t n)
{
    uint64_t size = n;
    fwrite(&size, sizeof size, 1, f);
}

/* A file of streams, each with its length before it. */
static FILE *create(const char *dir, const char *name)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    FILE *f = fopen(path, "wb");
    if (f == NULL) {
        perror(path);
        exit(1);
    }
    return f;
}

static char *read_whole(const char *path, size_t *n)
{
    struct diag *d = diag_new();
    char *bytes = NULL;
    if (file_read(path, LARGEST * 4, &bytes, n, d, DIAG_NOWHERE) != 0) {
        fprintf(stderr, "cannot read %s\n", path);
        exit(1);
    }
    diag_drop(d);
    return bytes;
}

static void unpack_pdf(const char *path, const char *dir)
{
    size_t n, got;
    char *pdf = read_whole(path, &n), *raw = mem_alloc(LARGEST);
    FILE *out = create(dir, "pages");
    struct libdeflate_decompressor *z = libdeflate_alloc_decompressor();
    for (char *at = pdf; (at = memmem(at, (size_t)(pdf + n - at), "stream", 6)) != NULL;) {
        at += 6;
        at += *at == '\r';
        at += *at == '\n';
        size_t left = (size_t)(pdf + n - at);
        if (libdeflate_zlib_decompress_ex(z, at, left, raw, LARGEST, NULL, &got) != LIBDEFLATE_SUCCESS)
            continue;
        put_size(out, got);
        fwrite(raw, 1, got, out);
    }
    fclose(out);
    libdeflate_free_decompressor(z);
    free(raw);
    free(pdf);
}

static void unpack_epub(const char *path, const char *dir)
{
    FILE *out = create(dir, "files");
    zip_t *z = zip_open(path, ZIP_RDONLY, NULL);
    for (zip_int64_t i = 0; z != NULL && i < zip_get_num_entries(z, 0); i++) {
        zip_stat_t st;
        const char *name = zip_get_name(z, (zip_uint64_t)i, 0);
        if (strstr(name, "html") == NULL || zip_stat_index(z, (zip_uint64_t)i, 0, &st) != 0)
            continue;
        char *raw = mem_alloc(st.size + 1);
        zip_file_t *f = zip_fopen_index(z, (zip_uint64_t)i, 0);
        put_size(out, st.size);
        fwrite(raw, 1, (size_t)zip_fread(f, raw, st.size), out);
        zip_fclose(f);
        free(raw);
    }
    zip_discard(z);
    fclose(out);
}

static void deflate_file(const char *dir, const char *name, FILE *out)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    size_t n;
    char *all = read_whole(path, &n);
    struct libdeflate_compressor *z = libdeflate_alloc_compressor(PDF_DEFLATE_LEVEL);
    struct buf packed = BUF_INIT;
    for (size_t at = 0; at + 8 <= n;) {
        uint64_t size;
        memcpy(&size, all + at, sizeof size);
        at += sizeof size;
        size_t bound = libdeflate_zlib_compress_bound(z, size);
        char *to = buf_reserve(&packed, bound);
        fwrite(to, 1, libdeflate_zlib_compress(z, all + at, size, to, bound), out);
        at += size;
    }
    libdeflate_free_compressor(z);
    buf_free(&packed);
    free(all);
}

/* What the articles hold. */
struct reader {
    struct word_cache *words;
    const struct font *font;
    uint8_t *chars; /* a bit a code point */
};

static struct shaping shaping_in(const struct reader *r, const struct font *f)
{
    return (struct shaping){.font = f, .lang = cache_lang(r->words, "vi"), .script = 0x4C61746Eu};
}

static void read_article(const struct reader *r, const char *path)
{
    size_t n;
    char *s = read_whole(path, &n);
    struct shaping how = shaping_in(r, r->font);
    for (size_t i = 0; i < n;) {
        size_t end = i;
        while (end < n && s[end] != ' ' && s[end] != '\n') {
            uint32_t cp = utf8_next(s, n, &end);
            r->chars[cp >> 3] |= (uint8_t)(1u << (cp & 7));
        }
        if (end > i && end - i < 256)
            shape_word(r->words, &how, s + i, end - i);
        i = end + 1;
    }
    free(s);
}

static void read_articles(const struct reader *r, const char *dir)
{
    DIR *d = opendir(dir);
    char path[4096];
    for (struct dirent *e; d != NULL && (e = readdir(d)) != NULL;)
        if (strstr(e->d_name, ".md") != NULL) {
            snprintf(path, sizeof path, "%s/%s", dir, e->d_name);
            read_article(r, path);
        }
    if (d != NULL)
        closedir(d);
}

static void write_subset(struct font_subset *s, FILE *out)
{
    size_t n;
    const void *bytes = font_subset_bytes(s, false, &n);
    struct buf packed = BUF_INIT;
    deflate_into(&packed, bytes, n, PDF_DEFLATE_LEVEL);
    fwrite(packed.p, 1, packed.n, out);
    buf_free(&packed);
    font_subset_drop(s);
}

/* One for the PDF, by glyphs, and one for the EPUB, by characters. */
static void write_face(const struct reader *r, const struct font *f, FILE *out)
{
    uint32_t *cps = mem_calloc(0x20000, sizeof *cps);
    uint8_t *used = mem_calloc((size_t)f->n_glyphs / 8 + 1, 1);
    struct shaping how = shaping_in(r, f);
    size_t n = 0;
    for (uint32_t cp = 0x20; cp < 0x20000; cp++)
        if (r->chars[cp >> 3] & 1u << (cp & 7))
            cps[n++] = cp;
    for (size_t i = 0; i < n; i++) {
        char s[8] = {0};
        size_t length = utf8_put(s, cps[i]);
        const struct shaped *w = shape_word(r->words, &how, s, length);
        for (uint16_t k = 0; k < w->n; k++)
            used[w->glyphs[k].gid >> 3] |= (uint8_t)(1u << (w->glyphs[k].gid & 7));
    }
    write_subset(font_subset_glyphs(f, used, NULL), out);
    write_subset(font_subset_chars(f, cps, n, NULL), out);
    free(used);
    free(cps);
}

static int run(int argc, char **argv)
{
    struct diag *d = diag_new();
    struct font_set *fonts = font_set_open(getenv("FLOOR_FONTS") != NULL ? getenv("FLOOR_FONTS") : "fonts", d);
    const struct font *text = fonts != NULL ? font_set_lookup(fonts, argv[5], 400, false, d) : NULL;
    if (text == NULL)
        return fputs("no fonts\n", stderr), 1;
    struct reader r = {word_cache_new(), text, mem_calloc(0x110000 / 8, 1)};
    FILE *out = create(argv[4], "floor.out");
    read_articles(&r, argv[2]);
    deflate_file(argv[3], "pages", out);
    deflate_file(argv[3], "files", out);
    for (int i = 5; i < argc; i++)
        for (unsigned weight = 400; weight <= 700; weight += 300)
            write_face(&r, font_set_lookup(fonts, argv[i], weight, false, d), out);
    fclose(out);
    word_cache_drop(r.words);
    font_set_drop(fonts);
    free(r.chars);
    diag_drop(d);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc == 5 && strcmp(argv[1], "unpack") == 0) {
        mkdir(argv[4], 0777);
        unpack_pdf(argv[2], argv[4]);
        unpack_epub(argv[3], argv[4]);
        return 0;
    }
    if (argc >= 6 && strcmp(argv[1], "run") == 0)
        return run(argc, argv);
    return fputs("usage: floor unpack BOOK.pdf BOOK.epub DIR | floor run ARTICLES DIR OUT FAMILY...\n", stderr), 2;
}
