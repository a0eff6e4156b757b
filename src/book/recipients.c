#include "book/recipients.h"

#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/utf8.h"

#define NUMBER_MAX 99999
#define NAME_MAX_BYTES 300

enum column { COLUMN_NAME, COLUMN_NUMBER, COLUMN_HIDE, COLUMNS };
#define FIELDS_MAX 64

struct field {
    const char *s;
    struct srcpos pos;
};

struct reader {
    struct arena *a;
    struct diag *d;
    const char *p, *end;
    struct srcpos pos;
    char divider;
    struct field fields[FIELDS_MAX];
    size_t n;
    int column[COLUMNS]; /* its field; -1: there is none */
    const char *const *chapters;
};

static char take(struct reader *r)
{
    char c = *r->p++;
    if (c == '\n') {
        r->pos.line++;
        r->pos.col = 1;
    } else if (((unsigned char)c & 0xC0) != 0x80) {
        r->pos.col++;
    }
    return c;
}

static bool at_end_of_line(const struct reader *r)
{
    return r->p == r->end || *r->p == '\n' || (*r->p == '\r' && (r->p + 1 == r->end || r->p[1] == '\n'));
}

/* Within quotes; two of them stand for one. */
static void take_quoted(struct reader *r, struct buf *to)
{
    struct srcpos from = r->pos;
    take(r);
    while (r->p < r->end) {
        char c = take(r);
        if (c != '"')
            buf_putc(to, c);
        else if (r->p < r->end && *r->p == '"')
            buf_putc(to, take(r));
        else
            return;
    }
    diag_add(r->d, MSG_RECIPIENTS_QUOTE, from, NULL);
}

static void take_field(struct reader *r)
{
    struct buf b = BUF_INIT;
    struct field f = {.pos = r->pos};
    while (!at_end_of_line(r) && *r->p == ' ')
        take(r);
    f.pos = r->pos;
    if (r->p < r->end && *r->p == '"')
        take_quoted(r, &b);
    while (!at_end_of_line(r) && *r->p != r->divider)
        buf_putc(&b, take(r));
    while (b.n > 0 && (b.p[b.n - 1] == ' ' || b.p[b.n - 1] == '\t'))
        b.n--;
    for (size_t i = 0; i < b.n; i++) /* a name is one line */
        if ((unsigned char)b.p[i] < 0x20)
            b.p[i] = ' ';
    f.s = arena_strndup(r->a, b.n > 0 ? b.p : "", b.n);
    buf_free(&b);
    if (r->n < FIELDS_MAX)
        r->fields[r->n++] = f;
}

/* The fields of the next line that is not empty. */
static bool take_line(struct reader *r)
{
    while (r->p < r->end && (*r->p == '\n' || *r->p == '\r'))
        take(r);
    if (r->p == r->end)
        return false;
    r->n = 0;
    take_field(r);
    while (!at_end_of_line(r)) {
        take(r);
        take_field(r);
    }
    return true;
}

static char find_divider(const struct reader *r)
{
    for (const char *p = r->p; p < r->end && *p != '\n'; p++)
        if (*p == ',' || *p == ';' || *p == '\t')
            return *p;
    return ',';
}

static void read_head(struct reader *r)
{
    static const char *const names[] = {"name", "number", "hide"};
    for (int c = 0; c < COLUMNS; c++)
        r->column[c] = -1;
    for (size_t i = 0; i < r->n; i++) {
        int c = 0;
        while (c < COLUMNS && strcmp(r->fields[i].s, names[c]) != 0)
            c++;
        if (c == COLUMNS)
            diag_add(r->d, MSG_RECIPIENTS_COLUMN, r->fields[i].pos, r->fields[i].s, NULL);
        else if (r->column[c] >= 0)
            diag_add(r->d, MSG_RECIPIENTS_TWICE, r->fields[i].pos, r->fields[i].s, NULL);
        else
            r->column[c] = (int)i;
    }
    if (r->column[COLUMN_NAME] < 0)
        diag_add(r->d, MSG_RECIPIENTS_NO_NAME, r->fields[0].pos, NULL);
}

static const struct field *field_of(const struct reader *r, enum column c)
{
    return r->column[c] >= 0 && (size_t)r->column[c] < r->n ? &r->fields[r->column[c]] : NULL;
}

