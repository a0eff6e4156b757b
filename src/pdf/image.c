/* Image XObjects (ISO 32000-1, 8.9.5).
 *
 * A JPEG file is an image stream as it stands, and so are the IDAT chunks of a plain PNG. Everything else arrives as
 * rows of bytes and is deflated behind PNG's row filters, which a PDF reader undoes by itself.
 */
#include "pdf/image.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "image/scale.h"
#include "pdf/colour.h"
#include "pdf/intent.h"
#include "pdf/save.h"

/* One picture on its way into the file, made in a worker. */
struct encoded {
    const struct image *image;
    uint32_t profile;
    uint32_t width, height; /* that are written */
    struct buf entries;
    uint8_t *own;      /* bytes to free; NULL when the file's are used */
    const void *bytes; /* NULL: can't be decoded */
    size_t n;
};

struct batch {
    struct encoded *items;
    const struct image_options *o;
};

void images_collect(struct image_use *u, const struct image *image, scaled w, scaled h)
{
    if (image->index >= u->n) {
        mem_grow((void **)&u->items, &u->cap, (size_t)image->index + 1, sizeof *u->items);
        memset(u->items + u->n, 0, ((size_t)image->index + 1 - u->n) * sizeof *u->items);
        u->n = (size_t)image->index + 1;
    }
    struct used_image *item = &u->items[image->index];
    item->image = image;
    item->w = w > item->w ? w : item->w;
    item->h = h > item->h ? h : item->h;
}

static void put_header(struct encoded *e, const char *space, unsigned bits)
{
    struct buf *b = &e->entries;
    buf_printf(b, "/Type/XObject/Subtype/Image/Width %u/Height %u/ColorSpace", e->width, e->height);
    buf_puts(b, space);
    buf_printf(b, "/BitsPerComponent %u", bits);
}

#define SPACE_MAX 40

/* What `components` numbers mean: by the profile when there is one for as many, else as the output intent says. */
static const char *space_of(const struct encoded *e, unsigned components, char space[SPACE_MAX])
{
    if (components != 3 || e->profile == 0)
        return components == 1 ? "/DeviceGray" : components == 4 ? "/DeviceCMYK" : "/DeviceRGB";
    snprintf(space, SPACE_MAX, "[/ICCBased %u 0 R]", e->profile);
    return space;
}

