/* Texts built piece by piece: white space is folded as bytes arrive, spans are kept nested as they end.
 *
 * HTML and Markdown can close marks in another order than they opened them. When a span ends under younger open ones,
 * those are cut there and go on behind the cut, so that finished spans always nest.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "doc/text_build.h"

struct built_span {
    struct span span;
    uint32_t order; /* of opening: outer spans of the same range come first */
};

struct text_builder {
    struct buf bytes;
    bool verbatim;  /* code: white space is kept */
    bool untidy;    /* bytes came of which nobody knows that they are in NFC */
    bool space_due; /* white space was met and becomes a space when more text follows */
    struct built_span *done, *open;
    size_t n_done, cap_done, n_open, cap_open;
    uint32_t opened;
};

struct text_builder *text_builder_new(void)
{
    return mem_calloc(1, sizeof(struct text_builder));
}

static void drop_value(struct built_span *s)
{
    free((char *)s->span.value);
}

void text_builder_clear(struct text_builder *b)
{
    buf_clear(&b->bytes);
    b->space_due = b->verbatim = b->untidy = false;
    for (size_t i = 0; i < b->n_done; i++)
        drop_value(&b->done[i]);
    for (size_t i = 0; i < b->n_open; i++)
        drop_value(&b->open[i]);
    b->n_done = b->n_open = 0;
    b->opened = 0;
}

void text_builder_drop(struct text_builder *b)
{
    if (b == NULL)
        return;
    text_builder_clear(b);
    buf_free(&b->bytes);
    free(b->done);
    free(b->open);
    free(b);
}

size_t text_length(const struct text_builder *b)
{
    return b->bytes.n;
}

static void flush_space(struct text_builder *b)
{
    char last = b->bytes.n > 0 ? b->bytes.p[b->bytes.n - 1] : '\n';
    if (b->space_due && last != '\n' && last != ' ')
        buf_putc(&b->bytes, ' ');
    b->space_due = false;
}

/* Bytes that white space can begin with: ASCII, U+0085 and U+00A0, U+1680, U+2000 and above, U+3000. */
static const bool may_be_space[256] = {['\t'] = true, ['\n'] = true, ['\v'] = true, ['\f'] = true, ['\r'] = true,
                                       [' '] = true,  [0xC2] = true, [0xE1] = true, [0xE2] = true, [0xE3] = true};

/* Length of the white space at s[i], 0: none. */
static size_t space_at(const char *s, size_t n, size_t i)
{
    unsigned char c = (unsigned char)s[i];
    if (!may_be_space[c])
        return 0;
    if (c <= ' ')
        return 1;
    if (c == 0xE1 && i + 1 < n && (unsigned char)s[i + 1] != 0x9A) /* not U+1680: a letter of Vietnamese */
        return 0;
    size_t next = i;
    uint32_t cp = utf8_next(s, n, &next);
    return utf8_is_space(cp) ? next - i : 0;
}

void text_verbatim(struct text_builder *b)
{
    b->verbatim = true;
}

static void put_verbatim(struct text_builder *b, const char *s, size_t n)
{
    for (size_t i = 0; i < n;) {
        size_t space = space_at(s, n, i), from = i;
        while (space == 0 && ++i < n)
            space = space_at(s, n, i);
        buf_put(&b->bytes, s + from, i - from);
        if (i >= n)
            return;
        if (s[i] == '\n')
            text_break(b);
        else
            buf_puts(&b->bytes, s[i] == '\t' ? "    " : " ");
        i += space;
    }
}

void text_put_tidy(struct text_builder *b, const char *s, size_t n)
{
    if (b->verbatim) {
        put_verbatim(b, s, n);
        return;
    }
    bool space = n > 0 && s[n - 1] == ' ';
    for (; n > 0 && s[0] == ' '; s++, n--)
        b->space_due = true;
    n -= n > 0 && space;
    if (n > 0) {
        flush_space(b);
        buf_put(&b->bytes, s, n);
    }
    b->space_due |= space;
}

