/* Who wrote it. A name stands everywhere in a text, so an author is taken only from a by-line: one that says so, a
 * class of the page, or a bare name at the top or the end.
 */
#include <string.h>

#include "base/utf8.h"
#include "ingest/stages.h"
#include "ingest/words.h"

#define AUTHOR_MAX 160 /* bytes */
#define MAX_NAMES 8

/* A stretch of the line and its lower case, when both have the same length. */
struct stretch {
    const char *s, *low;
    size_t start, end;
};

static void trim(struct stretch *at)
{
    while (at->end > at->start && strchr(" .,;:-*_(|/", at->s[at->end - 1]) != NULL)
        at->end--;
    while (at->end > at->start + 3 &&
           (memcmp(at->s + at->end - 3, "–", 3) == 0 || memcmp(at->s + at->end - 3, "—", 3) == 0))
        for (at->end -= 3; at->end > at->start && at->s[at->end - 1] == ' ';)
            at->end--;
    while (at->start < at->end && strchr(" *_(-.:|/", at->s[at->start]) != NULL)
        at->start++;
}

/* "Bài:", "By", then "phóng viên". */
static void skip_labels(const struct reading *r, struct stretch *at)
{
    size_t start = at->start;
    for (int i = 0; i < 2; i++) {
        start += phrase_starts(r->phrases, i == 0 ? PHRASE_BYLINE_START : PHRASE_BYLINE_ROLE, at->low + start,
                               at->end - start);
        while (start < at->end && strchr(" :.-,", at->low[start]) != NULL)
            start++;
    }
    if (start < at->end)
        at->start = start;
}

/* "mai@bao.vn", "@maianh", "https://…": not the name but how to reach its bearer. They end the line. */
static void cut_addresses(struct stretch *at)
{
    for (size_t i = at->start; i < at->end;) {
        size_t word = i;
        while (i < at->end && at->s[i] != ' ')
            i++;
        bool address = memchr(at->s + word, '@', i - word) != NULL || memmem(at->s + word, i - word, "://", 3) != NULL;
        if (address && word > at->start) {
            at->end = word;
            return;
        }
        i++;
    }
}

/* "Mai Anh tổng hợp", "Dana Seitova in Almaty". */
static void cut_behind(const struct reading *r, struct stretch *at)
{
    size_t start, end, last = phrase_ends(r->phrases, PHRASE_BYLINE_END, at->low + at->start, at->end - at->start);
    if (last > 0 && last < at->end - at->start)
        at->end -= last;
    trim(at);
    if (phrase_find(r->phrases, PHRASE_BYLINE_PLACE, at->low + at->start, at->end - at->start, &start, &end) &&
        words_count(at->s + at->start, start) >= 2)
        at->end = at->start + start;
    trim(at);
}

/* "TTXVN", "VOV1", "Vietnam+": who sends the news. */
static bool is_agency(const struct reading *r, const char *s, const char *low, size_t n)
{
    size_t upper, letters = words_letters(s, n, &upper);
    return phrase_is(r->phrases, PHRASE_AGENCY, low, n) || (words_count(s, n) == 1 && letters >= 2 && upper == letters);
}

/* "Thu Phương/TTXVN": the agency behind the bar goes. */
static void cut_agency(const struct reading *r, struct stretch *at)
{
    const char *bar = memchr(at->s + at->start, '/', at->end - at->start);
    size_t n = bar != NULL ? (size_t)(bar - at->s) + 1 : at->end;
    while (n < at->end && at->s[n] == ' ')
        n++;
    if (n < at->end &&
        (is_agency(r, at->s + n, at->low + n, at->end - n) || words_count(at->s + n, at->end - n) >= 2) &&
        words_count(at->s + at->start, (size_t)(bar - at->s) - at->start) >= 2)
        at->end = (size_t)(bar - at->s);
    trim(at);
}

static bool is_name(const struct stretch *at)
{
    return at->end > at->start && words_are_name(at->s + at->start, at->end - at->start);
}

