#include "lang/date_tokens.h"

#include <pthread.h>
#include <string.h>

#include "base/utf8.h"

/* ---- tokens ---- */

static void put_number(struct token *t, const char *s, size_t n, size_t *i)
{
    t->kind = TOKEN_NUMBER;
    while (*i < n && s[*i] >= '0' && s[*i] <= '9') {
        if (t->digits < 9)
            t->value = t->value * 10 + (s[*i] - '0');
        t->digits++;
        (*i)++;
    }
}

/* A word too long for the buffer is cut, which no name of a month or weekday can equal. */
static void put_word(struct token *t, const char *s, size_t n, size_t *i)
{
    size_t used = 0;
    t->kind = TOKEN_WORD;
    while (*i < n) {
        size_t next = *i;
        uint32_t cp = utf8_next(s, n, &next);
        if (!utf8_is_letter(cp))
            break;
        t->upper = t->upper || (used == 0 && utf8_is_upper(cp));
        if (used + 5 < MAX_WORD)
            used += utf8_put(t->word + used, utf8_lower(cp));
        *i = next;
    }
    t->word[used] = '\0';
    t->length = used;
}

void date_split(const char *s, size_t from, size_t to, struct tokens *out)
{
    size_t i = from;
    bool spaced = true;
    out->n = 0;
    while (i < to && out->n < MAX_TOKENS) {
        size_t at = i;
        uint32_t cp = utf8_next(s, to, &i);
        if (utf8_is_space(cp)) {
            spaced = true;
            continue;
        }
        struct token *t = &out->item[out->n++];
        memset(t, 0, sizeof *t);
        t->start = at;
        t->spaced = spaced;
        spaced = false;
        i = at;
        if (cp >= '0' && cp <= '9') {
            put_number(t, s, to, &i);
        } else if (utf8_is_letter(cp)) {
            put_word(t, s, to, &i);
        } else {
            t->kind = TOKEN_SIGN;
            t->sign = utf8_next(s, to, &i);
        }
        t->end = i;
    }
    memset(&out->item[out->n], 0, sizeof *out->item);
}

/* ---- words from the data files ---- */

static const char *const languages[] = {"vi", "en", "ru", "kk"};
enum { N_LANGUAGES = sizeof languages / sizeof *languages };

/* The lists in each language, and a bit for each first byte that a form of the list has (its lowest six bits): most
 * words and signs are turned away by it. Filled once, when the first date is looked for. */
static struct date_words {
    struct data_list of[N_LANGUAGES];
    uint64_t firsts;
} date_words[LIST_COUNT];
static struct data_list zone_names, zone_offsets;
static pthread_once_t words_once = PTHREAD_ONCE_INIT;

static uint64_t first_bit(char c)
{
    return UINT64_C(1) << ((unsigned char)c & 63);
}

static void look_up_words(void)
{
    static const char *const paths[LIST_COUNT] = {
#define LIST(id, path) "dates." path,
        DATE_LISTS
#undef LIST
    };
    for (size_t list = 0; list < LIST_COUNT; list++) {
        struct date_words *words = &date_words[list];
        for (size_t l = 0; l < N_LANGUAGES; l++) {
            words->of[l] = data_lookup(languages[l], paths[list]);
            for (size_t k = 0; k < words->of[l].n; k++)
                words->firsts |= first_bit(words->of[l].items[k][0]);
        }
    }
    zone_names = data_lookup("en", "dates.zones");
    zone_offsets = data_lookup("en", "dates.zone-minutes");
}

void date_words_load(void)
{
    pthread_once(&words_once, look_up_words);
}

struct data_list date_zone_names(void)
{
    return zone_names;
}

struct data_list date_zone_offsets(void)
{
    return zone_offsets;
}

static bool is_letter_at(const char *form, size_t n, size_t at)
{
    return at < n && utf8_is_letter(utf8_next(form, n, &at));
}

size_t date_match_form(const struct tokens *t, size_t i, const char *form)
{
    size_t n = strlen(form), at = 0, first = i;
    while (at < n) {
        const struct token *token = &t->item[i];
        if (form[at] == ' ') {
            at++;
            continue;
        }
        if (token->kind == TOKEN_WORD) {
            if (token->length > n - at || token->length == 0 || memcmp(token->word, form + at, token->length) != 0 ||
                is_letter_at(form, n, at + token->length))
                return 0;
            at += token->length;
        } else if (token->kind != TOKEN_SIGN || utf8_next(form, n, &at) != token->sign) {
            return 0;
        }
        i++;
    }
    return i - first;
}

size_t date_match_list(const struct tokens *t, size_t i, enum date_list which)
{
    size_t best = 0;
    const struct token *token = &t->item[i];
    if (token->kind == TOKEN_END || token->kind == TOKEN_NUMBER)
        return 0;
    const struct date_words *words = &date_words[which];
    char sign[4];
    if (token->kind == TOKEN_SIGN)
        utf8_put(sign, token->sign);
    char first = token->kind == TOKEN_SIGN ? sign[0] : token->word[0];
    if (!(words->firsts & first_bit(first)))
        return 0;
    for (size_t l = 0; l < N_LANGUAGES; l++) {
        for (size_t k = 0; k < words->of[l].n; k++) {
            const char *form = words->of[l].items[k];
            size_t length = form[0] == first ? date_match_form(t, i, form) : 0;
            if (length > best)
                best = length;
        }
    }
    return best;
}
