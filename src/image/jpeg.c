/* JPEG: its markers are walked to the end, so that a truncated file is found without decoding it. The bytes then pass
 * through, with two exceptions: a photograph that the camera held sideways (Exif orientation) is turned without loss,
 * since a PDF knows no such mark, and CMYK is decoded (by its profile if it has one), since readers of EPUB show it in
 * false colours and PDF/A wants a profile.
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "image/check.h"
#include "image/libraries.h"
#include "image/profile.h"

#define MAX_SCANS 100 /* real progressive files have about ten; thousands are an attack on readers */
#define MAX_TURNED_PIXELS 60000000u

enum {
    M_TEM = 0x01,
    M_SOF0 = 0xC0,
    M_SOF1 = 0xC1,
    M_SOF2 = 0xC2,
    M_SOF15 = 0xCF,
    M_DHT = 0xC4,
    M_JPG = 0xC8,
    M_DAC = 0xCC,
    M_RST0 = 0xD0,
    M_RST7 = 0xD7,
    M_SOI = 0xD8,
    M_EOI = 0xD9,
    M_SOS = 0xDA,
    M_APP0 = 0xE0,
    M_APP1 = 0xE1,
    M_APP2 = 0xE2,
    M_APP14 = 0xEE
};

/* What the markers tell. */
struct jpeg {
    const uint8_t *p;
    size_t n;
    uint32_t width, height;
    uint8_t sof, precision, components;
    unsigned scans;
    bool adobe, ended;
    struct buf *icc; /* gets the profile; NULL: not wanted */
    unsigned n_icc;  /* segments of it so far, UINT_MAX: out of order */
    double dpi;
    size_t orientation_at; /* of the low byte of Exif's orientation; 0: it says nothing */
};

static bool is_sof(uint8_t m)
{
    return m >= M_SOF0 && m <= M_SOF15 && m != M_DHT && m != M_JPG && m != M_DAC;
}

static void read_sof(struct jpeg *j, uint8_t marker, const uint8_t *p, size_t n)
{
    if (n < 6 || j->sof != 0)
        return;
    j->sof = marker;
    j->precision = p[0];
    j->height = image_be16(p + 1);
    j->width = image_be16(p + 3);
    j->components = p[5];
}

static void read_jfif(struct jpeg *j, const uint8_t *p, size_t n)
{
    if (n < 12 || memcmp(p, "JFIF", 5) != 0)
        return;
    double density = image_be16(p + 8);
    if (p[7] == 1)
        j->dpi = density;
    else if (p[7] == 2)
        j->dpi = density * 2.54;
}

/* Numbers of Exif are of either byte order. */
struct tiff {
    const uint8_t *p;
    size_t n;
    bool little;
};

static uint32_t tiff16(const struct tiff *t, size_t at)
{
    const uint8_t *p = t->p + at;
    return t->little ? (uint32_t)(p[1] << 8 | p[0]) : image_be16(p);
}

static uint32_t tiff32(const struct tiff *t, size_t at)
{
    return t->little ? tiff16(t, at + 2) << 16 | tiff16(t, at) : tiff16(t, at) << 16 | tiff16(t, at + 2);
}

/* Finds the orientation (tag 0x0112, a SHORT) in the first directory: offset of its low byte in `t`, or 0. */
static size_t find_orientation(const struct tiff *t)
{
    if (t->n < 14)
        return 0;
    size_t dir = tiff32(t, 4);
    if (dir > t->n - 2)
        return 0;
    size_t entries = tiff16(t, dir);
    for (size_t i = 0; i < entries; i++) {
        size_t at = dir + 2 + 12 * i;
        if (at + 12 > t->n)
            return 0;
        if (tiff16(t, at) == 0x0112 && tiff16(t, at + 2) == 3)
            return at + 8 + (t->little ? 0 : 1);
    }
    return 0;
}

static void read_exif(struct jpeg *j, const uint8_t *p, size_t n)
{
    if (n < 8 || memcmp(p, "Exif\0", 6) != 0)
        return;
    struct tiff t = {p + 6, n - 6, memcmp(p + 6, "II", 2) == 0};
    size_t at = find_orientation(&t);
    if (at != 0)
        j->orientation_at = (size_t)(t.p + at - j->p);
}

/* A profile comes in numbered segments (ICC.1:2010, B.4). */
static void read_icc(struct jpeg *j, const uint8_t *p, size_t n)
{
    if (n < 14 || memcmp(p, "ICC_PROFILE", 12) != 0 || j->icc == NULL || j->icc->n > PROFILE_MAX_BYTES)
        return;
    if (j->n_icc == UINT_MAX || p[12] != j->n_icc + 1) {
        j->n_icc = UINT_MAX;
        return;
    }
    j->n_icc++;
    buf_put(j->icc, p + 14, n - 14);
}

