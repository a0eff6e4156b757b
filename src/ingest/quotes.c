/* Pull quotes: a paragraph, then a line that only names its speaker. What it says stands in the body too, or is in
 * quotation marks, or the two lines are set off by empty lines; a name alone is not enough, because by-lines and
 * captions have names as well.
 */
#include <string.h>

#include "base/utf8.h"
#include "ingest/stages.h"
#include "ingest/words.h"

#define QUOTE_MAX 700   /* bytes */
#define SPEAKER_MAX 110 /* bytes */
#define NEAR 200        /* pieces around it in which its words may stand too */
#define MAX_SEARCHES 24 /* whole texts that are searched for a repetition */

/* Byte behind the words before a name that say who bears it ("Giáo sư, tiến sĩ ", "Dr. "). */
static size_t skip_honorifics(const struct reading *r, const struct piece *p, size_t i)
{
    size_t n = strlen(p->low), length;
    while (n == p->text.n && i < n &&
           (length = phrase_starts(r->phrases, PHRASE_SPEAKER_TITLE, p->low + i, n - i)) > 0) {
        i += length;
        while (i < n && strchr(" .,", p->low[i]) != NULL)
            i++;
    }
    return i;
}

/* "Alma Faz", "Ông Marat, ngư dân", "Giáo sư Lê Vi", "— Lê Vi". The name ends at a comma or bracket. */
static bool is_speaker(const struct reading *r, const struct piece *p)
{
    const char *s = p->text.s;
    size_t n = p->text.n, i = 0;
    if (n == 0 || n > SPEAKER_MAX || words_end_sentence(s, n))
        return false;
    while (i < n && (s[i] == '-' || s[i] == ' ' || (unsigned char)s[i] == 0xE2)) {
        size_t next = i;
        uint32_t cp = utf8_next(s, n, &next);
        if (cp != '-' && cp != ' ' && cp != 0x2013 && cp != 0x2014)
            break;
        i = next;
    }
    size_t first = i, end = i = skip_honorifics(r, p, i);
    while (end < n && s[end] != ',' && s[end] != '(')
        end++;
    while (end > i && s[end - 1] == ' ')
        end--;
    return words_count(s + first, end - first) >= 2 && words_count(s + i, end - i) <= 6 &&
           words_are_name(s + i, end - i) && words_count(s, n) <= 14;
}

static bool is_repeated(const struct reading *r, size_t at)
{
    const struct text *t = &r->pieces.items[at].text;
    size_t n = t->n > 60 ? 60 : t->n;
    while (n < t->n && t->s[n] != ' ')
        n++;
    size_t from = at > NEAR ? at - NEAR : 0, to = at + NEAR < r->pieces.n ? at + NEAR : r->pieces.n;
    for (size_t i = from; i < to; i++) {
        const struct piece *p = &r->pieces.items[i];
        if (i != at && p->role == ROLE_BODY && p->kind == PIECE_TEXT && p->text.n > t->n &&
            words_contain(p->text.s, p->text.n, t->s, n))
            return true;
    }
    return false;
}

static bool is_quote(const struct reading *r, size_t at, size_t speaker, unsigned *searches)
{
    const struct piece *p = &r->pieces.items[at], *q = &r->pieces.items[speaker];
    size_t after = piece_next(r, speaker + 1);
    if (!piece_is_open(p) || p->text.n < 24 || p->text.n > QUOTE_MAX || captions_credit(r, p) != SIZE_MAX ||
        after >= r->pieces.n || r->pieces.items[after].role != ROLE_BODY)
        return false;
    if (words_quoted(p->text.s, p->text.n))
        return true;
    const struct piece *next = &r->pieces.items[after];
    bool goes_on = next->text.n > 100 || words_end_sentence(next->text.s, next->text.n); /* no list of other articles */
    bool set_off =
        goes_on && q->blank > 0 && next->blank > 0 && words_end_sentence(p->text.s, p->text.n) && p->text.n < 400;
    return ((*searches)++ < MAX_SEARCHES && is_repeated(r, at)) || set_off;
}

void quotes_find(struct reading *r)
{
    unsigned searches = 0;
    if (r->authored)
        return;
    for (size_t i = 0; i + 1 < r->pieces.n; i++) {
        if (!piece_is_open(&r->pieces.items[i]))
            continue;
        size_t speaker = piece_next(r, i + 1);
        if (speaker >= r->pieces.n || !piece_is_open(&r->pieces.items[speaker]) ||
            !is_speaker(r, &r->pieces.items[speaker]) || !is_quote(r, i, speaker, &searches))
            continue;
        struct frame *quote = frame_new(r, DOC_QUOTE, NULL, r->pieces.items[i].line);
        r->pieces.items[i].in = quote;
        r->pieces.items[speaker].in = quote;
        r->pieces.items[speaker].role = ROLE_ATTRIBUTION;
        record_guessed(r, r->pieces.items[i].line, "quote", r->pieces.items[i].text.s, r->pieces.items[i].text.n);
    }
}
