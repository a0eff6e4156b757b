/* Faces of the EPUB: regular, italic and bold of the text, regular and bold of the apparatus, and what stands in for
 * characters that these do not have. */
#include "epub/fonts.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "font/subset.h"

#define MAX_FACES 24

struct chars {
    uint32_t *list; /* in order */
    size_t n;
};

/* A bit for each of the next eight bytes that begins a character beyond ASCII: the highest bit of the byte. */
static uint64_t beginnings(const char *s)
{
    uint64_t eight;
    memcpy(&eight, s, sizeof eight);
    eight = le64toh(eight);
    return eight & eight << 1 & UINT64_C(0x8080808080808080);
}

static inline void add_char(uint8_t *set, uint32_t cp)
{
    set[cp >> 3] |= (uint8_t)(1u << (cp & 7));
}

enum { LONGEST = 4 }; /* bytes of a character */

/* The character that begins at `s`, of LONGEST bytes at most. */
static inline uint32_t char_at(const unsigned char *s)
{
    size_t i = 0;
    if (s[0] >= 0xF0)
        return utf8_next_long((const char *)s, LONGEST, &i);
    uint32_t two = (s[0] & 0x1Fu) << 6 | (s[1] & 0x3Fu);
    return s[0] < 0xE0 ? two : (two << 6 & 0xFFC0u) | (s[2] & 0x3Fu);
}

void epub_take_chars(uint8_t *set, const char *s, size_t n)
{
    enum { STEP = sizeof(uint64_t) };
    size_t i = 0;
    for (; n - i >= STEP + LONGEST; i += STEP)
        for (uint64_t left = beginnings(s + i); left != 0; left &= left - 1)
            add_char(set, char_at((const unsigned char *)s + i + ((unsigned)__builtin_ctzll(left) >> 3)));
    while (i < n) {
        bool begins = (unsigned char)s[i] >= 0xC0;
        uint32_t cp = utf8_next(s, n, &i);
        if (begins)
            add_char(set, cp);
    }
}

/* Is none of the 64 characters from `cp` on, a multiple of 64, in the set? */
static bool none_of_64(const uint8_t *set, uint32_t cp)
{
    uint64_t bits;
    memcpy(&bits, set + (cp >> 3), sizeof bits);
    return bits == 0;
}

/* All characters of the files; markup adds ASCII, which belongs to every face anyway. List markers are the reader's
 * own. */
static struct chars chars_of(const struct plan *p)
{
    struct chars c = {NULL, 0};
    size_t cap = 0;
    for (uint32_t cp = 0x20; cp < CODE_POINTS; cp++) {
        if (cp >= 0x80 && cp % 64 == 0 && none_of_64(p->chars, cp)) {
            cp |= 63;
            continue;
        }
        if (cp >= 0x7F && !(p->chars[cp >> 3] & (1u << (cp & 7))))
            continue;
        mem_grow((void **)&c.list, &cap, c.n + 1, sizeof *c.list);
        c.list[c.n++] = cp;
    }
    return c;
}

static void chars_free(struct chars *c)
{
    free(c->list);
}

struct builder {
    struct plan *p;
    struct book_fonts *out;
    const struct chars *chars;
};

/* "fonts/gentium-book-plus-bold-italic.ttf" */
static const char *face_name(struct plan *p, const struct font *f, const struct book_face *face)
{
    const char *family = utf8_slug(p->arena, face->family, strlen(face->family), 40);
    const char *style = face->bold ? (face->italic ? "bold-italic" : "bold") : face->italic ? "italic" : "regular";
    const char *unique = ids_fresh(p->names, p->arena, arena_printf(p->arena, "fonts/%s-%s", family, style));
    return arena_printf(p->arena, "%s.%s", unique, f->cff ? "otf" : "ttf");
}

/* A face on its way into the book, with those of the characters that it has. */
struct wanted {
    const struct font *font;
    bool bold, italic;
    const uint32_t *cps;
    size_t n;
    struct font_subset *subset;
    const void *bytes; /* NULL: there is no subset of the font */
    size_t n_bytes;
};

static void make_subset(struct wanted *w, struct memo *memo)
{
    w->subset = font_subset_chars(w->font, w->cps, w->n, memo);
    if (w->subset != NULL)
        w->bytes = font_subset_bytes(w->subset, false, &w->n_bytes);
}

