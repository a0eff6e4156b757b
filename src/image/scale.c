/* Area averaging: exact, no ringing, the same on every machine. A row of sums is enough, so a picture is shrunk in the
 * memory of its result. */
#include "image/scale.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "image/libraries.h"

#define QUALITY 90
#define UNIT 256u /* a whole pixel in the weights of edges */

/* What of old pixel `i` lies in [from, to), in 1/UNIT. */
static uint32_t part(uint64_t i, uint64_t from, uint64_t to)
{
    uint64_t start = i * UNIT, end = start + UNIT;
    uint64_t a = start > from ? start : from, b = end < to ? end : to;
    return b > a ? (uint32_t)(b - a) : 0;
}

static uint64_t edge(uint32_t i, uint32_t old, uint32_t new)
{
    return (uint64_t)i * old * UNIT / new;
}

/* Adds an old row, shrunk in width, to the sums of a new one. */
static void add_row(const struct pixels *from, const uint8_t *row, uint32_t width, uint32_t weight, uint64_t *sums)
{
    for (uint32_t x = 0; x < width; x++) {
        uint64_t left = edge(x, from->width, width), right = edge(x + 1, from->width, width);
        for (uint64_t i = left / UNIT; i * UNIT < right; i++) {
            uint64_t w = (uint64_t)part(i, left, right) * weight;
            for (unsigned c = 0; c < from->components; c++)
                sums[x * from->components + c] += w * row[i * from->components + c];
        }
    }
}

/* A new row from the sums of what it covers. A new pixel covers some of the old ones, since there are no more new ones
 * than old ones. */
static void put_means(const struct pixels *from, uint32_t width, uint64_t height, const uint64_t *sums, uint8_t *row)
{
    for (uint32_t x = 0; x < width; x++) {
        uint64_t area = (edge(x + 1, from->width, width) - edge(x, from->width, width)) * height;
        for (unsigned c = 0; c < from->components; c++, sums++)
            *row++ = (uint8_t)(area > 0 ? (*sums + area / 2) / area : 0);
    }
}

uint8_t *image_shrink(const struct pixels *from, uint32_t width, uint32_t height)
{
    size_t n = (size_t)width * from->components, old_row = (size_t)from->width * from->components;
    uint8_t *out = mem_alloc(n * height);
    uint64_t *sums = mem_alloc(n * sizeof *sums);
    for (uint32_t y = 0; y < height; y++) {
        uint64_t top = edge(y, from->height, height), bottom = edge(y + 1, from->height, height);
        memset(sums, 0, n * sizeof *sums);
        for (uint64_t i = top / UNIT; i * UNIT < bottom; i++)
            add_row(from, from->p + i * old_row, width, part(i, top, bottom), sums);
        put_means(from, width, bottom - top, sums, out + y * n);
    }
    free(sums);
    return out;
}

int jpeg_put(struct buf *out, const struct pixels *from)
{
    unsigned char *bytes = NULL;
    unsigned long n = 0;
    bool grey = from->components == 1;
    tjhandle tj = turbojpeg()->tjInitCompress();
    if (tj == NULL)
        mem_fail();
    int status =
        turbojpeg()->tjCompress2(tj, from->p, (int)from->width, 0, (int)from->height, grey ? TJPF_GRAY : TJPF_RGB,
                                 &bytes, &n, grey ? TJSAMP_GRAY : TJSAMP_444, QUALITY, TJFLAG_ACCURATEDCT);
    if (status == 0)
        buf_put(out, bytes, n);
    if (bytes != NULL)
        turbojpeg()->tjFree(bytes);
    turbojpeg()->tjDestroy(tj);
    return status == 0 ? 0 : -1;
}
