/* Markdown by md4c: CommonMark with tables, front matter, footnotes, {#id} on headings and ":::" blocks. The blocks
 * that md4c reports become pieces; raw HTML goes through the reader of pages.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "ingest/front_matter.h"
#include "ingest/md_reader.h"
#include "ingest/words.h"

#define MAX_FRAMES 60
#define MAX_ADDRESSES 3000 /* in a text whose addresses become links */

uint32_t md_line_of(const struct markdown *m, const char *at)
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
    return (uint32_t)low + m->first_line;
}

uint32_t md_line_ahead(struct markdown *m, bool (*fits)(const char *line, size_t n))
{
    const char *end = m->s + m->n;
    const char *at = m->seen;
    while (at > m->s && at < end && at[-1] != '\n')
        at++;
    while (at < end) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        size_t n = stop != NULL ? (size_t)(stop - at) : (size_t)(end - at);
        if (fits(at, n)) {
            m->seen = stop != NULL ? stop + 1 : end;
            return md_line_of(m, at);
        }
        at += n + 1;
    }
    m->seen = end; /* so that no one looks there again */
    return m->line;
}

/* ---- pieces ---- */

/* The frame of a ":::" block, made with those around it. */
static struct frame *frame_of_div(struct markdown *m, size_t i)
{
    struct md_div *divs = m->extras.divs, *chain[MD_MAX_DIVS];
    struct frame *outer = NULL;
    size_t n = 0;
    for (; i != SIZE_MAX && n < MD_MAX_DIVS; i = divs[i].parent)
        chain[n++] = &divs[i];
    while (n > 0) {
        struct md_div *div = chain[--n];
        if (div->frame == NULL && !md_is_form(div->name)) {
            div->frame = frame_new(m->r, DOC_DIV, outer, div->first);
            div->frame->name = div->name;
        }
        outer = div->frame != NULL ? div->frame : outer;
    }
    return outer;
}

/* The ":::" block around a line: of those that begin before it the last one that ends behind it. */
static struct frame *div_of(struct markdown *m, uint32_t line)
{
    const struct md_div *divs = m->extras.divs;
    size_t low = 0, high = m->extras.n_divs;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (divs[middle].first <= line)
            low = middle + 1;
        else
            high = middle;
    }
    size_t i = low > 0 ? low - 1 : SIZE_MAX;
    while (i != SIZE_MAX && divs[i].last < line)
        i = divs[i].parent;
    return frame_of_div(m, i);
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

/* "{#id}" at the end of a heading, if it stands so in the source: with a backslash in it, it is text. */
static void take_heading_id(struct markdown *m, struct piece *p)
{
    struct reading *r = m->r;
    const char *open = p->text.n > 4 && p->text.s[p->text.n - 1] == '}' ? strrchr(p->text.s, '{') : NULL;
    size_t n = open != NULL ? strlen(open) : 0;
    if (open == NULL || open[1] != '#' || strchr(open, ' ') != NULL || (size_t)(m->seen - m->s) < n ||
        memcmp(m->seen - n, open, n) != 0)
        return;
    p->id = arena_strndup(r->a, open + 2, n - 3);
    if (!r->finished)
        record_changed(r, p->line, "heading-id", (struct text){.s = open, .n = (uint32_t)n}, (struct text){.s = ""});
    piece_set_text(r, p, text_slice(r->a, &p->text, 0, (size_t)(open - p->text.s)));
}

