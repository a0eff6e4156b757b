/* Image XObjects (ISO 32000-1, 8.9.5): which pictures, how large, with which profile; image_encode.c makes each. */
#include "pdf/image.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "pdf/image_encode.h"
#include "pdf/intent.h"

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

static void encode(void *ctx, size_t i, unsigned worker)
{
    struct batch *batch = ctx;
    (void)worker;
    encoded_make(&batch->items[i], batch->o->colours);
}

static uint32_t write_one(struct document *doc, struct encoded *e)
{
    if (e->mask.n > 0)
        buf_printf(&e->entries, "/SMask %u 0 R", document_stream(doc, buf_str(&e->mask_entries), e->mask.p, e->mask.n));
    return document_stream(doc, buf_str(&e->entries), e->bytes, e->n);
}

/* Writes a batch and lets its bytes go. */
static void write_batch(struct document *doc, struct image_use *u, struct batch *batch, size_t n, struct diag *d)
{
    for (size_t i = 0; i < n; i++) {
        struct encoded *e = &batch->items[i];
        if (e->bytes != NULL)
            u->items[e->image->index].number = write_one(doc, e);
        else
            diag_add(d, MSG_PDF_PICTURE, DIAG_NOWHERE, e->image->path, NULL);
        encoded_free(e);
    }
}

static void begin(struct encoded *e, const struct used_image *use, const struct image_options *o)
{
    *e = (struct encoded){.image = use->image, .profile = use->profile, .srgb = use->srgb};
    bool shrink = is_too_fine(use, o->max_dpi);
    e->width = shrink ? pixels_for(use->w, o->max_dpi, use->image->width) : use->image->width;
    e->height = shrink ? pixels_for(use->h, o->max_dpi, use->image->height) : use->image->height;
}

static bool has_profile(const struct image *image, const void *icc, size_t n)
{
    return image != NULL && image->icc != NULL && image->n_icc == n && memcmp(image->icc, icc, n) == 0;
}

/* An earlier picture with the same profile, or NULL. */
static const struct used_image *same_profile(const struct image_use *u, size_t before)
{
    const struct image *image = u->items[before].image;
    for (size_t i = 0; i < before; i++)
        if (u->items[i].own_profile && has_profile(u->items[i].image, image->icc, image->n_icc))
            return &u->items[i];
    return NULL;
}

/* The printing condition's own profile may not stand beside it. */
static bool is_condition(const struct image *image, const struct image_options *o)
{
    return o->condition != NULL && has_profile(image, o->condition->profile, o->condition->n);
}

/* Each profile is written once. A printing condition says nothing of red, green and blue: there sRGB is a profile as
 * well. */
static void write_profiles(struct document *doc, struct image_use *u, const struct image_options *o)
{
    uint32_t srgb = 0;
    for (size_t i = 0; i < u->n; i++) {
        struct used_image *use = &u->items[i];
        if (use->image == NULL)
            continue;
        bool press = o->colours == PDF_PRESS && use->image->components != 1;
        if (press && srgb == 0)
            srgb = intent_write_profile(doc);
        use->srgb = press ? srgb : 0;
        use->profile = press && use->image->components == 3 ? srgb : 0;
        if (use->image->icc == NULL || !encoded_keeps(use->image, o->colours) || is_condition(use->image, o))
            continue;
        const struct used_image *same = same_profile(u, i);
        char entries[16];
        snprintf(entries, sizeof entries, "/N %u", use->image->components);
        use->profile =
            same != NULL ? same->profile : document_deflated(doc, entries, use->image->icc, use->image->n_icc);
        use->own_profile = true;
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
