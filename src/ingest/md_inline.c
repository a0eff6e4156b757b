/* Markdown inside a block: marks, links, pictures, note references, and the tags of HTML that mean the same. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "ingest/md_reader.h"

const char *md_attribute(struct reading *r, const MD_ATTRIBUTE *a)
{
    struct buf out = BUF_INIT;
    if (a->text == NULL || a->size == 0)
        return NULL;
    for (size_t i = 0; a->substr_offsets[i] < a->size; i++) {
        const char *part = a->text + a->substr_offsets[i];
        size_t n = a->substr_offsets[i + 1] - a->substr_offsets[i];
        char c[8];
        size_t length = 0;
        if (a->substr_types[i] == MD_TEXT_ENTITY)
            length = html_entity(arena_strndup(r->a, part, n), c);
        if (length > 0)
            buf_put(&out, c, length);
        else
            buf_put(&out, part, n);
    }
    const char *value = arena_strndup(r->a, out.p, out.n);
    buf_free(&out);
    return value;
}

/* ---- spans ---- */

static bool span_of(MD_SPANTYPE type, enum span_kind *kind)
{
    switch (type) {
    case MD_SPAN_STRONG:
        *kind = SPAN_STRONG;
        return true;
    case MD_SPAN_EM:
        *kind = SPAN_EMPHASIS;
        return true;
    case MD_SPAN_CODE:
        *kind = SPAN_CODE;
        return true;
    default:
        return false;
    }
}

static const char *link_target(struct reading *r, const MD_SPAN_A_DETAIL *detail)
{
    char *href = (char *)md_attribute(r, &detail->href);
    if (href != NULL) /* a bare address takes the note right behind it along */
        href[strcspn(href, (const char[]){MD_NOTE_OPEN, '\0'})] = '\0';
    bool known = href != NULL && (strncmp(href, "http://", 7) == 0 || strncmp(href, "https://", 8) == 0 ||
                                  strncmp(href, "mailto:", 7) == 0 || href[0] == '#');
    return known ? href : NULL;
}

/* Keeps where a link within the book stands: only the whole book knows whether it leads anywhere. */
static void place_link(struct markdown *m, const char *target, const char *at)
{
    struct reading *r = m->r;
    if (target[0] != '#' || at < m->s || at >= m->s + m->n)
        return;
    struct link_place *place = arena_alloc(r->a, sizeof *place);
    place->target = target;
    place->line = md_line_of(m, at);
    const char *begin = m->s + m->line_starts[place->line - m->first_line];
    while (begin < at && *at != '[')
        at--;
    place->col = 1;
    if (m->placed_at != NULL && m->placed_at >= begin &&
        m->placed_at <= at) { /* the line's last link, already counted to */
        begin = m->placed_at;
        place->col = m->placed_col;
    }
    for (; begin < at; begin++)
        place->col += ((unsigned char)*begin & 0xC0) != 0x80;
    m->placed_at = at;
    m->placed_col = place->col;
    if (r->links_end == NULL)
        r->links_end = &r->links;
    *r->links_end = place;
    r->links_end = &place->next;
}

/* A link to a spot of the book that has no words is a cross-reference: its address stands in the text, and behind it
 * the form that is wanted, until the book knows number, title and page. */
static void put_reference(struct markdown *m, const MD_SPAN_A_DETAIL *detail)
{
    const char *target = link_target(m->r, detail), *form = md_attribute(m->r, &detail->title);
    if (target == NULL || target[0] != '#' || target[1] == '\0' || text_length(m->r->builder) != m->link_at)
        return;
    text_put(m->r->builder, target, strlen(target));
    if (form == NULL)
        return;
    text_put(m->r->builder, " ", 1);
    text_put(m->r->builder, form, strlen(form));
}

static bool has_image(const char *line, size_t n)
{
    return memmem(line, n, "![", 2) != NULL;
}

int md_enter_span(MD_SPANTYPE type, void *detail, void *ctx)
{
    struct markdown *m = ctx;
    enum span_kind kind;
    if (m->in_image > 0) {
        m->in_image += type == MD_SPAN_IMG;
    } else if (type == MD_SPAN_IMG) {
        const MD_SPAN_IMG_DETAIL *image = detail;
        m->in_image = 1;
        if (m->line == 0)
            m->line = md_line_ahead(m, has_image);
        m->src = md_attribute(m->r, &image->src);
        m->image_title = md_attribute(m->r, &image->title);
        buf_clear(&m->alt);
    } else if (type == MD_SPAN_A) {
        const char *target = link_target(m->r, detail);
        m->link = target != NULL;
        if (m->link) {
            text_begin(m->r->builder, SPAN_LINK, target);
            m->link_at = text_length(m->r->builder);
            place_link(m, target, ((const MD_SPAN_A_DETAIL *)detail)->href.text);
        }
    } else if (span_of(type, &kind)) {
        text_begin(m->r->builder, kind, NULL);
        m->in_strong += kind == SPAN_STRONG;
    }
    return 0;
}

