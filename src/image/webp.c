/* WebP (RFC 9649): always decoded, for PDF knows no such filter and many e-readers do not either. Of an animation the
 * first frame is taken.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "image/check.h"
#include "image/libraries.h"

enum { LOSSY = 1 };

/* Decodes the frame into its place on a clear canvas, four bytes a pixel. NULL: it is damaged. */
static uint8_t *decode_frame(const struct image *image, const WebPIterator *frame)
{
    size_t row = 4 * (size_t)image->width;
    if (frame->x_offset < 0 || frame->y_offset < 0 || frame->width <= 0 || frame->height <= 0 ||
        (uint32_t)frame->x_offset + (uint32_t)frame->width > image->width ||
        (uint32_t)frame->y_offset + (uint32_t)frame->height > image->height)
        return NULL;
    uint8_t *rgba = mem_calloc(row, image->height);
    uint8_t *to = rgba + (size_t)frame->y_offset * row + 4 * (size_t)frame->x_offset;
    if (webp()->WebPDecodeRGBAInto(frame->fragment.bytes, frame->fragment.size, to,
                                   (size_t)frame->height * row - 4 * (size_t)frame->x_offset, (int)row) != NULL)
        return rgba;
    free(rgba);
    return NULL;
}

static void take_pixels(struct image *image, uint8_t *rgba)
{
    image->alpha = image_part_alpha(rgba, (size_t)image->width * image->height, 3);
    image_take_pixels(image, rgba);
}

static bool read_frame(const struct image_source *src, struct image *image, const WebPDemuxer *file,
                       const WebPIterator *frame)
{
    WebPBitstreamFeatures how;
    WebPChunkIterator chunk;
    if (!frame->complete || webp()->WebPGetFeaturesInternal(frame->fragment.bytes, frame->fragment.size, &how,
                                                            WEBP_DECODER_ABI_VERSION) != VP8_STATUS_OK)
        return image_damaged(src, "VP8");
    image->kind = IMAGE_WEBP;
    image->components = 3;
    image->bits = 8;
    image->photo = how.format == LOSSY;
    uint8_t *rgba = decode_frame(image, frame);
    if (rgba == NULL)
        return image_damaged(src, "VP8");
    if (frame->num_frames > 1)
        diag_add(src->diag, MSG_IMAGE_ANIMATED, src->pos, src->path, NULL);
    if (webpdemux()->WebPDemuxGetChunk(file, "ICCP", 1, &chunk)) {
        image_take_profile(src, image, chunk.chunk.bytes, chunk.chunk.size);
        webpdemux()->WebPDemuxReleaseChunkIterator(&chunk);
    }
    take_pixels(image, rgba);
    return true;
}

bool webp_check(const struct image_source *src, struct image *image)
{
    const WebPData data = {src->bytes, src->n};
    WebPDemuxer *file = webpdemux()->WebPDemuxInternal(
        &data, 0, NULL, WEBP_DEMUX_ABI_VERSION); /* NULL also where the file breaks off */
    WebPIterator frame;
    if (file == NULL)
        return image_damaged(src, "RIFF");
    image->width = webpdemux()->WebPDemuxGetI(file, WEBP_FF_CANVAS_WIDTH);
    image->height = webpdemux()->WebPDemuxGetI(file, WEBP_FF_CANVAS_HEIGHT);
    bool ok = image_size_allowed(src, image->width, image->height);
    if (ok && webpdemux()->WebPDemuxGetFrame(file, 1, &frame)) {
        ok = read_frame(src, image, file, &frame);
        webpdemux()->WebPDemuxReleaseIterator(&frame);
    } else if (ok) {
        ok = image_damaged(src, "RIFF");
    }
    webpdemux()->WebPDemuxDelete(file);
    return ok;
}
