/* The list of diagnostics and how it is printed. Arguments are kept apart from the text until printing, so that a
 * message can be shown in either language and tests need not compare prose. */
#include "base/diag.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"

#define MAX_ARGS 9
#define MAX_ARG_CHARS 400 /* of an argument printed: one may be a whole hostile line */

enum { LANG_EN, LANG_VI, LANG_COUNT };

static const struct catalogue_entry {
    const char *rule;
    enum diag_level level;
    const char *text[LANG_COUNT];
} catalogue[MSG_COUNT] = {
#define MSG(id, rule, level, en, vi) [MSG_##id] = {rule, level, {en, vi}},
#include "base/messages.def"
#undef MSG
};

/* The first byte of the strings diag_word() gives out. */
#define WORD_MARK '\001'

static const struct word {
    const char *marker;
    const char *text[LANG_COUNT];
} words[WORD_COUNT] = {
#define WORD(id, en, vi) [WORD_##id] = {"\001" #id, {en, vi}},
#include "base/words.def"
#undef WORD
};

static const char *const level_words[LANG_COUNT][3] = {
    [LANG_EN] = {"note", "warning", "error"},
    [LANG_VI] = {"ghi chú", "cảnh báo", "lỗi"},
};

/* One message with its own copies of all strings, in one allocation. */
struct entry {
    enum msg msg;
    struct srcpos pos;
    unsigned n_args;
    const char *args[MAX_ARGS];
    char *text[LANG_COUNT]; /* made by diag_text() */
    char store[];
};

/* Most lists stay empty: they have a file or a chapter each, and are kept small. */
struct diag {
    struct entry **entries;
    size_t n, cap;
    size_t *counts; /* [MSG_COUNT], also of messages that are not stored; NULL: there were none */
};

struct diag *diag_new(void)
{
    return mem_calloc(1, sizeof(struct diag));
}

static void entry_drop(struct entry *e)
{
    for (int i = 0; i < LANG_COUNT; i++)
        free(e->text[i]);
    free(e);
}

void diag_drop(struct diag *d)
{
    if (!d)
        return;
    for (size_t i = 0; i < d->n; i++)
        entry_drop(d->entries[i]);
    free(d->entries);
    free(d->counts);
    free(d);
}

static void push(struct diag *d, struct entry *e)
{
    void *p = d->entries;
    mem_grow(&p, &d->cap, d->n + 1, sizeof *d->entries);
    d->entries = p;
    d->entries[d->n++] = e;
}

static struct entry *entry_new(enum msg m, struct srcpos pos, unsigned n, const char *const *args)
{
    size_t size = pos.file ? strlen(pos.file) + 1 : 0;
    for (unsigned i = 0; i < n; i++)
        size += strlen(args[i]) + 1;
    struct entry *e = mem_calloc(1, sizeof *e + size);
    e->msg = m;
    e->pos = pos;
    e->n_args = n;
    char *p = e->store;
    if (pos.file) {
        e->pos.file = p;
        p = stpcpy(p, pos.file) + 1;
    }
    for (unsigned i = 0; i < n; i++) {
        e->args[i] = p;
        p = stpcpy(p, args[i]) + 1;
    }
    return e;
}

/* Counts a message; false when it is not to be stored. The first one too many is replaced by a note. */
static bool admit(struct diag *d, enum msg m)
{
    if (d->counts == NULL)
        d->counts = mem_calloc(MSG_COUNT, sizeof *d->counts);
    if (d->counts[m]++ < DIAG_KEEP)
        return true;
    if (d->counts[m] == DIAG_KEEP + 1 && m != MSG_DIAG_LIMIT) {
        struct buf b = BUF_INIT;
        buf_int(&b, DIAG_KEEP);
        diag_add(d, MSG_DIAG_LIMIT, DIAG_NOWHERE, buf_str(&b), catalogue[m].rule, NULL);
        buf_free(&b);
    }
    return false;
}

