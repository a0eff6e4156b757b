/* make-pictures FOLDER: writes pictures of every kind into it, by rule: sound ones, odd ones, hostile ones. */
#include <unistd.h>

#include "unit/image/pictures.h"
#include "unit/image/profiles.h"
#include "unit/image/webp_pictures.h"

#define SIDE 240

static void keep(const char *name, struct buf *b)
{
    save(name, b);
    buf_clear(b);
}

/* Rows of a smooth picture: every sample from its place, so that neighbours differ little. */
static uint8_t *smooth_rows(const struct png_spec *s)
{
    size_t row = png_row_bytes(s), step = row / s->width > 0 ? row / s->width : 1;
    uint8_t *rows = malloc(row * s->height);

    for (size_t y = 0; y < s->height; y++)
        for (size_t i = 0; i < row; i++)
            rows[y * row + i] = (uint8_t)(i / step * 255 / s->width / 2 + y * 127 / s->height + i % step * 17);
    return rows;
}

static void png(const char *name, struct png_spec s)
{
    struct buf b = BUF_INIT;
    uint8_t *rows = smooth_rows(&s);

    s.rows = s.rows ? s.rows : rows;
    make_png(&b, &s);
    keep(name, &b);
    buf_free(&b);
    free(rows);
}

/* Indices in stripes over a palette of four, whose entries clear away one by one. */
static void palette_with_clear_colours(void)
{
    static uint8_t rows[SIDE / 2 * SIDE];
    static const uint8_t clear[] = {0, 85, 170, 255};

    for (size_t i = 0; i < sizeof rows; i++)
        rows[i] = (uint8_t)(i % (SIDE / 2) * 2 / 60 * 0x11);
    png("bang-mau-trong.png", (struct png_spec){SIDE, SIDE, 4, 3, .n_palette = 4, .rows = rows, .extra = "tRNS",
                                                .extra_data = clear, .extra_n = sizeof clear});
}

static void pngs(const struct buf *icc)
{
    struct buf chunk = BUF_INIT;

    png("muoi-sau-bit.png", (struct png_spec){SIDE, SIDE, 16, 2, .interlace = 0});
    png("xam-muoi-sau-bit.png", (struct png_spec){SIDE, SIDE, 16, 0, .interlace = 0});
    png("trong-muoi-sau-bit.png", (struct png_spec){SIDE, SIDE, 16, 6, .interlace = 0});
    png("trong-suot.png", (struct png_spec){SIDE, SIDE, 8, 6, .interlace = 0});
    png("xam-trong.png", (struct png_spec){SIDE, SIDE, 8, 4, .interlace = 0});
    png("don-gian.png", (struct png_spec){SIDE, SIDE, 8, 2, .interlace = 0});
    palette_with_clear_colours();
    put_iccp(&chunk, icc);
    png("ho-so.png", (struct png_spec){SIDE, SIDE, 8, 2, .extra = "iCCP", .extra_data = chunk.p, .extra_n = chunk.n});
    png("ho-so-hong.png",
        (struct png_spec){SIDE, SIDE, 8, 2, .extra = "iCCP", .extra_data = chunk.p, .extra_n = chunk.n / 2});
    buf_free(&chunk);
}

/* Adam7 (PNG specification, 8.2): seven passes, each a picture of its own, all of one grey. */
static void interlaced(void)
{
    static const int first_x[] = {0, 4, 0, 2, 0, 1, 0}, first_y[] = {0, 0, 4, 0, 2, 0, 1};
    static const int step_x[] = {8, 8, 4, 4, 2, 2, 1}, step_y[] = {8, 8, 8, 4, 4, 2, 2};
    struct buf raw = BUF_INIT, head = BUF_INIT, b = BUF_INIT;

    for (int pass = 0; pass < 7; pass++)
        for (int y = first_y[pass]; y < SIDE; y += step_y[pass]) {
            buf_putc(&raw, 0);
            for (int x = first_x[pass]; x < SIDE; x += step_x[pass])
                buf_putc(&raw, (char)(x * 255 / SIDE));
        }
    struct libdeflate_compressor *z = libdeflate_alloc_compressor(6);
    size_t bound = libdeflate_zlib_compress_bound(z, raw.n);
    char *packed = malloc(bound);
    size_t n = libdeflate_zlib_compress(z, raw.p, raw.n, packed, bound);
    libdeflate_free_compressor(z);
    buf_put(&b, "\x89PNG\r\n\x1a\n", 8);
    put_be32(&head, SIDE);
    put_be32(&head, SIDE);
    buf_put(&head, "\x08\0\0\0\1", 5);
    put_chunk(&b, "IHDR", head.p, head.n);
    put_chunk(&b, "IDAT", packed, n);
    put_chunk(&b, "IEND", "", 0);
    keep("xen-ke.png", &b);
    buf_free(&b);
    buf_free(&head);
    buf_free(&raw);
    free(packed);
}

