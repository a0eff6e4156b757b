/* Results of pure work, found again by all that they depend on.
 *
 * A program that makes the same book over and over keeps what it has worked out: the key is the input itself, byte for
 * byte, so a result that is found is the one that the work would give. What a round did not ask for goes when it ends.
 */
#ifndef BASE_MEMO_H
#define BASE_MEMO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct memo;

/* What results are of: equal keys of different kinds are different things. */
enum memo_kind {
    MEMO_NAMES,      /* book/: numbers of lists of names */
    MEMO_MARKS,      /* book/: spans of a text */
    MEMO_NAME_HITS,  /* book/: names in a text */
    MEMO_DIGEST,     /* book/: what a digest shows of an article */
    MEMO_QR,         /* book/: a QR code's modules */
    MEMO_WORD,       /* layout/: a shaped word */
    MEMO_STRETCH,    /* layout/: a shaped stretch of words */
    MEMO_SHINGLES,   /* book/: what stands for a text when texts are compared */
    MEMO_SUBSET,     /* pdf/, epub/: a font's subset */
    MEMO_GLYPH_PLAN, /* pdf/: numbers of glyph plans */
    MEMO_PAGE,       /* pdf/: a page's content, deflated */
    MEMO_DEFLATED,   /* pdf/: a stream, deflated */
    MEMO_ENTRY,      /* epub/: an entry, packed */
    MEMO_XHTML,      /* epub/: a file of text */
    MEMO_PICTURE     /* the cover as a picture */
};

/* Makes an empty one; ends with memo_drop(). NULL stands for none in all calls: nothing is found, nothing kept. */
struct memo *memo_new(void);
void memo_drop(struct memo *m);

/* The value stored for the key, or NULL; *n gets its size. It stays at least
 * until the next memo_end(). Several threads may call. */
const void *memo_find(struct memo *m, enum memo_kind kind, const void *key, size_t n_key, size_t *n);

/* Stores a copy of the value; one that is there already stays. Several threads may call. */
void memo_put(struct memo *m, enum memo_kind kind, const void *key, size_t n_key, const void *value, size_t n);

/* The same for an object that is kept as it is, and given to `drop` in the end: found by memo_object(). Returns the
 * object that is stored now. */
void *memo_keep(struct memo *m, enum memo_kind kind, const void *key, size_t n_key, void *object,
                void (*drop)(void *object));
void *memo_object(struct memo *m, enum memo_kind kind, const void *key, size_t n_key);

/* A number that stands for the key: the same for equal keys as long as they are asked for in every round, and never
 * that of another. 0 without a memo. */
uint64_t memo_number(struct memo *m, enum memo_kind kind, const void *key, size_t n_key);

/* Forgets all of a kind. This and what follows: one thread alone, when no other uses the memo. */
void memo_forget(struct memo *m, enum memo_kind kind);

/* Ends a round: what was neither asked for nor stored in it goes. */
void memo_end(struct memo *m);

/* Bytes held, keys included. */
size_t memo_bytes(const struct memo *m);

#endif
