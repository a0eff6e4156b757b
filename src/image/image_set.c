/* Pictures of a book: each file is read and checked once; files of equal bytes are one image. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <uthash.h>

#include "base/file.h"
#include "base/mem.h"
#include "image/check.h"

#define FILE_MAX_MB 64u
#define SET_MAX_MB 2048u /* files and decoded pixels together: what a small machine may be asked to hold */

/* A path that was asked for; image NULL: it could not be used. */
struct entry {
    char *path;
    struct image *image;
    UT_hash_handle hh;
};

struct image_set {
    struct entry *by_path;
    struct image **images;
    size_t n, cap;
    uint64_t held, most; /* bytes */
};

struct image_set *image_set_new(void)
{
    return image_set_limited((uint64_t)SET_MAX_MB << 20);
}

struct image_set *image_set_limited(uint64_t bytes)
{
    struct image_set *s = mem_calloc(1, sizeof *s);
    s->most = bytes;
    return s;
}

uint64_t image_set_room(const struct image_set *s)
{
    return s->most - s->held;
}

static void image_free(struct image *image)
{
    if (!image)
        return;
    free((void *)image->path);
    free((void *)image->file);
    free((void *)image->bytes);
    free((void *)image->pixels);
    free((void *)image->alpha);
    free((void *)image->icc);
    free(image);
}

void image_set_drop(struct image_set *s)
{
    struct entry *e, *next;

    if (!s)
        return;
    HASH_ITER (hh, s->by_path, e, next) {
        HASH_DEL(s->by_path, e);
        free(e->path);
        free(e);
    }
    for (size_t i = 0; i < s->n; i++)
        image_free(s->images[i]);
    free(s->images);
    free(s);
}

static struct entry *find_entry(const struct image_set *s, const char *path)
{
    struct entry *e;

    HASH_FIND_STR(s->by_path, path, e);
    return e;
}

static void add_entry(struct image_set *s, const char *path, struct image *image)
{
    struct entry *e = mem_calloc(1, sizeof *e);

    e->path = mem_strdup(path);
    e->image = image;
    HASH_ADD_KEYPTR(hh, s->by_path, e->path, strlen(e->path), e);
}

static struct image *find_equal(const struct image_set *s, const char *sha256)
{
    for (size_t i = 0; i < s->n; i++)
        if (strcmp(s->images[i]->sha256, sha256) == 0)
            return s->images[i];
    return NULL;
}

/* Is it an ordinary file that this user may read? */
static bool should_be_readable(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 && S_ISREG(st.st_mode) && access(path, R_OK) == 0;
}

/* A picture that is not there or not ours is no reason to stop: what file_read() calls an error becomes a warning here.
 * Where only the disk fails, though, the next run would make another book. */
static bool read_file(struct image_source *src, char **bytes)
{
    struct diag *own = diag_new();
    char megabytes[8];

    bool ok = file_read(src->path, (size_t)FILE_MAX_MB << 20, bytes, &src->n, own, src->pos) == 0;
    bool too_big = diag_count_msg(own, MSG_FILE_TOO_BIG) > 0;
    bool disk_fails = !ok && !too_big && should_be_readable(src->path);
    if (disk_fails)
        diag_append(src->diag, own);
    diag_drop(own);
    if (ok || disk_fails)
        return ok;
    if (too_big) {
        snprintf(megabytes, sizeof megabytes, "%u", FILE_MAX_MB);
        diag_add(src->diag, MSG_IMAGE_TOO_BIG, src->pos, src->path, megabytes, NULL);
    } else {
        const char *why = access(src->path, R_OK) < 0 ? diag_errno(errno) : diag_word(WORD_ERR_NOT_REGULAR);
        diag_add(src->diag, MSG_IMAGE_FILE, src->pos, src->path, why, NULL);
    }
    return false;
}

static bool check(const struct image_source *src, struct image *image)
{
    enum image_format format = image_sniff(src->bytes, src->n);

    if (format == FORMAT_JPEG)
        return jpeg_check(src, image);
    if (format == FORMAT_PNG)
        return png_check(src, image);
    if (format == FORMAT_WEBP)
        return webp_check(src, image);
    return image_refuse_format(src, format);
}

/* Bytes that the image holds in memory. */
static uint64_t weight(const struct image *image)
{
    uint64_t n = (uint64_t)image->width * image->height, colours = image->components == 1 ? 1 : 3;

    return image->n_bytes + image->n_icc + (image->pixels ? n * colours : 0) + (image->alpha ? n : 0);
}

