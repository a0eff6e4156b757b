/* Contents of pages: a tokenizer, the operators that show text or mark content, and ToUnicode maps. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "pdf_text.h"
#include "report.h"

/* ---- tokens ---- */

enum token_kind {
    TOKEN_END,
    TOKEN_NUMBER,
    TOKEN_NAME,
    TOKEN_STRING,
    TOKEN_OPERATOR,
    TOKEN_OPEN,
    TOKEN_CLOSE,
    TOKEN_ARRAY
};

struct lexer {
    const char *p, *end;
    struct buf text; /* of a name, string or operator */
    long number;
};

static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == '\0';
}

static bool is_delimiter(char c)
{
    return c != '\0' && strchr("()<>[]{}/%", c) != NULL;
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static void hex_string(struct lexer *l)
{
    int high = -1;
    for (; l->p < l->end && *l->p != '>'; l->p++) {
        int v = hex_value(*l->p);
        if (v < 0)
            continue;
        if (high >= 0)
            buf_putc(&l->text, (char)(high << 4 | v));
        high = high >= 0 ? -1 : v;
    }
    if (high >= 0)
        buf_putc(&l->text, (char)(high << 4));
    l->p += l->p < l->end;
}

static void escaped(struct lexer *l)
{
    char c = *l->p++;
    static const char from[] = "nrtbf", to[] = "\n\r\t\b\f";
    const char *at = strchr(from, c);
    if (c >= '0' && c <= '7') {
        unsigned value = (unsigned)(c - '0');
        for (int i = 0; i < 2 && l->p < l->end && *l->p >= '0' && *l->p <= '7'; i++)
            value = value * 8 + (unsigned)(*l->p++ - '0');
        buf_putc(&l->text, (char)value);
    } else if (at != NULL && c != '\0') {
        buf_putc(&l->text, to[at - from]);
    } else if (c != '\n') {
        buf_putc(&l->text, c);
    }
}

static void literal_string(struct lexer *l)
{
    for (unsigned depth = 1; l->p < l->end;) {
        char c = *l->p++;
        if (c == '\\' && l->p < l->end) {
            escaped(l);
            continue;
        }
        depth += c == '(';
        depth -= c == ')';
        if (depth == 0)
            return;
        buf_putc(&l->text, c);
    }
}

static enum token_kind word(struct lexer *l, enum token_kind kind)
{
    while (l->p < l->end && !is_space(*l->p) && !is_delimiter(*l->p))
        buf_putc(&l->text, *l->p++);
    const char *s = buf_str(&l->text);
    if (kind == TOKEN_OPERATOR && strspn(s, "+-.0123456789") == l->text.n && l->text.n > 0) {
        l->number = strtol(s, NULL, 10);
        return TOKEN_NUMBER;
    }
    return kind;
}

static enum token_kind next(struct lexer *l)
{
    buf_clear(&l->text);
    while (l->p < l->end && (is_space(*l->p) || *l->p == '%')) {
        if (*l->p == '%')
            while (l->p < l->end && *l->p != '\n' && *l->p != '\r')
                l->p++;
        else
            l->p++;
    }
    if (l->p >= l->end)
        return TOKEN_END;
    char c = *l->p;
    bool twice = l->p + 1 < l->end && l->p[1] == c;
    switch (c) {
    case '/':
        l->p++;
        return word(l, TOKEN_NAME);
    case '(':
        l->p++;
        literal_string(l);
        return TOKEN_STRING;
    case '<':
        l->p += twice ? 2 : 1;
        if (twice)
            return TOKEN_OPEN;
        hex_string(l);
        return TOKEN_STRING;
    case '>':
        l->p += twice ? 2 : 1;
        return TOKEN_CLOSE;
    case '[':
        l->p++;
        return TOKEN_ARRAY;
    case ']':
    case '{':
    case '}':
    case ')':
        l->p++;
        return next(l);
    default:
        return word(l, TOKEN_OPERATOR);
    }
}

/* ---- ToUnicode ---- */

struct to_unicode {
    size_t object; /* number of the font */
    char **text;   /* by code; NULL: nothing */
    size_t n;
    unsigned char length[256]; /* bytes of the codes that a byte begins; 0: none */
};

struct pdf_fonts {
    const struct pdf_json *j;
    struct to_unicode *items;
    size_t n, cap;
};

struct pdf_fonts *fonts_new(const struct pdf_json *j)
{
    struct pdf_fonts *f = mem_calloc(1, sizeof *f);
    f->j = j;
    return f;
}

void fonts_drop(struct pdf_fonts *f)
{
    for (size_t i = 0; i < f->n; i++) {
        for (size_t k = 0; k < f->items[i].n; k++)
            free(f->items[i].text[k]);
        free(f->items[i].text);
    }
    free(f->items);
    free(f);
}

static void map_code(struct to_unicode *u, size_t code, const struct buf *utf16, unsigned add)
{
    if (code >= u->n)
        return;
    struct buf b = BUF_INIT;
    unsigned char copy[64];
    size_t n = utf16->n < sizeof copy ? utf16->n : sizeof copy;
    memcpy(copy, utf16->p, n);
    if (n >= 2) {
        unsigned last = ((unsigned)copy[n - 2] << 8 | copy[n - 1]) + add;
        copy[n - 2] = (unsigned char)(last >> 8);
        copy[n - 1] = (unsigned char)last;
    }
    utf16_to_utf8(copy, n, &b);
    free(u->text[code]);
    u->text[code] = mem_strdup(buf_str(&b));
    buf_free(&b);
}

static size_t code_of(const struct buf *b)
{
    size_t code = 0;
    for (size_t i = 0; i < b->n; i++)
        code = code << 8 | (unsigned char)b->p[i];
    return code;
}

/* Codes from `low` on, as long as they, up to those that begin with byte `high`. */
static void set_lengths(struct to_unicode *u, const struct buf *low, unsigned char high)
{
    for (unsigned i = low->n > 0 ? (unsigned char)low->p[0] : 256; i <= high; i++)
        u->length[i] = (unsigned char)low->n;
}

static void read_code_space(struct to_unicode *u, struct lexer *l)
{
    struct buf low = BUF_INIT;
    bool second = false;
    for (; next(l) == TOKEN_STRING; second = !second) {
        if (second && l->text.n > 0) {
            set_lengths(u, &low, (unsigned char)l->text.p[0]);
        } else {
            buf_clear(&low);
            buf_put(&low, l->text.p, l->text.n);
        }
    }
    buf_free(&low);
}

static void read_cmap(struct to_unicode *u, const struct buf *cmap)
{
    struct lexer l = {.p = cmap->p, .end = cmap->p + cmap->n};
    size_t codes[2] = {0, 0};
    unsigned have = 0, want = 0;
    bool array = false; /* a range whose codes have texts of their own */
    for (enum token_kind t; (t = next(&l)) != TOKEN_END;) {
        if (t == TOKEN_OPERATOR) {
            want = strcmp(buf_str(&l.text), "beginbfchar") == 0    ? 1
                   : strcmp(buf_str(&l.text), "beginbfrange") == 0 ? 2
                                                                   : 0;
            have = 0;
            if (strcmp(buf_str(&l.text), "begincodespacerange") == 0)
                read_code_space(u, &l);
        } else if (t == TOKEN_ARRAY) {
            array = true;
        } else if (t == TOKEN_STRING && array && have == 2) {
            map_code(u, codes[0]++, &l.text, 0);
            have = codes[0] <= codes[1] ? 2 : 0;
            array = have > 0;
        } else if (t == TOKEN_STRING && want > 0 && have < want) {
            codes[have++] = code_of(&l.text);
        } else if (t == TOKEN_STRING && want > 0) {
            size_t last = want == 2 ? codes[1] : codes[0];
            for (size_t c = codes[0]; c <= last && c - codes[0] < 65536; c++)
                map_code(u, c, &l.text, (unsigned)(c - codes[0]));
            have = 0;
        }
    }
    buf_free(&l.text);
}

static const struct to_unicode *font_of(struct pdf_fonts *f, const cJSON *resources, const char *name)
{
    struct buf key = BUF_INIT;
    buf_printf(&key, "/%s", name);
    const cJSON *ref = cJSON_GetObjectItemCaseSensitive(json_get(f->j, resources, "/Font"), buf_str(&key));
    buf_free(&key);
    size_t object = json_number(ref);
    for (size_t i = 0; i < f->n; i++)
        if (f->items[i].object == object)
            return &f->items[i];
    struct buf cmap = BUF_INIT;
    const cJSON *map = cJSON_GetObjectItemCaseSensitive(json_value(f->j, ref), "/ToUnicode");
    if (!json_stream(f->j, map, &cmap))
        report_fail("pdf-unicode", "font /%s (object %zu) has no ToUnicode", name, object);
    mem_grow((void **)&f->items, &f->cap, f->n + 1, sizeof *f->items);
    struct to_unicode *u = &f->items[f->n++];
    *u = (struct to_unicode){.object = object, .text = mem_calloc(65536, sizeof(char *)), .n = 65536};
    if (cmap.n > 0)
        read_cmap(u, &cmap);
    buf_free(&cmap);
    return u;
}

/* ---- contents ---- */

enum { MAX_MARKS = 32, MAX_STATES = 32 };

struct mark {
    long mcid; /* -1: none */
    bool artifact, actual;
};

struct reader {
    struct page_text *t;
    const struct pdf_json *j;
    struct pdf_fonts *fonts;
    const cJSON *resources;
    size_t number;
    const struct to_unicode *font, *saved[MAX_STATES];
    unsigned n_saved;
    struct mark marks[MAX_MARKS];
    unsigned n_marks;
    /* operands since the last operator */
    struct buf string, name, first_name;
    long mcid;
    struct buf actual;
    bool has_actual;
};

static struct marked *marked_of(struct page_text *t, long mcid)
{
    size_t k = (size_t)mcid;
    mem_grow((void **)&t->items, &t->cap, k + 1, sizeof *t->items);
    for (; t->n <= k; t->n++)
        t->items[t->n] = (struct marked){0};
    return &t->items[k];
}

/* Where text goes at the moment; NULL: ActualText stands for it, or nothing holds it. */
static struct buf *target(struct reader *r, const char *what)
{
    for (unsigned i = r->n_marks; i-- > 0;)
        if (r->marks[i].actual)
            return NULL;
    for (unsigned i = r->n_marks; i-- > 0;) {
        if (r->marks[i].artifact)
            return &r->t->furniture;
        if (r->marks[i].mcid >= 0)
            return &marked_of(r->t, r->marks[i].mcid)->text;
    }
    report_fail("pdf-tagged", "page %zu: %s outside of marked content", r->number + 1, what);
    return NULL;
}

static void show(struct reader *r)
{
    struct buf *out = target(r, "text");
    if (out == NULL)
        return;
    if (r->font == NULL) {
        report_fail("pdf-text", "page %zu: text without a font", r->number + 1);
        return;
    }
    for (size_t i = 0, n; i < r->string.n; i += n) {
        size_t code = (unsigned char)r->string.p[i];
        n = r->font->length[code];
        if (n == 0 || n > r->string.n - i) {
            report_fail("pdf-text", "page %zu: byte %zu is no code of font object %zu", r->number + 1, code,
                        r->font->object);
            return;
        }
        if (n == 2)
            code = code << 8 | (unsigned char)r->string.p[i + 1];
        const char *s = r->font->text[code];
        if (s == NULL)
            report_fail("pdf-unicode", "page %zu: glyph %zu of font object %zu has no Unicode text", r->number + 1,
                        code, r->font->object);
        else
            buf_puts(out, s);
        if (code == 0)
            report_fail("pdf-notdef", "page %zu: glyph 0 is shown", r->number + 1);
    }
}

static void begin_marked(struct reader *r, bool with_properties)
{
    if (r->n_marks == MAX_MARKS) {
        report_fail("pdf-text", "page %zu: marked content nested too deep", r->number + 1);
        return;
    }
    struct mark m = {.mcid = -1};
    m.artifact = strcmp(buf_str(with_properties && r->first_name.n > 0 ? &r->first_name : &r->name), "Artifact") == 0;
    if (with_properties)
        m.mcid = r->mcid;
    if (m.mcid >= 0) {
        struct marked *content = marked_of(r->t, m.mcid);
        if (content->present)
            report_fail("pdf-tagged", "page %zu: MCID %ld stands there twice", r->number + 1, m.mcid);
        content->present = true;
    }
    r->marks[r->n_marks++] = m;
    if (with_properties && r->has_actual) {
        struct buf *out = target(r, "ActualText");
        if (out != NULL)
            buf_put(out, r->actual.p, r->actual.n);
        r->marks[r->n_marks - 1].actual = true;
    }
}

static void operate(struct reader *r, const char *op)
{
    static const char *const painting[] = {"f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "Do", "sh", "BI"};
    if (strcmp(op, "Tj") == 0 || strcmp(op, "TJ") == 0 || strcmp(op, "'") == 0 || strcmp(op, "\"") == 0)
        show(r);
    else if (strcmp(op, "Tf") == 0)
        r->font = font_of(r->fonts, r->resources, buf_str(&r->name));
    else if (strcmp(op, "BDC") == 0)
        begin_marked(r, true);
    else if (strcmp(op, "BMC") == 0)
        begin_marked(r, false);
    else if (strcmp(op, "EMC") == 0)
        r->n_marks -= r->n_marks > 0;
    else if (strcmp(op, "q") == 0 && r->n_saved < MAX_STATES)
        r->saved[r->n_saved++] = r->font;
    else if (strcmp(op, "Q") == 0 && r->n_saved > 0)
        r->font = r->saved[--r->n_saved];
    for (size_t i = 0; i < sizeof painting / sizeof *painting; i++)
        if (strcmp(op, painting[i]) == 0)
            target(r, "painting");
}

/* A dictionary of operands: MCID and ActualText matter. */
static void properties(struct reader *r, struct lexer *l)
{
    struct buf key = BUF_INIT;
    for (unsigned depth = 1; depth > 0;) {
        enum token_kind t = next(l);
        if (t == TOKEN_END)
            break;
        depth += t == TOKEN_OPEN;
        depth -= t == TOKEN_CLOSE;
        if (t == TOKEN_NUMBER && strcmp(buf_str(&key), "MCID") == 0)
            r->mcid = l->number;
        if (t == TOKEN_STRING && strcmp(buf_str(&key), "ActualText") == 0) {
            const unsigned char *s = (const unsigned char *)l->text.p;
            r->has_actual = true;
            if (l->text.n >= 2 && s[0] == 0xfe && s[1] == 0xff)
                utf16_to_utf8(s + 2, l->text.n - 2, &r->actual);
            else
                buf_put(&r->actual, s, l->text.n);
        }
        buf_clear(&key);
        if (t == TOKEN_NAME)
            buf_put(&key, l->text.p, l->text.n);
    }
    buf_free(&key);
}

static void clear_operands(struct reader *r)
{
    buf_clear(&r->string);
    buf_clear(&r->name);
    buf_clear(&r->first_name);
    buf_clear(&r->actual);
    r->mcid = -1;
    r->has_actual = false;
}

static void interpret(struct reader *r, const struct buf *contents)
{
    struct lexer l = {.p = contents->p, .end = contents->p + contents->n};
    clear_operands(r);
    for (enum token_kind t; (t = next(&l)) != TOKEN_END;) {
        if (t == TOKEN_NAME) {
            buf_clear(&r->first_name);
            buf_put(&r->first_name, r->name.p, r->name.n);
            buf_clear(&r->name);
            buf_put(&r->name, l.text.p, l.text.n);
        } else if (t == TOKEN_STRING) {
            buf_put(&r->string, l.text.p, l.text.n);
        } else if (t == TOKEN_OPEN) {
            properties(r, &l);
        } else if (t == TOKEN_OPERATOR) {
            operate(r, buf_str(&l.text));
            clear_operands(r);
        }
    }
    if (r->n_marks > 0)
        report_fail("pdf-tagged", "page %zu: %u marked contents are not ended", r->number + 1, r->n_marks);
    buf_free(&l.text);
}

static const cJSON *inherited(const struct pdf_json *j, const cJSON *page, const char *key)
{
    for (unsigned depth = 0; page != NULL && depth < 20; depth++) {
        const cJSON *v = json_get(j, page, key);
        if (v != NULL)
            return v;
        page = json_get(j, page, "/Parent");
    }
    return NULL;
}

void page_text_read(struct page_text *t, const struct pdf_json *j, struct pdf_fonts *fonts, const cJSON *page,
                    size_t number)
{
    *t = (struct page_text){0};
    struct buf contents = BUF_INIT;
    const cJSON *raw = cJSON_GetObjectItemCaseSensitive(page, "/Contents");
    if (!json_stream(j, raw, &contents)) {
        const cJSON *part;
        cJSON_ArrayForEach(part, json_value(j, raw))
        {
            json_stream(j, part, &contents);
            buf_putc(&contents, '\n');
        }
    }
    struct reader r = {.t = t, .j = j, .fonts = fonts, .resources = inherited(j, page, "/Resources"), .number = number};
    if (contents.n > 0)
        interpret(&r, &contents);
    buf_free(&contents);
    buf_free(&r.string);
    buf_free(&r.name);
    buf_free(&r.first_name);
    buf_free(&r.actual);
}

void page_text_free(struct page_text *t)
{
    for (size_t i = 0; i < t->n; i++)
        buf_free(&t->items[i].text);
    free(t->items);
    buf_free(&t->furniture);
}
