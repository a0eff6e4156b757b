/* Title, date, author, source and lead from what stands in the text itself.
 *
 * A field stays empty rather than wrong: a date is taken only from a line that holds hardly anything else, because
 * dates in sentences are those of events; an author only from a by-line, because names stand everywhere.
 */
#include <string.h>

#include "base/utf8.h"
#include "ingest/stages.h"
#include "ingest/words.h"
#include "lang/dates.h"

#define TITLE_MAX 320 /* bytes */
#define TITLE_WORDS 40
#define DATE_LINE_MAX 160 /* bytes */
#define AUTHOR_MAX 120    /* bytes */
#define LEAD_MAX 620      /* bytes */
#define LEAD_SENTENCES 5

/* ---- dates ---- */

/* What stands beside the date: signs, words that belong to date lines, a place before a comma, a section behind "|". */
static bool is_date_company(const struct reading *r, const char *low, size_t n, bool before)
{
    size_t words = 0, known = 0;
    for (size_t i = 0; i < n;) {
        while (i < n && strchr(" |,.:;()-/•·", low[i]) != NULL)
            i++;
        if (i >= n)
            break;
        size_t length = phrase_starts(&r->phrases, PHRASE_DATE_WORD, low + i, n - i);
        if (length == 0)
            length = phrase_starts(&r->phrases, PHRASE_UPDATED, low + i, n - i);
        if (length == 0)
            length = phrase_starts(&r->phrases, PHRASE_BUTTON, low + i, n - i);
        if (length > 0) {
            known++;
            i += length;
            continue;
        }
        words++;
        while (i < n && low[i] != ' ')
            i++;
    }
    size_t end = n;
    while (end > 0 && low[end - 1] == ' ')
        end--;
    bool place =
        before && end > 0 && (low[end - 1] == ',' || low[end - 1] == '|' || low[end - 1] == '-' || low[end - 1] == '(');
    bool section = !before && n > 0 && memchr(low, '|', n) != NULL;
    return words == 0 || (known > 0 && words <= 2) || ((place || section) && words <= 5);
}

bool metadata_is_date_line(const struct reading *r, const struct piece *p, struct doc_date *date)
{
    size_t start, end;
    if (p->text.n == 0 || p->text.n > DATE_LINE_MAX || p->low[0] == '\0' || p->kind != PIECE_TEXT)
        return false;
    if (!date_find(p->text.s, p->text.n, date, &start, &end) || date->day == 0)
        return false;
    size_t n = strlen(p->low);
    if (n != p->text.n) /* lower case of another length: offsets do not hold */
        return false;
    return is_date_company(r, p->low, start, true) && is_date_company(r, p->low + end, n - end, false);
}

static bool is_update(const struct reading *r, const struct piece *p)
{
    return phrase_starts(&r->phrases, PHRASE_UPDATED, p->low, strlen(p->low)) > 0;
}

/* "Hà Nội, ngày 15 tháng 8 năm 1998": letters and official papers begin so; what follows is no lead. */
static bool begins_with_place(const struct piece *p)
{
    size_t start, end, upper;
    struct doc_date date;
    return date_find(p->text.s, p->text.n, &date, &start, &end) && words_letters(p->text.s, start, &upper) >= 4 &&
           memchr(p->text.s, ',', start) != NULL;
}

static void take_date(struct reading *r, const struct piece *p, const struct doc_date *date)
{
    r->meta->date = *date;
    r->meta->date_line = p->line;
    r->letter = begins_with_place(p) && !is_update(r, p);
    if (date->hour < 0 || !date->has_zone)
        record_guessed(r, p->line, "date-line", p->text.s, p->text.n);
}

/* Date lines stand before the first paragraph or behind the last one. A date of the last change counts when the page
 * shows no other. */
void metadata_find_dates(struct reading *r)
{
    const struct piece *update = NULL;
    struct doc_date updated = {0};
    size_t n = r->pieces.n, top = n < 14 ? n : 14, bottom = n > 8 ? n - 8 : 0, paragraphs = 0;
    for (size_t i = 0; i < n; i++) {
        struct piece *p = &r->pieces.items[i];
        struct doc_date date;
        if (i >= top && i < bottom)
            i = bottom, p = &r->pieces.items[i];
        paragraphs += p->text.n > 300 && p->role == ROLE_BODY;
        bool hinted = p->hint == HINT_DATE;
        if (p->role != ROLE_BODY || (paragraphs > 1 && i < bottom && !hinted) || !metadata_is_date_line(r, p, &date))
            continue;
        if (is_update(r, p) && update == NULL) {
            update = p;
            updated = date;
        } else if (r->meta->date.year == 0 && !is_update(r, p)) {
            take_date(r, p, &date);
        }
        piece_merge(r, p, "date-line");
    }
    if (r->meta->date.year == 0 && update != NULL)
        take_date(r, update, &updated);
}