static void close_image(struct markdown *m)
{
    struct reading *r = m->r;
    mem_grow((void **)&m->images, &m->cap_images, m->n_images + 1, sizeof *m->images);
    struct piece p = {
        .kind = PIECE_FIGURE, .line = m->line, .text = {.s = ""}, .credit = {.s = ""}, .low = "", .said = true};
    p.src = m->src;
    p.alt = m->alt.n > 0 ? arena_strndup(r->a, m->alt.p, m->alt.n) : NULL;
    if (m->image_title != NULL)
        p.text = text_make(r->a, m->image_title, strlen(m->image_title));
    m->images[m->n_images++] = p;
}

int md_leave_span(MD_SPANTYPE type, void *detail, void *ctx)
{
    struct markdown *m = ctx;
    enum span_kind kind;
    if (m->in_image > 0) {
        if (type == MD_SPAN_IMG && --m->in_image == 0)
            close_image(m);
    } else if (type == MD_SPAN_A) {
        if (m->link) {
            put_reference(m, detail);
            text_end(m->r->builder, SPAN_LINK);
        }
        m->link = false;
    } else if (span_of(type, &kind)) {
        text_end(m->r->builder, kind);
        m->in_strong -= kind == SPAN_STRONG;
    }
    return 0;
}

/* ---- text ---- */

static size_t note_reference(struct markdown *m, const char *s, size_t n)
{
    const char *close = n > 3 && s[1] == MD_NOTE_OPEN ? memchr(s, MD_NOTE_CLOSE, n) : NULL;
    if (close == NULL)
        return 0;
    size_t length = (size_t)(close - s), note = md_note_find(&m->extras, s + 2, length - 2);
    char number[16];
    if (note == SIZE_MAX || m->extras.notes[note].empty || m->kind == PIECE_CODE) {
        text_put(m->r->builder, "[^", 2);
        text_put(m->r->builder, s + 2, length - 2);
        text_put(m->r->builder, "]", 1);
        return length + 1;
    }
    size_t count = 0, value = note + 1;
    do
        number[count++] = (char)('0' + value % 10);
    while ((value /= 10) > 0);
    for (size_t i = 0; i < count / 2; i++) {
        char c = number[i];
        number[i] = number[count - 1 - i];
        number[count - 1 - i] = c;
    }
    text_begin(m->r->builder, SPAN_NOTE, m->extras.notes[note].id);
    text_put(m->r->builder, number, count);
    text_end(m->r->builder, SPAN_NOTE);
    return length + 1;
}

/* Ordinary text, with note references in it. */
static void put_text(struct markdown *m, const char *s, size_t n)
{
    size_t from = 0;
    for (size_t i = 0; i < n; i++) {
        const char *open = memchr(s + i, MD_NOTE_OPEN, n - i);
        if (open == NULL)
            break;
        i = (size_t)(open - s);
        reading_put_source(m->r, s + from, i - from, m->line);
        size_t used = note_reference(m, s + i, n - i);
        i += used > 0 ? used - 1 : 0;
        from = i + 1;
    }
    if (from < n)
        reading_put_source(m->r, s + from, n - from, m->line);
}

static void put_entity(struct markdown *m, const char *s, size_t n)
{
    struct buf html = BUF_INIT;
    buf_put(&html, s, n);
    char out[8];
    size_t length = html_entity(buf_str(&html), out);
    if (length > 0)
        reading_put(m->r, out, length, m->line);
    else
        text_put(m->r->builder, s, n);
    buf_free(&html);
}

/* Words for a picture: plain text on one line. */
static void put_alt(struct markdown *m, MD_TEXTTYPE type, const char *s, size_t n)
{
    char out[8];
    size_t length = type == MD_TEXT_ENTITY ? html_entity(arena_strndup(m->r->a, s, n), out) : 0;
    if (type == MD_TEXT_SOFTBR || type == MD_TEXT_BR)
        buf_putc(&m->alt, ' ');
    else if (length > 0)
        buf_put(&m->alt, out, length);
    else if (type != MD_TEXT_HTML && type != MD_TEXT_NULLCHAR)
        buf_put(&m->alt, s, n);
}

