/* Tokens: what stands between two spaces, seen by itself. Ties and language stretches both ask the same questions of
 * every word of a book; a book has few different words, so the answers are kept (Vietnamese has some 7,000
 * syllables). */
#ifndef LANG_TOKEN_H
#define LANG_TOKEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"

struct name_token;

/* What languages a token tells of: letters of a script; an English function word, by itself or within a compound. */
enum token_tells { TELLS_CYRILLIC = 1, TELLS_VIETNAMESE = 2, TELLS_ENGLISH = 4 };

#define TOKEN_SIGN (UINT64_C(1) << 32)

/* What a token is, wherever it stands. What every word of a text is asked for stands in front. */
struct token {
    struct bytes_word first; /* by which it is found, with n and, if it is longer, the rest of its bytes */
    uint32_t n, hash;
    uint32_t start, end;  /* the word in it, without brackets, quotes and stops around it */
    unsigned classes;     /* enum phrase_class: of the word by itself, and of the unit before a slash */
    bool closes;          /* a stop, bracket or quote behind it */
    bool dot;             /* just one full stop behind it: may be an abbreviation */
    bool initial;         /* a capital and a full stop */
    bool opens;           /* a bracket or quote before it */
    bool stop;            /* . ! ? : or … behind it */
    bool upper, capitals; /* first letter; all of at least two */
    bool letters, letter; /* has any; has one, which is small, and no digit */
    bool number, digit, roman, dash, slash;
    bool latin_initial; /* the word begins with a Latin letter */
    bool year, day;     /* a number of four digits from 1000 to 2999; a number of one or two characters */
    bool syllable;      /* could be a Vietnamese syllable */
    bool listed;        /* a name that the user lists may begin here */
    bool signs;         /* holds a character from U+2000 to U+203F: dashes, quotation marks … */
    bool quiet;         /* of no interest to the rules of ties, but for what stands beside it */
    bool alone;         /* a number, a dash, a small letter: some rule looks at it whatever its classes */
    uint8_t tells;      /* enum token_tells */
    uint64_t counts;    /* 1 for a capital; TOKEN_SIGN for a dash or figures: summed over a text */
    const char *bytes;  /* as they stand in the text */
    const char *lower;  /* the word in lower case */
    uint32_t lower_n;
    struct name_token **name; /* what the name finder knows of it; *name is NULL until it asked */
};

struct phrases;
struct tokens;

/* Tokens of texts in one language, for one thread. `names`: what the user lists, NULL-terminated, or NULL; borrowed.
 * Owned by the caller, ended by tokens_drop(). */
struct tokens *tokens_new(const struct phrases *phrases, const char *const *names);
void tokens_drop(struct tokens *t);

/* The token that begins at s[0] and goes to the next space, line break or s + n; n > 0, s[0] neither. Stays until
 * tokens_tidy(). */
const struct token *tokens_at(struct tokens *t, const char *s, size_t n);

/* Zeroed memory that stays as long as the tokens do. */
void *tokens_room(struct tokens *t, size_t size);

/* Memory for work on one text; who uses it resets it when that ends. */
struct arena *tokens_scratch(struct tokens *t);

/* Between two texts: forgets all when very many different tokens were met. */
void tokens_tidy(struct tokens *t);

#endif
