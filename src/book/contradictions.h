/* What the articles of a book say against each other, or twice: for `check` and the report. Nothing is changed.
 *
 * Rules: "year-differs" (two years for one event; "28 years ago" counts from the article's date), "number-differs" (two
 * values of one quantity in one year), "passage-twice" (paragraphs that share 60 % of their five-word runs),
 * "name-differs" (two spellings or names of one thing).
 */
#ifndef BOOK_CONTRADICTIONS_H
#define BOOK_CONTRADICTIONS_H

#include "doc/article.h"

enum contradiction_rule { YEAR_DIFFERS, NUMBER_DIFFERS, PASSAGE_TWICE, NAME_DIFFERS, CONTRADICTION_RULES };

struct contradiction_place {
    const char *file; /* as the article's meta names it */
    uint32_t line;
    const char *value; /* "1993 (28 năm trước 2021)", a spelling; "" for passages */
    const char *text;  /* the sentence, or the beginning of the paragraph */
};

struct contradiction {
    enum contradiction_rule rule;
    const char *subject; /* the event, quantity or word; "" for passages */
    unsigned share;      /* PASSAGE_TWICE: per cent of five-word runs in common */
    struct contradiction_place places[2];
};

struct contradictions {
    struct contradiction *items;
    size_t n, cap;
};

/* Finds them among `n` articles (NULL entries are passed over). Strings live in `a`; items is heap memory, freed by
 * contradictions_free(). Time grows with the length of all texts together. Same articles, same order: same result. */
void contradictions_find(struct article *const *articles, size_t n, struct arena *a, struct contradictions *out);
void contradictions_free(struct contradictions *c);

/* The id of a rule, as the report has it. */
const char *contradiction_rule_id(enum contradiction_rule rule);

/* Adds them to the messages, as notes: they never decide how `check` ends. */
void contradictions_tell(const struct contradictions *c, struct diag *d);

#endif
