/* PNG of a drawn page, most of whose rows are white.
 *
 * A compressor that has to look at every byte of two million zeros takes longer than the drawing. zlib can end a part
 * of its stream so that the next refers to nothing before it (Z_FULL_FLUSH, RFC 1951): so a few heights of white are
 * compressed once, and their bytes put wherever the page is white.
 */
#include "image/page_png.h"

#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/mem.h"
#include "image/encode.h"

#define RAW_WINDOW (-15) /* no zlib header: the parts are put between one of our own and the sum */
#define MEMORY 8
#define LEVEL 6

/* Heights of white that are compressed once, the tallest first. */
static const uint32_t heights[] = {64, 16, 4, 1};
#define N_HEIGHTS (sizeof heights / sizeof *heights)

/* The file on its way. */
struct writer {
    const struct page_rows *page;
    z_stream z;
    struct buf packed;           /* the zlib stream */
    struct buf white[N_HEIGHTS]; /* parts of it */
    uint8_t *white_rows;         /* zeros, as many as the tallest has */
    uint8_t *drawn_row;          /* a filtered row */
    uint8_t *indices;            /* of a row */
    size_t row;                  /* bytes of one: the filter, "None", and the packed pixels */
    unsigned bits;               /* a pixel */
    uint32_t sum;                /* Adler-32 so far */
};

/* Appends the rows, compressed, to `out`; nothing that follows refers to them. */
static void compress_part(struct writer *w, const void *rows, size_t n, int flush, struct buf *out)
{
    enum { PIECE = 4096 };

    w->z.next_in = (Bytef *)(uintptr_t)rows;
    w->z.avail_in = (uInt)n;
    do {
        w->z.next_out = (Bytef *)buf_reserve(out, PIECE);
        w->z.avail_out = PIECE;
        if (deflate(&w->z, flush) == Z_STREAM_ERROR)
            mem_fail();
        out->n += PIECE - w->z.avail_out;
    } while (w->z.avail_out == 0);
}

static void put_white(struct writer *w, uint32_t n)
{
    for (size_t i = 0; i < N_HEIGHTS; i++)
        for (; n >= heights[i]; n -= heights[i]) {
            if (w->white[i].n == 0)
                compress_part(w, w->white_rows, heights[i] * w->row, Z_FULL_FLUSH, &w->white[i]);
            buf_put(&w->packed, w->white[i].p, w->white[i].n);
            w->sum = libdeflate_adler32(w->sum, w->white_rows, heights[i] * w->row);
        }
}

/* One row at a time, so that a page that is drawn on all over takes no more memory; only the last ends the part. */
static void put_drawn(struct writer *w, uint32_t from, uint32_t to)
{
    for (uint32_t y = from; y < to; y++) {
        memset(w->indices, 0, w->page->width);
        w->page->read(w->page->of, y, w->indices);
        image_pack_row(w->indices, w->page->width, w->bits, w->drawn_row + 1);
        compress_part(w, w->drawn_row, w->row, y + 1 < to ? Z_NO_FLUSH : Z_FULL_FLUSH, &w->packed);
        w->sum = libdeflate_adler32(w->sum, w->drawn_row, w->row);
    }
}

static void put_stream(struct writer *w)
{
    const struct page_rows *page = w->page;
    uint8_t sum[4];

    buf_put(&w->packed, "\x78\x01", 2); /* RFC 1950: deflate, window of 32 kB */
    for (uint32_t y = 0, end; y < page->height; y = end) {
        bool white = page->is_white(page->of, y);
        for (end = y + 1; end < page->height && page->is_white(page->of, end) == white;)
            end++;
        if (white)
            put_white(w, end - y);
        else
            put_drawn(w, y, end);
    }
    compress_part(w, NULL, 0, Z_FINISH, &w->packed);
    for (int i = 0; i < 4; i++)
        sum[i] = (uint8_t)(w->sum >> (24 - 8 * i));
    buf_put(&w->packed, sum, sizeof sum);
}

int png_put_page(struct buf *out, const struct page_rows *page)
{
    struct writer w = {.page = page, .bits = image_index_bits(page->n_colours), .sum = 1};

    w.row = ((size_t)page->width * w.bits + 7) / 8 + 1;
    w.white_rows = mem_calloc(heights[0], w.row);
    w.drawn_row = mem_calloc(1, w.row);
    w.indices = mem_alloc(page->width);
    if (deflateInit2(&w.z, LEVEL, Z_DEFLATED, RAW_WINDOW, MEMORY, Z_RLE) != Z_OK)
        mem_fail();
    put_stream(&w);
    deflateEnd(&w.z);
    png_put_header(out, page->width, page->height, w.bits, PNG_PALETTE);
    png_put_chunk(out, "PLTE", page->palette, 3 * (size_t)page->n_colours);
    int result = png_put_data(out, w.packed.p, w.packed.n);
    for (size_t i = 0; i < N_HEIGHTS; i++)
        buf_free(&w.white[i]);
    buf_free(&w.packed);
    free(w.white_rows);
    free(w.drawn_row);
    free(w.indices);
    return result;
}