static bool may_be_in(const struct builder *b, const struct font *f)
{
    if (f->may_embed && f->may_subset)
        return true;
    diag_add(b->p->diag, MSG_EPUB_FONT_RIGHTS, DIAG_NOWHERE, f->family, NULL);
    return false;
}

/* Puts the face into the book. Returns false when it cannot be embedded. */
static bool add_face(struct builder *b, const struct wanted *w)
{
    const struct font *f = w->font;
    if (w->bytes == NULL || b->out->n >= MAX_FACES) {
        font_subset_drop(w->subset);
        if (w->bytes == NULL)
            diag_add(b->p->diag, MSG_EPUB_FONT_SUBSET, DIAG_NOWHERE, f->family, NULL);
        return false;
    }
    struct book_face face = {.family = f->family,
                             .bold = w->bold,
                             .italic = w->italic,
                             .subset = w->subset,
                             .bytes = w->bytes,
                             .n_bytes = w->n_bytes,
                             .media_type = f->cff ? "font/otf" : "font/ttf"};
    face.name = face_name(b->p, f, &face);
    b->out->faces[b->out->n++] = face;
    return true;
}

/* The faces of text and apparatus: their subsets do not depend on each other. */
#define MAIN_FACES 5
struct main_faces {
    struct wanted list[MAIN_FACES];
    size_t n;
    struct memo *memo;
};

/* Looks the face up; returns its place in the list, or MAIN_FACES where there is none that may be embedded. */
static size_t want(struct builder *b, struct main_faces *m, const char *family, int64_t weight, bool italic)
{
    const struct font *f = font_set_lookup(b->p->in->fonts, family, (unsigned)weight, italic, b->p->diag);
    bool bold = weight >= 500;
    if (f == NULL)
        return MAIN_FACES;
    for (size_t i = 0; i < m->n; i++)
        if (strcmp(m->list[i].font->family, f->family) == 0 && m->list[i].bold == bold && m->list[i].italic == italic)
            return i;
    if (!may_be_in(b, f))
        return MAIN_FACES;
    m->list[m->n] = (struct wanted){.font = f, .bold = bold, .italic = italic, .cps = b->chars->list, .n = b->chars->n};
    return m->n++;
}

static void make_one(void *ctx, size_t i, unsigned worker)
{
    struct main_faces *m = ctx;
    (void)worker;
    make_subset(&m->list[i], m->memo);
}

/* Puts the faces into the book, in order; those that can't be forget their fonts. */
static void add_main_faces(struct builder *b, struct main_faces *m)
{
    m->memo = workers_memo(b->p->in->workers);
    workers_run(b->p->in->workers, m->n, make_one, m);
    for (size_t i = 0; i < m->n; i++)
        if (!add_face(b, &m->list[i]))
            m->list[i].font = NULL;
}

static bool has_face(const struct book_fonts *out, const char *family)
{
    for (size_t i = 0; i < out->n; i++)
        if (strcmp(out->faces[i].family, family) == 0 && !out->faces[i].bold && !out->faces[i].italic)
            return true;
    return false;
}

static void put_family(struct buf *stack, const char *family)
{
    if (stack->n > 0)
        buf_puts(stack, ", ");
    buf_putc(stack, '"');
    for (; *family != '\0'; family++)
        if (*family != '"' && *family != '\\' && *family != '<')
            buf_putc(stack, *family);
    buf_putc(stack, '"');
}

static bool needs_glyph(uint32_t cp)
{
    return cp > 0x20 && !utf8_is_space(cp) && !(cp >= 0xFE00 && cp <= 0xFE0F) && cp != 0x200D && cp != 0xAD;
}

static bool add_fallback(struct builder *b, const struct font *f, const uint32_t *cps, size_t n)
{
    struct wanted w = {.font = f, .cps = cps, .n = n};
    if (!may_be_in(b, f))
        return false;
    make_subset(&w, workers_memo(b->p->in->workers));
    return add_face(b, &w);
}