/* ---- sources ---- */

/* "Đường dẫn bài viết: https://…", "Link: …" or an address alone. */
static bool take_url(struct reading *r, struct piece *p)
{
    size_t start, end;
    if (!words_find_url(p->text.s, p->text.n, &start, &end) || p->text.n - (end - start) > 60)
        return false;
    size_t n = strlen(p->low), length = phrase_starts(&r->phrases, PHRASE_LABEL_URL, p->low, n);
    size_t label = length;
    const char *colon = length > 0 ? memchr(p->text.s + length - 1, ':', start - (length - 1)) : NULL;
    if (colon != NULL && words_count(p->text.s, (size_t)(colon - p->text.s)) <= 6) /* "Link bài gốc:" */
        label = (size_t)(colon - p->text.s);
    while (label > 0 && label < start && strchr(" :-", p->text.s[label]) != NULL)
        label++;
    if (label != start || p->text.n - end > 2)
        return false;
    if (r->meta->source_url == NULL) {
        r->meta->source_url = arena_strndup(r->a, p->text.s + start, end - start);
        r->meta->url_line = p->line;
    }
    piece_merge(r, p, "source-url");
    return true;
}

/* "Nguồn: Nhịp Cầu Xa", "Theo Hải Âu (Tin Thảo Nguyên)": whole line, short, no sentence. */
static bool take_source(struct reading *r, struct piece *p)
{
    size_t n = strlen(p->low), skip = p->low[0] == '(' || p->low[0] == '*', at = skip;
    size_t length = phrase_starts(&r->phrases, PHRASE_CREDIT_SOURCE, p->low + skip, n - skip);
    if (length == 0 || n != p->text.n || p->text.n > 100 || words_count(p->text.s, p->text.n) > 9)
        return false;
    at += length;
    bool colon = p->low[at - 1] == ':' || p->low[at] == ':';
    while (at < n && (p->text.s[at] == ' ' || p->text.s[at] == ':'))
        at++;
    size_t end = n;
    const char *bracket = memchr(p->text.s + at, '(', n - at);
    if (bracket != NULL && bracket > p->text.s + at)
        end = (size_t)(bracket - p->text.s);
    while (end > at && strchr(" ).,*", p->text.s[end - 1]) != NULL)
        end--;
    size_t i = at;
    if (end <= at || (!colon && !utf8_is_upper(utf8_next(p->text.s, n, &i))) ||
        (!colon && words_count(p->text.s + at, end - at) > 6))
        return false;
    if (r->meta->source_name == NULL)
        r->meta->source_name = arena_strndup(r->a, p->text.s + at, end - at);
    piece_merge(r, p, "source-name");
    return true;
}

void metadata_find_sources(struct reading *r)
{
    size_t n = r->pieces.n, seen = 0;
    for (size_t i = n; i-- > 0 && seen < 10;) {
        struct piece *p = &r->pieces.items[i];
        if (p->role == ROLE_BODY && p->kind == PIECE_TEXT && p->low[0] != '\0' && !take_url(r, p))
            take_source(r, p);
        seen += p->role == ROLE_BODY;
    }
    for (size_t i = 0; i < n && i < 8; i++) {
        struct piece *p = &r->pieces.items[i];
        if (p->role == ROLE_BODY && p->kind == PIECE_TEXT && p->low[0] != '\0')
            take_url(r, p);
    }
}

/* ---- title ---- */

/* Compared by letters alone: its dashes are written in every way. */
static bool is_motto(const struct reading *r, const struct piece *p)
{
    const struct data_list *list = &r->phrases.own[PHRASE_MOTTO];
    for (size_t i = 0; i < list->n && p->text.n > 0 && p->text.n <= 200; i++)
        if (words_contain(p->text.s, p->text.n, list->items[i], strlen(list->items[i])))
            return true;
    return false;
}

/* "Số: 144/2002/QĐ-BTC": an official paper's number. */
static bool is_paper_number(const struct piece *p)
{
    const char *colon = p->text.n <= 120 ? strchr(p->text.s, ':') : NULL;
    size_t n = colon != NULL ? (size_t)(colon - p->text.s) : 0;
    return n > 0 && n <= 6 && p->text.s[n + 1] != '\0' && strpbrk(colon, "/0123456789") != NULL &&
           words_count(p->text.s, n) == 1;
}

/* The place of the first line that could be a title: behind portal lines and, in an official paper, behind the state's
 * motto and the line with place and date. */