void text_put(struct text_builder *b, const char *s, size_t n)
{
    if (b->verbatim || utf8_is_tidy(s, n)) {
        b->untidy |= b->verbatim;
        text_put_tidy(b, s, n);
        return;
    }
    b->untidy |= n > 0;
    size_t from = 0;
    for (size_t i = 0; i < n;) {
        /* One space between words stays where it is: the run of bytes goes on. */
        bool plain = s[i] == ' ' && i > from && i + 1 < n && !may_be_space[(unsigned char)s[i + 1]];
        if (plain || !may_be_space[(unsigned char)s[i]]) {
            i++;
            continue;
        }
        size_t space = space_at(s, n, i);
        plain = space > 0 && s[i] == ' ' && i > from && i + 1 < n && space_at(s, n, i + 1) == 0;
        if (plain || space == 0) {
            i++;
            continue;
        }
        if (i > from) {
            flush_space(b);
            buf_put(&b->bytes, s + from, i - from);
        }
        b->space_due = true;
        i += space;
        from = i;
    }
    if (n > from) {
        flush_space(b);
        buf_put(&b->bytes, s + from, n - from);
    }
}

void text_break(struct text_builder *b)
{
    b->space_due = false;
    while (b->bytes.n > 0 && b->bytes.p[b->bytes.n - 1] == ' ')
        b->bytes.n--;
    if (b->bytes.n > 0)
        buf_putc(&b->bytes, '\n');
}

/* Spots (anchors, page references) stand behind a space that is due; marks begin at the next word. */
static uint32_t spot(struct text_builder *b)
{
    flush_space(b);
    return (uint32_t)b->bytes.n;
}

void text_begin(struct text_builder *b, enum span_kind kind, const char *value)
{
    mem_grow((void **)&b->open, &b->cap_open, b->n_open + 1, sizeof *b->open);
    struct span span = {.start = spot(b), .kind = kind, .value = value != NULL ? mem_strdup(value) : NULL};
    b->open[b->n_open++] = (struct built_span){span, b->opened++};
}

static void add_done(struct text_builder *b, struct built_span s, uint32_t end)
{
    mem_grow((void **)&b->done, &b->cap_done, b->n_done + 1, sizeof *b->done);
    s.span.end = end;
    b->done[b->n_done++] = s;
}

void text_end(struct text_builder *b, enum span_kind kind)
{
    size_t at = b->n_open;
    while (at > 0 && b->open[at - 1].span.kind != kind)
        at--;
    if (at == 0)
        return;
    uint32_t here = (uint32_t)b->bytes.n;
    add_done(b, b->open[at - 1], here);
    for (size_t i = at; i < b->n_open; i++) {
        struct built_span *younger = &b->open[i];
        if (younger->span.start < here) {
            struct built_span part = *younger;
            part.span.value = part.span.value != NULL ? mem_strdup(part.span.value) : NULL;
            add_done(b, part, here);
            younger->span.start = here;
        }
        b->open[i - 1] = *younger;
    }
    b->n_open--;
}

