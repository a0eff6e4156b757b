/* One pass over the lines: notes' definitions, ":::" fences, templates of site generators, style and script blocks.
 * Code fences are left alone. */
#include "ingest/md_prepare.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"

struct pass {
    struct reading *r;
    char *s;
    size_t n;
    struct md_extras *x;
    uint32_t line;
    char fence;                                      /* of the code block that is open, 0: none */
    size_t fence_n;                                  /* signs that it began with */
    bool fence_quoted;                               /* it began in a quotation */
    const char *hidden;                              /* "style" or "script" while such a block is open */
    size_t open_divs[MD_MAX_DIVS], n_open, n_deeper; /* deeper: fences that are no blocks */
};

static void blank(char *s, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if (s[i] != '\n')
            s[i] = ' ';
}

static size_t indent_of(const char *s, size_t at, size_t end)
{
    size_t i = at;
    while (i < end && (s[i] == ' ' || s[i] == '\t'))
        i++;
    return i - at;
}

/* Byte behind the signs of quotations, and with `items` of list items, that a line begins with. */
static size_t behind_markers(const char *s, size_t at, size_t end, bool items)
{
    for (;;) {
        size_t i = at + indent_of(s, at, end), digits = i;
        while (digits < end && s[digits] >= '0' && s[digits] <= '9')
            digits++;
        if (i < end && s[i] == '>') {
            at = i + 1;
            continue;
        }
        size_t sign = digits > i && digits < end && strchr(".)", s[digits]) != NULL ? digits : i;
        bool item = items && sign + 1 < end && s[sign + 1] == ' ' && (sign > i || strchr("-*+", s[sign]) != NULL);
        if (!item)
            return i;
        at = sign + 2;
    }
}

/* "[^id]: body". Returns the first byte of the body, 0: no definition. */
static size_t note_body(const char *s, size_t at, size_t end, size_t *id_end)
{
    size_t i = at + indent_of(s, at, end);
    if (i - at > 3 || i + 4 > end || s[i] != '[' || s[i + 1] != '^')
        return 0;
    size_t close = i + 2;
    while (close < end && s[close] != ']' && s[close] != ' ')
        close++;
    if (close + 1 >= end || s[close] != ']' || s[close + 1] != ':' || close == i + 2)
        return 0;
    *id_end = close;
    close += 2;
    while (close < end && s[close] == ' ')
        close++;
    return close;
}

/* A note goes on over lines that are indented, and over text lines right behind it. */
static size_t note_end(const struct pass *p, size_t at)
{
    bool empty = false;
    while (at < p->n) {
        const char *stop = memchr(p->s + at, '\n', p->n - at);
        size_t end = stop != NULL ? (size_t)(stop - p->s) : p->n, indent = indent_of(p->s, at, end), id_end;
        bool blank_line = at + indent == end;
        if (!blank_line && ((empty && indent < 4) || note_body(p->s, at, end, &id_end) > 0 || (!empty && indent < 2)))
            break;
        empty = blank_line;
        at = end + 1;
    }
    return at < p->n ? at : p->n;
}

static size_t take_note(struct pass *p, size_t at, size_t end)
{
    size_t id_end = 0, body = note_body(p->s, at, end, &id_end);
    if (body == 0)
        return 0;
    size_t stop = note_end(p, end + 1), id = at + indent_of(p->s, at, end) + 2;
    struct md_extras *x = p->x;
    mem_grow((void **)&x->notes, &x->cap_notes, x->n_notes + 1, sizeof *x->notes);
    size_t text = body;
    while (text < stop && strchr(" \t\n", p->s[text]) != NULL)
        text++;
    x->notes[x->n_notes++] = (struct md_note){.id = arena_strndup(p->r->a, p->s + id, id_end - id),
                                              .start = body,
                                              .end = stop,
                                              .line = p->line,
                                              .empty = text == stop};
    return stop;
}