static size_t title_place(const struct reading *r)
{
    size_t first = SIZE_MAX, motto = SIZE_MAX, date = SIZE_MAX;
    for (size_t i = 0; i < r->pieces.n && i < 16; i++) {
        const struct piece *p = &r->pieces.items[i];
        if (is_motto(r, p))
            motto = i;
        if (p->role == ROLE_MERGED && strcmp(p->rule, "date-line") == 0 && (date == SIZE_MAX || motto != SIZE_MAX))
            date = i;
        if (first == SIZE_MAX && p->role == ROLE_BODY)
            first = i;
    }
    if (motto == SIZE_MAX)
        return first;
    size_t at = date != SIZE_MAX && date > motto && date < motto + 6 ? date + 1 : motto + 1;
    for (at = piece_next(r, at); at < r->pieces.n && is_paper_number(&r->pieces.items[at]);)
        at = piece_next(r, at + 1);
    return at;
}

static bool is_title_like(const struct piece *p)
{
    if (p->kind != PIECE_TEXT && p->kind != PIECE_HEADING)
        return false;
    if (p->text.n > TITLE_MAX || p->text.n < 3 || words_count(p->text.s, p->text.n) > TITLE_WORDS)
        return false;
    return words_sentences(p->text.s, p->text.n, 4) <= 2 && p->in == NULL;
}

/* A single sentence with a full stop may be a title or the first paragraph: it is a title when it is short and what
 * follows is longer. */
static bool is_title_before(const struct piece *p, const struct piece *next)
{
    bool stop = words_last_sign(p->text.s, p->text.n) == '.';
    if (stop && words_sentences(p->text.s, p->text.n, 3) > 1)
        return false;
    if (next == NULL)
        return !stop && p->text.n < 200;
    return stop ? p->text.n < 160 && next->text.n > p->text.n : true;
}

/* An official paper goes on naming its subject in the next lines ("về việc …"), wrapped anywhere. */
static void join_title(struct reading *r, size_t at)
{
    for (unsigned joined = 0; at > 0 && joined < 3; joined++) {
        size_t next = piece_next(r, at + 1), i = 0;
        struct piece *p = &r->pieces.items[at];
        if (next >= r->pieces.n || r->pieces.items[next].blank > 0)
            return;
        struct piece *q = &r->pieces.items[next];
        bool small = utf8_is_lower(utf8_next(q->text.s, q->text.n, &i));
        if ((!small && joined == 0) || q->text.n > 200 || p->text.n > TITLE_MAX ||
            words_end_sentence(q->text.s, q->text.n) || words_end_sentence(p->text.s, p->text.n))
            return;
        const char *both = arena_printf(r->a, "%s %s", p->text.s, q->text.s);
        piece_set_text(r, p, text_make(r->a, both, strlen(both)));
        piece_set_text(r, q, (struct text){.s = ""});
        q->role = ROLE_MERGED;
        q->rule = "title-line";
    }
}

void metadata_find_title(struct reading *r)
{
    size_t at = title_place(r);
    if (r->meta->title.n > 0 || at >= r->pieces.n || !is_title_like(&r->pieces.items[at]))
        return;
    join_title(r, at);
    struct piece *p = &r->pieces.items[at];
    size_t next = piece_next(r, at + 1);
    if (!is_title_before(p, next < r->pieces.n ? &r->pieces.items[next] : NULL))
        return;
    p->role = ROLE_TITLE;
    r->meta->title = p->text;
    r->meta->title_line = p->line;
    record_guessed(r, p->line, "title", p->text.s, p->text.n);
}

/* ---- author ---- */

static size_t strip_role(const struct reading *r, const char *low, size_t n)
{
    size_t at = 0;
    for (int i = 0; i < 2; i++) {
        size_t length = phrase_starts(&r->phrases, i == 0 ? PHRASE_BYLINE_START : PHRASE_BYLINE_ROLE, low + at, n - at);
        at += length;
        while (at < n && strchr(" :.-", low[at]) != NULL)
            at++;
    }
    return at < n ? at : 0;
}

