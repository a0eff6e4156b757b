/* Title, date and source from what stands in the text itself.
 *
 * A field stays empty rather than wrong: a date is taken only from a line that holds hardly anything else, because
 * dates in sentences are those of events.
 */
#include <string.h>

#include "base/utf8.h"
#include "ingest/stages.h"
#include "ingest/words.h"
#include "lang/dates.h"

#define TITLE_MAX 320 /* bytes */
#define TITLE_WORDS 40
#define DATE_LINE_MAX 160 /* bytes */

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
        size_t length = phrase_starts(r->phrases, PHRASE_DATE_WORD, low + i, n - i);
        if (length == 0)
            length = phrase_starts(r->phrases, PHRASE_UPDATED, low + i, n - i);
        if (length == 0)
            length = phrase_starts(r->phrases, PHRASE_BUTTON, low + i, n - i);
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

/* "… by Dana Seitova" behind the date. */
static bool is_byline_behind(const struct reading *r, const char *low, size_t n)
{
    size_t at = 0;
    while (at < n && strchr(" |,-", low[at]) != NULL)
        at++;
    size_t length = phrase_starts(r->phrases, PHRASE_BYLINE_START, low + at, n - at);
    return length > 0 && words_count(low + at + length, n - at - length) <= 8;
}

/* The dates of a line: where they begin and end, and which of them is meant. */
struct found_date {
    struct doc_date date; /* the one that is meant */
    size_t first, last;   /* start of the first, end of the last */
    bool updated;         /* it is the date of a change */
};

/* "TTX/15/05/2023 17:42": an agency's sign and a bar before the date. */
static size_t code_length(const struct piece *p)
{
    size_t n = 0;
    while (p->text.s[n] >= 'A' && p->text.s[n] <= 'Z')
        n++;
    return n >= 2 && n <= 12 && p->text.s[n] == '/' ? n + 1 : 0;
}

/* "Updated March 5, 2021 | First published March 4, 2021": the first one that is no update. */
static bool find_dates(const struct reading *r, const struct piece *p, struct found_date *out)
{
    size_t from = code_length(p), start, end, n = strlen(p->low), at, behind;
    bool updated = true;
    if (n != p->text.n) /* lower case of another length: offsets do not hold */
        return false;
    for (int i = 0; i < 3; i++) {
        struct doc_date date;
        if (!date_find(p->text.s + from, n - from, &date, &start, &end) || date.day == 0 ||
            (i > 0 && !is_date_company(r, p->low + from, start, true)))
            return i > 0;
        bool update = phrase_find(r->phrases, PHRASE_UPDATED, p->low + from, start, &at, &behind);
        if (i == 0 || (updated && !update)) {
            out->date = date;
            out->updated = updated = update;
        }
        if (i == 0) /* the code is no company that needs a look */
            out->first = start > 0 ? from + start : 0;
        out->last = from + end;
        from += end;
    }
    return true;
}

/* The dates of a line that holds hardly anything else. */
static bool find_date_line(const struct reading *r, const struct piece *p, struct found_date *found)
{
    if (p->text.n == 0 || p->text.n > DATE_LINE_MAX || p->low[0] == '\0' || (p->in != NULL && !r->page) ||
        (p->kind != PIECE_TEXT && p->kind != PIECE_HEADING) || !find_dates(r, p, found))
        return false;
    size_t n = p->text.n;
    return is_date_company(r, p->low, found->first, true) &&
           (is_date_company(r, p->low + found->last, n - found->last, false) ||
            is_byline_behind(r, p->low + found->last, n - found->last));
}

bool metadata_is_date_line(const struct reading *r, const struct piece *p, struct doc_date *date)
{
    struct found_date found;
    if (!find_date_line(r, p, &found))
        return false;
    *date = found.date;
    return true;
}

/* "Mai Anh | 25/04/2019 - 15:10", "18/09/2023 by Dana Seitova": the author stands in the line of the date. A place
 * would have a comma behind it. */