/* ":::" begins at byte i. */
static void take_fence(struct pass *p, size_t i, size_t end)
{
    size_t name = i;
    while (name < end && (p->s[name] == ':' || p->s[name] == ' ' || p->s[name] == '{' || p->s[name] == '.'))
        name++;
    size_t stop = name;
    while (stop < end && p->s[stop] != ' ' && p->s[stop] != '}')
        stop++;
    struct md_extras *x = p->x;
    if (stop > name && p->n_open == MD_MAX_DIVS) {
        p->n_deeper++;
    } else if (stop > name) {
        mem_grow((void **)&x->divs, &x->cap_divs, x->n_divs + 1, sizeof *x->divs);
        x->divs[x->n_divs] = (struct md_div){.name = arena_strndup(p->r->a, p->s + name, stop - name),
                                             .values = arena_strndup(p->r->a, p->s + stop, end - stop),
                                             .first = p->line,
                                             .last = UINT32_MAX,
                                             .parent = p->n_open > 0 ? p->open_divs[p->n_open - 1] : SIZE_MAX};
        p->open_divs[p->n_open++] = x->n_divs++;
    } else if (p->n_deeper > 0) {
        p->n_deeper--;
    } else if (p->n_open > 0) {
        x->divs[p->open_divs[--p->n_open]].last = p->line;
    }
    blank(p->s, i, end);
}

/* {% … %}, {{ … }} and {: … } of site generators. */
static void take_templates(struct pass *p, size_t at, size_t end)
{
    for (size_t i = at; i + 3 < end; i++) {
        const char *open = memchr(p->s + i, '{', end - 3 - i);
        if (open == NULL)
            return;
        i = (size_t)(open - p->s);
        if (p->s[i + 1] != '%' && p->s[i + 1] != '{' && p->s[i + 1] != ':')
            continue;
        const char *close = memchr(p->s + i + 2, '}', end - i - 2);
        if (close == NULL)
            return;
        size_t stop = (size_t)(close - p->s) + 1;
        if (p->s[i + 1] == '{' && stop < end && p->s[stop] == '}')
            stop++;
        /* Inside an address or a tag it is not seen, and a blank would end the link. */
        bool inside = i > 0 && (p->s[i - 1] == '(' || p->s[i - 1] == '"' || p->s[i - 1] == '/');
        if (!inside)
            record_dropped(p->r, p->line, "template", p->s + i, stop - i);
        if (inside)
            memset(p->s + i, '/', stop - i);
        else
            blank(p->s, i, stop);
        i = stop - 1;
    }
}

void md_mark_references(char *s, size_t at, size_t end)
{
    for (size_t i = at; i + 3 < end; i++) {
        const char *open = memchr(s + i, '[', end - 3 - i);
        if (open == NULL)
            return;
        i = (size_t)(open - s);
        if (s[i + 1] != '^')
            continue;
        size_t close = i + 2;
        while (close < end && s[close] != ']' && s[close] != ' ' && s[close] != '[')
            close++;
        if (close >= end || s[close] != ']' || close == i + 2)
            continue;
        s[i] = s[i + 1] = MD_NOTE_OPEN;
        s[close] = MD_NOTE_CLOSE;
        i = close;
    }
}

static bool starts_with(const char *s, size_t at, size_t end, const char *word)
{
    size_t n = strlen(word);
    return end - at >= n && strncasecmp(s + at, word, n) == 0;
}

/* Style sheets and scripts are no text. Returns true for lines that belong to one. */
static bool take_hidden(struct pass *p, size_t at, size_t end)
{
    size_t i = at + indent_of(p->s, at, end);
    if (p->hidden == NULL) {
        if (starts_with(p->s, i, end, "<style"))
            p->hidden = "</style>";
        else if (starts_with(p->s, i, end, "<script"))
            p->hidden = "</script>";
        else
            return false;
    }
    char *line = arena_strndup(p->r->a, p->s + at, end - at), *close = strcasestr(line, p->hidden);
    size_t stop = close != NULL ? at + (size_t)(close - line) + strlen(p->hidden) : end;
    blank(p->s, at, stop);
    if (close != NULL)
        p->hidden = NULL;
    return true;
}

