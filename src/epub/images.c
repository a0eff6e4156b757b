/* Pictures: JPEG in RGB or grey and opaque PNG pass through; others are written anew from their pixels.
 *
 * Transparency looks wrong on a reader's dark page and fails on Kobo; CMYK JPEG shows in false colours on many readers;
 * pictures larger than any screen only take room and, on small readers, all of the memory.
 */
#include "epub/images.h"

#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "image/scale.h"

#define LONG_EDGE 2000u /* pixels: what a page-wide picture on a large tablet shows */

static void put_u32(struct buf *b, uint32_t v)
{
    char bytes[4] = {(char)(v >> 24), (char)(v >> 16 & 0xFF), (char)(v >> 8 & 0xFF), (char)(v & 0xFF)};
    buf_put(b, bytes, 4);
}

static void put_chunk(struct buf *out, const char type[4], const void *data, size_t n)
{
    put_u32(out, (uint32_t)n);
    size_t from = out->n;
    buf_put(out, type, 4);
    buf_put(out, data, n);
    put_u32(out, libdeflate_crc32(0, out->p + from, out->n - from));
}

/* Rows with the filter "Up" (PNG 9.2), which suits both photographs and drawings well enough. */
static uint8_t *filtered_rows(const struct pixels *im, size_t stride)
{
    const uint8_t *pixels = im->p;
    uint8_t *rows = mem_alloc((stride + 1) * im->height);
    for (size_t y = 0; y < im->height; y++) {
        uint8_t *to = rows + y * (stride + 1);
        const uint8_t *row = pixels + y * stride;
        *to++ = 2;
        for (size_t i = 0; i < stride; i++)
            to[i] = (uint8_t)(row[i] - (y > 0 ? row[i - stride] : 0));
    }
    return rows;
}

static void put_png(const struct pixels *im, struct buf *out)
{
    size_t stride = (size_t)im->width * im->components, n = (stride + 1) * im->height;
    uint8_t *rows = filtered_rows(im, stride);
    struct libdeflate_compressor *c = libdeflate_alloc_compressor(9);
    if (c == NULL)
        mem_fail();
    size_t bound = libdeflate_zlib_compress_bound(c, n);
    void *packed = mem_alloc(bound);
    size_t n_packed = libdeflate_zlib_compress(c, rows, n, packed, bound);
    libdeflate_free_compressor(c);
    free(rows);

    struct buf head = BUF_INIT;
    put_u32(&head, im->width);
    put_u32(&head, im->height);
    char rest[5] = {8, im->components == 1 ? 0 : 2, 0, 0, 0};
    buf_put(&head, rest, sizeof rest);
    buf_put(out, "\x89PNG\r\n\x1a\n", 8);
    put_chunk(out, "IHDR", head.p, head.n);
    put_chunk(out, "IDAT", packed, n_packed);
    put_chunk(out, "IEND", "", 0);
    buf_free(&head);
    free(packed);
}

/* The long edge at most LONG_EDGE, the other in proportion. */
static void make_smaller(struct pixels *im)
{
    uint32_t edge = im->width > im->height ? im->width : im->height;
    if (edge <= LONG_EDGE)
        return;
    uint32_t w = (uint32_t)(((uint64_t)im->width * LONG_EDGE + edge / 2) / edge);
    uint32_t h = (uint32_t)(((uint64_t)im->height * LONG_EDGE + edge / 2) / edge);
    w = w > 0 ? w : 1;
    h = h > 0 ? h : 1;
    uint8_t *small = image_shrink(im, w, h);
    free(im->p);
    *im = (struct pixels){small, w, h, im->components};
}

