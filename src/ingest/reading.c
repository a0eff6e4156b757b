/* Pieces and records: the bookkeeping that every stage relies on. */
#include "ingest/reading.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

void reading_begin(struct reading *r, struct arena *a, const char *path, const struct ingest_options *o, struct diag *d)
{
    memset(r, 0, sizeof *r);
    r->a = a;
    r->path = path;
    r->options = o;
    r->diag = d;
    r->builder = text_builder_new();
    r->phrases = phrases_for("en");
}

void reading_end(struct reading *r)
{
    text_builder_drop(r->builder);
    free(r->pieces.items);
    free(r->dropped.items);
    free(r->merged.items);
    free(r->guessed.items);
    free(r->changed.items);
    memset(r, 0, sizeof *r);
}

void reading_set_lang(struct reading *r, const char *lang)
{
    r->meta->lang = arena_strdup(r->a, lang);
    r->phrases = phrases_for(lang);
}

struct piece *piece_add(struct reading *r, enum piece_kind kind, uint32_t line)
{
    mem_grow((void **)&r->pieces.items, &r->pieces.cap, r->pieces.n + 1, sizeof *r->pieces.items);
    struct piece *p = &r->pieces.items[r->pieces.n++];
    *p = (struct piece){.kind = kind, .line = line, .text = {.s = ""}, .credit = {.s = ""}, .low = ""};
    return p;
}

void piece_set_text(struct reading *r, struct piece *p, struct text text)
{
    p->text = text;
    p->low = text.n > 0 && text.n <= PIECE_SHORT ? utf8_lower_str(r->a, text.s, text.n) : "";
}

struct piece *piece_add_text(struct reading *r, enum piece_kind kind, struct text text, uint32_t line)
{
    struct piece *p = piece_add(r, kind, line);
    piece_set_text(r, p, text);
    return p;
}

struct piece *piece_insert(struct reading *r, size_t at)
{
    uint32_t line = at < r->pieces.n ? r->pieces.items[at].line : 0;
    piece_add(r, PIECE_TEXT, line);
    struct piece *items = r->pieces.items, new = items[r->pieces.n - 1];
    memmove(items + at + 1, items + at, (r->pieces.n - 1 - at) * sizeof *items);
    items[at] = new;
    return &items[at];
}

struct text text_slice(struct arena *a, const struct text *t, size_t from, size_t to)
{
    while (from < to && (t->s[from] == ' ' || t->s[from] == '\n'))
        from++;
    while (to > from && (t->s[to - 1] == ' ' || t->s[to - 1] == '\n'))
        to--;
    struct text out = text_make(a, t->s + from, to - from);
    struct span *spans = t->n_spans > 0 ? arena_calloc(a, t->n_spans, sizeof *spans) : NULL;
    for (uint32_t i = 0; i < t->n_spans; i++) {
        struct span s = t->spans[i];
        s.start = s.start < from ? 0 : s.start > to ? (uint32_t)(to - from) : (uint32_t)(s.start - from);
        s.end = s.end < from ? 0 : s.end > to ? (uint32_t)(to - from) : (uint32_t)(s.end - from);
        if (s.end > s.start)
            spans[out.n_spans++] = s;
    }
    out.spans = spans;
    return out;
}

bool piece_split(struct reading *r, size_t at, size_t offset)
{
    struct text whole = r->pieces.items[at].text;
    struct text head = text_slice(r->a, &whole, 0, offset), tail = text_slice(r->a, &whole, offset, whole.n);
    if (head.n == 0 || tail.n == 0)
        return false;
    piece_insert(r, at + 1);
    r->pieces.items[at + 1] = r->pieces.items[at];
    piece_set_text(r, &r->pieces.items[at], head);
    piece_set_text(r, &r->pieces.items[at + 1], tail);
    r->pieces.items[at + 1].blank = 0;
    return true;
}

