/* An article as Markdown to edit, which the reader of Markdown turns into the same document.
 *
 * The fixed forms beside CommonMark, tables, footnotes and "{#id}":
 *
 *   front matter        ingested: 1, original, original_sha256, title, subtitle, date, author, source_name, source_url,
 *                       accessed, lang; title, subtitle and author may have *marks* as texts have
 *   ::: lead            the paragraph in it is the lead
 *   ::: figure          picture or none, caption, and "— credit" as the last paragraph
 *   > — speaker         as the last paragraph of a quotation
 *   ::: table           caption, then the table; "head=2": head rows, "side=1": the first column is a head
 *   | | |               a head of empty cells: the table has none
 *   ::: name            any other block with a name
 *
 * Two lists in a row have different markers. A file with `ingested:` is not cleaned, and nothing in it is guessed at.
 */
#include "ingest/to_markdown.h"

#include <string.h>

#include "ingest/front_matter.h"
#include "ingest/ingest.h"

struct writer {
    struct buf *out;
    struct buf prefix; /* of every line: "> " and the spaces below list markers */
    struct buf first;  /* the same with the markers that are still to be written */
    const char *base;  /* what goes before a picture's relative path */
    bool fresh;        /* nothing stands yet in the container that was opened last */
    bool after_list, list_is_odd;
};

/* ---- lines ---- */

static void begin_line(struct writer *w)
{
    w->fresh = false;
    buf_put(w->out, w->first.p, w->first.n);
    buf_clear(&w->first);
    buf_put(&w->first, w->prefix.p, w->prefix.n);
}

static void end_line(struct writer *w)
{
    while (w->out->n > 0 && w->out->p[w->out->n - 1] == ' ')
        w->out->n--;
    buf_putc(w->out, '\n');
}

static void put_line(struct writer *w, const char *s)
{
    begin_line(w);
    buf_puts(w->out, s);
    end_line(w);
}

/* An empty line before a block, but not where its container begins: list items share their first line with it. */
static void part(struct writer *w)
{
    if (!w->fresh)
        put_line(w, "");
}

static void indent(struct writer *w, const char *first, const char *others)
{
    buf_puts(&w->first, first);
    buf_puts(&w->prefix, others);
    w->fresh = true;
}

static void outdent(struct writer *w, size_t n)
{
    w->prefix.n = n;
    buf_clear(&w->first);
    buf_put(&w->first, w->prefix.p, n);
    w->fresh = false;
}

/* ---- blocks ---- */

static void put_blocks(struct writer *w, const struct doc_node *parent);

static void put_text_line(struct writer *w, const char *before, const struct text *t, enum md_place place)
{
    begin_line(w);
    buf_puts(w->out, before);
    md_put_text(w->out, t, place, &w->prefix);
    end_line(w);
}

/* Can the id stand in "{#id}"? */
static bool is_plain_id(const char *id)
{
    return id != NULL && *id != '\0' && strpbrk(id, " {}*`<&[]\\\n") == NULL;
}

static void put_heading(struct writer *w, const struct doc_node *node)
{
    begin_line(w);
    for (unsigned i = 0; i < node->level; i++)
        buf_putc(w->out, '#');
    buf_putc(w->out, ' ');
    md_put_text(w->out, &node->text, MD_LINE, NULL);
    if (is_plain_id(node->id))
        buf_printf(w->out, " {#%s}", node->id);
    end_line(w);
}

static const char *marker_of(struct writer *w, const struct doc_node *list, char out[16], unsigned number)
{
    struct buf marker = BUF_INIT;
    if (list->ordered)
        buf_printf(&marker, "%u%c ", number, w->list_is_odd ? ')' : '.');
    else
        buf_puts(&marker, w->list_is_odd ? "* " : "- ");
    memcpy(out, buf_str(&marker), marker.n + 1);
    buf_free(&marker);
    return out;
}

