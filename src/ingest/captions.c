/* Captions of pictures that a text file no longer has, and captions in pages. A credit ("Ảnh: X", "Photo by X") is the
 * best sign; then the title that stood there as alternative text, a doubled line, or a pair of labelled lines.
 */
#include <string.h>

#include "base/utf8.h"
#include "ingest/stages.h"
#include "ingest/words.h"

#define CAPTION_MAX 380 /* bytes */
#define CREDIT_WORDS 9
#define PHRASE_WORDS 8 /* of the phrases that introduce a credit, at most */
#define MAX_RUN_INS 32
#define RUN_IN_MAX 420 /* bytes of a caption inside a flattened text */

/* The word may be followed by ":" or is a phrase like "photo by". */
static bool introduces(const char *low, size_t n, size_t end, size_t length)
{
    if (end < n && low[end] == ':')
        return true;
    if (end + 1 < n && low[end] == ' ' && low[end + 1] == ':')
        return true;
    return length >= 4 && (memcmp(low + end - 3, " by", 3) == 0 || memcmp(low + end - 3, " of", 3) == 0);
}

/* A credit stands at the start, or behind the end of a sentence, a dash, a bracket or a bar. */
static bool is_set_off(const char *s, size_t at)
{
    while (at > 0 && s[at - 1] == ' ')
        at--;
    if (at == 0)
        return true;
    size_t i = at;
    uint32_t cp = utf8_prev(s, &i);
    return words_is_sign(cp, ".-(|/[;,!?*\")") || words_is_quote(cp) || cp == 0x2013 || cp == 0x2014 || cp == 0x2026;
}

/* Where the last `count` words begin. */
static size_t last_words(const char *s, size_t n, size_t count)
{
    for (size_t i = n; i > 0; i--)
        if (s[i - 1] == ' ' && i < n && s[i] != ' ' && --count == 0)
            return i;
    return 0;
}

/* Only so many words may stand behind a credit's own, so the words before them need no look. */
static size_t credit_in(const struct reading *r, const char *s, const char *low, size_t n)
{
    size_t from = last_words(low, n, CREDIT_WORDS + PHRASE_WORDS), start, end, found = SIZE_MAX;
    while (from < n && phrase_find(r->phrases, PHRASE_CREDIT, low + from, n - from, &start, &end)) {
        start += from;
        end += from;
        /* The longest phrase that begins here ("photo by" rather than "photo"). */
        size_t length = phrase_starts(r->phrases, PHRASE_CREDIT, low + start, n - start);
        end = length > end - start ? start + length : end;
        if (introduces(low, n, end, end - start) && is_set_off(s, start) &&
            words_count(s + end, n - end) <= CREDIT_WORDS)
            found = start;
        from = end;
    }
    return found;
}

/* "… in Hanoi, October 3, 2022. WIRE/Le Hung": behind the last sentence an agency in capitals, a bar and a name. */
static size_t agency_credit(const char *s, size_t n)
{
    size_t start = n, upper;
    if (memchr(s, '/', n) == NULL)
        return SIZE_MAX;
    while (start > 0 && !(s[start - 1] == ' ' && start > 1 && strchr(".)", s[start - 2]) != NULL))
        start--;
    const char *bar = start > 0 ? memchr(s + start, '/', n - start) : NULL;
    size_t before = bar != NULL ? (size_t)(bar - s) - start : 0, after = start + before + 1;
    if (before < 2 || after >= n || s[n - 1] == '.' || words_count(s + start, n - start) > 5)
        return SIZE_MAX;
    return words_letters(s + start, before, &upper) >= 2 && upper == words_letters(s + start, before, &upper) &&
                   words_are_name(s + after, n - after)
               ? start
               : SIZE_MAX;
}

size_t captions_credit(const struct reading *r, const struct piece *p)
{
    size_t n = strlen(p->low);
    if (p->text.n == 0 || p->text.n > CAPTION_MAX || n != p->text.n)
        return SIZE_MAX;
    size_t credit = credit_in(r, p->text.s, p->low, n);
    return credit != SIZE_MAX ? credit : agency_credit(p->text.s, n);
}

/* Makes a figure of a piece. A credit behind a full stop is set apart; one in brackets or behind a dash stays in the
 * caption, whose signs would be lost otherwise. */
static void make_figure(struct reading *r, struct piece *p, size_t credit)
{
    p->kind = PIECE_FIGURE;
    if (credit == SIZE_MAX)
        return;
    size_t before = credit;
    while (before > 0 && p->text.s[before - 1] == ' ')
        before--;
    if (before > 0 && p->text.s[before - 1] != '.' && p->text.s[before - 1] != '!' && p->text.s[before - 1] != '?')
        return;
    p->credit = text_slice(r->a, &p->text, credit, p->text.n);
    piece_set_text(r, p, text_slice(r->a, &p->text, 0, credit));
}

