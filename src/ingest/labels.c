/* Texts that begin as a record: "Title: …", "Published Date: …", "Content: …". A value may be empty and stand on the
 * next line instead. The value of a label is taken into its field; the label's word is recorded.
 */
#include <string.h>

#include "base/utf8.h"
#include "ingest/stages.h"
#include "ingest/words.h"
#include "lang/dates.h"

#define TOP 16 /* lines in which a record's labels stand */

struct label {
    enum phrase_list list;
    size_t end; /* byte behind the colon */
};

static const enum phrase_list label_lists[] = {
    PHRASE_LABEL_TITLE,  PHRASE_LABEL_SUBTITLE, PHRASE_LABEL_DATE,    PHRASE_LABEL_AUTHOR,  PHRASE_LABEL_URL,
    PHRASE_LABEL_SOURCE, PHRASE_LABEL_TAGS,     PHRASE_LABEL_SUMMARY, PHRASE_LABEL_CONTENT,
};

/* The label that the piece begins with. Long pieces have no lower case yet: a label is at most 40 bytes long. */
static bool find_label(struct reading *r, const struct piece *p, struct label *out)
{
    const char *colon = memchr(p->text.s, ':', p->text.n < 40 ? p->text.n : 40);
    if (colon == NULL)
        return false;
    size_t n = (size_t)(colon - p->text.s);
    const char *low = p->low[0] != '\0' ? p->low : utf8_lower_str(r->a, p->text.s, n);
    for (size_t i = 0; i < sizeof label_lists / sizeof *label_lists; i++) {
        if (phrase_starts(r->phrases, label_lists[i], low, n) == n) {
            *out = (struct label){label_lists[i], n + 1};
            return true;
        }
    }
    return false;
}

static bool is_no_value(const struct reading *r, const char *s, size_t n)
{
    char low[32];
    if (n == 0)
        return true;
    if (n >= sizeof low)
        return false;
    for (size_t i = 0; i < n; i++)
        low[i] = s[i] >= 'A' && s[i] <= 'Z' ? (char)(s[i] + 32) : s[i];
    for (int k = 0; k < 2; k++) {
        struct data_list list = k == 0 ? r->phrases->own[PHRASE_NO_VALUE] : r->phrases->common[PHRASE_NO_VALUE];
        for (size_t i = 0; i < list.n; i++)
            if (strlen(list.items[i]) == n && memcmp(list.items[i], low, n) == 0)
                return true;
    }
    return false;
}

/* Gives the value to its field. The piece is merged: field and record both hold it. */
static void take_value(struct reading *r, struct piece *p, enum phrase_list list, struct text value)
{
    struct article_meta *meta = r->meta;
    size_t start, end;
    struct text author;
    switch (list) {
    case PHRASE_LABEL_DATE:
        if (meta->date.year == 0 && date_find(value.s, value.n, &meta->date, &start, &end))
            meta->date_line = p->line;
        break;
    case PHRASE_LABEL_AUTHOR:
        if (metadata_author_of(r, value.s, value.n, &author)) {
            meta->author = author;
            meta->author_line = p->line;
        }
        break;
    case PHRASE_LABEL_URL:
    case PHRASE_LABEL_SOURCE:
        if (words_find_url(value.s, value.n, &start, &end)) {
            meta->source_url = arena_strndup(r->a, value.s + start, end - start);
            meta->url_line = p->line;
        } else {
            meta->source_name = value.s;
        }
        break;
    default:
        break;
    }
    piece_merge(r, p, "label");
}

/* Takes the piece itself as title or subtitle. */
static void take_heading(struct reading *r, struct piece *p, struct label label)
{
    bool title = label.list == PHRASE_LABEL_TITLE;
    struct text *field = title ? &r->meta->title : &r->meta->subtitle;
    if (field->n > 0)
        return;
    record_dropped(r, p->line, "label", p->text.s, label.end);
    piece_set_text(r, p, text_slice(r->a, &p->text, label.end, p->text.n));
    p->role = title ? ROLE_TITLE : ROLE_SUBTITLE;
    *field = p->text;
    if (title)
        r->meta->title_line = p->line;
}