/* Readers limit how deep lists stand in lists. */
static void put_list(struct writer *w, const struct doc_node *list)
{
    bool odd = w->after_list && !w->list_is_odd;
    unsigned number = list->number;
    char marker[16], spaces[16];
    for (const struct doc_node *item = list->first; item != NULL; item = item->next) {
        size_t n = w->prefix.n;
        w->list_is_odd = odd;
        marker_of(w, list, marker, number++);
        memset(spaces, ' ', sizeof spaces);
        spaces[strlen(marker)] = '\0';
        indent(w, marker, spaces);
        w->after_list = false;
        put_blocks(w, item);
        outdent(w, n);
    }
    w->list_is_odd = odd;
}

static bool is_speaker_like(const struct doc_node *node)
{
    return node->next == NULL && node->parent->kind == DOC_QUOTE;
}

static void put_quote(struct writer *w, const struct doc_node *quote)
{
    size_t n = w->prefix.n;
    const struct doc_node *by = doc_child(quote, DOC_ATTRIBUTION);
    indent(w, "> ", "> ");
    put_blocks(w, quote);
    if (by != NULL) {
        part(w);
        put_text_line(w, "— ", &by->text, MD_LINE);
    }
    outdent(w, n);
}

static bool is_relative(const char *src)
{
    return *src != '/' && strstr(src, "://") == NULL && strncmp(src, "data:", 5) != 0;
}

static void put_picture(struct writer *w, const struct doc_node *figure)
{
    struct buf address = BUF_INIT;
    const char *src = figure->src != NULL ? figure->src : "";
    if (w->base != NULL && *src != '\0' && is_relative(src))
        buf_puts(&address, w->base);
    buf_puts(&address, src);
    begin_line(w);
    buf_puts(w->out, "![");
    md_put_plain(w->out, figure->alt != NULL ? figure->alt : "");
    buf_puts(w->out, "](");
    md_put_address(w->out, buf_str(&address));
    buf_putc(w->out, ')');
    end_line(w);
    buf_free(&address);
}

static void put_figure(struct writer *w, const struct doc_node *figure)
{
    const struct doc_node *caption = doc_child(figure, DOC_CAPTION), *credit = doc_child(figure, DOC_CREDIT);
    bool picture = figure->src != NULL || figure->alt != NULL;
    if (caption == NULL && credit == NULL) {
        put_picture(w, figure);
        return;
    }
    put_line(w, "::: figure");
    if (picture)
        put_picture(w, figure);
    if (caption != NULL) {
        if (picture)
            put_line(w, "");
        put_text_line(w, "", &caption->text, MD_QUOTED);
    }
    if (credit != NULL) {
        if (picture || caption != NULL)
            put_line(w, "");
        put_text_line(w, "— ", &credit->text, MD_LINE);
    }
    put_line(w, ":::");
}

/* ---- tables ---- */

static void put_rule_of_table(struct writer *w, const struct doc_node *row)
{
    begin_line(w);
    for (const struct doc_node *cell = row->first; cell != NULL; cell = cell->next)
        buf_puts(w->out, cell->align == 'l'   ? "|:---"
                         : cell->align == 'c' ? "|:---:"
                         : cell->align == 'r' ? "|---:"
                                              : "|---");
    buf_puts(w->out, "|\n");
}

static void put_row(struct writer *w, const struct doc_node *row, bool empty)
{
    begin_line(w);
    for (const struct doc_node *cell = row->first; cell != NULL; cell = cell->next) {
        buf_puts(w->out, "| ");
        if (!empty && cell->text.n > 0) {
            md_put_text(w->out, &cell->text, MD_CELL, NULL);
            buf_putc(w->out, ' ');
        }
    }
    buf_puts(w->out, "|\n");
}

static const struct doc_node *first_row(const struct doc_node *table)
{
    return doc_child(table, DOC_ROW);
}

static unsigned head_rows(const struct doc_node *table)
{
    unsigned count = 0;
    for (const struct doc_node *row = first_row(table); row != NULL && row->header; row = row->next)
        count++;
    return count;
}