/* Bytes of a joint between two names that begins at s[i]; 0: none. */
static size_t joint_at(const char *s, size_t n, size_t i)
{
    static const char *const joints[] = {", ",  "; ",  " và ", " and ", " и ", " және ",
                                         " & ", " - ", " – ",  " — ",   " | ", " / "};
    bool may_begin = s[i] == ' ' || s[i] == ',' || s[i] == ';';
    for (size_t k = 0; may_begin && k < sizeof joints / sizeof *joints; k++) {
        size_t length = strlen(joints[k]);
        if (i + length <= n && memcmp(s + i, joints[k], length) == 0)
            return length;
    }
    return 0;
}

/* Several names with what stands beside each of them: "Sarah Lim in Hanoi and Tran Van Bao". Roles between them go. */
static bool take_names(const struct reading *r, const struct stretch *line, struct text *out)
{
    const char *all = NULL;
    size_t names = 0;
    for (size_t i = line->start; i <= line->end && names < MAX_NAMES;) {
        size_t end = i, joint = 0;
        while (end < line->end && (joint = joint_at(line->s, line->end, end)) == 0)
            end++;
        struct stretch part = {line->s, line->low, i, end};
        trim(&part);
        skip_labels(r, &part);
        size_t n = part.end - part.start;
        bool role = n > 0 && phrase_ends(r->phrases, PHRASE_BYLINE_ROLE, line->low + part.start, n) > 0;
        cut_behind(r, &part);
        cut_agency(r, &part);
        if (part.end > part.start && !role &&
            !is_agency(r, line->s + part.start, line->low + part.start, part.end - part.start)) {
            if (!is_name(&part))
                return false;
            const char *one = arena_strndup(r->a, line->s + part.start, part.end - part.start);
            all = all == NULL ? one : arena_printf(r->a, "%s, %s", all, one);
            names++;
        }
        i = end + (joint > 0 ? joint : 1);
    }
    if (names > 0)
        *out = text_make(r->a, all, strlen(all));
    return names > 0;
}

bool metadata_author_of(const struct reading *r, const char *s, size_t n, struct text *out)
{
    if (n == 0 || n > AUTHOR_MAX)
        return false;
    char *low = utf8_lower_str(r->a, s, n);
    struct stretch at = {s, low, 0, n};
    if (strlen(low) != n)
        at.low = s; /* lower case of another length: phrases are looked for as they stand */
    skip_labels(r, &at);
    const char *cut = memchr(s + at.start, '(', n - at.start);
    if (cut != NULL && cut > s + at.start)
        at.end = (size_t)(cut - s);
    cut = memchr(s + at.start, ';', at.end - at.start);
    if (cut != NULL && cut > s + at.start)
        at.end = (size_t)(cut - s);
    for (size_t i = at.start + 1; i < at.end; i++) /* "Dana Seitova 5 min read" */
        if (s[i] >= '0' && s[i] <= '9' && s[i - 1] == ' ' && words_count(s + at.start, i - at.start) >= 2)
            at.end = i;
    cut_addresses(&at);
    trim(&at);
    struct stretch all = at;
    cut_behind(r, &at);
    cut_agency(r, &at);
    if (!is_name(&at))
        return take_names(r, &all, out);
    bool parts = at.end < all.end || memchr(s + at.start, ',', at.end - at.start) != NULL;
    if (parts && take_names(r, &all, out))
        return true;
    *out = text_make(r->a, s + at.start, at.end - at.start);
    return true;
}

/* A line that says outright that it is a by-line. */
static bool is_labelled_byline(const struct reading *r, const struct piece *p)
{
    size_t n = strlen(p->low), length = phrase_starts(r->phrases, PHRASE_BYLINE_START, p->low, n);
    return length > 0 && length < n && p->text.n <= AUTHOR_MAX;
}

/* A bare name of two words at least; one word can be anything. */
static bool is_bare_byline(const struct piece *p, const struct text *author)
{
    const char *bracket = memchr(p->text.s, '(', p->text.n);
    size_t n = bracket != NULL ? (size_t)(bracket - p->text.s) : p->text.n;
    size_t words = words_count(author->s, author->n), all = words_count(p->text.s, n);
    return words >= 2 && all <= 9 && all <= words + 3 && author->n >= 5;
}