/* A summary that begins the content again is only a copy, also when it was cut with dots; else it is the lead. */
static void place_summary(struct reading *r, size_t summary, size_t content)
{
    struct piece *p = &r->pieces.items[summary];
    size_t n = p->text.n, rest;
    while (n > 0 && (p->text.s[n - 1] == '.' || p->text.s[n - 1] == ' '))
        n--;
    if (n >= 3 && memcmp(p->text.s + n - 3, "\xE2\x80\xA6", 3) == 0)
        n -= 3;
    const struct text *body = content < r->pieces.n ? &r->pieces.items[content].text : NULL;
    if (body != NULL && words_begin_with(body->s, body->n, p->text.s, n, &rest)) {
        size_t end = rest; /* what follows may begin with a digit or a small letter */
        while (end < body->n && ((unsigned char)body->s[end] >= 0x80 || strchr(".!?\"')", body->s[end]) != NULL))
            end++;
        if (end == rest || end >= body->n || body->s[end] != ' ')
            end = words_next_sentence(body->s, body->n, rest > 0 ? rest - 1 : 0);
        if (n == p->text.n || words_last_sign(p->text.s, p->text.n) == '.') {
            if (n + 2 >= p->text.n && end < body->n && end <= rest + 8 && piece_split(r, content, end))
                r->pieces.items[content].role = ROLE_LEAD;
        }
        piece_merge(r, &r->pieces.items[summary], "summary-again");
    } else if (body != NULL && words_contain(body->s, body->n, p->text.s, n)) {
        piece_merge(r, p, "summary-again");
    } else if (words_last_sign(p->text.s, p->text.n) == 0x2026 || n + 3 <= p->text.n) {
        piece_merge(r, p, "summary-cut");
    } else {
        p->role = ROLE_LEAD;
    }
}

/* Cuts the label off the piece and records it. */
static void cut_label(struct reading *r, size_t at, size_t end)
{
    struct piece *p = &r->pieces.items[at];
    record_dropped(r, p->line, "label", p->text.s, end);
    piece_set_text(r, p, text_slice(r->a, &p->text, end, p->text.n));
}

bool labels_find(struct reading *r)
{
    struct label label;
    size_t found = 0, top = r->pieces.n < TOP ? r->pieces.n : TOP, summary = SIZE_MAX, content = SIZE_MAX;
    for (size_t i = 0; i < top; i++)
        found += find_label(r, &r->pieces.items[i], &label);
    if (found < 3 || !find_label(r, &r->pieces.items[0], &label))
        return false;
    for (size_t i = 0; i < top && content == SIZE_MAX; i++) {
        struct piece *p = &r->pieces.items[i];
        if (!find_label(r, p, &label))
            continue;
        enum phrase_list list = label.list;
        struct text value = text_slice(r->a, &p->text, label.end, p->text.n);
        if (list == PHRASE_LABEL_CONTENT || list == PHRASE_LABEL_SUMMARY) {
            cut_label(r, i, label.end);
            *(list == PHRASE_LABEL_CONTENT ? &content : &summary) = i;
        } else if (is_no_value(r, value.s, value.n)) {
            piece_drop(r, p, "label");
            bool next_is_value = value.n == 0 && i + 1 < r->pieces.n && r->pieces.items[i + 1].text.n <= 200 &&
                                 !find_label(r, &r->pieces.items[i + 1], &label);
            if (next_is_value)
                take_value(r, &r->pieces.items[i + 1], list, r->pieces.items[i + 1].text);
        } else if (list == PHRASE_LABEL_TITLE || list == PHRASE_LABEL_SUBTITLE) {
            take_heading(r, p, label);
        } else if (list == PHRASE_LABEL_TAGS) {
            piece_drop(r, p, "tags");
        } else {
            take_value(r, p, list, value);
        }
    }
    if (content != SIZE_MAX && r->pieces.items[content].text.n == 0)
        content = content + 1 < r->pieces.n ? content + 1 : SIZE_MAX;
    if (summary != SIZE_MAX && r->pieces.items[summary].text.n > 0)
        place_summary(r, summary, content != SIZE_MAX ? content : r->pieces.n);
    return true;
}
