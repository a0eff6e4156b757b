/* Image XObjects (ISO 32000-1, 8.9.5).
 *
 * A JPEG file is an image stream as it stands, and so are the IDAT chunks of a plain PNG. Everything else arrives as
 * rows of bytes and is deflated behind PNG's row filters, which a PDF reader undoes by itself.
 */
#include "pdf/image.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "pdf/save.h"

/* One picture on its way into the file, made in a worker. */
struct encoded {
    const struct image *image;
    struct buf entries;
    uint8_t *own;      /* bytes to free; NULL when the file's are used */
    const void *bytes; /* NULL: can't be decoded */
    size_t n;
};

struct batch {
    struct encoded *items;
    bool archive;
};

void images_collect(struct image_use *u, const struct image *image)
{
    if (image->index >= u->n) {
        mem_grow((void **)&u->items, &u->cap, (size_t)image->index + 1, sizeof *u->items);
        memset(u->items + u->n, 0, ((size_t)image->index + 1 - u->n) * sizeof *u->items);
        u->n = (size_t)image->index + 1;
    }
    u->items[image->index].image = image;
}

static void put_header(struct buf *b, const struct image *image, const char *space, unsigned bits)
{
    buf_printf(b, "/Type/XObject/Subtype/Image/Width %u/Height %u/ColorSpace", image->width, image->height);
    buf_puts(b, space);
    buf_printf(b, "/BitsPerComponent %u", bits);
}

static const char *device_space(unsigned components)
{
    return components == 1 ? "/DeviceGray" : components == 4 ? "/DeviceCMYK" : "/DeviceRGB";
}

static void pass_jpeg(struct encoded *e)
{
    const struct image *image = e->image;
    put_header(&e->entries, image, device_space(image->components), 8);
    if (image->components == 4 && image->adobe_inverted)
        buf_puts(&e->entries, "/Decode[1 0 1 0 1 0 1 0]");
    buf_puts(&e->entries, "/Filter/DCTDecode");
    e->bytes = image->bytes;
    e->n = image->n_bytes;
}

static void put_predictor(struct buf *b, unsigned colours, unsigned bits, uint32_t width)
{
    buf_printf(b, "/Filter/FlateDecode/DecodeParms<</Predictor 15/Colors %u/BitsPerComponent %u/Columns %u>>", colours,
               bits, width);
}

/* "[/Indexed/DeviceRGB 15<…>]" */
static void make_palette(struct buf *b, const struct png_idat *how)
{
    buf_printf(b, "[/Indexed/DeviceRGB %u<", how->n_palette - 1u);
    for (unsigned i = 0; i < how->n_palette * 3u; i++)
        buf_printf(b, "%02X", how->palette[i]);
    buf_puts(b, ">]");
}

static bool pass_png(struct encoded *e)
{
    struct png_idat how = {0};
    e->own = image_png_idat(e->image, &how, &e->n);
    if (e->own == NULL)
        return false;
    struct buf space = BUF_INIT;
    if (how.n_palette > 0)
        make_palette(&space, &how);
    else
        buf_puts(&space, device_space(how.colours));
    put_header(&e->entries, e->image, buf_str(&space), how.bits);
    put_predictor(&e->entries, how.colours, how.bits, e->image->width);
    buf_free(&space);
    e->bytes = e->own;
    return true;
}

static uint8_t paeth(uint8_t left, uint8_t above, uint8_t corner)
{
    int p = left + above - corner, a = abs(p - left), b = abs(p - above), c = abs(p - corner);
    return a <= b && a <= c ? left : b <= c ? above : corner;
}

/* What filter `kind` (PNG specification, 9.2) leaves of a row; `above` is the row before or zeros. */
static void filter_row(int kind, const uint8_t *row, const uint8_t *above, size_t n, size_t step, uint8_t *out)
{
    for (size_t i = 0; i < n; i++) {
        uint8_t left = i >= step ? row[i - step] : 0, corner = i >= step ? above[i - step] : 0, guess = 0;
        switch (kind) {
        case 1:
            guess = left;
            break;
        case 2:
            guess = above[i];
            break;
        case 3:
            guess = (uint8_t)((left + above[i]) / 2);
            break;
        case 4:
            guess = paeth(left, above[i], corner);
            break;
        default:
            break;
        }
        out[i] = (uint8_t)(row[i] - guess);
    }
}