bool metadata_author_of(const struct reading *r, const char *s, size_t n, struct text *out)
{
    if (n == 0 || n > AUTHOR_MAX)
        return false;
    char *low = utf8_lower_str(r->a, s, n);
    size_t start = strlen(low) == n ? strip_role(r, low, n) : 0, end = n;
    const char *bracket = memchr(s + start, '(', n - start);
    if (bracket != NULL && bracket > s + start)
        end = (size_t)(bracket - s);
    while (end > start && strchr(" .,;:-*_(", s[end - 1]) != NULL)
        end--;
    while (start < end && strchr(" *_(-", s[start]) != NULL)
        start++;
    if (strlen(low) == n) { /* "Mai Anh tổng hợp" */
        size_t last = phrase_ends(&r->phrases, PHRASE_BYLINE_END, low + start, end - start);
        if (last > 0 && last < end - start)
            end -= last;
        while (end > start && strchr(" .,;:-–", s[end - 1]) != NULL)
            end--;
    }
    if (!words_are_name(s + start, end - start))
        return false;
    *out = text_make(r->a, s + start, end - start);
    return true;
}

/* A line that says outright that it is a by-line. */
static bool is_labelled_byline(const struct reading *r, const struct piece *p)
{
    size_t n = strlen(p->low), length = phrase_starts(&r->phrases, PHRASE_BYLINE_START, p->low, n);
    return length > 0 && length < n && p->text.n <= AUTHOR_MAX;
}

/* A bare name of two words at least; one word can be anything. */
static bool is_bare_byline(const struct piece *p, const struct text *author)
{
    return words_count(author->s, author->n) >= 2 && words_count(p->text.s, p->text.n) <= 9 && author->n >= 5;
}

static bool take_author(struct reading *r, struct piece *p, bool bare)
{
    struct text author;
    if (p->role != ROLE_BODY || p->kind != PIECE_TEXT || p->in != NULL || p->low[0] == '\0' || p->text.n > AUTHOR_MAX ||
        !metadata_author_of(r, p->text.s, p->text.n, &author))
        return false;
    const struct text *known = &r->meta->author;
    /* A page may name its author above and below the text. */
    bool again = r->page && words_same(author.s, author.n, known->s, known->n);
    if (!again && !is_labelled_byline(r, p) && !(bare && is_bare_byline(p, &author)) && p->hint != HINT_AUTHOR)
        return false;
    if (phrase_is(&r->phrases, PHRASE_AGENCY, p->low, strlen(p->low)) && r->meta->author.n > 0)
        return false;
    if (r->meta->author.n == 0) {
        r->meta->author = author;
        r->meta->author_line = p->line;
        record_guessed(r, p->line, "author", p->text.s, p->text.n);
    }
    piece_merge(r, p, "byline");
    return true;
}

void metadata_find_author(struct reading *r)
{
    size_t seen = 0;
    for (size_t i = r->pieces.n; i-- > 0 && seen < 3;) {
        struct piece *p = &r->pieces.items[i];
        if (p->role != ROLE_BODY)
            continue;
        if (take_author(r, p, seen == 0) || p->text.n > 200)
            break;
        seen++;
    }
    seen = 0;
    for (size_t i = 0; i < r->pieces.n && seen < 3; i++) {
        struct piece *p = &r->pieces.items[i];
        if (p->role != ROLE_BODY)
            continue;
        size_t next = piece_next(r, i + 1);
        bool bare =
            seen == 0 && !r->page && next < r->pieces.n && r->pieces.items[next].text.n > 120 && r->meta->author.n == 0;
        if (take_author(r, p, bare) || p->text.n > 200)
            break;
        seen++;
    }
}

/* ---- lead ---- */

/* "TTO - ", "(Dân trí) - ", "HAO –": a paper's sign before the lead. English datelines ("PARIS, April 8 —") begin the
 * body itself. */
static bool has_agency_prefix(const struct piece *p)
{
    const char *s = p->text.s;
    size_t n = p->text.n < 40 ? p->text.n : 40, i = 0;
    bool bracket = n > 0 && s[0] == '(';
    if (bracket) {
        const char *close = memchr(s, ')', n);
        i = close != NULL ? (size_t)(close - s) + 1 : 0;
        return i > 0 && i + 2 < n && s[i] == ' ' && (s[i + 1] == '-' || (unsigned char)s[i + 1] == 0xE2);
    }
    while (i < n && ((s[i] >= 'A' && s[i] <= 'Z') || s[i] == '.' || s[i] == '+'))
        i++;
    return i >= 2 && i + 2 < n && s[i] == ' ' && (s[i + 1] == '-' || (unsigned char)s[i + 1] == 0xE2) && i <= 12;
}

static bool is_lead_sized(const struct piece *p)
{
    return p->text.n >= 40 && p->text.n <= LEAD_MAX &&
           words_sentences(p->text.s, p->text.n, LEAD_SENTENCES + 1) <= LEAD_SENTENCES;
}

