/* Keys for sorting: texts made into bytes once, then compared by memcmp(). */
#ifndef LANG_COLLATE_H
#define LANG_COLLATE_H

#include <stddef.h>

#include "base/arena.h"

enum collate_order {
    COLLATE_SYLLABLE, /* as dictionaries: collate_compare() */
    COLLATE_CLDR      /* as ICU sorts the language, by CLDR's tables: letters of the whole text before any tone */
};

struct collate_key {
    const unsigned char *bytes;
    size_t n;
};

struct collator;

/* A collator for a language. CLDR's order without ICU's data for it falls back to the root's. Belongs to one thread;
 * ended with collator_drop(). */
struct collator *collator_new(const char *lang, enum collate_order order);
void collator_drop(struct collator *c);

/* The key of a text, in the arena. */
struct collate_key collator_key(const struct collator *c, struct arena *a, const char *s);

/* <0, 0, >0 */
int collate_key_compare(const struct collate_key *x, const struct collate_key *y);

/* The letter under which an index of this language lists the text: "Ă", "Đ", "K", "А"; "0" for a number, "#" for what
 * has no letter. Tones and foreign accents do not count. */
void collate_letter(const char *lang, const char *s, char out[8]);

#endif