const char *reading_inner_path(const struct reading *r, const char *entry)
{
    const char *slash = strrchr(r->path, '/');
    return arena_printf(r->a, "%s#%s", slash != NULL ? slash + 1 : r->path, entry);
}

bool rule_kept(const struct reading *r, const char *rule)
{
    const char *const *keep = r->options != NULL ? r->options->keep : NULL;
    for (; keep != NULL && *keep != NULL; keep++)
        if (strcmp(*keep, rule) == 0)
            return true;
    return false;
}

void piece_drop(struct reading *r, struct piece *p, const char *rule)
{
    if (p->role == ROLE_DROPPED || p->role == ROLE_MERGED || rule_kept(r, rule))
        return;
    p->role = ROLE_DROPPED;
    p->rule = rule;
}

void piece_merge(struct reading *r, struct piece *p, const char *rule)
{
    if (p->role == ROLE_DROPPED || p->role == ROLE_MERGED || rule_kept(r, rule))
        return;
    p->role = ROLE_MERGED;
    p->rule = rule;
}

bool piece_is_open(const struct piece *p)
{
    return p->role == ROLE_BODY && p->kind == PIECE_TEXT && p->in == NULL && !p->said;
}

static bool stays(const struct piece *p)
{
    return p->role != ROLE_DROPPED && p->role != ROLE_MERGED;
}

size_t piece_next(const struct reading *r, size_t i)
{
    while (i < r->pieces.n && !stays(&r->pieces.items[i]))
        i++;
    return i;
}

size_t piece_prev(const struct reading *r, size_t i)
{
    while (i != SIZE_MAX && !stays(&r->pieces.items[i]))
        i--;
    return i;
}

struct frame *frame_new(struct reading *r, enum doc_kind kind, struct frame *parent, uint32_t line)
{
    struct frame *f = arena_alloc(r->a, sizeof *f);
    f->kind = kind;
    f->parent = parent;
    f->line = line;
    return f;
}

static void add_record(struct reading *r, struct record_list *list, struct record record, size_t n)
{
    if (n == 0)
        return;
    mem_grow((void **)&list->items, &list->cap, list->n + 1, sizeof *list->items);
    record.text = arena_strndup(r->a, record.text, n);
    list->items[list->n++] = record;
}

void record_dropped(struct reading *r, uint32_t line, const char *rule, const char *s, size_t n)
{
    add_record(r, &r->dropped, (struct record){rule, line, s}, n);
}

void record_merged(struct reading *r, uint32_t line, const char *rule, const char *s, size_t n)
{
    add_record(r, &r->merged, (struct record){rule, line, s}, n);
}

void record_guessed(struct reading *r, uint32_t line, const char *rule, const char *s, size_t n)
{
    add_record(r, &r->guessed, (struct record){rule, line, s}, n);
}

void record_changed(struct reading *r, uint32_t line, const char *rule, struct text before, struct text after)
{
    struct change_list *list = &r->changed;
    mem_grow((void **)&list->items, &list->cap, list->n + 1, sizeof *list->items);
    list->items[list->n++] = (struct record_change){.rule = rule,
                                                    .line = line,
                                                    .before = arena_strndup(r->a, before.s, before.n),
                                                    .after = arena_strndup(r->a, after.s, after.n)};
}

/* Code points that each font may use as it likes. */
static bool is_private(uint32_t cp)
{
    return (cp >= 0xE000 && cp <= 0xF8FF) || cp >= 0xF0000;
}

/* Characters that no page shows: zero-width and soft-hyphen marks, direction marks, private use, controls. The joiner
 * U+200D stays where it builds emoji. */
static bool is_invisible(uint32_t cp, uint32_t before)
{
    if (cp < 0x20 || (cp >= 0x7F && cp < 0xA0))
        return cp != '\t' && cp != '\n' && cp != '\r' && cp != '\f' && cp != '\v' && cp != 0x85;
    if (cp == 0x200D)
        return before < 0x2190;
    return cp == 0xAD || (cp >= 0x200B && cp <= 0x200F) || (cp >= 0x202A && cp <= 0x202E) ||
           (cp >= 0x2060 && cp <= 0x206F) || cp == 0xFEFF || (cp >= 0xFFF9 && cp <= 0xFFFB) || cp == 0x180E ||
           is_private(cp);
}