void diag_add(struct diag *d, enum msg m, struct srcpos pos, ...)
{
    const char *args[MAX_ARGS];
    unsigned n = 0;
    va_list list;

    if (!admit(d, m))
        return;
    va_start(list, pos);
    for (const char *s; n < MAX_ARGS && (s = va_arg(list, const char *)) != NULL; n++)
        args[n] = s;
    va_end(list);
    push(d, entry_new(m, pos, n, args));
}

void diag_append(struct diag *d, struct diag *from)
{
    for (size_t i = 0; i < from->n; i++) {
        struct entry *e = from->entries[i];
        from->counts[e->msg]--;
        /* A note about the limit is added anew where this list reaches its own. */
        if (e->msg != MSG_DIAG_LIMIT && admit(d, e->msg))
            push(d, e);
        else
            entry_drop(e);
    }
    for (int m = 0; m < MSG_COUNT && from->counts != NULL; m++)
        for (; m != MSG_DIAG_LIMIT && from->counts[m] > 0; from->counts[m]--)
            admit(d, (enum msg)m);
    free(from->entries);
    free(from->counts);
    *from = (struct diag){0};
}

void diag_copy(struct diag *d, const struct diag *from)
{
    if (from->counts == NULL)
        return;
    struct diag copy = {.n = from->n, .cap = from->n};
    copy.entries = mem_calloc(from->n + 1, sizeof *copy.entries);
    copy.counts = mem_calloc(MSG_COUNT, sizeof *copy.counts);
    memcpy(copy.counts, from->counts, MSG_COUNT * sizeof *copy.counts);
    for (size_t i = 0; i < from->n; i++) {
        const struct entry *e = from->entries[i];
        copy.entries[i] = entry_new(e->msg, e->pos, e->n_args, e->args);
    }
    diag_append(d, &copy);
}

size_t diag_count(const struct diag *d, enum diag_level level)
{
    size_t n = 0;

    for (int m = 0; m < MSG_COUNT && d->counts != NULL; m++)
        if (catalogue[m].level >= level)
            n += d->counts[m];
    return n;
}

size_t diag_count_msg(const struct diag *d, enum msg m)
{
    return d->counts != NULL ? d->counts[m] : 0;
}

size_t diag_stored(const struct diag *d)
{
    return d->n;
}

const char *diag_word(enum diag_word w)
{
    return words[w].marker;
}

const char *diag_errno(int error)
{
    static const struct {
        int error;
        enum diag_word word;
    } known[] = {
        {ENOENT, WORD_ERR_NOT_FOUND},
        {EACCES, WORD_ERR_ACCESS},
        {EPERM, WORD_ERR_ACCESS},
        {EISDIR, WORD_ERR_IS_FOLDER},
        {ENOTDIR, WORD_ERR_NOT_FOLDER},
        {ENOSPC, WORD_ERR_FULL},
        {EROFS, WORD_ERR_READ_ONLY},
        {EDQUOT, WORD_ERR_QUOTA},
        {EFBIG, WORD_ERR_TOO_LARGE},
        {ENAMETOOLONG, WORD_ERR_NAME_LONG},
        {EIO, WORD_ERR_IO},
        {EBUSY, WORD_ERR_BUSY},
        {ETXTBSY, WORD_ERR_BUSY},
        {EMFILE, WORD_ERR_TOO_MANY_OPEN},
        {ENFILE, WORD_ERR_TOO_MANY_OPEN},
        {ELOOP, WORD_ERR_LOOP},
    };

    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (known[i].error == error)
            return diag_word(known[i].word);
    const char *text = strerrordesc_np(error); /* thread-safe and not translated, unlike strerror() */
    return text ? text : "?";
}

static int lang_index(const char *lang)
{
    return lang && strncmp(lang, "vi", 2) == 0 ? LANG_VI : LANG_EN;
}

/* The phrase behind a marker of diag_word(), or the argument itself. */
static const char *resolve_word(const char *arg, int lang)
{
    if (arg[0] != WORD_MARK)
        return arg;
    for (int w = 0; w < WORD_COUNT; w++)
        if (strcmp(words[w].marker, arg) == 0)
            return words[w].text[lang];
    return arg;
}

/* Bidirectional controls can make a terminal show a line in another order than it was written. */
static bool is_bidi_control(uint32_t cp)
{
    return (cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2066 && cp <= 0x2069) || cp == 0x200E || cp == 0x200F;
}