static void pass_jpeg(struct encoded *e)
{
    const struct image *image = e->image;
    char space[SPACE_MAX];
    put_header(e, space_of(e, image->components, space), 8);
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
static void make_palette(struct buf *b, const struct png_idat *how, const char *base)
{
    buf_printf(b, "[/Indexed%s %u<", base, how->n_palette - 1u);
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
    char named[SPACE_MAX];
    if (how.n_palette > 0)
        make_palette(&space, &how, space_of(e, 3, named));
    else
        buf_puts(&space, space_of(e, how.colours, named));
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

static void deflate_pixels(struct encoded *e, const uint8_t *pixels, unsigned components)
{
    size_t n = (size_t)e->width * components;
    uint8_t *zeros = mem_calloc(n, 1);
    struct buf rows = BUF_INIT, z = BUF_INIT;
    for (uint32_t y = 0; y < e->height; y++)
        put_best_row(&rows, pixels + y * n, y > 0 ? pixels + (y - 1) * n : zeros, n, components);
    free(zeros);
    deflate_into(&z, rows.p, rows.n, PDF_DEFLATE_LEVEL);
    buf_free(&rows);
    char space[SPACE_MAX];
    put_header(e, space_of(e, components, space), 8);
    put_predictor(&e->entries, components, 8, e->width);
    e->own = (uint8_t *)z.p;
    e->bytes = e->own;
    e->n = z.n;
}

/* Pixels that a side of this length can show at most. */
static uint32_t pixels_for(scaled length, unsigned dpi, uint32_t has)
{
    int64_t n = muldiv(length, dpi, 72 * (int64_t)SCALED_ONE);
    return n < 1 ? 1 : n < has ? (uint32_t)n : has;
}

/* Is it worth making smaller? A tenth more than wanted is not. */
static bool is_too_fine(const struct used_image *use, unsigned dpi)
{
    return dpi > 0 && (uint64_t)pixels_for(use->w, dpi, use->image->width) * 11 < (uint64_t)use->image->width * 10 &&
           (uint64_t)pixels_for(use->h, dpi, use->image->height) * 11 < (uint64_t)use->image->height * 10;
}

static void make_grey(uint8_t *pixels, size_t n)
{
    for (size_t i = 0; i < n; i++)
        pixels[i] = colour_grey(pixels + 3 * i);
}

/* A photograph stays one: deflated it would take many times the room. */
static void write_jpeg(struct encoded *e, const struct pixels *made)
{
    struct buf jpeg = BUF_INIT;
    char space[SPACE_MAX];
    if (jpeg_put(&jpeg, made) != 0)
        return;
    put_header(e, space_of(e, made->components, space), 8);
    buf_puts(&e->entries, "/Filter/DCTDecode");
    e->own = (uint8_t *)jpeg.p;
    e->bytes = e->own;
    e->n = jpeg.n;
}

/* Decodes, and changes what is asked for. */
static void remake(struct encoded *e, const struct image_options *o, bool shrink)
{
    struct pixels made = {.width = e->image->width, .height = e->image->height, .components = 3};
    made.p = image_decode(e->image, &made.components);
    if (made.p == NULL)
        return;
    if (o->colours == PDF_GREY && made.components == 3) {
        make_grey(made.p, (size_t)made.width * made.height);
        made.components = 1;
    }
    if (shrink) {
        uint8_t *small = image_shrink(&made, e->width, e->height);
        free(made.p);
        made = (struct pixels){small, e->width, e->height, made.components};
    }
    if (e->image->kind == IMAGE_JPEG && e->image->components != 4)
        write_jpeg(e, &made);
    else
        deflate_pixels(e, made.p, made.components);
    free(made.p);
}

static void encode(void *ctx, size_t i, unsigned worker)
{
    struct batch *batch = ctx;
    struct encoded *e = &batch->items[i];
    const struct image_options *o = batch->o;
    const struct image *image = e->image;
    bool keep = e->width == image->width && (o->colours != PDF_GREY || image->components == 1);
    (void)worker;
    if (keep && image->kind == IMAGE_JPEG && (o->colours == PDF_PRESS || image->components != 4)) {
        pass_jpeg(e);
        return;
    }
    if (keep && image->kind == IMAGE_PNG && pass_png(e))
        return;
    remake(e, o, e->width != image->width);
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

static void begin(struct encoded *e, const struct used_image *use, const struct image_options *o)
{
    *e = (struct encoded){.image = use->image, .profile = use->profile};
    bool shrink = is_too_fine(use, o->max_dpi);
    e->width = shrink ? pixels_for(use->w, o->max_dpi, use->image->width) : use->image->width;
    e->height = shrink ? pixels_for(use->h, o->max_dpi, use->image->height) : use->image->height;
}

/* A printing condition says nothing of red, green and blue: pictures in these need a profile of their own. */
static void write_profiles(struct document *doc, struct image_use *u, const struct image_options *o)
{
    uint32_t srgb = 0;
    for (size_t i = 0; i < u->n; i++) {
        struct used_image *use = &u->items[i];
        if (use->image == NULL || o->colours != PDF_PRESS || use->image->components == 1)
            continue;
        srgb = srgb != 0 ? srgb : intent_write_profile(doc);
        use->profile = srgb;
    }
}

void images_write(struct document *doc, struct image_use *u, struct workers *workers, const struct image_options *o,
                  struct diag *d)
{
    size_t room = workers != NULL ? workers_count(workers) : 1, n = 0;
    struct batch batch = {mem_calloc(room, sizeof *batch.items), o};
    write_profiles(doc, u, o);
    for (size_t i = 0; i < u->n; i++) {
        if (u->items[i].image != NULL)
            begin(&batch.items[n++], &u->items[i], o);
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
