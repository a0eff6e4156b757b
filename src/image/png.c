/* PNG: its chunks are walked and their check sums compared; plain files pass through, others are decoded by libpng's
 * simplified interface, which needs no longjmp() of ours.
 */
#include <libdeflate.h>
#include <png.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "image/check.h"
#include "image/profile.h"

enum { TYPE_GREY = 0, TYPE_RGB = 2, TYPE_PALETTE = 3, TYPE_GREY_ALPHA = 4, TYPE_RGB_ALPHA = 6 };

#define SIGNATURE_BYTES 8
#define SRGB_GAMMA 45455 /* 1/2.2, in 1/100000 as in the gAMA chunk */

/* What the chunks tell. */
struct png {
    const uint8_t *p;
    size_t n;
    uint32_t width, height;
    uint8_t bits, type, interlace;
    const uint8_t *palette;
    size_t palette_n; /* bytes */
    size_t idat_n;
    uint32_t gamma; /* 0: not said */
    const uint8_t *icc;
    size_t icc_n; /* iCCP: a name, a method, the deflated profile */
    bool srgb, trns, ended;
    double dpi;
};

struct chunk {
    const uint8_t *data;
    uint32_t n;
    char type[5];
};

/* The chunk at *at, and moves *at behind it. False where the file breaks off or a chunk that matters has a wrong sum.
 */
static bool next_chunk(const struct png *f, size_t *at, struct chunk *c)
{
    if (f->n - *at < 12)
        return false;
    c->n = image_be32(f->p + *at);
    if (c->n > f->n - *at - 12)
        return false;
    memcpy(c->type, f->p + *at + 4, 4);
    c->type[4] = '\0';
    c->data = f->p + *at + 8;
    bool critical = c->type[0] >= 'A' && c->type[0] <= 'Z';
    if (critical && libdeflate_crc32(0, c->data - 4, c->n + 4) != image_be32(c->data + c->n))
        return false;
    *at += 12 + (size_t)c->n;
    return true;
}

static void read_header(struct png *f, const struct chunk *c)
{
    if (c->n != 13)
        return;
    f->width = image_be32(c->data);
    f->height = image_be32(c->data + 4);
    f->bits = c->data[8];
    f->type = c->data[9];
    f->interlace = c->data[12];
}

static void read_chunk(struct png *f, const struct chunk *c)
{
    if (strcmp(c->type, "IHDR") == 0) {
        read_header(f, c);
    } else if (strcmp(c->type, "PLTE") == 0) {
        f->palette = c->data;
        f->palette_n = c->n <= 768 ? c->n / 3 * 3 : 0;
    } else if (strcmp(c->type, "IDAT") == 0) {
        f->idat_n += c->n;
    } else if (strcmp(c->type, "tRNS") == 0) {
        f->trns = true;
    } else if (strcmp(c->type, "sRGB") == 0) {
        f->srgb = true;
    } else if (strcmp(c->type, "iCCP") == 0) {
        f->icc = c->data;
        f->icc_n = c->n;
    } else if (strcmp(c->type, "gAMA") == 0 && c->n == 4) {
        f->gamma = image_be32(c->data);
    } else if (strcmp(c->type, "pHYs") == 0 && c->n == 9 && c->data[8] == 1) {
        f->dpi = image_be32(c->data) * 0.0254; /* pixels a metre */
    } else if (strcmp(c->type, "IEND") == 0) {
        f->ended = true;
    }
}

static struct png read_chunks(const uint8_t *p, size_t n)
{
    struct png f = {.p = p, .n = n};
    struct chunk c;
    size_t at = SIGNATURE_BYTES;

    while (!f.ended && at <= n && next_chunk(&f, &at, &c))
        read_chunk(&f, &c);
    return f;
}

static unsigned channels(const struct png *f)
{
    return f->type == TYPE_RGB ? 3 : f->type == TYPE_RGB_ALPHA ? 4 : f->type == TYPE_GREY_ALPHA ? 2 : 1;
}

/* True if what is seen differs from what the samples say as plain sRGB: some old programs write other gammas. */
static bool has_odd_gamma(const struct png *f)
{
    return !f->srgb && f->gamma != 0 && (f->gamma < SRGB_GAMMA - 2000 || f->gamma > SRGB_GAMMA + 2000);
}

