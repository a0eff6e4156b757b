/* Markdown by md4c: CommonMark with tables, front matter, footnotes, {#id} on headings and ":::" blocks. The blocks
 * that md4c reports become pieces; raw HTML goes through the reader of pages.
 */
#include <md4c.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "ingest/front_matter.h"
#include "ingest/md_prepare.h"
#include "ingest/stages.h"
#include "ingest/words.h"

#define MAX_FRAMES 60
#define MAX_COLUMNS 64
#define MAX_CELLS 100000

struct markdown {
    struct reading *r;
    const char *s; /* the whole text, as md4c sees it */
    size_t n;
    const size_t *line_starts;
    size_t n_lines;
    struct md_extras extras;
    struct frame *frame;
    unsigned depth, ignored; /* frames beyond the limit are not made */
    enum piece_kind kind;
    uint8_t level;
    const char *code_name;
    uint32_t line; /* of the first text in the block, 0: none yet */
    struct doc_node *table, *row;
    bool in_head, in_cell, too_large, in_html;
    uint8_t align;
    size_t cells, columns;
    unsigned in_image;
    size_t bytes, strong; /* of the block's text, to see whether all of it is strong */
    unsigned in_strong;
    struct buf alt, html;
    const char *src, *image_title;
    struct piece *images; /* pictures inside the paragraph, which follow it */
    size_t n_images, cap_images;
};

