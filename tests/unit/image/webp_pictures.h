/* WebP made for the tests by libwebp. */
#ifndef WEBP_PICTURES_H
#define WEBP_PICTURES_H

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <webp/encode.h>
#include <webp/mux.h>

#include "base/buf.h"

/* The left half has the first colour, the right half the second: red, green, blue, alpha. */
struct webp_spec {
    int width, height;
    uint8_t left[4], right[4];
    bool lossy;
    int frames;            /* more than 1: an animation, whose later frames are black */
    const struct buf *icc; /* NULL: none */
};

static inline uint8_t *webp_pixels(const struct webp_spec *s, bool black)
{
    static const uint8_t opaque[4] = {0, 0, 0, 0xFF};
    uint8_t *rgba = calloc((size_t)s->width * (size_t)s->height, 4);

    for (int i = 0; i < s->width * s->height; i++) {
        memcpy(rgba + 4 * i, i % s->width < s->width / 2 ? s->left : s->right, 4);
        if (black)
            memcpy(rgba + 4 * i, opaque, 4);
    }
    return rgba;
}

static inline WebPData encode_webp(const struct webp_spec *s, bool black)
{
    WebPData data = {0};
    uint8_t *rgba = webp_pixels(s, black), *packed = NULL;

    data.size = s->lossy ? WebPEncodeRGBA(rgba, s->width, s->height, 4 * s->width, 90, &packed)
                         : WebPEncodeLosslessRGBA(rgba, s->width, s->height, 4 * s->width, &packed);
    data.bytes = packed;
    free(rgba);
    return data;
}

static inline void put_frame(WebPMux *mux, const struct webp_spec *s, int i)
{
    WebPData data = encode_webp(s, i > 0);
    WebPMuxFrameInfo frame = {.bitstream = data, .duration = 100, .id = WEBP_CHUNK_ANMF};

    frame.dispose_method = WEBP_MUX_DISPOSE_NONE;
    frame.blend_method = WEBP_MUX_NO_BLEND;
    WebPMuxPushFrame(mux, &frame, 1);
    WebPDataClear(&data);
}

static inline void make_webp(struct buf *out, const struct webp_spec *s)
{
    WebPMux *mux = WebPMuxNew();
    WebPData file = {0};

    if (s->frames > 1) {
        const WebPMuxAnimParams params = {0};
        WebPMuxSetAnimationParams(mux, &params);
        for (int i = 0; i < s->frames; i++)
            put_frame(mux, s, i);
    } else {
        WebPData data = encode_webp(s, false);
        WebPMuxSetImage(mux, &data, 1);
        WebPDataClear(&data);
    }
    if (s->icc) {
        const WebPData icc = {(const uint8_t *)s->icc->p, s->icc->n};
        WebPMuxSetChunk(mux, "ICCP", &icc, 1);
    }
    WebPMuxAssemble(mux, &file);
    buf_put(out, file.bytes, file.size);
    WebPDataClear(&file);
    WebPMuxDelete(mux);
}

#endif