static size_t run_at(const char *s, size_t at, size_t end)
{
    size_t n = 0;
    while (at + n < end && s[at + n] == s[at])
        n++;
    return n;
}

static bool is_blank(const char *s, size_t at, size_t end)
{
    return at + indent_of(s, at, end) == end;
}

/* Returns true for the lines of a code block and for those that begin and end it. */
static bool take_code_fence(struct pass *p, size_t at, size_t end)
{
    const char *s = p->s;
    bool open = p->fence != 0;
    size_t i = behind_markers(s, at, end, !open), n = i < end ? run_at(s, i, end) : 0;
    char sign = i < end ? s[i] : 0;
    if (open && p->fence_quoted && s[at + indent_of(s, at, end)] != '>') {
        p->fence = 0; /* its quotation is over */
        return take_code_fence(p, at, end);
    }
    if (open) {
        if (sign == p->fence && n >= p->fence_n && is_blank(s, i + n, end))
            p->fence = 0;
        return true;
    }
    if ((sign != '`' && sign != '~') || n < 3 || (sign == '`' && memchr(s + i + n, '`', end - i - n) != NULL))
        return false;
    p->fence = sign;
    p->fence_n = n;
    p->fence_quoted = s[at + indent_of(s, at, end)] == '>';
    return true;
}

/* Equal ids keep their order: the first of them is the one that is found. */
static int compare_notes(const void *x, const void *y, void *notes)
{
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    const struct md_note *items = notes;
    int order = strcmp(items[a].id, items[b].id);
    return order != 0 ? order : a < b ? -1 : a > b;
}

static void sort_notes(struct md_extras *x)
{
    x->by_id = mem_calloc(x->n_notes + 1, sizeof *x->by_id);
    for (size_t i = 0; i < x->n_notes; i++)
        x->by_id[i] = (uint32_t)i;
    qsort_r(x->by_id, x->n_notes, sizeof *x->by_id, compare_notes, x->notes);
}

void md_prepare(struct reading *r, char *s, size_t n, uint32_t first_line, struct md_extras *out)
{
    struct pass p = {.r = r, .s = s, .n = n, .x = out, .line = first_line};
    for (size_t at = 0; at < n;) {
        const char *stop = memchr(s + at, '\n', n - at);
        size_t end = stop != NULL ? (size_t)(stop - s) : n, next = end + 1;
        if ((r->finished || !take_hidden(&p, at, end)) && !take_code_fence(&p, at, end)) {
            size_t after = take_note(&p, at, end);
            if (after > 0) { /* its lines are read later, from its own body */
                for (size_t i = at; i < after; i++)
                    p.line += s[i] == '\n';
                at = after;
                continue;
            }
            size_t fence = behind_markers(s, at, end, true);
            if (starts_with(s, fence, end, ":::")) {
                take_fence(&p, fence, end);
            } else {
                if (!r->finished)
                    take_templates(&p, at, end);
                md_mark_references(s, at, end);
            }
        }
        p.line++;
        at = next;
    }
    sort_notes(out);
}

void md_extras_free(struct md_extras *x)
{
    free(x->notes);
    free(x->by_id);
    free(x->divs);
}

size_t md_note_find(const struct md_extras *x, const char *id, size_t n)
{
    size_t low = 0, high = x->n_notes;
    while (low < high) { /* the first whose id is not less */
        size_t middle = (low + high) / 2;
        const char *other = x->notes[x->by_id[middle]].id;
        if (strncmp(other, id, n) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == x->n_notes)
        return SIZE_MAX;
    const char *found = x->notes[x->by_id[low]].id;
    return strncmp(found, id, n) == 0 && found[n] == '\0' ? x->by_id[low] : SIZE_MAX;
}
