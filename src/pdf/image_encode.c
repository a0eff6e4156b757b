/* One picture made ready for the file, in a worker.
 *
 * A JPEG file is an image stream as it stands, and so are the IDAT chunks of a plain PNG. Everything else arrives as
 * rows of bytes: a photograph becomes a JPEG, few colours become indices, the rest is deflated behind PNG's row
 * filters, which a PDF reader undoes by itself.
 */
#include "pdf/image_encode.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "image/encode.h"
#include "image/scale.h"
#include "pdf/colour.h"
#include "pdf/save.h"

static void put_header(struct encoded *e, const char *space, unsigned bits)
{
    struct buf *b = &e->entries;
    buf_printf(b, "/Type/XObject/Subtype/Image/Width %u/Height %u/ColorSpace", e->width, e->height);
    buf_puts(b, space);
    buf_printf(b, "/BitsPerComponent %u", bits);
}

#define SPACE_MAX 40

/* What `components` numbers mean: as the profile says when there is one, else the output intent. */
static const char *space_of(unsigned components, uint32_t profile, char space[SPACE_MAX])
{
    if (profile == 0)
        return components == 1 ? "/DeviceGray" : components == 4 ? "/DeviceCMYK" : "/DeviceRGB";
    snprintf(space, SPACE_MAX, "[/ICCBased %u 0 R]", profile);
    return space;
}

/* The same for pixels that we decoded. */
static const char *made_space(const struct encoded *e, unsigned components, char space[SPACE_MAX])
{
    return space_of(components, components == 3 ? e->srgb : 0, space);
}

static void take(struct encoded *e, struct buf *bytes)
{
    e->own = (uint8_t *)bytes->p;
    e->bytes = e->own;
    e->n = bytes->n;
}