/* Appends text from outside. Control characters could drive the terminal: they are shown by their code. */
static void put_foreign(struct buf *b, const char *s)
{
    size_t n = strlen(s), chars = 0;

    for (size_t i = 0; i < n; chars++) {
        if (chars == MAX_ARG_CHARS) {
            buf_puts(b, "…");
            return;
        }
        uint32_t cp = utf8_next(s, n, &i);
        if (cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || is_bidi_control(cp))
            buf_printf(b, "<U+%04X>", (unsigned)cp);
        else
            buf_utf8(b, cp);
    }
}

static void put_text(struct buf *b, const struct entry *e, int lang)
{
    for (const char *t = catalogue[e->msg].text[lang]; *t; t++) {
        if (t[0] != '%' || !((t[1] >= '1' && t[1] <= '9') || t[1] == '%')) {
            buf_putc(b, *t);
            continue;
        }
        t++;
        unsigned arg = (unsigned)(*t - '1');
        if (*t == '%')
            buf_putc(b, '%');
        else if (arg < e->n_args)
            put_foreign(b, resolve_word(e->args[arg], lang));
    }
}

static void put_place(struct buf *b, struct srcpos pos)
{
    put_foreign(b, pos.file ? pos.file : "briefbook");
    if (pos.file && pos.line) {
        buf_printf(b, ":%u", (unsigned)pos.line);
        if (pos.col)
            buf_printf(b, ":%u", (unsigned)pos.col);
    }
    buf_puts(b, ": ");
}

static void put_level(struct buf *b, enum diag_level level, int lang, bool colour)
{
    static const char *const colours[] = {"\033[1;36m", "\033[1;35m", "\033[1;31m"};

    if (colour)
        buf_puts(b, colours[level]);
    buf_puts(b, level_words[lang][level]);
    buf_puts(b, ":");
    if (colour)
        buf_puts(b, "\033[0m");
    buf_putc(b, ' ');
}

void diag_forget_notes(struct diag *d)
{
    size_t kept = 0;
    for (size_t i = 0; i < d->n; i++) {
        if (catalogue[d->entries[i]->msg].level == DIAG_NOTE)
            entry_drop(d->entries[i]);
        else
            d->entries[kept++] = d->entries[i];
    }
    d->n = kept;
    for (int m = 0; m < MSG_COUNT && d->counts != NULL; m++)
        if (catalogue[m].level == DIAG_NOTE)
            d->counts[m] = 0;
}

size_t diag_print(const struct diag *d, size_t first, FILE *f, const char *lang, bool strict, bool colour)
{
    int l = lang_index(lang);
    struct buf b = BUF_INIT;

    for (size_t i = first; i < d->n; i++) {
        const struct entry *e = d->entries[i];
        enum diag_level level = catalogue[e->msg].level;
        if (strict && level == DIAG_WARNING)
            level = DIAG_ERROR;
        buf_clear(&b);
        put_place(&b, e->pos);
        put_level(&b, level, l, colour);
        put_text(&b, e, l);
        buf_printf(&b, " [%s]\n", catalogue[e->msg].rule);
        fwrite(b.p, 1, b.n, f);
    }
    buf_free(&b);
    return d->n;
}

const char *diag_text(struct diag *d, size_t i, const char *lang)
{
    int l = lang_index(lang);
    struct entry *e = d->entries[i];

    if (!e->text[l]) {
        struct buf b = BUF_INIT;
        put_text(&b, e, l);
        e->text[l] = buf_str(&b); /* the entry takes over the buffer's memory */
    }
    return e->text[l];
}

const char *diag_rule(const struct diag *d, size_t i)
{
    return catalogue[d->entries[i]->msg].rule;
}

enum diag_level diag_level(const struct diag *d, size_t i)
{
    return catalogue[d->entries[i]->msg].level;
}

enum msg diag_msg(const struct diag *d, size_t i)
{
    return d->entries[i]->msg;
}

struct srcpos diag_pos(const struct diag *d, size_t i)
{
    return d->entries[i]->pos;
}
