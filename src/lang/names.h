/* Names of people, places and bodies in a text: for the index, and for whoever wants to know who speaks.
 *
 * What shows a name: a capital within a sentence, a title or the kind of place before it, the beginning of a body's
 * name, or a list of known ones (src/data/<lang>/names.yaml, and the user's own). A capital at a sentence's beginning
 * shows nothing; such hits are *weak* and count where the same name is found elsewhere. Works on single texts; who
 * meets them all decides what the weak ones are (book/index_collect.c).
 */
#ifndef LANG_NAMES_H
#define LANG_NAMES_H

#include "doc/doc.h"

enum name_kind { NAME_OTHER, NAME_PERSON, NAME_PLACE, NAME_ORG };

struct name_hit {
    uint32_t start, end; /* bytes of the text */
    enum name_kind kind;
    const char *name; /* as a list would call it: without case endings where a word list tells, dashes spaced evenly */
    const char *key;  /* equal for all forms of one name: lower case, stems of Russian and Kazakh words */
    const char *of;   /* an acronym that is explained here: key of its name; else NULL */
    bool weak;        /* nothing but the capital at a sentence's beginning speaks for it */
    bool acronym;     /* capitals only */
    bool given;       /* one word that may be a part of a person's full name: "bà Nga", "Theo Nga" */
    bool listed;      /* from a word list */
    bool common; /* an acronym of common words ("khí tự nhiên hóa lỏng (LNG)"): no name, here and elsewhere */
};

struct name_hits {
    struct name_hit *items;
    size_t n, cap;
};

/* Names that the user lists, prepared for name_hits_find(); NULL for none. In the arena. */
struct name_list;
struct name_list *name_list_make(struct arena *a, const char *const *names);

/* Appends what is found in `t` to `out`, in order, not overlapping. Strings live in `a`; out->items is heap memory,
 * freed by name_hits_free(). Any thread may ask. Time grows with the length of the text. */
void name_hits_find(struct arena *a, const struct text *t, const char *lang, const struct name_list *listed,
                    struct name_hits *out);
/* The same for texts whose words were met before: what they are by themselves is kept with the tokens (token.h) of the
 * text's language. Keys may live as long as the tokens only. */
struct tokens;
void name_hits_find_known(struct arena *a, const struct text *t, const char *lang, struct tokens *known,
                          struct name_hits *out);
void name_hits_free(struct name_hits *hits);

/* The key of a name as name_hits_find() gives it, for comparing with what the user writes. */
const char *names_key(struct arena *a, const char *name, const char *lang);

/* Does a verb of speech ("nói", "said") stand at s[0]? Returns its length in bytes, or 0. */
size_t names_speech_at(const char *s, size_t n, const char *lang);

#endif