static void take_author_beside(struct reading *r, const struct piece *p, const struct found_date *found)
{
    struct text author;
    if (r->meta->author.n > 0)
        return;
    const char *s = p->text.s;
    size_t n = p->text.n, to = found->first;
    while (to > 0 && s[to - 1] == ' ')
        to--;
    bool barred = to > 0 && (strchr("|-", s[to - 1]) != NULL || (to > 2 && memcmp(s + to - 3, "–", 3) == 0));
    bool named = barred && metadata_author_of(r, s, to, &author);
    if (!named && is_byline_behind(r, p->low + found->last, n - found->last)) {
        size_t at = found->last + strspn(s + found->last, " |,-");
        named = metadata_author_of(r, s + at, n - at, &author);
    }
    if (!named || words_count(author.s, author.n) < 2)
        return;
    r->meta->author = author;
    r->meta->author_line = p->line;
    record_guessed(r, p->line, "author", s, n);
}

bool metadata_is_update(const struct reading *r, const struct piece *p)
{
    struct found_date found;
    return find_dates(r, p, &found) && found.updated;
}

/* "14 giờ trước", "Updated 2 days ago": a moment that nobody can tell any more. */
static bool is_relative_date(const struct reading *r, const struct piece *p)
{
    size_t n = strlen(p->low), end = n;
    if (p->text.n > 60)
        return false;
    while (end > 0 && strchr(" ).|,", p->low[end - 1]) != NULL)
        end--;
    size_t length = phrase_ends(r->phrases, PHRASE_RELATIVE_DATE, p->low, end),
           words = words_count(p->text.s, p->text.n);
    if (length == 0 || words > 7)
        return false;
    bool number = strpbrk(p->low, "0123456789") != NULL;
    return number || words_count(p->low + end - length, length) == words;
}

/* "Hà Nội, ngày 15 tháng 8 năm 1998": letters and official papers begin so; what follows is no lead. */
static bool begins_with_place(const struct piece *p, const struct found_date *found)
{
    size_t upper;
    return words_letters(p->text.s, found->first, &upper) >= 4 && memchr(p->text.s, ',', found->first) != NULL;
}

static void take_date(struct reading *r, const struct piece *p, const struct found_date *found)
{
    const struct doc_date *date = &found->date;
    r->meta->date = *date;
    r->meta->date_line = p->line;
    r->letter = begins_with_place(p, found) && !found->updated;
    if (date->hour < 0 || !date->has_zone)
        record_guessed(r, p->line, "date-line", p->text.s, p->text.n);
}

/* Where the head of the text ends: so many pieces behind the title, or from the start. */
static size_t head_end(const struct reading *r)
{
    size_t title = 0;
    while (r->pasted && title < r->pieces.n && r->pieces.items[title].role != ROLE_TITLE)
        title++;
    return r->pieces.n - title < 14 ? r->pieces.n : title + 14;
}

/* Date lines stand before the first paragraph or behind the last one. A date of the last change counts when the page
 * shows no other. */
