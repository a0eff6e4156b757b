/* Pictures: JPEG in RGB or grey and plain opaque PNG pass through; others are written anew from their pixels.
 *
 * Transparency looks wrong on a reader's dark page and fails on Kobo; CMYK JPEG shows in false colours on many readers;
 * pictures larger than any screen only take room and, on small readers, all of the memory.
 */
#include "epub/images.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "image/encode.h"
#include "image/scale.h"

#define LONG_EDGE 2000u /* pixels: what a page-wide picture on a large tablet shows */

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
    bool photo = im->photo;
    pic->media_type = photo ? "image/jpeg" : "image/png";
    if (im->pixels == NULL && im->width <= LONG_EDGE && im->height <= LONG_EDGE) {
        pic->bytes = im->bytes;
        pic->n_bytes = im->n_bytes;
        return true;
    }
    struct pixels pixels = {.width = im->width, .height = im->height};
    pixels.p = image_decode(im, &pixels.components);
    if (pixels.p == NULL)
        return false;
    make_smaller(&pixels);
    bool made = (photo ? jpeg_put(&pic->made, &pixels) : png_put_pixels(&pic->made, &pixels)) == 0;
    free(pixels.p);
    pic->bytes = pic->made.p;
    pic->n_bytes = pic->made.n;
    return made;
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
    size_t figures = 0;
    for (size_t i = 0; i < p->n_survey; i++)
        figures += (p->survey[i].what & SURVEY_FIGURE) != 0;
    /* Room for all at once: by_seq points into the list. */
    struct picture_list *l = mem_calloc(1, sizeof *l);
    l->items = mem_calloc(figures + 1, sizeof *l->items);
    l->by_seq = mem_calloc((size_t)p->in->book->n_nodes + 1, sizeof *l->by_seq);
    for (size_t i = 0; i < p->n_survey; i++) {
        const struct doc_node *n = p->survey[i].node;
        if (p->survey[i].what & SURVEY_FIGURE)
            l->by_seq[n->seq] = find_or_add(p, l, n);
    }
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
