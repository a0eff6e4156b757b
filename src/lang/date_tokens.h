/* The pieces that dates are read from: numbers, words and signs around a year, and the words of the data files that
 * dates are made of. Only for date_find.c. */
#ifndef LANG_DATE_TOKENS_H
#define LANG_DATE_TOKENS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lang/data.h"

/* Bytes on either side of a year that are looked at; tokens of such a stretch; bytes of a token that is a word. */
enum { REACH = 96, MAX_TOKENS = 2 * REACH + 8, MAX_WORD = 40 };

enum token_kind { TOKEN_END, TOKEN_NUMBER, TOKEN_WORD, TOKEN_SIGN };

struct token {
    enum token_kind kind;
    size_t start, end;   /* bytes of the whole text */
    bool spaced;         /* white space stands before it */
    int value;           /* TOKEN_NUMBER */
    int digits;          /* TOKEN_NUMBER */
    uint32_t sign;       /* TOKEN_SIGN */
    bool upper;          /* TOKEN_WORD: begins with a capital */
    size_t length;       /* TOKEN_WORD: bytes of `word` */
    char word[MAX_WORD]; /* TOKEN_WORD: in lower case */
};

/* Words that dates are made of: LIST(identifier, path below "dates."). */
#define DATE_LISTS                                                                                                     \
    LIST(M1, "m1")                                                                                                     \
    LIST(M2, "m2")                                                                                                     \
    LIST(M3, "m3")                                                                                                     \
    LIST(M4, "m4")                                                                                                     \
    LIST(M5, "m5")                                                                                                     \
    LIST(M6, "m6")                                                                                                     \
    LIST(M7, "m7")                                                                                                     \
    LIST(M8, "m8")                                                                                                     \
    LIST(M9, "m9")                                                                                                     \
    LIST(M10, "m10")                                                                                                   \
    LIST(M11, "m11")                                                                                                   \
    LIST(M12, "m12")                                                                                                   \
    LIST(BEFORE_MONTH, "before-month")                                                                                 \
    LIST(YEAR_WORDS, "year-words")                                                                                     \
    LIST(YEAR_AFTER, "year-after")                                                                                     \
    LIST(MONTH_WORDS, "month-words")                                                                                   \
    LIST(ORDINALS, "ordinals")                                                                                         \
    LIST(DAY_WORDS, "day-words")                                                                                       \
    LIST(AM, "am")                                                                                                     \
    LIST(PM, "pm")                                                                                                     \
    LIST(HOUR_WORDS, "hour-words")                                                                                     \
    LIST(MINUTE_WORDS, "minute-words")                                                                                 \
    LIST(WEEKDAYS, "weekdays")                                                                                         \
    LIST(WEEKDAY_WORDS, "weekday-words")                                                                               \
    LIST(AT_WORDS, "at-words")

enum date_list {
#define LIST(id, path) LIST_##id,
    DATE_LISTS
#undef LIST
        LIST_COUNT
};

struct tokens {
    struct token item[MAX_TOKENS + 1]; /* ends with TOKEN_END */
    size_t n;
    size_t year; /* index of the token that the search started from */
};

/* Splits bytes `from` to `to` of `s` into tokens. */
void date_split(const char *s, size_t from, size_t to, struct tokens *out);

/* Looks the words up in the data files, once in a run; to be called before what follows. */
void date_words_load(void);

/* Does `form` ("tháng mười một", "a.m") stand at token i? Returns how many tokens it takes, or 0. */
size_t date_match_form(const struct tokens *t, size_t i, const char *form);

/* The longest form of the list in any language that stands at token i, as a count of tokens. */
size_t date_match_list(const struct tokens *t, size_t i, enum date_list which);

/* Names of time zones, and for each its minutes from UTC. */
struct data_list date_zone_names(void);
struct data_list date_zone_offsets(void);

#endif
