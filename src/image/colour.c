/* Colours of pictures: profiles found in files, and transparency. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "image/check.h"
#include "image/profile.h"

#define WHITE 255u

bool image_take_profile(const struct image_source *src, struct image *image, const void *icc, size_t n)
{
    struct profile about;
    const uint8_t black[4] = {0};
    uint8_t rgb[3];
    if (n == 0)
        return true;
    if (!profile_read(icc, n, &about) || about.components != image->components ||
        !profile_to_srgb(icc, n, &(struct profile_pixels){black, 1, about.components, false}, rgb)) {
        diag_add(src->diag, MSG_IMAGE_PROFILE, src->pos, src->path, NULL);
        return false;
    }
    if (profile_is_srgb(icc, n, &about))
        return true;
    image->icc = memcpy(mem_alloc(n), icc, n);
    image->n_icc = n;
    return true;
}

void image_apply_profile(const struct image *image, uint8_t *pixels)
{
    size_t n = (size_t)image->width * image->height;
    if (image->icc == NULL)
        return;
    const struct profile_pixels p = {pixels, n, image->components, image->adobe_inverted};
    profile_to_srgb(image->icc, image->n_icc, &p, pixels); /* a transform was made of it before */
}

static bool is_grey(const uint8_t *rgb, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (rgb[3 * i] != rgb[3 * i + 1] || rgb[3 * i] != rgb[3 * i + 2])
            return false;
    return true;
}

void image_take_pixels(struct image *image, uint8_t *pixels)
{
    size_t n = (size_t)image->width * image->height;
    image_apply_profile(image, pixels);
    free((void *)image->icc);
    image->icc = NULL;
    image->n_icc = 0;
    if (image->components == 3 && is_grey(pixels, n)) {
        for (size_t i = 0; i < n; i++)
            pixels[i] = pixels[3 * i];
        image->components = 1;
    }
    image->pixels = mem_realloc(pixels, n * image->components);
}

uint8_t *image_part_alpha(uint8_t *pixels, size_t n, unsigned colours)
{
    const uint8_t *from = pixels;
    uint8_t *to = pixels, *alpha = mem_alloc(n), all = WHITE;
    for (size_t i = 0; i < n; i++, from += colours + 1, to += colours) {
        alpha[i] = from[colours];
        all &= alpha[i];
        if (alpha[i] == 0)
            memset(to, WHITE, colours);
        else
            memmove(to, from, colours);
    }
    if (all != WHITE)
        return alpha;
    free(alpha);
    return NULL;
}

void image_lay_on_white(uint8_t *pixels, const uint8_t *alpha, size_t n, unsigned colours)
{
    for (size_t i = 0; i < n; i++)
        for (unsigned c = 0; c < colours; c++, pixels++)
            *pixels = (uint8_t)((*pixels * alpha[i] + WHITE * (WHITE - alpha[i]) + WHITE / 2) / WHITE);
}