static void read_segment(struct jpeg *j, uint8_t marker, const uint8_t *p, size_t n)
{
    if (is_sof(marker))
        read_sof(j, marker, p, n);
    else if (marker == M_APP0)
        read_jfif(j, p, n);
    else if (marker == M_APP1)
        read_exif(j, p, n);
    else if (marker == M_APP2)
        read_icc(j, p, n);
    else if (marker == M_APP14)
        j->adobe = j->adobe || (n >= 12 && memcmp(p, "Adobe", 5) == 0);
    else if (marker == M_SOS)
        j->scans++;
}

/* Where the next marker after entropy-coded data begins, or n. */
static size_t skip_entropy(const uint8_t *p, size_t n, size_t at)
{
    while (at + 1 < n) {
        const uint8_t *ff = memchr(p + at, 0xFF, n - at - 1);
        if (!ff)
            return n;
        at = (size_t)(ff - p);
        uint8_t next = p[at + 1];
        if (next != 0 && next != 0xFF && (next < M_RST0 || next > M_RST7))
            return at;
        at += next == 0xFF ? 1 : 2;
    }
    return n;
}

/* Walks the markers. Stops at the end of the image (j->ended), or where the file breaks off or goes wrong. */
static void walk(struct jpeg *j)
{
    size_t at = 2;

    while (at + 1 < j->n && j->p[at] == 0xFF) {
        uint8_t marker = j->p[at + 1];
        if (marker == M_EOI) {
            j->ended = true;
            return;
        }
        if (marker == 0xFF) { /* filling */
            at++;
            continue;
        }
        if (marker == M_TEM || (marker >= M_RST0 && marker <= M_RST7)) {
            at += 2;
            continue;
        }
        if (at + 4 > j->n)
            return;
        size_t length = image_be16(j->p + at + 2);
        if (length < 2 || at + 2 + length > j->n)
            return;
        read_segment(j, marker, j->p + at + 4, length - 2);
        at += 2 + length;
        if (marker == M_SOS)
            at = skip_entropy(j->p, j->n, at);
    }
}

static struct jpeg read_markers(const uint8_t *p, size_t n, struct buf *icc)
{
    struct jpeg j = {.p = p, .n = n, .icc = icc};

    walk(&j);
    return j;
}

static bool refuse_kind(const struct image_source *src, const char *what)
{
    diag_add(src->diag, MSG_IMAGE_JPEG_KIND, src->pos, src->path, what, NULL);
    return false;
}

/* libjpeg must accept the header as well: it is what readers use. */
static bool header_accepted(const struct image_source *src)
{
    int w, h, subsampling, colours;
    tjhandle tj = turbojpeg()->tjInitDecompress();

    if (!tj)
        mem_fail();
    int result = turbojpeg()->tjDecompressHeader3(tj, src->bytes, src->n, &w, &h, &subsampling, &colours);
    turbojpeg()->tjDestroy(tj);
    return result == 0 || image_damaged(src, "header");
}

static bool usable(const struct image_source *src, const struct jpeg *j)
{
    if (j->sof == 0 || (j->sof <= M_SOF2 && !j->ended))
        return image_damaged(src, j->sof == 0 ? "SOF" : "EOI");
    if (j->sof > M_SOF2)
        return refuse_kind(src, "lossless/arithmetic");
    if (j->precision != 8)
        return refuse_kind(src, "12 bit");
    if (j->components != 1 && j->components != 3 && j->components != 4)
        return refuse_kind(src, "components");
    if (j->scans == 0 || j->scans > MAX_SCANS)
        return image_damaged(src, "SOS");
    return image_size_allowed(src, j->width, j->height) && header_accepted(src);
}

static unsigned orientation(const struct jpeg *j)
{
    unsigned v = j->orientation_at != 0 ? j->p[j->orientation_at] : 1;

    return v >= 1 && v <= 8 ? v : 1;
}

/* Turns the picture upright by moving its coefficients; up to a block at two edges is lost, never sharpness. Exif
 * stays, with the orientation set to "upright". The bytes are from mem_alloc(); NULL on bad data. */
static uint8_t *turn(const struct jpeg *j, size_t *n)
{
    static const int ops[] = {TJXOP_NONE,      TJXOP_NONE,  TJXOP_HFLIP,      TJXOP_ROT180, TJXOP_VFLIP,
                              TJXOP_TRANSPOSE, TJXOP_ROT90, TJXOP_TRANSVERSE, TJXOP_ROT270};
    tjtransform how = {.op = ops[orientation(j)], .options = TJXOPT_TRIM};
    unsigned char *out = NULL;
    unsigned long size = 0;
    uint8_t *turned = NULL;
    tjhandle tj = turbojpeg()->tjInitTransform();

    if (!tj)
        mem_fail();
    if (turbojpeg()->tjTransform(tj, j->p, j->n, 1, &out, &size, &how, TJFLAG_LIMITSCANS) == 0 && out) {
        turned = memcpy(mem_alloc(size), out, size);
        *n = size;
    }
    if (out)
        turbojpeg()->tjFree(out);
    turbojpeg()->tjDestroy(tj);
    return turned;
}

/* Replaces the image's bytes by those of the turned picture and reads them anew. What cannot be turned (smaller than a
 * block, or too large) stays as it lies. */
