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

/* How many of the next eight bytes are ASCII, up to the first that is not. */
static size_t ascii_run(const char *s)
{
    uint64_t eight;
    memcpy(&eight, s, sizeof eight);
    uint64_t others = le64toh(eight) & UINT64_C(0x8080808080808080);
    return others == 0 ? sizeof eight : (size_t)__builtin_ctzll(others) / 8;
}

void epub_take_chars(uint8_t *set, const char *s, size_t n)
{
    for (size_t i = 0; i < n;) {
        if ((unsigned char)s[i] < 0x80) { /* markup, mostly */
            i += n - i > sizeof(uint64_t) ? ascii_run(s + i) : 1;
            continue;
        }
        uint32_t cp = utf8_next(s, n, &i);
        set[cp >> 3] |= (uint8_t)(1u << (cp & 7));
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

/* Adds a face with those of the characters that it has. Returns false when it cannot be embedded. */
static bool add_face(struct builder *b, const struct font *f, bool bold, bool italic, const uint32_t *cps, size_t n)
{
    struct book_face face = {.family = f->family, .bold = bold, .italic = italic};
    if (b->out->n >= MAX_FACES)
        return false;
    if (!f->may_embed || !f->may_subset) {
        diag_add(b->p->diag, MSG_EPUB_FONT_RIGHTS, DIAG_NOWHERE, f->family, NULL);
        return false;
    }
    face.subset = font_subset_chars(f, cps, n, workers_memo(b->p->in->workers));
    if (face.subset != NULL)
        face.bytes = font_subset_bytes(face.subset, false, &face.n_bytes);
    if (face.bytes == NULL) {
        font_subset_drop(face.subset);
        diag_add(b->p->diag, MSG_EPUB_FONT_SUBSET, DIAG_NOWHERE, f->family, NULL);
        return false;
    }
    face.name = face_name(b->p, f, &face);
    face.media_type = f->cff ? "font/otf" : "font/ttf";
    b->out->faces[b->out->n++] = face;
    return true;
}

static bool has_face(const struct book_fonts *out, const char *family, bool bold, bool italic)
{
    for (size_t i = 0; i < out->n; i++)
        if (strcmp(out->faces[i].family, family) == 0 && out->faces[i].bold == bold && out->faces[i].italic == italic)
            return true;
    return false;
}

/* Looks the face up and adds it. Returns it when it is in the book. */
static const struct font *want(struct builder *b, const char *family, int64_t weight, bool italic)
{
    const struct font *f = font_set_lookup(b->p->in->fonts, family, (unsigned)weight, italic, b->p->diag);
    if (f == NULL)
        return NULL;
    bool bold = weight >= 500;
    if (has_face(b->out, f->family, bold, italic))
        return f;
    return add_face(b, f, bold, italic, b->chars->list, b->chars->n) ? f : NULL;
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
        if (other != NULL && n_mine > 0 &&
            (has_face(b->out, other->family, false, false) || add_face(b, other, false, false, mine, n_mine)))
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
    const struct design *d = p->in->design;
    const struct style *heading = &d->styles[ROLE_HEADING_1];
    const char *sans_family = heading->font != NULL ? heading->font : d->text.font;
    int64_t bold = heading->weight >= 500 ? heading->weight : 700;
    const struct font *text = want(&b, d->text.font, 400, false);
    const struct font *sans = want(&b, sans_family, 400, false);
    if (text != NULL) {
        if (p->facts.emphasis)
            want(&b, d->text.font, 400, true);
        want(&b, d->text.font, 700, false);
    }
    if (sans != NULL)
        want(&b, sans_family, bold, false);
    out->text = stack_of(&b, text, true);
    out->sans = sans == text ? out->text : stack_of(&b, sans, false);
    chars_free(&chars);
}

void epub_fonts_drop(struct book_fonts *f)
{
    for (size_t i = 0; i < f->n; i++)
        font_subset_drop(f->faces[i].subset);
    free(f->faces);
    *f = (struct book_fonts){0};
}
