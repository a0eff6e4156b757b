/* Words of a text on their way to ties; shared by marker.c, which splits the text, and ties.c, which has the rules. */
#ifndef LANG_MARKER_H
#define LANG_MARKER_H

#include "lang/spans.h"
#include "lang/tie_phrases.h"
#include "lang/token.h"

enum { TIE_NONE, TIE_WEAK, TIE_SOFT, TIE_NAME, TIE_HARD };

struct word {
    const struct token *token; /* its classes are those of the word by itself */
    uint32_t start, end;       /* in the text, without brackets, quotes and stops around it */
    unsigned any;              /* classes of all phrases that begin here, together */
    uint32_t longer;           /* number of its longer phrases, from 1, or 0 */
    bool closes, dot, initial; /* as the token's, unless the text around it says otherwise */
    bool sentence;             /* begins one */
};

/* Classes of the phrases of 2, 3 … words that begin at a word. */
struct longer_phrases {
    unsigned classes[PHRASE_MAX_WORDS - 1];
};

struct line {
    const char *s;
    struct word *item;
    size_t n;
    const uint32_t *busy; /* words that rules look at: all but quiet ones in the middle of a sentence */
    size_t n_busy;
    struct longer_phrases *longer; /* room for as many as there are busy words */
    uint32_t n_longer;
    uint8_t *tie;               /* of the gap behind each word */
    uint64_t n_uppers, n_signs; /* words that begin with a capital; dashes, and words with figures */
    unsigned tells;             /* what languages the words tell of */
    unsigned strengths;         /* a bit for each strength that some gap may have */
};

/* ties.c: applies all rules to the words and adds a SPAN_TIE for each run of tied gaps. `names`: the user's, or NULL.
 */
void ties_find(struct line *l, const struct phrases *phrases, const char *const *names, struct span_list *out);

#endif