static void make_upright(const struct image_source *src, struct jpeg *j, struct image *image)
{
    size_t n = 0;

    if (orientation(j) == 1)
        return;
    if ((uint64_t)j->width * j->height > MAX_TURNED_PIXELS) {
        char millions[8];
        snprintf(millions, sizeof millions, "%u", MAX_TURNED_PIXELS / 1000000);
        diag_add(src->diag, MSG_IMAGE_TURN, src->pos, src->path, millions, NULL);
        return;
    }
    uint8_t *bytes = turn(j, &n);
    if (!bytes)
        return;
    *j = read_markers(bytes, n, NULL);
    if (j->orientation_at != 0)
        bytes[j->orientation_at] = 1;
    image->bytes = bytes;
    image->n_bytes = n;
}

static bool decode_cmyk(const struct image_source *src, struct image *image)
{
    unsigned components;

    image->pixels = jpeg_decode(image, &components);
    return image->pixels || image_damaged(src, "data");
}

static bool is_profile(const uint8_t *segment, size_t n)
{
    return segment[1] == M_APP2 && n >= 18 && memcmp(segment + 4, "ICC_PROFILE", 12) == 0;
}

/* Takes a bad profile out of the file: readers of EPUB take it for a damaged picture. */
static void drop_profile(const struct image_source *src, struct image *image)
{
    const uint8_t *p = image->bytes;
    size_t n = image->n_bytes, at = 2;
    struct buf out = BUF_INIT;

    buf_put(&out, p, at);
    while (at + 4 <= n && p[at] == 0xFF && p[at + 1] >= M_SOF0 && p[at + 1] != 0xFF &&
           (p[at + 1] < M_RST0 || p[at + 1] > M_SOS)) {
        size_t length = 2 + (size_t)image_be16(p + at + 2);
        if (length > n - at)
            break;
        if (!is_profile(p + at, length))
            buf_put(&out, p + at, length);
        at += length;
    }
    buf_put(&out, p + at, n - at);
    if (image->bytes != src->bytes)
        free((void *)image->bytes);
    image->bytes = (const uint8_t *)out.p;
    image->n_bytes = out.n;
}

bool jpeg_check(const struct image_source *src, struct image *image)
{
    struct buf icc = BUF_INIT;
    struct jpeg j = read_markers(src->bytes, src->n, &icc);
    bool ok = usable(src, &j);

    if (ok) {
        make_upright(src, &j, image);
        image->kind = IMAGE_JPEG;
        image->width = j.width;
        image->height = j.height;
        image->components = j.components;
        image->bits = 8;
        image->photo = true;
        image->adobe_inverted = j.adobe && j.components == 4;
        image->dpi = j.dpi;
        if (!image_take_profile(src, image, buf_str(&icc), j.n_icc == UINT_MAX ? 1 : icc.n))
            drop_profile(src, image);
        ok = j.components != 4 || decode_cmyk(src, image);
    }
    buf_free(&icc);
    return ok;
}

/* CMYK to RGB in place, four bytes a pixel to three, as the inks' simple product. */
static void cmyk_to_rgb(uint8_t *pixels, size_t n, bool inverted)
{
    const uint8_t *from = pixels;
    uint8_t *to = pixels;

    for (size_t i = 0; i < n; i++, from += 4) {
        unsigned white = inverted ? from[3] : 255u - from[3];
        for (unsigned c = 0; c < 3; c++) {
            unsigned v = inverted ? from[c] : 255u - from[c];
            *to++ = (uint8_t)((v * white + 127) / 255);
        }
    }
}

uint8_t *jpeg_decode(const struct image *image, unsigned *components)
{
    static const int formats[] = {0, TJPF_GRAY, 0, TJPF_RGB, TJPF_CMYK};
    size_t pixels = (size_t)image->width * image->height;
    int w, h, subsampling, colours;
    tjhandle tj = turbojpeg()->tjInitDecompress();

    if (!tj)
        mem_fail();
    int result = turbojpeg()->tjDecompressHeader3(tj, image->bytes, image->n_bytes, &w, &h, &subsampling, &colours);
    if (result != 0 || (uint32_t)w != image->width || (uint32_t)h != image->height) {
        turbojpeg()->tjDestroy(tj);
        return NULL;
    }
    uint8_t *out = mem_calloc(pixels, image->components);
    result = turbojpeg()->tjDecompress2(tj, image->bytes, image->n_bytes, out, w, 0, h, formats[image->components],
                                        TJFLAG_LIMITSCANS | TJFLAG_ACCURATEDCT);
    /* A mere warning leaves a picture that is whole but for some blocks. */
    if (result != 0 && turbojpeg()->tjGetErrorCode(tj) == TJERR_FATAL) {
        free(out);
        out = NULL;
    }
    turbojpeg()->tjDestroy(tj);
    if (out && image->components == 4 && image->icc)
        image_apply_profile(image, out);
    else if (out && image->components == 4)
        cmyk_to_rgb(out, pixels, image->adobe_inverted);
    *components = image->components == 1 ? 1 : 3;
    return out;
}
