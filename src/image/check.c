/* What a picture file is, and the checks that all formats share. */
#include "image/check.h"

#include <stdio.h>
#include <string.h>

static const char *const format_names[] = {
    [FORMAT_JPEG] = "JPEG",           [FORMAT_PNG] = "PNG",   [FORMAT_GIF] = "GIF",   [FORMAT_WEBP] = "WebP",
    [FORMAT_AVIF] = "AVIF",           [FORMAT_HEIC] = "HEIC", [FORMAT_TIFF] = "TIFF", [FORMAT_BMP] = "BMP",
    [FORMAT_JPEG_2000] = "JPEG 2000", [FORMAT_SVG] = "SVG",   [FORMAT_UNKNOWN] = "?", [FORMAT_JPEG_XL] = "JPEG XL",
};

/* Bytes that a format has at an offset near its beginning. */
struct magic {
    enum image_format format;
    uint8_t at, n;
    char bytes[13];
};

static const struct magic magics[] = {
    {FORMAT_JPEG, 0, 3, "\xFF\xD8\xFF"},
    {FORMAT_PNG, 0, 8, "\x89PNG\r\n\x1A\n"},
    {FORMAT_GIF, 0, 4, "GIF8"},
    {FORMAT_WEBP, 8, 4, "WEBP"},
    {FORMAT_AVIF, 4, 8, "ftypavif"},
    {FORMAT_AVIF, 4, 8, "ftypavis"},
    {FORMAT_HEIC, 4, 7, "ftyphei"},
    {FORMAT_HEIC, 4, 7, "ftyphev"},
    {FORMAT_HEIC, 4, 8, "ftypmif1"},
    {FORMAT_TIFF, 0, 4, "II*\0"},
    {FORMAT_TIFF, 0, 4, "MM\0*"},
    {FORMAT_JPEG_2000, 0, 8, "\0\0\0\x0CjP  "},
    {FORMAT_JPEG_XL, 0, 8, "\0\0\0\x0CJXL "},
    {FORMAT_JPEG_XL, 0, 2, "\xFF\x0A"},
    {FORMAT_BMP, 0, 2, "BM"},
};

/* True if "<svg" stands among the first bytes, after a prolog or comments. */
static bool looks_like_svg(const uint8_t *bytes, size_t n)
{
    size_t room = n < 1024 ? n : 1024;

    return memmem(bytes, room, "<svg", 4) != NULL;
}

enum image_format image_sniff(const uint8_t *bytes, size_t n)
{
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++) {
        const struct magic *m = &magics[i];
        if (n >= (size_t)m->at + m->n && memcmp(bytes + m->at, m->bytes, m->n) == 0)
            return m->format;
    }
    return looks_like_svg(bytes, n) ? FORMAT_SVG : FORMAT_UNKNOWN;
}

bool image_refuse_format(const struct image_source *src, enum image_format format)
{
    if (format == FORMAT_UNKNOWN)
        diag_add(src->diag, MSG_IMAGE_UNKNOWN, src->pos, src->path, NULL);
    else if (format == FORMAT_SVG)
        diag_add(src->diag, MSG_IMAGE_SVG, src->pos, src->path, NULL);
    else
        diag_add(src->diag, MSG_IMAGE_KIND, src->pos, src->path, format_names[format], NULL);
    return false;
}

bool image_damaged(const struct image_source *src, const char *what)
{
    diag_add(src->diag, MSG_IMAGE_DAMAGED, src->pos, src->path, what, NULL);
    return false;
}

bool image_size_allowed(const struct image_source *src, uint32_t w, uint32_t h)
{
    char width[16], height[16];

    if (w == 0 || h == 0)
        return image_damaged(src, "0 × 0");
    if ((uint64_t)w * h <= IMAGE_MAX_PIXELS)
        return true;
    snprintf(width, sizeof width, "%u", (unsigned)w);
    snprintf(height, sizeof height, "%u", (unsigned)h);
    diag_add(src->diag, MSG_IMAGE_PIXELS, src->pos, src->path, width, height, NULL);
    return false;
}