/* Is the first cell of every row below the head a head too? */
static bool has_side(const struct doc_node *table)
{
    size_t rows = 0;
    for (const struct doc_node *row = first_row(table); row != NULL; row = row->next) {
        if (!row->header && (row->first == NULL || !row->first->header))
            return false;
        rows += !row->header;
    }
    return rows > 0;
}

/* The heads that neither the first rows nor the first column explain: "3" a row, "5:2" a cell of row 5; in a list. */
static void list_heads(const struct doc_node *table, unsigned heads, bool side, struct buf *out)
{
    unsigned number = 1;
    for (const struct doc_node *row = first_row(table); row != NULL; row = row->next, number++) {
        unsigned column = 1;
        if (number <= heads)
            continue;
        if (row->header)
            buf_printf(out, "%s%u", out->n > 0 ? "," : "", number);
        for (const struct doc_node *cell = row->first; !row->header && cell != NULL; cell = cell->next, column++)
            if (cell->header && !(side && column == 1))
                buf_printf(out, "%s%u:%u", out->n > 0 ? "," : "", number, column);
    }
}

static void put_rows(struct writer *w, const struct doc_node *table, unsigned heads)
{
    const struct doc_node *first = first_row(table);
    put_row(w, first, heads == 0);
    put_rule_of_table(w, first);
    for (const struct doc_node *row = heads > 0 ? first->next : first; row != NULL; row = row->next)
        put_row(w, row, false);
}

static void put_table(struct writer *w, const struct doc_node *table)
{
    const struct doc_node *caption = doc_child(table, DOC_CAPTION);
    unsigned heads = head_rows(table);
    bool side = has_side(table);
    struct buf others = BUF_INIT;
    list_heads(table, heads, side, &others);
    if (caption == NULL && heads < 2 && !side && others.n == 0) {
        put_rows(w, table, heads);
        return;
    }
    begin_line(w);
    buf_puts(w->out, "::: table");
    if (heads > 1)
        buf_printf(w->out, " head=%u", heads);
    if (side)
        buf_puts(w->out, " side=1");
    if (others.n > 0)
        buf_printf(w->out, " heads=%s", others.p);
    buf_free(&others);
    end_line(w);
    if (caption != NULL) {
        put_text_line(w, "", &caption->text, MD_BLOCK);
        put_line(w, "");
    }
    put_rows(w, table, heads);
    put_line(w, ":::");
}

/* ---- code, named blocks, notes ---- */