/* A number that is not said follows the one before. */
static unsigned read_number(struct reader *r, unsigned before)
{
    const struct field *f = field_of(r, COLUMN_NUMBER);
    if (f == NULL || *f->s == '\0')
        return before + 1;
    unsigned number = 0;
    for (const char *s = f->s; *s != '\0'; s++) {
        if (*s < '0' || *s > '9' || number > NUMBER_MAX) {
            number = 0;
            break;
        }
        number = number * 10 + (unsigned)(*s - '0');
    }
    if (number == 0 || number > NUMBER_MAX) {
        diag_add(r->d, MSG_RECIPIENTS_NUMBER, f->pos, f->s, NULL);
        return before + 1;
    }
    return number;
}

static bool names_chapter(struct arena *a, const char *word, const char *file)
{
    const char *base = strrchr(file, '/');
    const char *stem = path_stem(a, file);
    return strcmp(word, file) == 0 || strcmp(word, base != NULL ? base + 1 : file) == 0 || strcmp(word, stem) == 0 ||
           strcmp(word, utf8_slug(a, stem, strlen(stem), 48)) == 0;
}

static void read_hidden(struct reader *r, struct recipient *to, size_t n_chapters)
{
    const struct field *f = field_of(r, COLUMN_HIDE);
    to->hidden = arena_calloc(r->a, n_chapters + 1, sizeof *to->hidden);
    size_t length;
    for (const char *s = f != NULL ? f->s : ""; *(s += strspn(s, " ;")) != '\0'; s += length) {
        length = strcspn(s, " ;");
        const char *word = arena_strndup(r->a, s, length);
        bool found = false;
        for (size_t i = 0; i < n_chapters; i++)
            if (names_chapter(r->a, word, r->chapters[i]))
                found = to->hidden[i] = true;
        if (!found)
            diag_add(r->d, MSG_RECIPIENTS_CHAPTER, f->pos, word, NULL);
    }
}

static void read_recipient(struct reader *r, struct recipients *out)
{
    struct recipient *to = &out->items[out->n];
    const struct field *name = field_of(r, COLUMN_NAME);
    to->pos = r->fields[0].pos;
    if (name == NULL || *name->s == '\0')
        diag_add(r->d, MSG_RECIPIENTS_NAMELESS, to->pos, NULL);
    else if (strlen(name->s) > NAME_MAX_BYTES)
        diag_add(r->d, MSG_RECIPIENTS_NAME_LONG, name->pos, NULL);
    size_t length;
    to->name = name != NULL ? utf8_nfc(r->a, name->s, strlen(name->s), &length) : "";
    to->number = read_number(r, out->n > 0 ? to[-1].number : 0);
    for (size_t i = 0; i < out->n; i++)
        if (out->items[i].number == to->number) {
            diag_add(r->d, MSG_RECIPIENTS_SAME_NUMBER, to->pos, arena_printf(r->a, "%u", to->number), NULL);
            break;
        }
    read_hidden(r, to, out->n_chapters);
    bool all = out->n_chapters > 0;
    for (size_t i = 0; i < out->n_chapters; i++)
        all = all && to->hidden[i];
    if (all)
        diag_add(r->d, MSG_RECIPIENTS_ALL, to->pos, NULL);
    out->n++;
}

int recipients_read(struct arena *a, const struct recipients_file *from, const char *const *chapters, size_t n_chapters,
                    struct recipients *out, struct diag *d)
{
    size_t before = diag_count(d, DIAG_ERROR);
    struct reader r = {.a = a,
                       .d = d,
                       .p = from->bytes,
                       .end = from->bytes + from->n,
                       .pos = {from->path, 1, 1},
                       .chapters = chapters};
    *out = (struct recipients){.items = arena_calloc(a, RECIPIENTS_MAX, sizeof *out->items), .n_chapters = n_chapters};
    if (from->n >= 3 && memcmp(from->bytes, "\xEF\xBB\xBF", 3) == 0)
        r.p += 3;
    if (!utf8_valid(from->bytes, from->n)) {
        diag_add(d, MSG_RECIPIENTS_UTF8, (struct srcpos){from->path, 0, 0}, NULL);
        return -1;
    }
    r.divider = find_divider(&r);
    if (take_line(&r)) {
        read_head(&r);
        while (r.column[COLUMN_NAME] >= 0 && out->n < RECIPIENTS_MAX && take_line(&r))
            read_recipient(&r, out);
        if (out->n == RECIPIENTS_MAX && take_line(&r))
            diag_add(d, MSG_RECIPIENTS_MANY, r.fields[0].pos, NULL);
    }
    if (out->n == 0 && diag_count(d, DIAG_ERROR) == before)
        diag_add(d, MSG_RECIPIENTS_NONE, (struct srcpos){from->path, 0, 0}, NULL);
    return diag_count(d, DIAG_ERROR) > before ? -1 : 0;
}