static bool fits_in(struct image_set *s, const struct image *image, const struct image_source *src)
{
    char megabytes[16];

    if (s->n < UINT16_MAX && weight(image) <= image_set_room(s)) {
        s->held += weight(image);
        return true;
    }
    snprintf(megabytes, sizeof megabytes, "%u", (unsigned)(s->most >> 20));
    diag_add(src->diag, MSG_IMAGE_TOTAL, src->pos, src->path, megabytes, NULL);
    return false;
}

static void keep(struct image_set *s, struct image *image)
{
    void *images = s->images;

    mem_grow(&images, &s->cap, s->n + 1, sizeof *s->images);
    s->images = images;
    image->index = (uint16_t)s->n;
    s->images[s->n++] = image;
}

/* Makes an image of the file's bytes and takes these over. NULL after a warning. */
static struct image *make_image(struct image_set *s, struct image_source *src, char *bytes, const char *sha256)
{
    struct image *image = mem_calloc(1, sizeof *image);

    src->bytes = (const uint8_t *)bytes;
    image->bytes = src->bytes;
    image->n_bytes = src->n;
    image->path = mem_strdup(src->path);
    image->file = mem_strdup(src->file);
    memcpy(image->sha256, sha256, sizeof image->sha256);
    bool ok = check(src, image) && fits_in(s, image, src);
    if (image->bytes != src->bytes) /* it was turned */
        free(bytes);
    if (!ok) {
        image_free(image);
        return NULL;
    }
    keep(s, image);
    return image;
}

/* Takes the bytes over. */
static struct image *load(struct image_set *s, struct image_source *src, char *bytes)
{
    char sha256[65];

    file_sha256(bytes, src->n, sha256);
    struct image *equal = find_equal(s, sha256);
    if (!equal)
        return make_image(s, src, bytes, sha256);
    free(bytes);
    return equal;
}

/* True if the path was asked for before; *image gets the answer of then. */
static bool is_known(struct image_set *s, const struct image_source *src, const struct image **image)
{
    const struct entry *known = find_entry(s, src->path);

    if (known && !known->image)
        diag_add(src->diag, MSG_IMAGE_AGAIN, src->pos, src->path, NULL);
    *image = known ? known->image : NULL;
    return known != NULL;
}

const struct image *image_set_load(struct image_set *s, const char *path, struct srcpos pos, struct diag *d)
{
    struct image_source src = {.path = path, .file = path, .pos = pos, .diag = d};
    const struct image *known;
    char *bytes;

    if (is_known(s, &src, &known))
        return known;
    struct image *image = read_file(&src, &bytes) ? load(s, &src, bytes) : NULL;
    add_entry(s, path, image);
    return image;
}

const struct image *image_set_load_bytes(struct image_set *s, const struct image_bytes *from, struct srcpos pos,
                                         struct diag *d)
{
    struct image_source src = {.path = from->path, .file = from->file, .n = from->n, .pos = pos, .diag = d};
    const struct image *known;

    if (is_known(s, &src, &known))
        return known;
    char *copy = mem_alloc(from->n);
    memcpy(copy, from->bytes, from->n);
    struct image *image = load(s, &src, copy);
    add_entry(s, from->path, image);
    return image;
}

const struct image *image_set_lookup(const struct image_set *s, const char *path)
{
    const struct entry *e = find_entry(s, path);

    return e ? e->image : NULL;
}

unsigned image_set_count(const struct image_set *s)
{
    return (unsigned)s->n;
}

const struct image *image_set_at(const struct image_set *s, unsigned i)
{
    return i < s->n ? s->images[i] : NULL;
}

/* A file that passes through may have colours of its own. */
static uint8_t *decode_file(const struct image *image, unsigned *components)
{
    uint8_t *pixels = image->kind == IMAGE_JPEG ? jpeg_decode(image, components) : png_decode(image, components);

    if (pixels && *components == image->components)
        image_apply_profile(image, pixels);
    return pixels;
}

uint8_t *image_decode(const struct image *image, unsigned *components)
{
    if (!image->pixels)
        return decode_file(image, components);
    *components = image->components == 1 ? 1 : 3;
    size_t n = (size_t)image->width * image->height, bytes = n * *components;
    uint8_t *pixels = memcpy(mem_alloc(bytes), image->pixels, bytes);
    if (image->alpha)
        image_lay_on_white(pixels, image->alpha, n, *components);
    return pixels;
}