/* A paragraph that is "{#id}" alone names the picture in it, or else the block before it. */
static bool take_block_id(struct markdown *m, const struct text *text)
{
    struct reading *r = m->r;
    bool named = m->kind == PIECE_TEXT && text->n > 3 && text->n_spans == 0 && strncmp(text->s, "{#", 2) == 0 &&
                 strcspn(text->s, " }\n") == text->n - 1 && text->s[text->n - 1] == '}' &&
                 (size_t)(m->seen - m->s) >= text->n && memcmp(m->seen - text->n, text->s, text->n) == 0 &&
                 (m->seen - text->n == m->s || m->seen[-(ptrdiff_t)text->n - 1] != '\\');
    if (!named || (m->n_images == 0 && r->pieces.n == 0))
        return false;
    const char *id = arena_strndup(r->a, text->s + 2, text->n - 3);
    if (m->n_images > 0)
        m->images[m->n_images - 1].id = id;
    else
        r->pieces.items[r->pieces.n - 1].id = id;
    if (!r->finished)
        record_changed(r, m->line, "heading-id", *text, (struct text){.s = ""});
    return true;
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

/* All of the text is one link. */
static bool is_link(const struct text *t)
{
    for (uint32_t i = 0; i < t->n_spans; i++)
        if (t->spans[i].kind == SPAN_LINK && t->spans[i].start == 0 && t->spans[i].end == t->n)
            return true;
    return false;
}

static void flush(struct markdown *m)
{
    struct text text = text_finish(m->r->builder, m->r->a);
    if (text.n > 0 && !take_block_id(m, &text)) {
        struct piece *p = piece_add_text(m->r, m->kind, text, m->line);
        m->last_text = m->r->pieces.n - 1;
        m->last_speaker_at = m->speaker_at;
        m->last_spelled = p->spelled = m->spelled;
        p->level = m->level;
        p->name = m->code_name;
        p->said = m->kind != PIECE_TEXT;
        p->bold = m->kind == PIECE_TEXT && m->has_strong && !m->has_other;
        p->linked = is_link(&text);
        p->blank = 1;
        p->in = frame_of(m, m->line);
        if (m->kind == PIECE_HEADING)
            take_heading_id(m, p);
    }
    flush_images(m);
    m->kind = PIECE_TEXT;
    m->level = 0;
    m->code_name = NULL;
    m->has_strong = m->has_other = false;
    m->line = 0;
    m->speaker_at = SIZE_MAX;
    m->spelled = m->after_soft = false;
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
    if (m->columns > TABLE_MOST_COLUMNS || m->cells > TABLE_MOST_CELLS) {
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

/* Cells before the first text of a row have no line. */
static uint32_t line_of_table(const struct doc_node *table)
{
    const struct doc_node *node = table;
    while ((node = doc_next(table, node)) != NULL)
        if (node->pos.line > 0)
            return node->pos.line;
    return 0;
}

/* A head of empty cells is how a table without a head is written. */
static void drop_empty_head(struct doc_node *table)
{
    struct doc_node *head = table->first;
    if (head == NULL || head->next == NULL)
        return;
    for (const struct doc_node *cell = head->first; cell != NULL; cell = cell->next)
        if (cell->text.n > 0)
            return;
    doc_unlink(head);
}

static void close_table(struct markdown *m)
{
    drop_empty_head(m->table);
    struct piece *p = piece_add(m->r, PIECE_TABLE, line_of_table(m->table));
    p->node = m->table;
    p->said = true;
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

/* "***" and such, behind the markers of quotations and list items. */
static bool is_rule(const char *line, size_t n)
{
    size_t signs = 0;
    while (n > 0 && (line[n - 1] == ' ' || line[n - 1] == '\t'))
        n--;
    char sign = n > 0 ? line[n - 1] : 0;
    while (n > 0 && (line[n - 1] == sign || line[n - 1] == ' ' || line[n - 1] == '\t'))
        signs += line[--n] == sign;
    for (size_t i = 0; i < n; i++)
        if (strchr(" \t>-+*.)0123456789", line[i]) == NULL)
            return false;
    return signs >= 3 && strchr("*-_", sign) != NULL;
}

static void add_rule(struct markdown *m)
{
    m->line = md_line_ahead(m, is_rule);
    struct piece *p = piece_add(m->r, PIECE_RULE, m->line);
    p->in = frame_of(m, m->line);
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
        m->line = 0;
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
        if (r->finished && m->level < 2)
            m->level = 2;
        break;
    case MD_BLOCK_CODE:
        flush(m);
        m->kind = PIECE_CODE;
        text_verbatim(r->builder);
        m->code_name = md_attribute(r, &((const MD_BLOCK_CODE_DETAIL *)detail)->lang);
        break;
    case MD_BLOCK_HTML:
        flush(m);
        m->in_html = true;
        break;
    case MD_BLOCK_HR:
        flush(m);
        add_rule(m);
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
        m->has_strong = m->has_other = false; /* those of the cells */
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
        if (type == MD_BLOCK_QUOTE)
            md_take_speaker(m);
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

/* ---- the whole ---- */

/* For each address md4c looks at all that follow it in the block. */
static bool has_many_addresses(const char *s, size_t n)
{
    const char *at = s, *end = s + n;
    for (size_t count = 0; count <= MAX_ADDRESSES; at++) {
        at = memchr(at, ':', (size_t)(end - at));
        if (at == NULL)
            return false;
        count += end - at > 2 && at[1] == '/' && at[2] == '/';
    }
    return true;
}

static void parse(struct markdown *m, const char *s, size_t n)
{
    const unsigned links = has_many_addresses(s, n) ? 0 : MD_FLAG_PERMISSIVEURLAUTOLINKS;
    const unsigned flags = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | links;
    const MD_PARSER parser = {
        .abi_version = 0,
        .flags = m->r->finished ? MD_FLAG_TABLES : flags,
        .enter_block = enter_block,
        .leave_block = leave_block,
        .enter_span = md_enter_span,
        .leave_span = md_leave_span,
        .text = md_put_source,
    };
    if (n > 0)
        md_parse(s, (MD_SIZE)n, &parser, m);
    flush(m);
}

static size_t *find_lines(const char *s, size_t n, size_t *count)
{
    size_t *starts = NULL, cap = 0;
    const char *end = s + n;
    mem_grow((void **)&starts, &cap, 1, sizeof *starts);
    starts[0] = 0;
    *count = 1;
    for (const char *at = s; (at = at < end ? memchr(at, '\n', (size_t)(end - at)) : NULL) != NULL;) {
        mem_grow((void **)&starts, &cap, *count + 1, sizeof *starts);
        starts[(*count)++] = (size_t)(++at - s);
    }
    return starts;
}

/* A note's text is read from a copy without the indent of its further lines. */
static void parse_note(struct markdown *m, const struct md_note *note)
{
    const char *s = m->s + note->start, *end = m->s + note->end;
    struct buf text = BUF_INIT;
    while (s < end) {
        const char *stop = memchr(s, '\n', (size_t)(end - s));
        size_t n = stop != NULL ? (size_t)(stop - s) + 1 : (size_t)(end - s), indent = 0;
        while (text.n > 0 && indent < 4 && indent < n && s[indent] == ' ')
            indent++;
        buf_put(&text, s + indent, n - indent);
        s += n;
    }
    struct markdown part = *m;
    part.s = part.seen = buf_str(&text);
    part.n = text.n;
    part.first_line = note->line;
    size_t *lines = find_lines(part.s, part.n, &part.n_lines);
    part.line_starts = lines;
    parse(&part, part.s, part.n);
    *m = (struct markdown){.r = m->r,
                           .s = m->s,
                           .n = m->n,
                           .extras = part.extras,
                           .alt = part.alt,
                           .html = part.html,
                           .images = part.images,
                           .cap_images = part.cap_images};
    free(lines);
    buf_free(&text);
}

static void parse_notes(struct markdown *m)
{
    for (size_t i = 0; i < m->extras.n_notes; i++) {
        m->frame = frame_new(m->r, DOC_NOTE, NULL, m->extras.notes[i].line);
        m->frame->id = m->extras.notes[i].id;
        m->frame->number = (uint16_t)(i + 1);
        m->depth = 1;
        parse_note(m, &m->extras.notes[i]);
    }
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

/* A field of an `ingested:` file is a line of Markdown, which may refer to the notes of the text. */
static void read_field(const struct markdown *whole, struct text *field)
{
    char *s = arena_strndup(whole->r->a, field->s != NULL ? field->s : "", field->n);
    struct markdown m = {.r = whole->r, .extras = whole->extras, .s = s, .n = field->n, .seen = s, .first_line = 1};
    size_t n_pieces = m.r->pieces.n;
    size_t *lines = find_lines(s, m.n, &m.n_lines);
    m.line_starts = lines;
    md_mark_references(s, 0, m.n);
    parse(&m, s, m.n);
    *field = m.r->pieces.n > n_pieces ? m.r->pieces.items[n_pieces].text : (struct text){.s = ""};
    m.r->pieces.n = n_pieces;
    buf_free(&m.alt);
    buf_free(&m.html);
    free(m.images);
    free(lines);
}

static void read_fields(const struct markdown *m)
{
    struct article_meta *meta = m->r->meta;
    m->r->plain = false; /* YAML has escapes, too */
    read_field(m, &meta->title);
    read_field(m, &meta->subtitle);
    read_field(m, &meta->author);
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
    m.seen = text + body;
    m.first_line = 1;
    parse(&m, text + body, n - body);
    md_take_forms(&m);
    m.s = copy;
    parse_notes(&m);
    if (r->finished)
        read_fields(&m);
    if (r->split == SPLIT_NONE && !r->finished)
        take_title(r);
    md_extras_free(&m.extras);
    buf_free(&m.alt);
    buf_free(&m.html);
    free(m.images);
    free(lines);
}