static uint32_t line_of(const struct markdown *m, const char *at)
{
    if (at < m->s || at > m->s + m->n)
        return m->line;
    size_t offset = (size_t)(at - m->s), low = 0, high = m->n_lines;
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (m->line_starts[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    return (uint32_t)low + 1;
}

/* ---- pieces ---- */

/* The ":::" block around a line: the innermost, so the last one that began before it. */
static struct frame *div_of(struct markdown *m, uint32_t line)
{
    struct frame *outer = NULL;
    for (size_t i = 0; i < m->extras.n_divs; i++) {
        struct md_div *div = &m->extras.divs[i];
        if (line < div->first || line > div->last)
            continue;
        if (div->frame == NULL) {
            div->frame = frame_new(m->r, DOC_DIV, outer, div->first);
            div->frame->name = div->name;
        }
        outer = div->frame;
    }
    return outer;
}

static struct frame *frame_of(struct markdown *m, uint32_t line)
{
    struct frame *top = m->frame;
    if (m->extras.n_divs == 0 || (top != NULL && top->kind == DOC_NOTE))
        return m->frame;
    if (top == NULL)
        return div_of(m, line);
    while (top->parent != NULL)
        top = top->parent;
    if (top->kind != DOC_DIV && top->kind != DOC_NOTE && top->node == NULL)
        top->parent = div_of(m, line);
    return m->frame;
}

/* "{#id}" at the end of a heading. */
static void take_heading_id(struct reading *r, struct piece *p)
{
    const char *open = p->text.n > 4 && p->text.s[p->text.n - 1] == '}' ? strrchr(p->text.s, '{') : NULL;
    if (open == NULL || open[1] != '#' || strchr(open, ' ') != NULL)
        return;
    p->id = arena_strndup(r->a, open + 2, (size_t)(p->text.s + p->text.n - 1 - (open + 2)));
    record_changed(r, p->line, "heading-id", (struct text){.s = open, .n = (uint32_t)strlen(open)},
                   (struct text){.s = ""});
    piece_set_text(r, p, text_slice(r->a, &p->text, 0, (size_t)(open - p->text.s)));
}

static void flush_images(struct markdown *m)
{
    for (size_t i = 0; i < m->n_images; i++) {
        struct piece *p = piece_add(m->r, PIECE_FIGURE, m->images[i].line);
        struct piece new = m->images[i];
        *p = new;
        p->low = "";
        if (p->text.n > 0)
            piece_set_text(m->r, p, p->text);
        p->in = frame_of(m, p->line);
    }
    m->n_images = 0;
}

static void flush(struct markdown *m)
{
    struct text text = text_finish(m->r->builder, m->r->a);
    if (text.n > 0) {
        struct piece *p = piece_add_text(m->r, m->kind, text, m->line);
        p->level = m->level;
        p->name = m->code_name;
        p->said = m->kind != PIECE_TEXT;
        p->bold = m->kind == PIECE_TEXT && m->strong > 0 && m->strong == m->bytes;
        p->blank = 1;
        p->in = frame_of(m, m->line);
        if (m->kind == PIECE_HEADING)
            take_heading_id(m->r, p);
    }
    flush_images(m);
    m->kind = PIECE_TEXT;
    m->level = 0;
    m->code_name = NULL;
    m->bytes = m->strong = 0;
    m->line = 0;
}

static const char *attribute(struct reading *r, const MD_ATTRIBUTE *a)
{
    return a->text != NULL && a->size > 0 ? arena_strndup(r->a, a->text, a->size) : NULL;
}

/* ---- blocks ---- */

static void push_frame(struct markdown *m, enum doc_kind kind)
{
    if (m->depth >= MAX_FRAMES) {
        m->ignored++;
        return;
    }
    m->frame = frame_new(m->r, kind, m->frame, m->line);
    m->depth++;
}

static void pop_frame(struct markdown *m)
{
    if (m->ignored > 0) {
        m->ignored--;
        return;
    }
    if (m->frame != NULL) {
        struct frame *parent = m->frame->parent;
        m->frame = parent != NULL && parent->kind == DOC_DIV ? NULL : parent;
    }
    m->depth--;
}

static void open_cell(struct markdown *m, const MD_BLOCK_TD_DETAIL *detail)
{
    static const char aligns[] = {[MD_ALIGN_LEFT] = 'l', [MD_ALIGN_CENTER] = 'c', [MD_ALIGN_RIGHT] = 'r'};
    m->in_cell = true;
    m->align = detail->align == MD_ALIGN_DEFAULT ? 0 : (uint8_t)aligns[detail->align];
    m->columns++;
    m->cells++;
}

static void close_cell(struct markdown *m, bool head)
{
    struct text text = text_finish(m->r->builder, m->r->a);
    m->in_cell = false;
    if (m->columns > MAX_COLUMNS || m->cells > MAX_CELLS) {
        m->too_large = true;
        if (text.n > 0)
            record_dropped(m->r, m->line, "table-size", text.s, text.n);
        return;
    }
    struct doc_node *cell = doc_new(m->r->a, DOC_CELL, (struct srcpos){m->r->path, m->line, 0});
    cell->text = text;
    cell->header = head;
    cell->align = m->align;
    doc_append(m->row, cell);
}

static void close_table(struct markdown *m)
{
    struct piece *p = piece_add(m->r, PIECE_TABLE, m->table->pos.line > 0 ? m->table->pos.line : m->line);
    p->node = m->table;
    p->said = true;
    if (m->table->first != NULL && m->table->first->first != NULL)
        p->line = m->table->first->first->pos.line;
    p->in = frame_of(m, p->line);
    if (m->too_large)
        diag_add(m->r->diag, MSG_INGEST_MD_TABLE, (struct srcpos){m->r->path, p->line, 0}, "64", NULL);
    m->table = NULL;
    m->line = 0;
}

static void close_html(struct markdown *m)
{
    m->in_html = false;
    if (m->html.n > 0)
        read_html_fragment(m->r, m->html.p, m->html.n, m->line, frame_of(m, m->line));
    buf_clear(&m->html);
    m->line = 0;
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *ctx)
{
    struct markdown *m = ctx;
    struct reading *r = m->r;
    struct srcpos pos = {r->path, 0, 0};
    switch (type) {
    case MD_BLOCK_TABLE:
        flush(m);
        m->table = doc_new(r->a, DOC_TABLE, pos);
        m->cells = 0;
        m->too_large = false;
        break;
    case MD_BLOCK_THEAD:
        m->in_head = true;
        break;
    case MD_BLOCK_TR:
        m->row = doc_new(r->a, DOC_ROW, pos);
        m->row->header = m->in_head;
        m->columns = 0;
        break;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
        open_cell(m, detail);
        break;
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
        flush(m);
        push_frame(m, DOC_LIST);
        if (m->ignored == 0 && type == MD_BLOCK_OL) {
            m->frame->ordered = true;
            m->frame->number = (uint16_t)((const MD_BLOCK_OL_DETAIL *)detail)->start;
        }
        break;
    case MD_BLOCK_LI:
        push_frame(m, DOC_ITEM);
        break;
    case MD_BLOCK_QUOTE:
        flush(m);
        push_frame(m, DOC_QUOTE);
        break;
    case MD_BLOCK_H:
        flush(m);
        m->kind = PIECE_HEADING;
        m->level = (uint8_t)((const MD_BLOCK_H_DETAIL *)detail)->level;
        break;
    case MD_BLOCK_CODE:
        flush(m);
        m->kind = PIECE_CODE;
        m->code_name = attribute(r, &((const MD_BLOCK_CODE_DETAIL *)detail)->lang);
        break;
    case MD_BLOCK_HTML:
        flush(m);
        m->in_html = true;
        break;
    case MD_BLOCK_HR:
        flush(m);
        piece_add(r, PIECE_RULE, 0)->in = m->frame;
        break;
    default:
        break;
    }
    return 0;
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *ctx)
{
    struct markdown *m = ctx;
    (void)detail;
    switch (type) {
    case MD_BLOCK_TABLE:
        close_table(m);
        break;
    case MD_BLOCK_THEAD:
        m->in_head = false;
        break;
    case MD_BLOCK_TR:
        if (m->row->first != NULL)
            doc_append(m->table, m->row);
        break;
    case MD_BLOCK_TH:
        close_cell(m, true);
        break;
    case MD_BLOCK_TD:
        close_cell(m, false);
        break;
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
    case MD_BLOCK_LI:
    case MD_BLOCK_QUOTE:
        flush(m);
        pop_frame(m);
        break;
    case MD_BLOCK_HTML:
        close_html(m);
        break;
    case MD_BLOCK_TBODY:
        break;
    default:
        flush(m);
        break;
    }
    return 0;
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
    const char *href = attribute(r, &detail->href);
    bool known = href != NULL && (strncmp(href, "http://", 7) == 0 || strncmp(href, "https://", 8) == 0 ||
                                  strncmp(href, "mailto:", 7) == 0 || href[0] == '#');
    return known ? href : NULL;
}

static int enter_span(MD_SPANTYPE type, void *detail, void *ctx)
{
    struct markdown *m = ctx;
    enum span_kind kind;
    if (m->in_image > 0) {
        m->in_image += type == MD_SPAN_IMG;
    } else if (type == MD_SPAN_IMG) {
        const MD_SPAN_IMG_DETAIL *image = detail;
        m->in_image = 1;
        m->src = attribute(m->r, &image->src);
        m->image_title = attribute(m->r, &image->title);
        buf_clear(&m->alt);
    } else if (type == MD_SPAN_A) {
        const char *target = link_target(m->r, detail);
        text_begin(m->r->builder, SPAN_LINK, target != NULL ? target : "");
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

static int leave_span(MD_SPANTYPE type, void *detail, void *ctx)
{
    struct markdown *m = ctx;
    enum span_kind kind;
    (void)detail;
    if (m->in_image > 0) {
        if (type == MD_SPAN_IMG && --m->in_image == 0)
            close_image(m);
    } else if (type == MD_SPAN_A) {
        text_end(m->r->builder, SPAN_LINK);
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
    if (note == SIZE_MAX || m->kind == PIECE_CODE) {
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
        if (s[i] != MD_NOTE_OPEN)
            continue;
        reading_put(m->r, s + from, i - from, m->line);
        size_t used = note_reference(m, s + i, n - i);
        i += used > 0 ? used - 1 : 0;
        from = i + 1;
    }
    if (from < n)
        reading_put(m->r, s + from, n - from, m->line);
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

static int put(MD_TEXTTYPE type, const MD_CHAR *s, MD_SIZE n, void *ctx)
{
    struct markdown *m = ctx;
    if (m->line == 0 && type != MD_TEXT_SOFTBR)
        m->line = line_of(m, s);
    if (m->in_image > 0) {
        buf_put(&m->alt, s, n);
        return 0;
    }
    if (m->in_html) {
        buf_put(&m->html, s, n);
        return 0;
    }
    for (size_t i = 0; i < n; i++) {
        m->bytes += (unsigned char)s[i] > ' ';
        m->strong += m->in_strong > 0 && (unsigned char)s[i] > ' ';
    }
    switch (type) {
    case MD_TEXT_BR:
        text_break(m->r->builder);
        break;
    case MD_TEXT_SOFTBR:
        text_put(m->r->builder, " ", 1);
        break;
    case MD_TEXT_NULLCHAR:
        break;
    case MD_TEXT_ENTITY:
        put_entity(m, s, n);
        break;
    case MD_TEXT_HTML:
        if (n >= 3 && (strncmp(s, "<br", 3) == 0 || strncmp(s, "<BR", 3) == 0))
            text_break(m->r->builder);
        break;
    case MD_TEXT_CODE:
        if (m->kind == PIECE_CODE && n == 1 && s[0] == '\n') {
            text_break(m->r->builder);
            break;
        }
        put_text(m, s, n);
        break;
    default:
        put_text(m, s, n);
        break;
    }
    return 0;
}

/* ---- the whole ---- */

static void parse(struct markdown *m, const char *s, size_t n)
{
    const MD_PARSER parser = {
        .abi_version = 0,
        .flags = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_PERMISSIVEURLAUTOLINKS,
        .enter_block = enter_block,
        .leave_block = leave_block,
        .enter_span = enter_span,
        .leave_span = leave_span,
        .text = put,
    };
    if (n > 0)
        md_parse(s, (MD_SIZE)n, &parser, m);
    flush(m);
}

static void parse_notes(struct markdown *m)
{
    for (size_t i = 0; i < m->extras.n_notes; i++) {
        const struct md_note *note = &m->extras.notes[i];
        m->frame = frame_new(m->r, DOC_NOTE, NULL, note->line);
        m->frame->id = note->id;
        m->frame->number = (uint16_t)(i + 1);
        m->depth = 1;
        parse(m, m->s + note->start, note->end - note->start);
    }
}

static size_t *find_lines(const char *s, size_t n, size_t *count)
{
    size_t lines = 1;
    for (size_t i = 0; i < n; i++)
        lines += s[i] == '\n';
    size_t *starts = mem_calloc(lines, sizeof *starts);
    *count = 1;
    for (size_t i = 0; i < n; i++)
        if (s[i] == '\n')
            starts[(*count)++] = i + 1;
    return starts;
}

/* The first heading of level 1 is the title, unless the front matter has one. */
static void take_title(struct reading *r)
{
    for (size_t i = 0; i < r->pieces.n && r->meta->title.n == 0; i++) {
        struct piece *p = &r->pieces.items[i];
        if (p->kind != PIECE_HEADING || p->level != 1)
            continue;
        p->role = ROLE_TITLE;
        r->meta->title = p->text;
        r->meta->title_line = p->line;
    }
}

void read_markdown(struct reading *r, const char *s, size_t n)
{
    struct markdown m = {.r = r};
    char *copy = arena_strndup(r->a, s, n);
    size_t body = front_matter_read(r, s, n);
    uint32_t line = 1;
    for (size_t i = 0; i < body; i++) {
        line += copy[i] == '\n';
        copy[i] = copy[i] == '\n' ? '\n' : ' ';
    }
    size_t *lines = find_lines(copy, n, &m.n_lines);
    m.s = copy;
    m.n = n;
    m.line_starts = lines;
    md_prepare(r, copy + body, n - body, line, &m.extras);
    for (size_t i = 0; i < m.extras.n_notes; i++) {
        m.extras.notes[i].start += body;
        m.extras.notes[i].end += body;
    }
    /* Notes are read from a copy: in the text itself they are blank. */
    char *text = arena_strndup(r->a, copy, n);
    for (size_t i = 0; i < m.extras.n_notes; i++) {
        size_t from = m.extras.notes[i].start;
        while (from > body && text[from - 1] != '\n')
            from--;
        for (size_t k = from; k < m.extras.notes[i].end; k++)
            text[k] = text[k] == '\n' ? '\n' : ' ';
    }
    m.s = text;
    parse(&m, text + body, n - body);
    m.s = copy;
    parse_notes(&m);
    if (!r->split)
        take_title(r);
    md_extras_free(&m.extras);
    buf_free(&m.alt);
    buf_free(&m.html);
    free(m.images);
    free(lines);
}