/* The usual guess at what deflates best: the smallest sum of differences, taken as signed. */
static uint64_t weigh(const uint8_t *row, size_t n)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += row[i] < 128 ? row[i] : 256u - row[i];
    return sum;
}

static void put_best_row(struct buf *out, const uint8_t *row, const uint8_t *above, size_t n, size_t step)
{
    uint8_t *to = (uint8_t *)buf_reserve(out, n + 1), *trial = mem_alloc(n);
    uint64_t best = UINT64_MAX;
    for (int kind = 0; kind <= 4; kind++) {
        filter_row(kind, row, above, n, step, trial);
        uint64_t weight = weigh(trial, n);
        if (weight >= best)
            continue;
        best = weight;
        to[0] = (uint8_t)kind;
        memcpy(to + 1, trial, n);
    }
    out->n += n + 1;
    free(trial);
}

static void deflate_pixels(struct encoded *e, const uint8_t *pixels, unsigned components)
{
    size_t n = (size_t)e->image->width * components;
    uint8_t *zeros = mem_calloc(n, 1);
    struct buf rows = BUF_INIT, z = BUF_INIT;
    for (uint32_t y = 0; y < e->image->height; y++)
        put_best_row(&rows, pixels + y * n, y > 0 ? pixels + (y - 1) * n : zeros, n, components);
    free(zeros);
    deflate_into(&z, rows.p, rows.n, PDF_DEFLATE_LEVEL);
    buf_free(&rows);
    put_header(&e->entries, e->image, device_space(components), 8);
    put_predictor(&e->entries, components, 8, e->image->width);
    e->own = (uint8_t *)z.p;
    e->bytes = e->own;
    e->n = z.n;
}

static void encode(void *ctx, size_t i, unsigned worker)
{
    struct batch *batch = ctx;
    struct encoded *e = &batch->items[i];
    (void)worker;
    if (e->image->kind == IMAGE_JPEG && !(batch->archive && e->image->components == 4)) {
        pass_jpeg(e);
        return;
    }
    if (e->image->kind == IMAGE_PNG && pass_png(e))
        return;
    unsigned components = 3;
    uint8_t *pixels = image_decode(e->image, &components);
    if (pixels != NULL)
        deflate_pixels(e, pixels, components);
    free(pixels);
}

/* Writes a batch and lets its bytes go. */
static void write_batch(struct document *doc, struct image_use *u, struct batch *batch, size_t n, struct diag *d)
{
    for (size_t i = 0; i < n; i++) {
        struct encoded *e = &batch->items[i];
        if (e->bytes != NULL)
            u->items[e->image->index].number = document_stream(doc, buf_str(&e->entries), e->bytes, e->n);
        else
            diag_add(d, MSG_PDF_PICTURE, DIAG_NOWHERE, e->image->path, NULL);
        buf_free(&e->entries);
        free(e->own);
        *e = (struct encoded){0};
    }
}

void images_write(struct document *doc, struct image_use *u, struct workers *workers, bool archive, struct diag *d)
{
    size_t room = workers != NULL ? workers_count(workers) : 1, n = 0;
    struct batch batch = {mem_calloc(room, sizeof *batch.items), archive};
    for (size_t i = 0; i < u->n; i++) {
        if (u->items[i].image != NULL)
            batch.items[n++].image = u->items[i].image;
        if (n == room || (i + 1 == u->n && n > 0)) {
            workers_run(workers, n, encode, &batch);
            write_batch(doc, u, &batch, n, d);
            n = 0;
        }
    }
    free(batch.items);
}

uint32_t images_number(const struct image_use *u, const struct image *image)
{
    return image->index < u->n ? u->items[image->index].number : 0;
}

void images_put_resources(const struct image_use *u, struct buf *out)
{
    bool any = false;
    for (size_t i = 0; i < u->n; i++) {
        if (u->items[i].number == 0)
            continue;
        buf_puts(out, any ? "" : "/XObject<<");
        buf_printf(out, "/Im%zu ", i);
        buf_int(out, u->items[i].number);
        buf_puts(out, " 0 R");
        any = true;
    }
    if (any)
        buf_puts(out, ">>");
}

void images_free(struct image_use *u)
{
    free(u->items);
}