/* Faces for characters that `f` lacks, each with what it is needed for; their families go behind f's. */
static void add_fallbacks(struct builder *b, const struct font *f, struct buf *stack)
{
    uint32_t *lacking = mem_calloc(b->chars->n + 1, sizeof *lacking);
    size_t n = 0;
    for (size_t i = 0; i < b->chars->n; i++)
        if (needs_glyph(b->chars->list[i]) && !font_has(f, b->chars->list[i]))
            lacking[n++] = b->chars->list[i];
    while (n > 0) {
        const struct font *other = font_set_fallback(b->p->in->fonts, f, lacking[0], b->p->diag);
        uint32_t *mine = mem_calloc(n, sizeof *mine);
        size_t n_mine = 0, rest = 0;
        for (size_t i = 0; i < n; i++) {
            if (other != NULL && font_has(other, lacking[i]))
                mine[n_mine++] = lacking[i];
            else if (i > 0)
                lacking[rest++] = lacking[i];
        }
        n = rest;
        if (other != NULL && n_mine > 0 && (has_face(b->out, other->family) || add_fallback(b, other, mine, n_mine)))
            put_family(stack, other->family);
        free(mine);
    }
    free(lacking);
}

/* The list for font-family: the face's own family, stand-ins, then what kind of letters they are. */
static const char *stack_of(struct builder *b, const struct font *f, bool serif)
{
    struct buf stack = BUF_INIT;
    if (f != NULL) {
        put_family(&stack, f->family);
        add_fallbacks(b, f, &stack);
        serif = (f->flags & 2u) != 0;
        buf_puts(&stack, ", ");
    }
    buf_puts(&stack, serif ? "serif" : "sans-serif");
    const char *result = arena_strndup(b->p->arena, stack.p, stack.n);
    buf_free(&stack);
    return result;
}

/* What kind of letters a family has, for readers that use one of their own. */
static const char *generic(struct plan *p, const char *family, const char *other)
{
    const struct font *f = family != NULL ? font_set_lookup(p->in->fonts, family, 400, false, p->diag) : NULL;
    return f == NULL ? other : (f->flags & 2u) != 0 ? "serif" : "sans-serif";
}

/* The regular faces; NULL: not in the book. */
struct regular_faces {
    const struct font *text, *sans;
};

/* Text and apparatus, regular and bold, which title page, contents and labels have; italic where there is any. */
static struct regular_faces add_text_faces(struct builder *b)
{
    const struct design *d = b->p->in->design;
    const struct style *heading = &d->styles[ROLE_HEADING_1];
    const char *family = heading->font != NULL ? heading->font : d->text.font;
    struct main_faces m = {.n = 0};
    size_t text = want(b, &m, d->text.font, 400, false), sans = want(b, &m, family, 400, false);
    if (text < MAIN_FACES) {
        if (b->p->facts.italics)
            want(b, &m, d->text.font, 400, true);
        want(b, &m, d->text.font, 700, false);
    }
    if (sans < MAIN_FACES)
        want(b, &m, family, heading->weight >= 500 ? heading->weight : 700, false);
    add_main_faces(b, &m);
    return (struct regular_faces){text < MAIN_FACES ? m.list[text].font : NULL,
                                  sans < MAIN_FACES ? m.list[sans].font : NULL};
}

void epub_fonts_collect(struct plan *p, struct book_fonts *out)
{
    *out = (struct book_fonts){.text = "serif", .sans = "sans-serif"};
    const struct manifest *m = p->in->book->manifest;
    if (p->in->fonts == NULL)
        return;
    if (m != NULL && m->no_fonts) {
        out->text = generic(p, p->in->design->text.font, "serif");
        out->sans = generic(p, p->in->design->styles[ROLE_HEADING_1].font, "sans-serif");
        return;
    }
    out->faces = mem_calloc(MAX_FACES, sizeof *out->faces);
    struct chars chars = chars_of(p);
    struct builder b = {p, out, &chars};
    struct regular_faces k = add_text_faces(&b);
    out->text = stack_of(&b, k.text, true);
    out->sans = k.sans == k.text ? out->text : stack_of(&b, k.sans, false);
    chars_free(&chars);
}

void epub_fonts_drop(struct book_fonts *f)
{
    for (size_t i = 0; i < f->n; i++)
        font_subset_drop(f->faces[i].subset);
    free(f->faces);
    *f = (struct book_fonts){0};
}