static int compare_spans(const void *x, const void *y)
{
    const struct built_span *a = x, *b = y;
    if (a->span.start != b->span.start)
        return a->span.start < b->span.start ? -1 : 1;
    if (a->span.end != b->span.end)
        return a->span.end > b->span.end ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

static bool is_spot(enum span_kind kind)
{
    return kind == SPAN_ANCHOR || kind == SPAN_PAGEREF;
}

/* The text ends with a page's number, which will stand behind the last space. */
static bool ends_with_page(const struct text_builder *b)
{
    for (size_t i = 0; i < b->n_done; i++)
        if (b->done[i].span.kind == SPAN_PAGEREF && b->done[i].span.start >= b->bytes.n)
            return true;
    return false;
}

/* Marks neither begin nor end with white space; `end`: but at the text's end they may. */
static void tighten(const struct text *t, struct span *s, bool end)
{
    if (s->end > t->n)
        s->end = t->n;
    if (s->start > t->n)
        s->start = t->n;
    while (!(end && s->end == t->n) && s->end > s->start && (t->s[s->end - 1] == ' ' || t->s[s->end - 1] == '\n'))
        s->end--;
    while (s->start < s->end && (t->s[s->start] == ' ' || t->s[s->start] == '\n'))
        s->start++;
}

static int compare_offsets(const void *x, const void *y)
{
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    return a < b ? -1 : a > b;
}

/* Offsets into bytes become offsets into their NFC form: stretches between span ends are normalized one by one, which
 * gives the lengths. A mark that combines across a span's end moves that end to the next character. */
static char *compose(struct text_builder *b, struct arena *a, size_t *out_n)
{
    char *whole = utf8_nfc(a, b->bytes.p, b->bytes.n, out_n);
    uint32_t *from = mem_calloc(b->n_done * 2 + 1, 2 * sizeof *from), *to = from + b->n_done * 2 + 1;
    size_t n = 0;
    for (size_t i = 0; i < b->n_done; i++) {
        from[n++] = b->done[i].span.start;
        from[n++] = b->done[i].span.end;
    }
    qsort(from, n, sizeof *from, compare_offsets);
    uint32_t length = 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t start = i > 0 ? from[i - 1] : 0;
        size_t part = 0;
        if (from[i] > start)
            utf8_nfc(a, b->bytes.p + start, from[i] - start, &part);
        length += (uint32_t)part;
        to[i] = length < *out_n ? length : (uint32_t)*out_n;
        while (((unsigned char)whole[to[i]] & 0xC0) == 0x80)
            to[i]++;
    }
    for (size_t i = 0; i < b->n_done; i++) {
        struct span *s = &b->done[i].span;
        uint32_t *start = bsearch(&s->start, from, n, sizeof *from, compare_offsets);
        uint32_t *end = bsearch(&s->end, from, n, sizeof *from, compare_offsets);
        s->start = to[start - from];
        s->end = to[end - from];
    }
    free(from);
    return whole;
}

struct text text_finish(struct text_builder *b, struct arena *a)
{
    while (b->n_open > 0)
        text_end(b, b->open[b->n_open - 1].span.kind);
    bool page = ends_with_page(b);
    while (!page && b->bytes.n > 0 && (b->bytes.p[b->bytes.n - 1] == '\n' || b->bytes.p[b->bytes.n - 1] == ' '))
        b->bytes.n--;
    struct text t = {.s = ""};
    size_t n = b->bytes.n;
    if (n > 0) {
        for (size_t i = 0; i < b->n_done; i++) {
            struct span *s = &b->done[i].span;
            s->end = s->end > n ? (uint32_t)n : s->end;
            s->start = s->start > s->end ? s->end : s->start;
        }
        bool composed = !b->untidy || utf8_is_nfc(b->bytes.p, n);
        t.s = composed ? arena_strndup(a, b->bytes.p, n) : compose(b, a, &n);
    }
    t.n = (uint32_t)n;
    for (size_t i = 0; i < b->n_done; i++)
        tighten(&t, &b->done[i].span, page);
    if (b->n_done > 1)
        qsort(b->done, b->n_done, sizeof *b->done, compare_spans);
    struct span *spans = b->n_done > 0 ? arena_calloc(a, b->n_done, sizeof *spans) : NULL;
    for (size_t i = 0; i < b->n_done; i++) {
        struct span s = b->done[i].span;
        if (s.start == s.end && !is_spot(s.kind))
            continue;
        s.value = s.value != NULL ? arena_strdup(a, s.value) : NULL;
        spans[t.n_spans++] = s;
    }
    t.spans = spans;
    text_builder_clear(b);
    return t;
}
