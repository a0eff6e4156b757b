/* Legacy Vietnamese and Cyrillic sets: decoding, and how plausible a decoding is. */
#ifndef INGEST_LEGACY_H
#define INGEST_LEGACY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

enum legacy_set {
    LEGACY_NONE, /* units are code points already */
    LEGACY_TCVN3,
    LEGACY_VNI,
    LEGACY_VISCII,
    LEGACY_CP1258,
    LEGACY_UTF8, /* UTF-8 that was read as windows-1252 and saved again */
    LEGACY_LAST_VIETNAMESE = LEGACY_UTF8,
    LEGACY_CP1251,
    LEGACY_KOI8R,
    LEGACY_CP1252,
    LEGACY_SETS
};

/* Decodes `n` units, bytes of the set in 0 … 255 and anything else as it is, to UTF-8 (not yet NFC). */
void legacy_decode(enum legacy_set set, const uint32_t *units, size_t n, struct buf *out);

/* Name for reports ("TCVN3"). */
const char *legacy_name(enum legacy_set set);

/* The byte that windows-1252 shows as this character; 256 and above: none. */
uint32_t legacy_byte_of(uint32_t cp);

/* How a text looks as Vietnamese: words with accents that are syllables, and words that cannot be. */
struct plausibility {
    size_t good, bad;
};
void legacy_weigh(const char *s, size_t n, struct plausibility *sum);
/* Of Cyrillic: small letters after letters are good, capitals after small letters bad. */
void legacy_weigh_cyrillic(const char *s, size_t n, struct plausibility *sum);

/* Tables; see legacy_tables.c. */
struct legacy_pair {
    unsigned char letter, mark;
    uint16_t cp;
};
extern const uint16_t legacy_tcvn3[256], legacy_viscii[256], legacy_vni_single[256];
extern const struct legacy_pair legacy_vni_pairs[];
extern const size_t legacy_vni_pair_count;

#endif
