/* A text with spans as Markdown. Signs that mean something are escaped where they would mean it. Strong and emphasis
 * are stars where the rules of CommonMark allow it (a star beside a letter and a sign may not open), else tags, which
 * the reader of Markdown knows as well.
 */
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "ingest/to_markdown.h"

#define MAX_OPEN 300 /* spans inside spans; readers stay below */

enum form { FORM_STARS, FORM_TAG, FORM_LINK, FORM_CODE, FORM_NONE };

struct open_span {
    const struct span *span;
    enum form form;
};

struct texter {
    struct buf *out;
    const struct text *t;
    enum md_place place;
    const struct buf *prefix;
    struct open_span open[MAX_OPEN];
    size_t n_open;
    uint32_t next;       /* number of the next span to open */
    uint32_t marked_end; /* where the last strong or emphasis ended */
    bool after_note;
};

/* ---- which form a span gets ---- */

static bool is_word(uint32_t cp)
{
    return utf8_is_letter(cp) || utf8_is_digit(cp);
}

static bool is_mark(const struct span *s)
{
    return s->kind == SPAN_STRONG || s->kind == SPAN_EMPHASIS;
}

static bool is_written(const struct span *s)
{
    return s->kind != SPAN_TIE && s->kind != SPAN_PAGEREF && s->kind != SPAN_ANCHOR;
}

/* White space or an end of the text lies before (after) this byte. */
static bool is_free_before(const struct text *t, size_t at)
{
    return at == 0 || t->s[at - 1] == ' ' || t->s[at - 1] == '\n';
}

static bool is_free_after(const struct text *t, size_t at)
{
    return at >= t->n || t->s[at] == ' ' || t->s[at] == '\n';
}

/* Do other spans inside touch an end of this one? Then the star stands beside a sign of theirs. *marks: one of them, or
 * one around, is strong or emphasis, whose stars would run together. */
static bool touches(const struct texter *x, const struct span *s, bool *at_start, bool *at_end)
{
    const struct span *end = x->t->spans + x->t->n_spans;
    bool marks = x->marked_end == s->start && s->start > 0;
    *at_start = *at_end = false;
    for (const struct span *o = s + 1; o < end && o->start <= s->end; o++) {
        if (!is_written(o))
            continue;
        *at_start |= o->start == s->start;
        *at_end |= o->end == s->end;
        marks |= is_mark(o) && (o->start == s->start || o->end == s->end || o->start == s->end);
    }
    for (size_t i = 0; i < x->n_open; i++) {
        const struct span *o = x->open[i].span;
        marks |= is_mark(o) && (o->kind == s->kind || o->start == s->start || o->end == s->end);
    }
    return marks;
}

static bool stars_fit(const struct texter *x, const struct span *s)
{
    const struct text *t = x->t;
    bool at_start, at_end;
    if (touches(x, s, &at_start, &at_end))
        return false;
    size_t first = s->start, last = s->end;
    bool opens = !at_start && is_word(utf8_next(t->s, t->n, &first));
    bool closes = !at_end && is_word(utf8_prev(t->s, &last));
    return (opens || is_free_before(t, s->start)) && (closes || is_free_after(t, s->end));
}

static bool code_fits(const struct texter *x, const struct span *s)
{
    const struct span *inner = s + 1;
    if (inner < x->t->spans + x->t->n_spans && inner->start < s->end)
        return false;
    for (uint32_t i = s->start; i < s->end; i++)
        if (strchr("`\n[{|\\", x->t->s[i]) != NULL)
            return false;
    return true;
}

/* The words are the address itself. */
static bool is_autolink(const struct texter *x, const struct span *s)
{
    const char *text = x->t->s + s->start;
    size_t n = s->end - s->start;
    if (s->value == NULL || strlen(s->value) != n || memcmp(text, s->value, n) != 0 || strncmp(text, "http", 4) != 0)
        return false;
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)text[i] <= ' ' || strchr("<>[]{}\\&|`*_", text[i]) != NULL)
            return false;
    return true;
}