static void jpeg(const char *name, int format, const struct buf *icc, uint8_t first)
{
    struct buf b = BUF_INIT;

    make_jpeg(&b, SIDE, SIDE, format, 0);
    if (icc)
        insert_profile(&b, icc, 4000, first);
    keep(name, &b);
    buf_free(&b);
}

static void jpegs(const struct buf *icc)
{
    struct buf inks = BUF_INIT, grey = BUF_INIT;

    make_cmyk_profile(&inks);
    make_grey_profile(&grey, 1.0);
    jpeg("don-gian.jpg", TJPF_RGB, NULL, 1);
    jpeg("ho-so.jpg", TJPF_RGB, icc, 1);
    jpeg("xam-ho-so.jpg", TJPF_GRAY, &grey, 1);
    jpeg("bon-mau.jpg", TJPF_CMYK, NULL, 1);
    jpeg("bon-mau-ho-so.jpg", TJPF_CMYK, &inks, 1);
    jpeg("ho-so-thieu.jpg", TJPF_RGB, icc, 2);
    jpeg("ho-so-khac-mau.jpg", TJPF_RGB, &inks, 1);
    buf_free(&inks);
    buf_free(&grey);
}

static void webp(const char *name, const struct webp_spec *s)
{
    struct buf b = BUF_INIT;

    make_webp(&b, s);
    keep(name, &b);
    buf_free(&b);
}

static void webps(const struct buf *icc)
{
    struct webp_spec s = {SIDE, SIDE, {200, 30, 40, 255}, {10, 120, 90, 255}, .lossy = false};

    webp("it-mau.webp", &s);
    s.icc = icc;
    webp("ho-so.webp", &s);
    s.icc = NULL;
    s.lossy = true;
    webp("anh-chup.webp", &s);
    s.frames = 3;
    webp("dong.webp", &s);
    s.frames = 0;
    s.right[3] = 100;
    webp("anh-chup-trong.webp", &s);
}

/* The first `n` of `of` parts of a file. */
static void cut(const char *from, const char *name, size_t n, size_t of)
{
    struct buf b = BUF_INIT;
    FILE *in = fopen(from, "rb");
    int c;

    must(in != NULL);
    while ((c = fgetc(in)) != EOF)
        buf_putc(&b, (char)c);
    fclose(in);
    b.n = b.n * n / of;
    keep(name, &b);
    buf_free(&b);
}

/* Files that say to be larger than any picture. */
static void huge(void)
{
    struct buf b = BUF_INIT;
    struct webp_spec s = {8, 8, {200, 30, 40, 255}, {10, 120, 90, 255}, .frames = 2};

    make_png(&b, &(struct png_spec){4, 4, 8, 6, .interlace = 0});
    memset(b.p + 16, 0x7F, 8);
    uint32_t sum = libdeflate_crc32(0, b.p + 12, 17);
    for (int i = 0; i < 4; i++)
        b.p[29 + i] = (char)(sum >> (24 - 8 * i) & 255);
    keep("khong-lo.png", &b);
    make_jpeg(&b, 8, 8, TJPF_RGB, 0);
    char *sof = memmem(b.p, b.n, "\xFF\xC0", 2);
    must(sof != NULL);
    memset(sof + 5, 0xFF, 4);
    keep("khong-lo.jpg", &b);
    make_webp(&b, &s);
    char *vp8x = memmem(b.p, b.n, "VP8X", 4);
    must(vp8x != NULL);
    memset(vp8x + 12, 0x3F, 2);
    memset(vp8x + 15, 0x3F, 2);
    keep("khong-lo.webp", &b);
    buf_free(&b);
}

int main(int argc, char **argv)
{
    struct buf icc = BUF_INIT;

    if (argc != 2 || chdir(argv[1]) != 0) {
        fputs("usage: make-pictures FOLDER\n", stderr);
        return 2;
    }
    make_rgb_profile(&icc, 1.0);
    pngs(&icc);
    interlaced();
    jpegs(&icc);
    webps(&icc);
    cut("muoi-sau-bit.png", "cat.png", 1, 2);
    cut("don-gian.jpg", "cat.jpg", 1, 2);
    cut("anh-chup.webp", "cat.webp", 1, 2);
    cut("dong.webp", "cat-dong.webp", 2, 3);
    huge();
    buf_free(&icc);
    return 0;
}
