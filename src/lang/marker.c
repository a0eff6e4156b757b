/* Marking texts: one pass over the words, whose properties are looked up; rules look closer only where these say so. */
#include "lang/marker.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lang/lang.h"

enum { MAX_LANGUAGES = 8 };

struct marker {
    const char *const *names;
    struct word *words;
    uint32_t *busy;
    uint8_t *tie;
    struct longer_phrases *longer;
    size_t room, busy_room, tie_room, longer_room;
    struct {
        const char *lang;
        const struct phrases *phrases;
        struct tokens *tokens;
    } of[MAX_LANGUAGES];
};

struct marker *marker_new(const char *const *names)
{
    struct marker *m = mem_apart(sizeof *m);
    m->names = names;
    return m;
}

void marker_drop(struct marker *m)
{
    if (m == NULL)
        return;
    for (size_t i = 0; i < MAX_LANGUAGES; i++)
        tokens_drop(m->of[i].tokens);
    free(m->words);
    free(m->busy);
    free(m->tie);
    free(m->longer);
    free(m);
}

/* Place of a language's tables. Languages without phrases share one; they differ in nothing that tokens know. */
static size_t place_of(struct marker *m, const struct phrases *phrases)
{
    size_t i = 0;
    while (i < MAX_LANGUAGES - 1 && m->of[i].tokens != NULL && m->of[i].phrases != phrases)
        i++;
    if (m->of[i].tokens == NULL) {
        m->of[i].phrases = phrases;
        m->of[i].tokens = tokens_new(phrases, m->names);
    }
    return i;
}

/* Makes room for a further word. */
static void grow(struct marker *m, struct line *line)
{
    mem_grow((void **)&m->words, &m->room, line->n + 1, sizeof *m->words);
    mem_grow((void **)&m->busy, &m->busy_room, m->room, sizeof *m->busy);
    mem_grow((void **)&m->tie, &m->tie_room, m->room, sizeof *m->tie);
    line->item = m->words;
}

static struct line split(struct marker *m, struct tokens *tokens, const struct text *t)
{
    struct line line = {.s = t->s, .item = m->words};
    bool begins = true; /* a sentence, perhaps */
    uint64_t counts = 0;
    for (size_t i = 0; i < t->n;) {
        if (t->s[i] == ' ' || t->s[i] == '\n') {
            /* a forced line break ends a line anyway: nothing is tied over it */
            if (t->s[i] == '\n' && line.n > 0) {
                line.item[line.n - 1].closes = true;
                line.item[line.n - 1].dot = false;
            }
            i++;
            continue;
        }
        if (line.n == m->room)
            grow(m, &line);
        const struct token *token = tokens_at(tokens, t->s + i, t->n - i);
        m->busy[line.n_busy] = (uint32_t)line.n; /* no branch: every other word is busy */
        line.n_busy += begins | !token->quiet;
        begins = token->stop;
        counts += token->counts;
        line.tells |= token->tells;
        line.item[line.n++] = (struct word){.token = token,
                                            .start = (uint32_t)i + token->start,
                                            .end = (uint32_t)i + token->end,
                                            .any = token->classes,
                                            .closes = token->closes,
                                            .dot = token->dot,
                                            .initial = token->initial};
        i += token->n;
        i += i < t->n && t->s[i] == ' ';
    }
    line.n_uppers = counts % TOKEN_SIGN;
    line.n_signs = counts / TOKEN_SIGN;
    mem_grow((void **)&m->longer, &m->longer_room, line.n_busy, sizeof *m->longer);
    line.longer = m->longer;
    line.busy = m->busy;
    line.tie = m->tie;
    if (line.n > 0)
        memset(m->tie, TIE_NONE, line.n);
    return line;
}

struct tokens *marker_tokens(struct marker *m, const char *lang)
{
    const struct phrases *phrases = phrases_of(lang);
    return phrases != NULL ? m->of[place_of(m, phrases)].tokens : NULL;
}

/* Most texts hold nothing but letters of their own language. */
static bool may_have_runs(const struct line *l, const char *lang)
{
    if (strncmp(lang, "ru", 2) == 0)
        return (l->tells & (TELLS_CYRILLIC | TELLS_VIETNAMESE)) != 0;
    if (strncmp(lang, "kk", 2) == 0)
        return (l->tells & TELLS_VIETNAMESE) != 0;
    unsigned other = strncmp(lang, "vi", 2) == 0 ? TELLS_ENGLISH : TELLS_VIETNAMESE;
    return (l->tells & (TELLS_CYRILLIC | other)) != 0;
}

void marker_mark(struct marker *m, struct arena *a, struct text *t, const char *lang)
{
    if (t->n == 0)
        return;
    const struct phrases *phrases = phrases_of(lang);
    struct tokens *tokens = m->of[place_of(m, phrases)].tokens;
    struct line line = split(m, tokens, t);
    if (may_have_runs(&line, lang))
        lang_mark_runs(a, t, lang);
    struct span_list spans = {NULL, 0, 0};
    ties_find(&line, phrases, m->names, &spans);
    spans_merge(a, t, &spans);
    tokens_tidy(tokens);
}

void ties_mark(struct arena *a, struct text *t, const char *lang, const char *const *names)
{
    struct marker *m = marker_new(names);
    const struct phrases *phrases = phrases_of(lang);
    struct line line = split(m, m->of[place_of(m, phrases)].tokens, t);
    struct span_list spans = {NULL, 0, 0};
    ties_find(&line, phrases, names, &spans);
    spans_merge(a, t, &spans);
    marker_drop(m);
}