static enum form form_of(const struct texter *x, const struct span *s)
{
    switch (s->kind) {
    case SPAN_STRONG:
    case SPAN_EMPHASIS:
        return stars_fit(x, s) ? FORM_STARS : FORM_TAG;
    case SPAN_CODE:
        return code_fits(x, s) ? FORM_CODE : FORM_TAG;
    case SPAN_LINK:
        return s->value != NULL && *s->value != '\0' ? FORM_LINK : FORM_NONE;
    case SPAN_SUPERSCRIPT:
    case SPAN_SUBSCRIPT:
    case SPAN_LANG:
        return FORM_TAG;
    default:
        return FORM_NONE;
    }
}

static const char *tag_of(enum span_kind kind)
{
    switch (kind) {
    case SPAN_STRONG:
        return "strong";
    case SPAN_EMPHASIS:
        return "em";
    case SPAN_CODE:
        return "code";
    case SPAN_SUPERSCRIPT:
        return "sup";
    case SPAN_SUBSCRIPT:
        return "sub";
    default:
        return "span";
    }
}

/* ---- signs ---- */

/* At the beginning of a line: a sign that would make it a heading, a list item, a fence, a rule … */
static bool begins_block(const char *s, size_t n, size_t at)
{
    char next = at + 1 < n ? s[at + 1] : '\n';
    switch (s[at]) {
    case '#':
    case '>':
    case '=':
    case '|':
        return true;
    case '-':
    case '+':
        return next == ' ' || next == '\n' || next == '-';
    case '~':
        return next == '~';
    case ':':
        return next == ':';
    default:
        return false;
    }
}

/* "1. ": the sign behind digits that begin a line. */
static bool ends_number(const char *s, size_t n, size_t at)
{
    size_t digits = at;
    while (digits > 0 && s[digits - 1] >= '0' && s[digits - 1] <= '9')
        digits--;
    return digits < at && at - digits <= 9 && (digits == 0 || s[digits - 1] == '\n') &&
           (at + 1 >= n || s[at + 1] == ' ' || s[at + 1] == '\n');
}

static bool is_inside_word(const char *s, size_t n, size_t at)
{
    size_t before = at, after = at + 1;
    return at > 0 && after < n && is_word(utf8_prev(s, &before)) && is_word(utf8_next(s, n, &after));
}

static bool is_ascii_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool must_escape(const struct texter *x, size_t at)
{
    const char *s = x->t->s;
    size_t n = x->t->n;
    char next = at + 1 < n ? s[at + 1] : '\n';
    if ((at == 0 || s[at - 1] == '\n') && begins_block(s, n, at))
        return true;
    switch (s[at]) {
    case '\\':
    case '*':
    case '`':
    case '[':
    case ']':
        return true;
    case '_':
        return !is_inside_word(s, n, at);
    case '<':
        return next != ' ';
    case '&':
        return next == '#' || is_ascii_letter(next);
    case '^':
        return at > 0 && s[at - 1] == '[';
    case '!':
        return x->next < x->t->n_spans && x->t->spans[x->next].start == at + 1;
    case '#':
        return x->place == MD_LINE;
    case '|':
        return x->place == MD_CELL;
    case '.':
    case ')':
        return ends_number(s, n, at);
    case ':':
        return x->after_note;
    default:
        return false;
    }
}

static void put_break(struct texter *x, size_t at)
{
    if (x->place == MD_LINE || x->place == MD_CELL || (at + 1 < x->t->n && x->t->s[at + 1] == '\n')) {
        buf_puts(x->out, "<br>");
        return;
    }
    buf_puts(x->out, "\\\n");
    buf_put(x->out, x->prefix->p, x->prefix->n);
}

static const char *dash_entity(const struct texter *x)
{
    static const char em[] = "—", en[] = "–", hyphens[] = "--";
    if (x->place != MD_QUOTED)
        return NULL;
    return strncmp(x->t->s, em, strlen(em)) == 0             ? "&mdash;"
           : strncmp(x->t->s, en, strlen(en)) == 0           ? "&ndash;"
           : strncmp(x->t->s, hyphens, strlen(hyphens)) == 0 ? "\\-"
                                                             : NULL;
}

/* Writes the character at `at`; returns its length. */
static size_t put_character(struct texter *x, size_t at)
{
    const char *s = x->t->s, *dash = at == 0 ? dash_entity(x) : NULL;
    size_t next = at;
    utf8_next(s, x->t->n, &next);
    if (dash != NULL) {
        buf_puts(x->out, dash);
    } else if (s[at] == '\n') {
        put_break(x, at);
    } else {
        if (must_escape(x, at))
            buf_putc(x->out, '\\');
        buf_put(x->out, s + at, next - at);
    }
    x->after_note = false;
    return next - at;
}

