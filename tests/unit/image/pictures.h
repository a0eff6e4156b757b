/* Pictures made for the tests: PNG chunk by chunk, JPEG by libjpeg. */
#ifndef PICTURES_H
#define PICTURES_H

#include <libdeflate.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <turbojpeg.h>

#include "base/buf.h"

/* Ends the program: Check's own words only work inside a test. */
static inline void must(bool holds)
{
    if (!holds)
        abort();
}

static inline void put_be32(struct buf *b, uint32_t v)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        buf_putc(b, (char)(v >> shift & 255));
}

static inline void put_chunk(struct buf *b, const char *type, const void *data, size_t n)
{
    put_be32(b, (uint32_t)n);
    size_t at = b->n;
    buf_put(b, type, 4);
    buf_put(b, data, n);
    put_be32(b, libdeflate_crc32(0, b->p + at, b->n - at));
}

struct png_spec {
    uint32_t width, height;
    uint8_t bits, type, interlace;
    unsigned n_palette;     /* entries (i, 2i, 3i) */
    const char *extra;      /* type of a further chunk before the data … */
    const void *extra_data; /* … and what it holds */
    size_t extra_n;
    size_t short_by;     /* bytes missing from the raw data */
    uint8_t filter;      /* of all rows */
    const uint8_t *rows; /* raw rows without filter bytes; NULL: zeros */
};

static inline size_t png_row_bytes(const struct png_spec *s)
{
    static const uint8_t channels[] = {1, 0, 3, 1, 2, 0, 4};
    return ((size_t)s->width * channels[s->type] * s->bits + 7) / 8;
}

static inline void make_png(struct buf *out, const struct png_spec *s)
{
    size_t row = png_row_bytes(s), n = (row + 1) * s->height;
    uint8_t *raw = calloc(1, n + 1), palette[768], tail[5] = {s->bits, s->type, 0, 0, s->interlace};
    struct buf head = BUF_INIT;

    for (size_t y = 0; y < s->height; y++) {
        raw[y * (row + 1)] = s->filter;
        if (s->rows)
            memcpy(raw + y * (row + 1) + 1, s->rows + y * row, row);
    }
    struct libdeflate_compressor *z = libdeflate_alloc_compressor(6);
    size_t bound = libdeflate_zlib_compress_bound(z, n);
    void *packed = malloc(bound);
    size_t packed_n = libdeflate_zlib_compress(z, raw, n - s->short_by, packed, bound);
    libdeflate_free_compressor(z);

    buf_put(out, "\x89PNG\r\n\x1a\n", 8);
    put_be32(&head, s->width);
    put_be32(&head, s->height);
    buf_put(&head, tail, 5);
    put_chunk(out, "IHDR", head.p, head.n);
    for (unsigned i = 0; i < 3 * s->n_palette; i++)
        palette[i] = (uint8_t)(i / 3 * (i % 3 + 1));
    if (s->n_palette > 0)
        put_chunk(out, "PLTE", palette, 3 * s->n_palette);
    if (s->extra)
        put_chunk(out, s->extra, s->extra_data, s->extra_n);
    size_t half = packed_n / 2; /* two chunks, to be joined */
    put_chunk(out, "IDAT", packed, half);
    put_chunk(out, "IDAT", (char *)packed + half, packed_n - half);
    put_chunk(out, "IEND", "", 0);
    buf_free(&head);
    free(packed);
    free(raw);
}

/* A JPEG whose left half is dark and right half light. */
static inline void make_jpeg(struct buf *out, int w, int h, int format, int flags)
{
    int channels = tjPixelSize[format];
    uint8_t *pixels = malloc((size_t)w * (size_t)h * (size_t)channels);
    unsigned char *packed = NULL;
    unsigned long n = 0;

    for (int i = 0; i < w * h * channels; i++)
        pixels[i] = i / channels % w < w / 2 ? 40 : 220;
    int subsampling = format == TJPF_GRAY ? TJSAMP_GRAY : TJSAMP_444;
    tjhandle tj = tjInitCompress();
    must(tjCompress2(tj, pixels, w, 0, h, format, &packed, &n, subsampling, 90, flags) == 0);
    tjDestroy(tj);
    buf_put(out, packed, n);
    tjFree(packed);
    free(pixels);
}

/* Puts a segment behind the JPEG's first marker. */
static inline void insert_segment(struct buf *jpeg, uint8_t marker, const void *data, size_t n)
{
    struct buf b = BUF_INIT;

    buf_put(&b, jpeg->p, 2);
    buf_putc(&b, (char)0xFF);
    buf_putc(&b, (char)marker);
    buf_putc(&b, (char)((n + 2) >> 8));
    buf_putc(&b, (char)((n + 2) & 255));
    buf_put(&b, data, n);
    buf_put(&b, jpeg->p + 2, jpeg->n - 2);
    buf_free(jpeg);
    *jpeg = b;
}

/* A profile as JPEG keeps it, in segments of `room` bytes at most; the numbers begin at `first`, rightly 1. */
static inline void insert_profile(struct buf *jpeg, const struct buf *icc, size_t room, uint8_t first)
{
    size_t n = (icc->n + room - 1) / room;

    for (size_t i = n; i-- > 0;) { /* each goes before the last */
        struct buf segment = BUF_INIT;
        size_t at = i * room, bytes = icc->n - at < room ? icc->n - at : room;
        buf_put(&segment, "ICC_PROFILE", 12);
        buf_putc(&segment, (char)(first + i));
        buf_putc(&segment, (char)n);
        buf_put(&segment, icc->p + at, bytes);
        insert_segment(jpeg, 0xE2, segment.p, segment.n);
        buf_free(&segment);
    }
}

/* What an iCCP chunk holds. */
static inline void put_iccp(struct buf *out, const struct buf *icc)
{
    struct libdeflate_compressor *z = libdeflate_alloc_compressor(6);
    size_t bound = libdeflate_zlib_compress_bound(z, icc->n);

    buf_put(out, "test\0\0", 6);
    char *to = buf_reserve(out, bound);
    out->n += libdeflate_zlib_compress(z, icc->p, icc->n, to, bound);
    libdeflate_free_compressor(z);
}

static inline void save(const char *path, const struct buf *b)
{
    FILE *f = fopen(path, "wb");

    must(f != NULL);
    must(fwrite(b->p, 1, b->n, f) == b->n);
    fclose(f);
}

#endif