/* A private-use character was a picture to somebody (an icon font, a logo): its loss is told, once a file. */
static void report_private(struct reading *r, uint32_t cp, uint32_t line)
{
    if (r->private_said || !is_private(cp))
        return;
    r->private_said = true;
    char *name = arena_printf(r->a, "U+%04X", (unsigned)cp);
    diag_add(r->diag, MSG_INGEST_PRIVATE, (struct srcpos){r->path, line, 0}, name, NULL);
}

#define R4(x) x, x, x, x
#define R16(x) R4(x), R4(x), R4(x), R4(x)

/* Bytes that an invisible character can begin with: controls, U+0080 … U+00AD, U+180E, U+200B and above, U+E000 and
 * above. */
/* clang-format off */
static const bool may_begin_invisible[256] = {
    1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 1, 1, 1, 1, 1,
    R16(1),
    R16(0), R16(0), R16(0), R16(0), R16(0),
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1,
    R16(0), R16(0), R16(0), R16(0),
    0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    R16(0),
    0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1,
    R16(1)};
/* clang-format on */

/* Nearly all text passes without decoding: letters of Vietnamese and signs that stand in every text are told by their
 * second byte. */
static bool may_be_invisible(const char *s, size_t n, size_t i)
{
    unsigned char c = (unsigned char)s[i], second = i + 1 < n ? (unsigned char)s[i + 1] : 0;
    if (c == 0xE1) /* U+180E */
        return second == 0xA0;
    if (c == 0xE2) /* U+200B … U+206F; pictures from U+2190 on may go before a joiner */
        return second <= 0x81 || second >= 0x86;
    return true;
}

/* Bytes from s[i] on that are visible for sure. */
static size_t visible_length(const char *s, size_t n, size_t i)
{
    size_t from = i;
    while (i < n && (!may_begin_invisible[(unsigned char)s[i]] || !may_be_invisible(s, n, i)))
        i++;
    return i - from;
}

void reading_put_source(struct reading *r, const char *s, size_t n, uint32_t line)
{
    if (r->plain && utf8_plain_is_tidy(s, n))
        text_put_tidy(r->builder, s, n);
    else
        reading_put(r, s, n, line);
}

void reading_put(struct reading *r, const char *s, size_t n, uint32_t line)
{
    if (utf8_is_tidy(s, n)) {
        text_put_tidy(r->builder, s, n);
        return;
    }
    struct buf lost = BUF_INIT;
    size_t from = 0;
    uint32_t before = 0;
    for (size_t i = 0; i < n;) {
        size_t visible = visible_length(s, n, i), at = i + visible;
        before = visible > 0 ? 0 : before;
        i = at;
        if (i >= n)
            break;
        uint32_t cp = utf8_next(s, n, &i);
        if (is_invisible(cp, before)) {
            text_put(r->builder, s + from, at - from);
            buf_put(&lost, s + at, i - at);
            report_private(r, cp, line);
            from = i;
        }
        before = cp;
    }
    text_put(r->builder, s + from, n - from);
    record_dropped(r, line, "invisible", lost.p, lost.n);
    buf_free(&lost);
}

bool reading_takes_table(struct reading *r, uint32_t line, size_t columns, size_t cells)
{
    if (columns <= TABLE_MOST_COLUMNS && cells <= TABLE_MOST_CELLS)
        return true;
    diag_add(r->diag, MSG_INGEST_TABLE, (struct srcpos){r->path, line, 0}, arena_printf(r->a, "%d", TABLE_MOST_COLUMNS),
             arena_printf(r->a, "%d", TABLE_MOST_CELLS), NULL);
    return false;
}