/* "Image copyright X", then "Image caption Y": the labels go, X and Y are one figure. */
static bool take_pair(struct reading *r, size_t at)
{
    struct piece *p = &r->pieces.items[at];
    size_t credit = phrase_starts(r->phrases, PHRASE_CREDIT_LINE, p->low, strlen(p->low));
    size_t next = credit > 0 ? piece_next(r, at + 1) : at;
    if (next >= r->pieces.n)
        next = at;
    struct piece *q = &r->pieces.items[next];
    size_t caption = phrase_starts(r->phrases, PHRASE_CAPTION_LINE, q->low, strlen(q->low));
    if (!piece_is_open(p) || (credit == 0 && caption == 0) || p->text.n > CAPTION_MAX || strlen(p->low) != p->text.n ||
        strlen(q->low) != q->text.n) /* else offsets in `low` do not hold */
        return false;
    while (credit > 0 && credit < p->text.n && strchr(" ,:", p->text.s[credit]) != NULL)
        credit++;
    if (credit > 0) {
        record_dropped(r, p->line, "label", p->text.s, credit);
        p->credit = text_slice(r->a, &p->text, credit, p->text.n);
        piece_set_text(r, p, (struct text){.s = ""});
    }
    if (caption > 0 && piece_is_open(q)) {
        while (caption < q->text.n && strchr(" ,:", q->text.s[caption]) != NULL)
            caption++;
        size_t below = piece_next(r, next + 1);
        if (caption == q->text.n && below < r->pieces.n && piece_is_open(&r->pieces.items[below]) &&
            r->pieces.items[below].text.n <= CAPTION_MAX) { /* the label has a line of its own */
            if (q == p)                                     /* stays, with the caption for its text */
                record_dropped(r, q->line, "label", q->text.s, q->text.n);
            else
                piece_drop(r, q, "label");
            q = &r->pieces.items[below];
            caption = 0;
        }
        if (caption > 0)
            record_dropped(r, q->line, "label", q->text.s, caption);
        piece_set_text(r, p, text_slice(r->a, &q->text, caption, q->text.n));
        if (q != p) {
            q->role = ROLE_MERGED;
            q->rule = "caption-line";
            piece_set_text(r, q, (struct text){.s = ""});
        }
    }
    p->kind = PIECE_FIGURE;
    return true;
}

/* A caption that was pasted into running text: from the sentence before "Photo by X" to the end of the name. The name's
 * last capitalized word before a small one begins the next sentence. */
static bool split_run_in(struct reading *r, size_t at)
{
    struct piece *p = &r->pieces.items[at];
    const char *s = p->text.s;
    char *low = utf8_lower_str(r->a, s, p->text.n);
    size_t n = strlen(low), from = 0, start, end;
    if (n != p->text.n)
        return false;
    while (from < n && phrase_find(r->phrases, PHRASE_CREDIT, low + from, n - from, &start, &end)) {
        start += from;
        end += from;
        from = end;
        size_t length = phrase_starts(r->phrases, PHRASE_CREDIT, low + start, n - start);
        end = start + length;
        size_t first = start, at_upper = start;
        if (length == 0 || !introduces(low, n, end, length) || !is_set_off(s, start) || start < 2 ||
            s[start - 2] != '.' || !utf8_is_upper(utf8_next(s, n, &at_upper)))
            continue;
        size_t stop = end + (s[end] == ':'), last = stop, words = 0;
        bool small = false;
        while (stop < n && words < 6) {
            size_t word = stop;
            while (word < n && s[word] == ' ')
                word++;
            size_t i = word;
            if (word >= n || !utf8_is_upper(utf8_next(s, n, &i))) {
                small = word < n;
                break;
            }
            last = stop;
            stop = word;
            while (stop < n && s[stop] != ' ')
                stop++;
            words++;
            if (s[stop - 1] == '.') {
                last = stop;
                break;
            }
        }
        if (words == 0)
            continue;
        if (small && words > 1)
            stop = last;
        /* Back to the start of the sentence that the credit belongs to. */
        size_t begin = start > RUN_IN_MAX ? start - RUN_IN_MAX : 0;
        while (((unsigned char)s[begin] & 0xC0) == 0x80)
            begin++;
        for (size_t k = begin; k < start; k = words_next_sentence(s, n, k))
            first = k;
        if (first == begin && begin > 0)
            continue;
        if (stop < n && !piece_split(r, at, stop))
            continue;
        if (first > 0 && piece_split(r, at, first))
            at++;
        struct piece *caption = &r->pieces.items[at];
        make_figure(r, caption, captions_credit(r, caption));
        record_guessed(r, caption->line, "caption-run-in", caption->text.s, caption->text.n);
        return true;
    }
    return false;
}