/* The file's own bytes where readers take them, else new ones. Returns false when there is neither. */
static bool make_fit(struct picture *pic)
{
    const struct image *im = pic->image;
    bool passes = im->kind == IMAGE_JPEG ? im->components != 4 : !im->has_alpha;
    if (passes && im->width <= LONG_EDGE && im->height <= LONG_EDGE) {
        pic->media_type = im->kind == IMAGE_JPEG ? "image/jpeg" : "image/png";
        pic->bytes = im->bytes;
        pic->n_bytes = im->n_bytes;
        return true;
    }
    struct pixels pixels = {.width = im->width, .height = im->height};
    pixels.p = image_decode(im, &pixels.components);
    if (pixels.p == NULL)
        return false;
    make_smaller(&pixels);
    bool made = im->kind != IMAGE_JPEG || jpeg_put(&pic->made, &pixels) == 0;
    if (im->kind != IMAGE_JPEG)
        put_png(&pixels, &pic->made);
    free(pixels.p);
    if (!made)
        return false;
    pic->media_type = im->kind == IMAGE_JPEG ? "image/jpeg" : "image/png";
    pic->bytes = pic->made.p;
    pic->n_bytes = pic->made.n;
    return true;
}

/* "images/cho-dem.png" after the file's own name, so that it says what it is and stays from build to build. */
static const char *picture_name(struct plan *p, const struct picture *pic)
{
    const char *stem = path_stem(p->arena, pic->image->path);
    const char *slug = utf8_slug(p->arena, stem, strlen(stem), 60);
    if (strcmp(slug, "cover") == 0)
        slug = "picture-cover"; /* images/cover.png is the book's */
    const char *ending = strcmp(pic->media_type, "image/jpeg") == 0 ? "jpg" : "png";
    const char *unique = ids_fresh(p->names, p->arena, arena_printf(p->arena, "images/%s", slug));
    return arena_printf(p->arena, "%s.%s", unique, ending);
}

/* The image as it was loaded: by the figure's path as it stands, else beside its article. */
static const struct image *find_image(const struct plan *p, const struct doc_node *figure)
{
    if (p->in->images == NULL || figure->src == NULL)
        return NULL;
    const struct image *im = image_set_lookup(p->in->images, figure->src);
    if (im == NULL && figure->pos.file != NULL) {
        const char *dir = path_dir(p->arena, figure->pos.file);
        im = image_set_lookup(p->in->images, path_join(p->arena, dir, figure->src));
    }
    return im;
}

static const struct picture *find_or_add(struct plan *p, struct picture_list *l, const struct doc_node *figure)
{
    const struct image *im = find_image(p, figure);
    if (im == NULL)
        return NULL;
    for (size_t i = 0; i < l->n; i++)
        if (l->items[i].image == im)
            return &l->items[i];
    struct picture pic = {.image = im};
    if (!make_fit(&pic)) {
        diag_add(p->diag, MSG_EPUB_PICTURE, figure->pos, figure->src, NULL);
        return NULL;
    }
    pic.name = picture_name(p, &pic);
    l->items[l->n] = pic;
    return &l->items[l->n++];
}

struct picture_list *epub_pictures_collect(struct plan *p)
{
    const struct doc_node *root = p->in->book->root;
    size_t figures = 0;
    for (const struct doc_node *n = root; n != NULL; n = doc_next(root, n))
        figures += n->kind == DOC_FIGURE;
    /* Room for all at once: by_seq points into the list. */
    struct picture_list *l = mem_calloc(1, sizeof *l);
    l->items = mem_calloc(figures + 1, sizeof *l->items);
    l->by_seq = mem_calloc((size_t)p->in->book->n_nodes + 1, sizeof *l->by_seq);
    for (const struct doc_node *n = root; n != NULL; n = doc_next(root, n))
        if (n->kind == DOC_FIGURE && p->piece_of[n->seq] > 0)
            l->by_seq[n->seq] = find_or_add(p, l, n);
    return l;
}

void epub_pictures_drop(struct picture_list *l)
{
    if (l == NULL)
        return;
    for (size_t i = 0; i < l->n; i++)
        buf_free(&l->items[i].made);
    free(l->items);
    free(l->by_seq);
    free(l);
}