static size_t longest_run(const struct text *t, char c)
{
    size_t longest = 0, run = 0;
    for (size_t i = 0; i < t->n; i++) {
        run = t->s[i] == c ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    return longest;
}

static void put_fence(struct writer *w, size_t n, const char *name)
{
    begin_line(w);
    for (size_t i = 0; i < n; i++)
        buf_putc(w->out, '`');
    buf_puts(w->out, name);
    end_line(w);
}

static void put_code(struct writer *w, const struct doc_node *code)
{
    size_t run = longest_run(&code->text, '`'), fence = run < 3 ? 3 : run + 1;
    put_fence(w, fence, code->name != NULL && strpbrk(code->name, "`\n") == NULL ? code->name : "");
    for (const char *line = code->text.s; line != NULL;) {
        const char *stop = strchr(line, '\n');
        begin_line(w);
        buf_put(w->out, line, stop != NULL ? (size_t)(stop - line) : strlen(line));
        end_line(w);
        line = stop != NULL ? stop + 1 : NULL;
    }
    put_fence(w, fence, "");
}

static void put_div(struct writer *w, const struct doc_node *div)
{
    begin_line(w);
    buf_printf(w->out, "::: %s", div->name != NULL ? div->name : "block");
    end_line(w);
    w->fresh = true;
    put_blocks(w, div);
    put_line(w, ":::");
}

static void put_note(struct writer *w, const struct doc_node *note)
{
    struct buf first = BUF_INIT;
    buf_printf(&first, "[^%s]: ", note->id != NULL ? note->id : "");
    part(w);
    indent(w, buf_str(&first), "    ");
    put_blocks(w, note);
    outdent(w, 0);
    buf_free(&first);
}

/* The id of a block that is one piece to the reader stands in a paragraph of its own behind it. */
static void put_block_id(struct writer *w, const struct doc_node *node)
{
    bool piece =
        node->kind == DOC_PARAGRAPH || node->kind == DOC_FIGURE || node->kind == DOC_TABLE || node->kind == DOC_CODE;
    if (!piece || !is_plain_id(node->id))
        return;
    put_line(w, "");
    begin_line(w);
    buf_printf(w->out, "{#%s}", node->id);
    end_line(w);
}

static void put_block(struct writer *w, const struct doc_node *node)
{
    switch (node->kind) {
    case DOC_HEADING:
        put_heading(w, node);
        break;
    case DOC_LIST:
        put_list(w, node);
        break;
    case DOC_QUOTE:
        put_quote(w, node);
        break;
    case DOC_FIGURE:
        put_figure(w, node);
        break;
    case DOC_TABLE:
        put_table(w, node);
        break;
    case DOC_CODE:
        put_code(w, node);
        break;
    case DOC_RULE:
        put_line(w, "***");
        break;
    case DOC_DIV:
        put_div(w, node);
        break;
    default:
        put_text_line(w, strncmp(node->text.s, "{#", 2) == 0 ? "\\" : "", &node->text,
                      is_speaker_like(node) ? MD_QUOTED : MD_BLOCK);
        break;
    }
    put_block_id(w, node);
}

static void put_blocks(struct writer *w, const struct doc_node *parent)
{
    for (const struct doc_node *node = parent->first; node != NULL; node = node->next) {
        if (node->kind == DOC_ATTRIBUTION || node->kind == DOC_LABEL)
            continue;
        if (node->kind == DOC_NOTE) {
            put_note(w, node);
            continue;
        }
        part(w);
        put_block(w, node);
        w->after_list = node->kind == DOC_LIST;
    }
}

/* ---- front matter ---- */

/* A YAML string in single quotes, in which only the quote itself is doubled. */
static void put_string(struct buf *out, const char *key, const char *value)
{
    if (value == NULL || *value == '\0')
        return;
    buf_printf(out, "%s: '", key);
    for (; *value != '\0'; value++) {
        if (*value == '\'')
            buf_putc(out, '\'');
        buf_putc(out, *value == '\n' ? ' ' : *value);
    }
    buf_puts(out, "'\n");
}

static void put_text_field(struct buf *out, const char *key, const struct text *t)
{
    struct buf value = BUF_INIT;
    md_put_text(&value, t, MD_LINE, NULL);
    put_string(out, key, buf_str(&value));
    buf_free(&value);
}

static void put_date(struct buf *out, const char *key, const struct doc_date *date)
{
    char iso[32];
    doc_date_iso(date, iso);
    if (*iso != '\0')
        buf_printf(out, "%s: %s\n", key, iso);
}

static void put_front_matter(struct buf *out, const struct article_meta *meta)
{
    buf_puts(out, INGESTED_MARK);
    put_string(out, "original", meta->file);
    buf_printf(out, "original_sha256: %s\n", meta->sha256);
    put_text_field(out, "title", &meta->title);
    put_text_field(out, "subtitle", &meta->subtitle);
    put_date(out, "date", &meta->date);
    put_text_field(out, "author", &meta->author);
    put_string(out, "source_name", meta->source_name);
    put_string(out, "source_url", meta->source_url);
    put_date(out, "accessed", &meta->accessed);
    put_string(out, "lang", meta->lang);
    buf_puts(out, "---\n");
}

void ingest_markdown(const struct article *article, const char *base, struct buf *out)
{
    struct writer w = {.out = out, .prefix = BUF_INIT, .first = BUF_INIT, .base = base};
    put_front_matter(out, &article->meta);
    if (article->meta.lead.n > 0) {
        part(&w);
        put_line(&w, "::: lead");
        put_text_line(&w, "", &article->meta.lead, MD_BLOCK);
        put_line(&w, ":::");
    }
    put_blocks(&w, article->root);
    buf_free(&w.prefix);
    buf_free(&w.first);
}