/* ---- spans ---- */

static void put_attribute(struct buf *out, const char *value)
{
    for (; *value != '\0'; value++)
        if (strchr("\"<>&\n", *value) == NULL)
            buf_putc(out, *value);
}

static void open_span(struct texter *x, const struct span *s)
{
    enum form form = x->n_open < MAX_OPEN ? form_of(x, s) : FORM_NONE;
    if (form == FORM_NONE)
        return;
    x->open[x->n_open++] = (struct open_span){s, form};
    if (form == FORM_STARS) {
        buf_puts(x->out, s->kind == SPAN_STRONG ? "**" : "*");
    } else if (form == FORM_LINK) {
        buf_putc(x->out, '[');
    } else if (s->kind == SPAN_LANG) {
        buf_puts(x->out, "<span lang=\"");
        put_attribute(x->out, s->value != NULL ? s->value : "");
        buf_puts(x->out, "\">");
    } else {
        buf_printf(x->out, "<%s>", tag_of(s->kind));
    }
}

static void close_span(struct texter *x)
{
    const struct open_span *o = &x->open[--x->n_open];
    if (o->form == FORM_STARS)
        buf_puts(x->out, o->span->kind == SPAN_STRONG ? "**" : "*");
    else if (o->form == FORM_TAG)
        buf_printf(x->out, "</%s>", tag_of(o->span->kind));
    if (is_mark(o->span))
        x->marked_end = o->span->end;
    if (o->form != FORM_LINK)
        return;
    buf_puts(x->out, "](");
    md_put_address(x->out, o->span->value);
    buf_putc(x->out, ')');
}

/* Spans that are written as a whole: a note's reference, code, an address. Returns false for the others. */
static bool put_whole(struct texter *x, const struct span *s)
{
    const char *text = x->t->s + s->start;
    if (s->kind == SPAN_NOTE) {
        buf_printf(x->out, "[^%s]", s->value != NULL ? s->value : "");
        x->after_note = true;
    } else if (s->kind == SPAN_LINK && is_autolink(x, s)) {
        buf_printf(x->out, "<%s>", s->value);
    } else if (s->kind == SPAN_CODE && code_fits(x, s)) {
        buf_printf(x->out, "`%.*s`", (int)(s->end - s->start), text);
    } else {
        return false;
    }
    return true;
}

/* Opens what begins at `at`; returns the byte to go on from. */
static size_t open_here(struct texter *x, size_t at)
{
    const struct text *t = x->t;
    while (x->next < t->n_spans && t->spans[x->next].start <= at) {
        const struct span *s = &t->spans[x->next++];
        if (s->start < at || !is_written(s))
            continue; /* inside one that was written as a whole */
        if (put_whole(x, s))
            return s->end;
        open_span(x, s);
    }
    return at;
}

void md_put_text(struct buf *out, const struct text *t, enum md_place place, const struct buf *prefix)
{
    struct texter x = {.out = out, .t = t, .place = place, .prefix = prefix};
    for (size_t at = 0; at <= t->n;) {
        while (x.n_open > 0 && x.open[x.n_open - 1].span->end <= at)
            close_span(&x);
        size_t next = open_here(&x, at);
        if (next == at && at < t->n)
            next += put_character(&x, at);
        else if (next == at)
            break;
        at = next;
    }
    while (x.n_open > 0)
        close_span(&x);
}

void md_put_plain(struct buf *out, const char *s)
{
    struct text t = {.s = s, .n = (uint32_t)strlen(s)};
    md_put_text(out, &t, MD_LINE, NULL);
}

void md_put_address(struct buf *out, const char *address)
{
    bool pointed = *address == '\0' || address[strcspn(address, " ()<>\t")] != '\0';
    if (pointed)
        buf_putc(out, '<');
    for (const char *c = address; *c != '\0'; c++) {
        if ((unsigned char)*c < ' ')
            continue;
        if (*c == '\\' || (pointed && (*c == '<' || *c == '>')))
            buf_putc(out, '\\');
        else if (*c == '&')
            buf_puts(out, "&amp");
        if (*c != '&')
            buf_putc(out, *c);
        else
            buf_putc(out, ';');
    }
    if (pointed)
        buf_putc(out, '>');
}