static void pass_jpeg(struct encoded *e)
{
    const struct image *image = e->image;
    char space[SPACE_MAX];
    put_header(e, space_of(image->components, e->profile, space), 8);
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
static void put_palette(struct buf *b, const char *base, const uint8_t *colours, unsigned n)
{
    buf_printf(b, "[/Indexed%s %u<", base, n - 1u);
    for (unsigned i = 0; i < n * 3u; i++)
        buf_printf(b, "%02X", colours[i]);
    buf_puts(b, ">]");
}

static bool pass_png(struct encoded *e)
{
    struct png_idat how = {0};
    e->own = image_png_idat(e->image, &how, &e->n);
    if (e->own == NULL)
        return false;
    struct buf space = BUF_INIT;
    char named[SPACE_MAX];
    if (how.n_palette > 0)
        put_palette(&space, space_of(3, e->profile, named), how.palette, how.n_palette);
    else
        buf_puts(&space, space_of(how.colours, e->profile, named));
    put_header(e, buf_str(&space), how.bits);
    put_predictor(&e->entries, how.colours, how.bits, e->width);
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

/* Rows behind filters, deflated; the entries of `b` say so. */
static void deflate_rows(struct buf *b, const struct pixels *p, struct buf *z)
{
    size_t n = (size_t)p->width * p->components;
    uint8_t *zeros = mem_calloc(n, 1);
    struct buf rows = BUF_INIT;
    for (uint32_t y = 0; y < p->height; y++)
        put_best_row(&rows, p->p + y * n, y > 0 ? p->p + (y - 1) * n : zeros, n, p->components);
    free(zeros);
    deflate_into(z, rows.p, rows.n, PDF_DEFLATE_LEVEL);
    buf_free(&rows);
    put_predictor(b, p->components, 8, p->width);
}

static void deflate_pixels(struct encoded *e, const struct pixels *p)
{
    char space[SPACE_MAX];
    struct buf z = BUF_INIT;
    put_header(e, made_space(e, p->components, space), 8);
    deflate_rows(&e->entries, p, &z);
    take(e, &z);
}

static void deflate_indices(struct encoded *e, const uint8_t *indices, const struct palette *palette)
{
    unsigned bits = image_index_bits(palette->n);
    size_t row = ((size_t)e->width * bits + 7) / 8;
    uint8_t *rows = mem_calloc(row, e->height);
    struct buf space = BUF_INIT, z = BUF_INIT;
    char named[SPACE_MAX];
    for (uint32_t y = 0; y < e->height; y++)
        image_pack_row(indices + (size_t)y * e->width, e->width, bits, rows + y * row);
    deflate_into(&z, rows, row * e->height, PDF_DEFLATE_LEVEL);
    free(rows);
    put_palette(&space, made_space(e, 3, named), palette->colours[0], palette->n);
    put_header(e, buf_str(&space), bits);
    buf_puts(&e->entries, "/Filter/FlateDecode");
    buf_free(&space);
    take(e, &z);
}

/* A photograph stays one: deflated it would take many times the room. */
static void write_jpeg(struct encoded *e, const struct pixels *p)
{
    struct buf jpeg = BUF_INIT;
    char space[SPACE_MAX];
    if (jpeg_put(&jpeg, p) != 0)
        return;
    put_header(e, made_space(e, p->components, space), 8);
    buf_puts(&e->entries, "/Filter/DCTDecode");
    take(e, &jpeg);
}

/* Pixels as small as they get. Shades of grey are no indices: these are colours. */
static void write_pixels(struct encoded *e, const struct pixels *p)
{
    struct palette palette;
    uint8_t *indices = p->components == 3 ? image_index(p, &palette) : NULL;
    if (indices != NULL)
        deflate_indices(e, indices, &palette);
    else
        deflate_pixels(e, p);
    free(indices);
}

static void shrink_to(struct pixels *p, uint32_t width, uint32_t height)
{
    if (p->width == width && p->height == height)
        return;
    uint8_t *small = image_shrink(p, width, height);
    free(p->p);
    *p = (struct pixels){small, width, height, p->components};
}

static void make_grey(struct pixels *p)
{
    size_t n = (size_t)p->width * p->height;
    for (size_t i = 0; p->components == 3 && i < n; i++)
        p->p[i] = colour_grey(p->p + 3 * i);
    p->components = 1;
}

/* The soft mask: a picture of its own, in grey (ISO 32000-1, 11.6.5.3). */
static void write_mask(struct encoded *e)
{
    size_t n = (size_t)e->image->width * e->image->height;
    struct pixels p = {memcpy(mem_alloc(n), e->image->alpha, n), e->image->width, e->image->height, 1};
    shrink_to(&p, e->width, e->height);
    buf_printf(&e->mask_entries,
               "/Type/XObject/Subtype/Image/Width %u/Height %u/ColorSpace/DeviceGray"
               "/BitsPerComponent 8",
               p.width, p.height);
    deflate_rows(&e->mask_entries, &p, &e->mask);
    free(p.p);
}

/* The colours themselves, not laid on white, where a mask goes with them. */
static bool open_pixels(const struct image *image, struct pixels *p)
{
    p->width = image->width;
    p->height = image->height;
    if (image->alpha == NULL) {
        p->p = image_decode(image, &p->components);
        return p->p != NULL;
    }
    p->components = image->components == 1 ? 1 : 3;
    size_t n = (size_t)p->width * p->height * p->components;
    p->p = memcpy(mem_alloc(n), image->pixels, n);
    return true;
}

/* Decodes, and changes what is asked for. */
static void remake(struct encoded *e, enum pdf_colours colours)
{
    struct pixels p;
    if (!open_pixels(e->image, &p))
        return;
    if (colours == PDF_GREY)
        make_grey(&p);
    shrink_to(&p, e->width, e->height);
    if (e->image->photo && e->image->components != 4)
        write_jpeg(e, &p);
    else
        write_pixels(e, &p);
    free(p.p);
    if (e->image->alpha != NULL)
        write_mask(e);
}

bool encoded_keeps(const struct image *image, enum pdf_colours colours)
{
    bool own = image->icc != NULL;
    if (image->components == 1) /* black alone, where ink is counted */
        return image->pixels == NULL && (!own || colours == PDF_SCREEN);
    if (colours == PDF_GREY)
        return false;
    return image->pixels == NULL || (colours == PDF_PRESS && image->components == 4);
}

void encoded_make(struct encoded *e, enum pdf_colours colours)
{
    const struct image *image = e->image;
    bool keep = e->width == image->width && encoded_keeps(image, colours);
    if (keep && image->kind == IMAGE_JPEG)
        pass_jpeg(e);
    else if (!keep || image->kind != IMAGE_PNG || !pass_png(e))
        remake(e, colours);
}

void encoded_free(struct encoded *e)
{
    buf_free(&e->entries);
    buf_free(&e->mask_entries);
    buf_free(&e->mask);
    free(e->own);
    *e = (struct encoded){0};
}