void metadata_find_dates(struct reading *r)
{
    const struct piece *update = NULL;
    struct found_date updated = {0};
    size_t n = r->pieces.n, top = head_end(r), bottom = n > 8 ? n - 8 : 0, paragraphs = 0;
    for (size_t i = 0; i < n; i++) {
        struct piece *p = &r->pieces.items[i];
        struct found_date found;
        if (i >= top && i < bottom)
            i = bottom, p = &r->pieces.items[i];
        paragraphs += p->text.n > 300 && p->role == ROLE_BODY;
        bool hinted = p->hint == HINT_DATE;
        if (p->role != ROLE_BODY || (paragraphs > 1 && i < bottom && !hinted))
            continue;
        if (i < top && p->kind == PIECE_TEXT && p->in == NULL && date_is_yearless(p->text.s, p->text.n)) {
            piece_drop(r, p, "date-yearless");
            continue;
        }
        if (i > 0 && p->kind == PIECE_TEXT && p->in == NULL && is_relative_date(r, p)) {
            piece_drop(r, p, "date-relative");
            continue;
        }
        if (!find_date_line(r, p, &found))
            continue;
        if (found.updated && update == NULL) {
            update = p;
            updated = found;
        } else if (r->meta->date.year == 0 && !found.updated) {
            take_date(r, p, &found);
        }
        take_author_beside(r, p, &found);
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
    size_t n = strlen(p->low), length = phrase_starts(r->phrases, PHRASE_LABEL_URL, p->low, n);
    size_t label = length;
    const char *colon = length > 0 && length <= start ? memchr(p->text.s + length - 1, ':', start - (length - 1)) : NULL;
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

/* "(TTXVN/Vietnam+)" alone: the agency that the paper took it from. */
static bool take_agency_line(struct reading *r, struct piece *p)
{
    size_t n = p->text.n, start, end;
    if (n < 5 || n > 60 || p->text.s[0] != '(' || p->text.s[n - 1] != ')' || strlen(p->low) != n ||
        words_count(p->text.s, n) > 5 || !phrase_find(r->phrases, PHRASE_AGENCY, p->low, n, &start, &end) || start > 2)
        return false;
    if (r->meta->source_name == NULL)
        r->meta->source_name = arena_strndup(r->a, p->text.s + 1, n - 2);
    piece_merge(r, p, "source-name");
    return true;
}

/* "Nguồn: Nhịp Cầu Xa", "Theo Hải Âu (Tin Thảo Nguyên)": whole line, short, no sentence. */
static bool take_source(struct reading *r, struct piece *p)
{
    if (take_agency_line(r, p))
        return true;
    size_t n = strlen(p->low), skip = p->low[0] == '(' || p->low[0] == '*', at = skip;
    size_t length = phrase_starts(r->phrases, PHRASE_CREDIT_SOURCE, p->low + skip, n - skip);
    if (length == 0 || n != p->text.n || p->text.n > 100 || words_count(p->text.s, p->text.n) > 9)
        return false;
    at += length;
    bool colon = p->low[at - 1] == ':' || p->low[at] == ':';
    while (at < n && (p->text.s[at] == ' ' || p->text.s[at] == ':'))
        at++;
    size_t end = n;
    struct text author;
    const char *bar = memchr(p->text.s + at, '/', n - at);
    /* "Theo Lê Vi/Nhịp Cầu": the writer, then the paper. */
    if (bar != NULL && words_count(bar + 1, (size_t)(p->text.s + n - bar - 1)) >= 2 &&
        words_count(p->text.s + at, (size_t)(bar - p->text.s) - at) >= 2 &&
        metadata_author_of(r, p->text.s + at, (size_t)(bar - p->text.s) - at, &author)) {
        if (r->meta->author.n == 0) {
            r->meta->author = author;
            r->meta->author_line = p->line;
            record_guessed(r, p->line, "author", p->text.s, p->text.n);
        }
        at = (size_t)(bar - p->text.s) + 1;
    }
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
    const struct data_list *list = &r->phrases->own[PHRASE_MOTTO];
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

static bool is_paper_kind(const struct reading *r, const struct piece *p)
{
    return p->role == ROLE_BODY && p->low[0] != '\0' && p->in == NULL &&
           phrase_is(r->phrases, PHRASE_PAPER, p->low, strlen(p->low));
}

/* "THÔNG CÁO BÁO CHÍ" below the name of who publishes it: lines in capitals above do not count. */
static size_t paper_place(const struct reading *r)
{
    for (size_t i = 0, seen = 0; i < r->pieces.n && seen < 4; i++) {
        const struct piece *p = &r->pieces.items[i];
        size_t upper;
        if (p->role != ROLE_BODY)
            continue;
        if (is_paper_kind(r, p))
            return i;
        if (p->text.n > 160 || words_letters(p->text.s, p->text.n, &upper) != upper)
            return SIZE_MAX;
        seen++;
    }
    return SIZE_MAX;
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
    if (motto == SIZE_MAX) {
        size_t paper = paper_place(r);
        return paper != SIZE_MAX ? paper : first;
    }
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
    bool paper = is_paper_kind(r, &r->pieces.items[at]);
    for (unsigned joined = 0; (at > 0 || paper) && joined < 3; joined++) {
        size_t next = piece_next(r, at + 1), i = 0;
        struct piece *p = &r->pieces.items[at];
        if (next >= r->pieces.n || r->pieces.items[next].blank > 0)
            return;
        struct piece *q = &r->pieces.items[next];
        bool small = utf8_is_lower(utf8_next(q->text.s, q->text.n, &i)) ||
                     (paper && joined == 0 && phrase_starts(r->phrases, PHRASE_SUBJECT, q->low, strlen(q->low)) > 0);
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

/* Whoever posted it stands above the day and the time, whose year networks leave out. */
static bool take_poster(struct reading *r, struct piece *p, const struct piece *date)
{
    if (date->role != ROLE_DROPPED || strcmp(date->rule, "date-yearless") != 0 || p->text.n > 100 ||
        words_count(p->text.s, p->text.n) > 10)
        return false;
    if (r->meta->source_name == NULL)
        r->meta->source_name = arena_strndup(r->a, p->text.s, p->text.n);
    piece_merge(r, p, "source-name");
    return true;
}

/* A portal's section above the date, the title below it: "Thế giới", "Chủ nhật, 18/6/2023", the title. */
static void drop_section(struct reading *r)
{
    size_t at = piece_next(r, 0);
    struct piece *p = at < r->pieces.n ? &r->pieces.items[at] : NULL;
    if (p == NULL || !piece_is_open(p) || words_end_sentence(p->text.s, p->text.n) || at + 1 >= r->pieces.n ||
        take_poster(r, p, &r->pieces.items[at + 1]))
        return;
    if (words_count(p->text.s, p->text.n) > 4 || p->text.n > 60 || is_paper_kind(r, p))
        return;
    const struct piece *date = &r->pieces.items[at + 1];
    size_t title = piece_next(r, at + 1), text = piece_next(r, title + 1);
    if (date->role != ROLE_MERGED || strcmp(date->rule, "date-line") != 0 || text >= r->pieces.n)
        return;
    const struct piece *q = &r->pieces.items[title];
    if (is_title_like(q) && words_count(q->text.s, q->text.n) >= 5 && q->text.n > p->text.n &&
        words_last_sign(q->text.s, q->text.n) != '.' && r->pieces.items[text].role == ROLE_BODY)
        piece_drop(r, p, "breadcrumb");
}

/* A report copied from its pages: the line in capitals below those of the house and the series. */
static size_t report_title(const struct reading *r, size_t first)
{
    size_t best = SIZE_MAX, most = 0;
    for (size_t i = first, seen = 0; i < r->pieces.n && seen < 6; i++) {
        const struct piece *p = &r->pieces.items[i];
        size_t upper, letters = words_letters(p->text.s, p->text.n, &upper);
        if (p->role != ROLE_BODY)
            continue;
        seen++;
        if (!piece_is_open(p) || p->text.n > TITLE_MAX || words_end_sentence(p->text.s, p->text.n))
            break;
        if (letters == upper && letters > most && p->blank > 0 && words_count(p->text.s, p->text.n) >= 4) {
            best = i;
            most = letters;
        }
    }
    return best == SIZE_MAX ? first : best;
}

static void drop_letterhead(struct reading *r, size_t title)
{
    for (size_t i = 0; i < title; i++)
        if (piece_is_open(&r->pieces.items[i]))
            piece_drop(r, &r->pieces.items[i], "letterhead");
}

void metadata_find_title(struct reading *r)
{
    if (r->meta->title.n == 0 && !r->authored)
        drop_section(r);
    size_t at = title_place(r);
    for (size_t i = 0; i < at && i < r->pieces.n && !r->paper; i++)
        r->paper = is_motto(r, &r->pieces.items[i]);
    if (r->wrapped && r->meta->title.n == 0 && at == piece_next(r, 0) && at < r->pieces.n) {
        at = report_title(r, at);
        drop_letterhead(r, at);
    }
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