/* Value of lang="…" in a tag, in the arena; NULL: none. */
static const char *lang_of(struct reading *r, const char *s, size_t n)
{
    const char *at = memmem(s, n, " lang=\"", 7), *end = s + n;
    const char *close = at != NULL ? memchr(at + 7, '"', (size_t)(end - at - 7)) : NULL;
    return close != NULL && close > at + 7 ? arena_strndup(r->a, at + 7, (size_t)(close - at - 7)) : NULL;
}

/* <b>, <i> … mean what marks mean. */
static void put_tag(struct markdown *m, const char *s, size_t n)
{
    static const struct {
        const char *name;
        enum span_kind kind;
    } tags[] = {{"strong", SPAN_STRONG}, {"b", SPAN_STRONG},        {"em", SPAN_EMPHASIS},   {"i", SPAN_EMPHASIS},
                {"code", SPAN_CODE},     {"sup", SPAN_SUPERSCRIPT}, {"sub", SPAN_SUBSCRIPT}, {"span", SPAN_LANG}};
    bool closes = n > 1 && s[1] == '/';
    const char *name = s + 1 + closes;
    size_t length = strcspn(name, " \t\n/>"), i = 0;
    if (length == 2 && strncasecmp(name, "br", 2) == 0)
        text_break(m->r->builder);
    while (i < sizeof tags / sizeof *tags &&
           (strlen(tags[i].name) != length || strncasecmp(tags[i].name, name, length) != 0))
        i++;
    if (i == sizeof tags / sizeof *tags)
        return;
    enum span_kind kind = tags[i].kind;
    const char *lang = kind == SPAN_LANG && !closes ? lang_of(m->r, s, n) : NULL;
    if (closes)
        text_end(m->r->builder, kind);
    else if (kind != SPAN_LANG || lang != NULL)
        text_begin(m->r->builder, kind, lang);
    if (kind == SPAN_STRONG)
        m->in_strong = closes ? m->in_strong - (m->in_strong > 0) : m->in_strong + 1;
}

/* A dash and a space, or a dash right before a capital, as before a speaker's name. */
static bool begins_with_dash(const char *s, size_t n)
{
    size_t dash = n > 3 && (memcmp(s, "—", 3) == 0 || memcmp(s, "–", 3) == 0) ? 3
                  : n > 2 && memcmp(s, "--", 2) == 0                          ? 2
                                                                              : 0;
    return dash > 0 && s[dash] != '-';
}

/* Are there words, and are any of them not strong? The first byte nearly always tells. */
static void look_for_words(struct markdown *m, const char *s, size_t n)
{
    bool *seen = m->in_strong > 0 ? &m->has_strong : &m->has_other;
    for (size_t i = 0; i < n && !*seen; i++)
        *seen = (unsigned char)s[i] > ' ';
}

/* What the first characters of a line tell about speakers. */
static void look_at_line(struct markdown *m, MD_TEXTTYPE type, const char *s, size_t n)
{
    bool begins = text_length(m->r->builder) == 0;
    if (begins)
        m->spelled = type == MD_TEXT_ENTITY || (type == MD_TEXT_NORMAL && s > m->s && s[-1] == '\\');
    if (begins || m->after_soft)
        m->speaker_at = type == MD_TEXT_NORMAL && begins_with_dash(s, n) ? text_length(m->r->builder) : SIZE_MAX;
    m->after_soft = false;
}

static void put_by_type(struct markdown *m, MD_TEXTTYPE type, const char *s, size_t n)
{
    struct text_builder *builder = m->r->builder;
    switch (type) {
    case MD_TEXT_BR:
        text_break(builder);
        break;
    case MD_TEXT_SOFTBR:
        text_put_tidy(builder, " ", 1);
        m->after_soft = true;
        break;
    case MD_TEXT_NULLCHAR:
        break;
    case MD_TEXT_ENTITY:
        put_entity(m, s, n);
        break;
    case MD_TEXT_HTML:
        put_tag(m, s, n);
        break;
    default:
        put_text(m, s, n);
        break;
    }
}

int md_put_source(MD_TEXTTYPE type, const MD_CHAR *s, MD_SIZE n, void *ctx)
{
    struct markdown *m = ctx;
    bool placed = s >= m->s && s < m->s + m->n;
    if (m->line == 0 && type != MD_TEXT_SOFTBR)
        m->line = md_line_of(m, s);
    if (placed && s + n > m->seen)
        m->seen = s + n;
    if (m->in_image > 0) {
        put_alt(m, type, s, n);
        return 0;
    }
    if (m->in_html) {
        buf_put(&m->html, s, n);
        return 0;
    }
    if (type != MD_TEXT_HTML)
        look_for_words(m, s, n);
    if (type != MD_TEXT_SOFTBR && type != MD_TEXT_HTML)
        look_at_line(m, type, s, n);
    put_by_type(m, type, s, n);
    return 0;
}