static bool is_bare_caption(const struct reading *r, const struct piece *p)
{
    if (p->text.n > 0 && p->text.n <= CAPTION_MAX &&
        phrase_starts(r->phrases, PHRASE_CAPTION_START, p->low, strlen(p->low)) > 0)
        return true; /* "FILE - …" */
    return p->after_image && p->text.n > 0 && p->text.n <= CAPTION_MAX && words_sentences(p->text.s, p->text.n, 3) <= 2;
}

void captions_find_pairs(struct reading *r)
{
    for (size_t i = 0; i < r->pieces.n; i++)
        if (piece_is_open(&r->pieces.items[i]) && r->pieces.items[i].low[0] != '\0')
            take_pair(r, i);
}

/* The bare line right above a table is its caption. */
static bool take_table_caption(struct reading *r, size_t at)
{
    struct piece *p = &r->pieces.items[at];
    size_t next = piece_next(r, at + 1);
    struct piece *table = next < r->pieces.n ? &r->pieces.items[next] : NULL;
    if (table == NULL || table->kind != PIECE_TABLE || table->text.n > 0 || table->blank > (r->spaced ? 1 : 0) ||
        r->page || r->authored || p->text.n > 160 || words_last_sign(p->text.s, p->text.n) == '.' ||
        words_last_sign(p->text.s, p->text.n) == ':')
        return false;
    piece_set_text(r, table, p->text);
    piece_set_text(r, p, (struct text){.s = ""});
    p->role = ROLE_MERGED;
    p->rule = "table-caption";
    return true;
}

/* The picture that has no caption yet, right above, or below in what an author wrote. */
static struct piece *bare_picture(struct reading *r, size_t at)
{
    for (int k = 0; k < (r->authored ? 2 : 1); k++) {
        size_t i = k == 0 ? (at > 0 ? piece_prev(r, at - 1) : SIZE_MAX) : piece_next(r, at + 1);
        struct piece *p = i < r->pieces.n ? &r->pieces.items[i] : NULL;
        if (p != NULL && p->kind == PIECE_FIGURE && p->src != NULL && p->text.n == 0 && p->credit.n == 0 &&
            p->in == r->pieces.items[at].in)
            return p;
    }
    return NULL;
}

/* Gives the caption that was found as a line to its picture. */
static void join_picture(struct reading *r, size_t at)
{
    struct piece *p = &r->pieces.items[at], *picture = bare_picture(r, at);
    if (picture == NULL)
        return;
    piece_set_text(r, picture, p->text);
    picture->credit = p->credit;
    piece_set_text(r, p, (struct text){.s = ""});
    p->credit = (struct text){.s = ""};
    p->role = ROLE_MERGED;
    p->rule = "caption";
}

/* "Ảnh: X" right below a short line that is set off from the text: its caption. */
static bool take_line_above(struct reading *r, size_t at)
{
    size_t above = at > 0 ? piece_prev(r, at - 1) : SIZE_MAX;
    struct piece *p = &r->pieces.items[at], *q = above != SIZE_MAX ? &r->pieces.items[above] : NULL;
    if (r->page || r->authored || q == NULL || !piece_is_open(q) || p->blank > 0 || q->blank == 0 ||
        q->text.n > CAPTION_MAX || words_count(q->text.s, q->text.n) < 3 ||
        words_sentences(q->text.s, q->text.n, 3) > 2 || words_last_sign(q->text.s, q->text.n) == ':')
        return false;
    q->kind = PIECE_FIGURE;
    q->credit = p->text;
    record_guessed(r, q->line, "caption", q->text.s, q->text.n);
    piece_set_text(r, p, (struct text){.s = ""});
    p->role = ROLE_MERGED;
    p->rule = "caption-line";
    return true;
}

void captions_find(struct reading *r)
{
    unsigned run_ins = 0;
    for (size_t i = 0; i < r->pieces.n; i++) {
        struct piece *p = &r->pieces.items[i];
        if (p->role != ROLE_BODY)
            continue;
        if (p->kind == PIECE_FIGURE && p->credit.n == 0 && p->text.n > 0) {
            make_figure(r, p, captions_credit(r, p));
            continue;
        }
        if (!piece_is_open(p))
            continue;
        if (take_table_caption(r, i))
            continue;
        size_t credit = captions_credit(r, p);
        if (credit == 0 && take_line_above(r, i))
            continue;
        bool bare = !r->page && (is_bare_caption(r, p) || p->hint == HINT_CAPTION);
        if (credit != SIZE_MAX || bare) {
            make_figure(r, p, credit);
            record_guessed(r, p->line, "caption", p->text.s, p->text.n);
            if (!r->page)
                join_picture(r, i);
        } else if (!r->page && !r->authored && p->text.n > 1500 && p->text.n < 1000000 && run_ins < MAX_RUN_INS) {
            run_ins += split_run_in(r, i);
        }
    }
}