static bool may_pass(const struct png *f, const struct image *image)
{
    bool opaque = f->type == TYPE_GREY || f->type == TYPE_RGB || f->type == TYPE_PALETTE;
    bool palette = f->type != TYPE_PALETTE || f->palette_n > 0;

    return opaque && palette && f->interlace == 0 && !f->trns && f->bits <= 8 &&
           (image->own_gamma || !has_odd_gamma(f));
}

static uint8_t *join_idat(const struct png *f)
{
    uint8_t *joined = mem_alloc(f->idat_n);
    struct chunk c;
    size_t at = SIGNATURE_BYTES, n = 0;

    while (n < f->idat_n && next_chunk(f, &at, &c)) {
        if (strcmp(c.type, "IDAT") != 0)
            continue;
        memcpy(joined + n, c.data, c.n);
        n += c.n;
    }
    return joined;
}

/* Inflates the data once: they must be exactly as long as the picture, and each row's filter one that exists. A reader
 * would show garbage otherwise, each a different one. Returns the bytes of the zlib stream, 0 when it is bad. */
static size_t check_stream(const struct png *f, const uint8_t *joined)
{
    size_t row = ((size_t)f->width * channels(f) * f->bits + 7) / 8 + 1;
    size_t expected = row * f->height, read = 0, made = 0;
    uint8_t *rows = mem_alloc(expected);
    struct libdeflate_decompressor *z = libdeflate_alloc_decompressor();

    if (!z)
        mem_fail();
    bool ok = libdeflate_zlib_decompress_ex(z, joined, f->idat_n, rows, expected, &read, &made) == LIBDEFLATE_SUCCESS &&
              made == expected;
    for (size_t y = 0; ok && y < f->height; y++)
        ok = rows[y * row] <= 4;
    libdeflate_free_decompressor(z);
    free(rows);
    return ok ? read : 0;
}

/* The joined IDAT of a file that may pass, checked; NULL when it is bad after all. */
static uint8_t *passing_idat(const struct png *f, const struct image *image, size_t *n)
{
    if (!may_pass(f, image) || f->idat_n == 0)
        return NULL;
    uint8_t *joined = join_idat(f);
    *n = check_stream(f, joined);
    if (*n == 0) {
        free(joined);
        return NULL;
    }
    return joined;
}

uint8_t *image_png_idat(const struct image *image, struct png_idat *how, size_t *n)
{
    if (image->kind != IMAGE_PNG || image->pixels)
        return NULL;
    struct png f = read_chunks(image->bytes, image->n_bytes);
    uint8_t *joined = f.ended ? passing_idat(&f, image, n) : NULL;
    if (!joined)
        return NULL;
    memset(how, 0, sizeof *how);
    how->colours = (uint8_t)channels(&f);
    how->bits = f.bits;
    if (f.type == TYPE_PALETTE) {
        /* Readers differ on an index beyond the palette's end, so there is none. */
        how->n_palette = (uint16_t)(1u << f.bits);
        size_t bytes = f.palette_n < 3u * how->n_palette ? f.palette_n : 3u * how->n_palette;
        memcpy(how->palette, f.palette, bytes);
    }
    return joined;
}

static bool bits_allowed(const struct png *f)
{
    bool small = f->bits == 1 || f->bits == 2 || f->bits == 4;

    if (f->type == TYPE_GREY)
        return small || f->bits == 8 || f->bits == 16;
    if (f->type == TYPE_PALETTE)
        return small || f->bits == 8;
    return (f->type == TYPE_RGB || f->type == TYPE_GREY_ALPHA || f->type == TYPE_RGB_ALPHA) &&
           (f->bits == 8 || f->bits == 16);
}

static bool usable(const struct image_source *src, const struct png *f)
{
    if (f->width == 0 && f->height == 0)
        return image_damaged(src, "IHDR");
    if (!image_size_allowed(src, f->width, f->height))
        return false;
    if (!f->ended || f->idat_n == 0)
        return image_damaged(src, f->ended ? "IDAT" : "IEND");
    return bits_allowed(f) || image_damaged(src, "IHDR");
}

/* The profile in an iCCP chunk, from mem_alloc(); NULL: none that could be a profile. */
static uint8_t *inflate_profile(const struct png *f, size_t *n)
{
    const uint8_t *end = memchr(f->icc, 0, f->icc_n < 80 ? f->icc_n : 80);
    struct libdeflate_decompressor *z = libdeflate_alloc_decompressor();
    size_t at = end ? (size_t)(end - f->icc) + 2 : f->icc_n;
    uint8_t *profile = mem_alloc(PROFILE_MAX_BYTES);

    if (!z)
        mem_fail();
    bool ok = at < f->icc_n && libdeflate_zlib_decompress(z, f->icc + at, f->icc_n - at, profile, PROFILE_MAX_BYTES,
                                                          n) == LIBDEFLATE_SUCCESS;
    libdeflate_free_decompressor(z);
    if (ok && *n > 0)
        return mem_realloc(profile, *n);
    free(profile);
    return NULL;
}

