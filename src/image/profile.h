/* ICC profiles: whether they are sound, and what they are about. */
#ifndef IMAGE_PROFILE_H
#define IMAGE_PROFILE_H

#include <stdbool.h>
#include <stddef.h>

#define PROFILE_NAME_MAX 128
#define PROFILE_MAX_BYTES ((size_t)16 << 20)

struct profile {
    unsigned components; /* 1 grey, 3 RGB, 4 CMYK */
    bool output;         /* of a printing condition */
    char name[PROFILE_NAME_MAX];
};

/* Reads the profile's header and tables. False when it is damaged, or of a kind or version that PDF does not take. */
bool profile_read(const void *bytes, size_t n, struct profile *out);

#endif