static bool take_author(struct reading *r, struct piece *p, bool bare)
{
    struct text author;
    bool listed = p->in != NULL && !(r->page && is_labelled_byline(r, p)); /* pages list "author", "role" */
    if (p->role != ROLE_BODY || p->kind != PIECE_TEXT || listed || p->low[0] == '\0' || p->text.n > AUTHOR_MAX ||
        !metadata_author_of(r, p->text.s, p->text.n, &author))
        return false;
    const struct text *known = &r->meta->author;
    if (!is_labelled_byline(r, p) && phrase_ends(r->phrases, PHRASE_BYLINE_ROLE, p->low, strlen(p->low)) > 0 &&
        words_same(author.s, author.n, p->text.s, p->text.n))
        return false; /* "Hanoi Correspondent" */
    /* A page may name its author above and below the text. */
    bool again = known->n > 0 && words_same(author.s, author.n, known->s, known->n);
    if (!again && !is_labelled_byline(r, p) && !(bare && is_bare_byline(p, &author)) && p->hint != HINT_AUTHOR)
        return false;
    if (phrase_is(r->phrases, PHRASE_AGENCY, p->low, strlen(p->low)) && r->meta->author.n > 0)
        return false;
    if (r->meta->author.n == 0) {
        r->meta->author = author;
        r->meta->author_line = p->line;
        record_guessed(r, p->line, "author", p->text.s, p->text.n);
    }
    piece_merge(r, p, "byline");
    return true;
}

/* "Hanoi Correspondent", "Biên tập viên": a line of its own below the name. */
static void take_role(struct reading *r, size_t at)
{
    struct piece *p = at < r->pieces.n ? &r->pieces.items[at] : NULL;
    if (p == NULL || p->role != ROLE_BODY || p->kind != PIECE_TEXT || (p->in != NULL && !r->page) || p->text.n > 80 ||
        words_end_sentence(p->text.s, p->text.n))
        return;
    size_t n = strlen(p->low);
    if (phrase_starts(r->phrases, PHRASE_BYLINE_ROLE, p->low, n) > 0 ||
        phrase_ends(r->phrases, PHRASE_BYLINE_ROLE, p->low, n) > 0)
        piece_merge(r, p, "byline");
}

static void find_at_end(struct reading *r)
{
    size_t seen = 0;
    for (size_t i = r->pieces.n; i-- > 0 && seen < 3;) {
        struct piece *p = &r->pieces.items[i];
        if (p->role != ROLE_BODY)
            continue;
        if (take_author(r, p, seen == 0 && !r->paper && (!r->authored || p->bold)) || p->text.n > 200)
            break;
        seen++;
    }
}

/* The line of the date stands right above or below it. */
static bool is_beside_date(const struct reading *r, size_t at)
{
    for (int k = 0; k < 2; k++) {
        size_t i = k == 0 ? at + 1 : at - 1;
        const struct piece *p = i < r->pieces.n ? &r->pieces.items[i] : NULL;
        if (p != NULL && p->role == ROLE_MERGED && strcmp(p->rule, "date-line") == 0)
            return true;
    }
    return false;
}

static void find_at_top(struct reading *r, bool labelled)
{
    size_t seen = 0;
    for (size_t i = 0; i < r->pieces.n && seen < 3; i++) {
        struct piece *p = &r->pieces.items[i];
        if (p->role != ROLE_BODY)
            continue;
        size_t next = piece_next(r, i + 1);
        bool above = seen == 0 && next < r->pieces.n && r->pieces.items[next].text.n > 60;
        bool bare =
            !labelled && !r->page && r->meta->author.n == 0 && ((above && !r->authored) || is_beside_date(r, i));
        if (labelled && p->hint != HINT_AUTHOR && !is_labelled_byline(r, p)) {
            seen++;
            if (p->text.n > 200)
                break;
            continue;
        }
        if (take_author(r, p, bare)) {
            take_role(r, next);
            break;
        }
        if (p->text.n > 200)
            break;
        seen++;
    }
}

void metadata_find_author(struct reading *r)
{
    find_at_top(r, true);
    find_at_end(r);
    find_at_top(r, false);
}
