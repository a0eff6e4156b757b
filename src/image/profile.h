/* ICC profiles: whether they are sound, and what they are about. */
#ifndef IMAGE_PROFILE_H
#define IMAGE_PROFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PROFILE_NAME_MAX 128
#define PROFILE_MAX_BYTES ((size_t)16 << 20)

struct profile {
    unsigned components; /* 1 grey, 3 RGB, 4 CMYK */
    bool output;         /* of a printing condition */
    char name[PROFILE_NAME_MAX];
};

/* Reads the profile's header and tables. False when it is damaged, or of a kind or version that PDF does not take. */
bool profile_read(const void *bytes, size_t n, struct profile *out);

/* True if colours with this profile, of profile_read(), look as sRGB would show them: none differs by more than 2 of
 * 255. CMYK never does. */
bool profile_is_srgb(const void *bytes, size_t n, const struct profile *about);

/* What pixels are turned from. */
struct profile_pixels {
    const uint8_t *from;
    size_t n;
    unsigned components; /* as many as the profile has */
    bool inverted;       /* CMYK: 0 is full ink */
};

/* Turns pixels into sRGB (one byte a pixel for grey, else three). `to` may be where they lie if they have no more
 * components than the result. Relative colorimetric with black point compensation. False: the profile does not take
 * them. */
bool profile_to_srgb(const void *bytes, size_t n, const struct profile_pixels *p, uint8_t *to);

#endif