/* What a profile or sRGB says rules over gAMA (PNG specification, 4.2.2). */
static void read_colours(const struct image_source *src, const struct png *f, struct image *image)
{
    size_t n = 0;
    uint8_t *profile = f->icc ? inflate_profile(f, &n) : NULL;

    image->own_gamma = f->srgb;
    if (f->icc && image_take_profile(src, image, profile ? profile : f->icc, profile ? n : 1))
        image->own_gamma = true;
    free(profile);
}

/* The file without what libpng would make of gAMA and cHRM. */
static void drop_gamma(const struct image *image, struct buf *out)
{
    const struct png f = {.p = image->bytes, .n = image->n_bytes};
    size_t at = SIGNATURE_BYTES, from = at;
    struct chunk c;

    buf_put(out, f.p, SIGNATURE_BYTES);
    for (; next_chunk(&f, &at, &c); from = at)
        if (strcmp(c.type, "gAMA") != 0 && strcmp(c.type, "cHRM") != 0 && strcmp(c.type, "iCCP") != 0)
            buf_put(out, f.p + from, at - from);
}

/* Decodes into grey or RGB bytes; *alpha is NULL when all is opaque. */
static uint8_t *decode(const struct image *image, const void *bytes, size_t n, uint8_t **alpha)
{
    png_image reader = {.version = PNG_IMAGE_VERSION};
    unsigned colours = image->components == 1 ? 1 : 3;

    if (!png_image_begin_read_from_memory(&reader, bytes, n))
        return NULL;
    if (reader.width != image->width || reader.height != image->height) {
        png_image_free(&reader);
        return NULL;
    }
    reader.flags |= PNG_IMAGE_FLAG_16BIT_sRGB; /* what says nothing of its colours is shown by all as sRGB */
    bool clear = (reader.format & PNG_FORMAT_FLAG_ALPHA) != 0;
    reader.format = (colours == 1 ? PNG_FORMAT_GRAY : PNG_FORMAT_RGB) | (clear ? PNG_FORMAT_FLAG_ALPHA : 0);
    size_t pixels = (size_t)image->width * image->height;
    uint8_t *out = mem_calloc(pixels, colours + (clear ? 1 : 0));
    if (!png_image_finish_read(&reader, NULL, out, 0, NULL)) {
        png_image_free(&reader);
        free(out);
        return NULL;
    }
    *alpha = clear ? image_part_alpha(out, pixels, colours) : NULL;
    return out;
}

static uint8_t *decode_file(const struct image *image, uint8_t **alpha)
{
    struct buf plain = BUF_INIT;

    if (!image->own_gamma)
        return decode(image, image->bytes, image->n_bytes, alpha);
    drop_gamma(image, &plain);
    uint8_t *pixels = decode(image, plain.p, plain.n, alpha);
    buf_free(&plain);
    return pixels;
}

/* Decodes what does not pass, down to sRGB. */
static bool decode_now(const struct image_source *src, struct image *image)
{
    uint8_t *alpha = NULL, *pixels = decode_file(image, &alpha);

    if (!pixels)
        return image_damaged(src, "IDAT");
    image->bits = 8;
    image->alpha = alpha;
    image_take_pixels(image, pixels);
    return true;
}

bool png_check(const struct image_source *src, struct image *image)
{
    struct png f = read_chunks(src->bytes, src->n);
    size_t n;

    if (!usable(src, &f))
        return false;
    image->kind = IMAGE_PNG;
    image->width = f.width;
    image->height = f.height;
    image->components = f.type == TYPE_GREY || f.type == TYPE_GREY_ALPHA ? 1 : 3;
    image->bits = f.bits;
    image->dpi = f.dpi;
    read_colours(src, &f, image);
    uint8_t *joined = passing_idat(&f, image, &n);
    if (!joined)
        return decode_now(src, image);
    free(joined);
    return true;
}

uint8_t *png_decode(const struct image *image, unsigned *components)
{
    uint8_t *alpha = NULL, *pixels = decode_file(image, &alpha);

    free(alpha); /* what passes has none */
    *components = image->components == 1 ? 1 : 3;
    return pixels;
}
