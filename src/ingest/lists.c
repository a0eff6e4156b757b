/* Lines with markers become list items. A marker is a dash, a bullet, or a number or letter with a stop or bracket; the
 * marker itself is taken off and recorded. Dashes also begin speech in interviews, and numbers begin headings, so a
 * list needs company: a second item, or a line with a colon before it.
 */
#include <string.h>

#include "base/utf8.h"
#include "ingest/stages.h"
#include "ingest/words.h"

#define ITEM_LONG 420 /* bytes; longer dashed paragraphs are speech */

enum marker_kind { MARKER_NONE, MARKER_DASH, MARKER_PLUS, MARKER_BULLET, MARKER_NUMBER, MARKER_LETTER };

struct marker {
    enum marker_kind kind;
    unsigned value; /* of a number or letter */
    size_t length;  /* bytes, without the space behind */
};

static bool is_bullet(uint32_t cp)
{
    return cp == 0x2022 || cp == 0xB7 || cp == 0x25AA || cp == 0x25CF || cp == 0x25A0 || cp == 0x25E6 || cp == 0x2023 ||
           cp == 0x25BA || cp == 0x27A2 || cp == 0x2713 || cp == 0x25CB || cp == 0x2043 || cp == '*' || cp == 0x2714 ||
           cp == 0x2705 || cp == 0x27A1 || cp == 0x25B6 || cp == 0x1F449 || cp == 0x1F538 || cp == 0x1F539;
}

/* "12." "12)" "(12)" "a)" "a." at the start. */
static struct marker counted_marker(const char *s, size_t n)
{
    struct marker none = {MARKER_NONE, 0, 0}, m = none;
    size_t i = n > 0 && s[0] == '(';
    size_t first = i;
    while (i < n && i < first + 3 && s[i] >= '0' && s[i] <= '9')
        m.value = m.value * 10 + (unsigned)(s[i++] - '0');
    if (i > first) {
        m.kind = MARKER_NUMBER;
    } else if (i < n && s[i] >= 'a' && s[i] <= 'z') {
        m.kind = MARKER_LETTER;
        m.value = (unsigned)(s[i++] - 'a') + 1;
    } else {
        return none;
    }
    if (i >= n || (s[i] != '.' && s[i] != ')') || (first == 1 && s[i] != ')'))
        return none;
    m.length = i + 1;
    return m;
}

static struct marker marker_of(const struct text *t)
{
    size_t i = 0;
    struct marker m = {MARKER_NONE, 0, 0};
    if (t->n < 3)
        return m;
    uint32_t cp = utf8_next(t->s, t->n, &i);
    if (cp == '-' || cp == 0x2013 || cp == 0x2014)
        m = (struct marker){MARKER_DASH, 0, i};
    else if (cp == '+')
        m = (struct marker){MARKER_PLUS, 0, i};
    else if (is_bullet(cp))
        m = (struct marker){MARKER_BULLET, 0, i};
    else if (cp < 0x80)
        m = counted_marker(t->s, t->n);
    if (m.kind == MARKER_NONE || m.length >= t->n)
        return (struct marker){MARKER_NONE, 0, 0};
    bool spaced = t->s[m.length] == ' ';
    if (!spaced && (m.kind == MARKER_NUMBER || m.kind == MARKER_LETTER || m.kind == MARKER_BULLET))
        return (struct marker){MARKER_NONE, 0, 0};
    if (!spaced) { /* "-Kinh tế": a letter must follow, or it is a negative number */
        i = m.length;
        if (!utf8_is_letter(utf8_next(t->s, t->n, &i)))
            m.kind = MARKER_NONE;
    }
    return m;
}

static bool follows(const struct marker *before, const struct marker *m)
{
    if (m->kind != before->kind)
        return false;
    return m->kind < MARKER_NUMBER || m->value == before->value + 1;
}

/* Pieces from `from` on that go on with its list. Numbered lines with text between them are no list but headings. */
static size_t run_length(const struct reading *r, size_t from, const struct marker *first)
{
    struct marker before = *first;
    size_t i = from + 1;
    for (; i < r->pieces.n; i++) {
        const struct piece *p = &r->pieces.items[i];
        struct marker m = marker_of(&p->text);
        if (!piece_is_open(p) || !follows(&before, &m))
            break;
        before = m;
    }
    return i - from;
}

/* Lines with dashes that ask and answer: an interview. */
static bool is_talk(const struct reading *r, size_t from, size_t count)
{
    for (size_t i = from; i < from + count; i++)
        if (words_last_sign(r->pieces.items[i].text.s, r->pieces.items[i].text.n) == '?')
            return true;
    return false;
}

static bool is_list(const struct reading *r, size_t from, size_t count, const struct marker *first)
{
    size_t bytes = 0, before = from > 0 ? piece_prev(r, from - 1) : SIZE_MAX;
    for (size_t i = from; i < from + count; i++)
        bytes += r->pieces.items[i].text.n;
    bool announced = before != SIZE_MAX && r->pieces.items[before].text.n > 0 &&
                     words_last_sign(r->pieces.items[before].text.s, r->pieces.items[before].text.n) == ':';
    if (first->kind == MARKER_DASH && (bytes / count > ITEM_LONG || is_talk(r, from, count)))
        return false;
    if (first->kind == MARKER_NUMBER || first->kind == MARKER_LETTER)
        return first->value <= 1 && (count >= 2 || announced);
    return count >= 2 || announced;
}

static void make_list(struct reading *r, size_t from, size_t count)
{
    struct frame *list = frame_new(r, DOC_LIST, NULL, r->pieces.items[from].line);
    for (size_t i = from; i < from + count; i++) {
        struct piece *p = &r->pieces.items[i];
        struct marker m = marker_of(&p->text);
        if (i == from) {
            list->ordered = m.kind == MARKER_NUMBER || m.kind == MARKER_LETTER;
            list->number = list->ordered ? (uint16_t)m.value : 0;
        }
        record_changed(r, p->line, "list-marker", (struct text){.s = p->text.s, .n = (uint32_t)m.length},
                       (struct text){.s = ""});
        piece_set_text(r, p, text_slice(r->a, &p->text, m.length, p->text.n));
        p->in = frame_new(r, DOC_ITEM, list, p->line);
    }
}

void lists_find(struct reading *r)
{
    for (size_t i = 0; i < r->pieces.n;) {
        const struct piece *p = &r->pieces.items[i];
        struct marker m = piece_is_open(p) ? marker_of(&p->text) : (struct marker){MARKER_NONE, 0, 0};
        size_t count = m.kind != MARKER_NONE ? run_length(r, i, &m) : 1;
        if (m.kind != MARKER_NONE && is_list(r, i, count, &m))
            make_list(r, i, count);
        i += count;
    }
}