/* The text parts behind the first paragraph: a heading, a teaser, a picture. */
static bool is_parted(const struct reading *r, size_t at)
{
    if (at + 1 >= r->pieces.n)
        return false;
    const struct piece *next = &r->pieces.items[at + 1];
    if (next->role == ROLE_DROPPED || next->role == ROLE_MERGED)
        return strncmp(next->rule, "teaser", 6) == 0 || strcmp(next->rule, "related") == 0 ||
               strcmp(next->rule, "auto-caption") == 0;
    return next->kind == PIECE_HEADING;
}

static size_t count_paragraphs(const struct reading *r, size_t from)
{
    size_t count = 0;
    for (size_t i = from; i < r->pieces.n && count < 8; i++)
        count += r->pieces.items[i].role == ROLE_BODY && r->pieces.items[i].kind == PIECE_TEXT &&
                 r->pieces.items[i].text.n > 80;
    return count;
}

/* First paragraph behind the title; teasers directly above it mean that the lead is missing. */
static size_t first_paragraph(const struct reading *r, bool *teased)
{
    bool after_title = r->meta->title_line == 0 || r->page;
    *teased = false;
    for (size_t i = 0; i < r->pieces.n; i++) {
        const struct piece *p = &r->pieces.items[i];
        if (p->role == ROLE_LEAD)
            return SIZE_MAX;
        if (p->role == ROLE_TITLE || (p->role == ROLE_MERGED && strcmp(p->rule, "label") == 0))
            after_title = true;
        if (p->role == ROLE_DROPPED && after_title && strncmp(p->rule, "teaser", 6) == 0)
            *teased = true;
        if (p->role != ROLE_BODY || !after_title || p->kind == PIECE_FIGURE)
            continue;
        return p->kind == PIECE_TEXT && p->in == NULL ? i : SIZE_MAX;
    }
    return SIZE_MAX;
}

/* Vietnamese papers open with a short paragraph of their own between title and text, also where a text file shows no
 * date. */
static bool is_vietnamese_lead(const struct reading *r, const struct piece *p)
{
    return strcmp(r->meta->lang, "vi") == 0 && r->meta->title_line != 0 && p->text.n <= 450 &&
           words_sentences(p->text.s, p->text.n, 4) <= 3;
}

static bool resembles_description(const struct reading *r, const struct piece *p)
{
    size_t rest, n;
    if (r->description == NULL)
        return false;
    n = strlen(r->description);
    while (n > 0 && (r->description[n - 1] == '.' || (unsigned char)r->description[n - 1] >= 0x80))
        n--;
    n = n > 90 ? 90 : n;
    while (n > 0 && r->description[n - 1] != ' ' && n >= 60)
        n--;
    return n >= 24 && words_begin_with(p->text.s, p->text.n, r->description, n, &rest);
}

/* "(Mây Trắng) - …": what stands in the brackets is the source when nothing better names one. */
static void take_source_prefix(struct reading *r, const struct piece *p)
{
    const char *close = has_agency_prefix(p) && p->text.s[0] == '(' ? memchr(p->text.s, ')', p->text.n) : NULL;
    size_t n = close != NULL ? (size_t)(close - p->text.s) - 1 : 0, upper;
    size_t first = 1;
    if (r->meta->source_name != NULL || n < 2 || words_count(p->text.s + 1, n) > 5 ||
        words_letters(p->text.s + 1, n, &upper) < 2 || !utf8_is_upper(utf8_next(p->text.s, p->text.n, &first)))
        return;
    r->meta->source_name = arena_strndup(r->a, p->text.s + 1, n);
    record_guessed(r, p->line, "source-prefix", r->meta->source_name, n);
}

void metadata_find_lead(struct reading *r)
{
    bool teased;
    size_t at = first_paragraph(r, &teased);
    if (at != SIZE_MAX)
        take_source_prefix(r, &r->pieces.items[at]);
    if (at == SIZE_MAX || r->meta->title.n == 0 || r->meta->lead.n > 0)
        return;
    struct piece *p = &r->pieces.items[at];
    bool english = strcmp(r->meta->lang, "en") == 0;
    if (!is_lead_sized(p) || count_paragraphs(r, at + 1) < 2)
        return;
    bool lead = has_agency_prefix(p) && !english;
    if (r->page)
        lead |= p->hint == HINT_LEAD || p->bold || (resembles_description(r, p) && !english);
    else if (!teased && !r->authored)
        lead |= is_parted(r, at) || (!r->letter && !english && (r->meta->date_line != 0 || is_vietnamese_lead(r, p)));
    else if (r->authored)
        lead |= p->bold;
    if (!lead || rule_kept(r, "lead"))
        return;
    p->role = ROLE_LEAD;
    if (p->hint != HINT_LEAD)
        record_guessed(r, p->line, "lead", p->text.s, p->text.n);
}
