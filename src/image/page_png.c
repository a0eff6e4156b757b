/* PNG of a drawn page, most of whose rows are white.
 *
 * A compressor that has to look at every byte of two million zeros takes longer than the drawing. zlib can end a part
 * of its stream so that the next refers to nothing before it (Z_FULL_FLUSH, RFC 1951): so a few heights of white are
 * compressed once, and their bytes put wherever the page is white. Of drawn rows the filter "Up" leaves little but
 * zeros: stems of letters go on from row to row.
 */
#include "image/page_png.h"

#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/mem.h"
#include "image/encode.h"

#define RAW_WINDOW (-15) /* no zlib header: the parts are put between one of our own and the sum */
#define MEMORY 6         /* a part has hardly more symbols than that makes room for */
#define LEVEL 6

/* Heights of white that are compressed once, the tallest first. */
static const uint32_t heights[] = {64, 16, 4, 1};
#define N_HEIGHTS (sizeof heights / sizeof *heights)

/* After so many bytes zlib would move its window along, which takes it as long as the compressing; a part that ends
 * before spares it that. */
#define PART_MAX (64 * 1024 - 1024)

/* A part that is white. */
struct white {
    struct buf packed;
    uint32_t sum; /* Adler-32 of its rows */
};

/* The file on its way. */
struct writer {
    const struct page_rows *page;
    z_stream z;
    struct buf packed; /* the zlib stream */
    struct white white[N_HEIGHTS];
    uint8_t *white_rows;  /* zeros, as many as the tallest has */
    uint8_t *row, *above; /* packed pixels */
    uint8_t *filtered;    /* a row as it is compressed: the filter's number, and the pixels */
    uint8_t *indices;     /* of a row */
    size_t n_row;         /* bytes of a filtered row */
    unsigned bits;        /* a pixel */
    uint32_t sum;         /* Adler-32 so far */
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
        for (size_t bytes = heights[i] * w->n_row; n >= heights[i]; n -= heights[i]) {
            struct white *white = &w->white[i];
            if (white->packed.n == 0) {
                compress_part(w, w->white_rows, bytes, Z_FULL_FLUSH, &white->packed);
                white->sum = libdeflate_adler32(1, w->white_rows, bytes);
            }
            buf_put(&w->packed, white->packed.p, white->packed.n);
            w->sum = (uint32_t)adler32_combine(w->sum, white->sum, (z_off_t)bytes);
        }
}

/* Reads a row and packs it. Returns which of its bytes may be other than 0. */
static struct page_stretch read_row(struct writer *w, uint32_t y)
{
    const struct page_rows *page = w->page;
    unsigned a_byte = 8 / w->bits;

    memset(w->indices, 0, page->width);
    memset(w->row, 0, w->n_row);
    struct page_stretch drawn = page->read(page->of, y, w->indices);
    drawn.from /= a_byte;
    drawn.end = (drawn.end + a_byte - 1) / a_byte;
    uint32_t first = drawn.from * a_byte, end = drawn.end * a_byte < page->width ? drawn.end * a_byte : page->width;
    if (first < end)
        image_pack_row(w->indices + first, end - first, w->bits, w->row + drawn.from);
    return drawn;
}

/* Filters the row, whose upper neighbour is in `above`; nearly all of it is the same there. Beyond the stretch both are
 * 0. */
static void filter_row(struct writer *w, struct page_stretch drawn)
{
    uint8_t *filtered = w->filtered + 1;

    memset(filtered, 0, w->n_row - 1);
    w->filtered[0] = ROW_FILTER_UP;
    for (size_t i = drawn.from, n = drawn.end; i < n; i++) {
        while (n - i >= sizeof(uint64_t) && memcmp(w->row + i, w->above + i, sizeof(uint64_t)) == 0)
            i += sizeof(uint64_t);
        if (i < n)
            filtered[i] = (uint8_t)(w->row[i] - w->above[i]);
    }
}

static struct page_stretch both(struct page_stretch a, struct page_stretch b)
{
    return (struct page_stretch){a.from < b.from ? a.from : b.from, a.end > b.end ? a.end : b.end};
}

/* One row at a time, so that a page that is drawn on all over takes no more memory. The row before is white. */
static void put_drawn(struct writer *w, uint32_t from, uint32_t to)
{
    size_t part = 0;
    struct page_stretch before = {w->page->width, 0};

    memset(w->above, 0, w->n_row);
    for (uint32_t y = from; y < to; y++) {
        struct page_stretch drawn = read_row(w, y);
        filter_row(w, both(before, drawn));
        before = drawn;
        part += w->n_row;
        bool ends = y + 1 == to || part + w->n_row > PART_MAX;
        compress_part(w, w->filtered, w->n_row, ends ? Z_FULL_FLUSH : Z_NO_FLUSH, &w->packed);
        w->sum = libdeflate_adler32(w->sum, w->filtered, w->n_row);
        part = ends ? 0 : part;
        uint8_t *above = w->above;
        w->above = w->row;
        w->row = above;
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

    w.n_row = ((size_t)page->width * w.bits + 7) / 8 + 1;
    w.white_rows = mem_calloc(heights[0], w.n_row); /* "None", and zeros */
    w.row = mem_alloc(w.n_row);
    w.above = mem_alloc(w.n_row);
    w.filtered = mem_alloc(w.n_row);
    w.indices = mem_alloc(page->width);
    if (deflateInit2(&w.z, LEVEL, Z_DEFLATED, RAW_WINDOW, MEMORY, Z_RLE) != Z_OK)
        mem_fail();
    put_stream(&w);
    deflateEnd(&w.z);
    png_put_header(out, page->width, page->height, w.bits, PNG_PALETTE);
    png_put_chunk(out, "PLTE", page->palette, 3 * (size_t)page->n_colours);
    int result = png_put_data(out, w.packed.p, w.packed.n);
    for (size_t i = 0; i < N_HEIGHTS; i++)
        buf_free(&w.white[i].packed);
    buf_free(&w.packed);
    free(w.white_rows);
    free(w.row);
    free(w.above);
    free(w.filtered);
    free(w.indices);
    return result;
}
