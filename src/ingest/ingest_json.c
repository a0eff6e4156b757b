/* The JSON of one article. Written by hand: the order of keys and the layout are part of the contract, and articles of
 * many megabytes need no second tree in memory.
 *
 * Beside the block types of the contract there are `code {text}` and `note {id, text}` (a footnote's text); the marks
 * that refer to notes are no words of the text and left out. Paragraphs inside one item or quotation are parted by a
 * newline.
 */
#include <stdio.h>
#include <string.h>

#include "ingest/ingest.h"

struct json {
    struct buf *out;
    bool pretty;
    unsigned depth;
    bool first; /* nothing stands in the innermost bracket yet */
};

static void put_string(struct json *j, const char *s, size_t n)
{
    struct buf *out = j->out;
    size_t from = 0;
    buf_putc(out, '"');
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)s[i];
        if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7F)
            continue;
        buf_put(out, s + from, i - from);
        from = i + 1;
        if (c == '\n')
            buf_puts(out, "\\n");
        else if (c == '"' || c == '\\')
            buf_printf(out, "\\%c", c);
        else
            buf_printf(out, "\\u%04x", c);
    }
    if (from < n)
        buf_put(out, s + from, n - from);
    buf_putc(out, '"');
}

/* Comma, newline and indent before the next element. */
static void next(struct json *j)
{
    if (!j->first)
        buf_puts(j->out, j->pretty ? "," : ", ");
    if (j->pretty) {
        buf_putc(j->out, '\n');
        for (unsigned i = 0; i < j->depth; i++)
            buf_putc(j->out, ' ');
    }
    j->first = false;
}

static void key(struct json *j, const char *name)
{
    next(j);
    buf_printf(j->out, "\"%s\": ", name);
}

static void open(struct json *j, char bracket)
{
    buf_putc(j->out, bracket);
    j->depth++;
    j->first = true;
}

static void close(struct json *j, char bracket)
{
    j->depth--;
    if (j->pretty && !j->first) {
        buf_putc(j->out, '\n');
        for (unsigned i = 0; i < j->depth; i++)
            buf_putc(j->out, ' ');
    }
    buf_putc(j->out, bracket);
    j->first = false;
}

static void field(struct json *j, const char *name, const char *s)
{
    if (s == NULL || *s == '\0')
        return;
    key(j, name);
    put_string(j, s, strlen(s));
}

/* The text without the numbers that refer to notes: "vừa phải" with note 1 is not "vừa phải1". */
static void put_words(struct buf *out, const struct text *t)
{
    size_t from = 0;
    for (uint32_t i = 0; i < t->n_spans; i++) {
        const struct span *s = &t->spans[i];
        if (s->kind != SPAN_NOTE || s->start < from)
            continue;
        buf_put(out, t->s + from, s->start - from);
        from = s->end;
    }
    buf_put(out, t->s + from, t->n - from);
}

static void put_text(struct json *j, const struct text *t)
{
    struct buf words = BUF_INIT;
    put_words(&words, t);
    put_string(j, words.n > 0 ? words.p : "", words.n);
    buf_free(&words);
}

static void text_field(struct json *j, const char *name, const struct text *t)
{
    if (t->n == 0)
        return;
    key(j, name);
    put_text(j, t);
}

static void number_field(struct json *j, const char *name, unsigned value)
{
    key(j, name);
    buf_printf(j->out, "%u", value);
}

/* ---- blocks ---- */

/* Texts of the leaves below a node, parted by newlines; lists inside an item are left to `items`. */
static void gather(const struct doc_node *node, bool lists, struct buf *out)
{
    const struct doc_node *n = doc_next(node, node);
    while (n != NULL) {
        if ((n->kind == DOC_LIST && !lists) || n->kind == DOC_ATTRIBUTION) {
            n = doc_skip(node, n);
            continue;
        }
        if (n->text.n > 0) {
            if (out->n > 0)
                buf_putc(out, '\n');
            put_words(out, &n->text);
        }
        n = doc_next(node, n);
    }
}

static void gathered_field(struct json *j, const char *name, const struct doc_node *node, bool lists)
{
    struct buf all = BUF_INIT;
    gather(node, lists, &all);
    key(j, name);
    put_string(j, all.p, all.n);
    buf_free(&all);
}

/* Recursion follows lists in lists; readers allow 64 levels. */
static void put_items(struct json *j, const struct doc_node *list)
{
    key(j, "items");
    open(j, '[');
    for (const struct doc_node *item = list->first; item != NULL; item = item->next) {
        next(j);
        open(j, '{');
        gathered_field(j, "text", item, false);
        const struct doc_node *inner = doc_child(item, DOC_LIST);
        if (inner != NULL)
            put_items(j, inner);
        close(j, '}');
    }
    close(j, ']');
}

static void put_table(struct json *j, const struct doc_node *table)
{
    const struct doc_node *caption = doc_child(table, DOC_CAPTION);
    bool header = false;
    key(j, "rows");
    open(j, '[');
    for (const struct doc_node *row = table->first; row != NULL; row = row->next) {
        if (row->kind != DOC_ROW)
            continue;
        header |= row->header;
        next(j);
        open(j, '[');
        for (const struct doc_node *cell = row->first; cell != NULL; cell = cell->next) {
            next(j);
            put_text(j, &cell->text);
        }
        close(j, ']');
    }
    close(j, ']');
    if (header) {
        key(j, "header");
        buf_puts(j->out, "true");
    }
    if (caption != NULL)
        text_field(j, "caption", &caption->text);
}

static void put_figure(struct json *j, const struct doc_node *figure)
{
    const struct doc_node *caption = doc_child(figure, DOC_CAPTION), *credit = doc_child(figure, DOC_CREDIT);
    field(j, "src", figure->src);
    field(j, "alt", figure->alt);
    if (caption != NULL)
        text_field(j, "caption", &caption->text);
    if (credit != NULL)
        text_field(j, "credit", &credit->text);
}

static void put_quote(struct json *j, const struct doc_node *quote)
{
    const struct doc_node *by = doc_child(quote, DOC_ATTRIBUTION);
    gathered_field(j, "text", quote, true);
    if (by != NULL)
        text_field(j, "attribution", &by->text);
}

static void put_fields(struct json *j, const struct doc_node *block)
{
    switch (block->kind) {
    case DOC_HEADING:
        number_field(j, "level", block->level);
        text_field(j, "text", &block->text);
        break;
    case DOC_LIST:
        key(j, "ordered");
        buf_puts(j->out, block->ordered ? "true" : "false");
        put_items(j, block);
        break;
    case DOC_QUOTE:
        put_quote(j, block);
        break;
    case DOC_FIGURE:
        put_figure(j, block);
        break;
    case DOC_TABLE:
        put_table(j, block);
        break;
    case DOC_NOTE:
        field(j, "id", block->id);
        gathered_field(j, "text", block, true);
        break;
    default:
        text_field(j, "text", &block->text);
        break;
    }
}

static void put_blocks(struct json *j, const struct doc_node *root)
{
    key(j, "blocks");
    open(j, '[');
    const struct doc_node *block = doc_next(root, root);
    while (block != NULL) {
        if (block->kind == DOC_DIV) { /* its blocks stand in the row of the others */
            block = doc_next(root, block);
            continue;
        }
        if (block->kind != DOC_RULE) {
            next(j);
            open(j, '{');
            field(j, "type", doc_kind_name(block->kind == DOC_LABEL ? DOC_PARAGRAPH : block->kind));
            put_fields(j, block);
            close(j, '}');
        }
        block = doc_skip(root, block);
    }
    close(j, ']');
}

/* ---- records ---- */

static void put_records(struct json *j, const char *name, const struct record *items, size_t n)
{
    key(j, name);
    open(j, '[');
    for (size_t i = 0; i < n; i++) {
        next(j);
        open(j, '{');
        number_field(j, "line", items[i].line);
        field(j, "rule", items[i].rule);
        field(j, "text", items[i].text);
        close(j, '}');
    }
    close(j, ']');
}

static void put_changes(struct json *j, const struct record_change *items, size_t n)
{
    key(j, "changed");
    open(j, '[');
    for (size_t i = 0; i < n; i++) {
        next(j);
        open(j, '{');
        number_field(j, "line", items[i].line);
        field(j, "rule", items[i].rule);
        key(j, "before");
        put_string(j, items[i].before, strlen(items[i].before));
        key(j, "after");
        put_string(j, items[i].after, strlen(items[i].after));
        close(j, '}');
    }
    close(j, ']');
}

void ingest_json(const struct article *article, bool pretty, struct buf *out)
{
    const struct article_meta *meta = &article->meta;
    struct json j = {.out = out, .pretty = pretty, .first = true};
    char date[32];
    doc_date_iso(&meta->date, date);
    open(&j, '{');
    field(&j, "id", meta->id);
    field(&j, "lang", meta->lang);
    text_field(&j, "title", &meta->title);
    text_field(&j, "subtitle", &meta->subtitle);
    field(&j, "date", date);
    text_field(&j, "author", &meta->author);
    field(&j, "source_name", meta->source_name);
    field(&j, "source_url", meta->source_url);
    text_field(&j, "lead", &meta->lead);
    put_blocks(&j, article->root);
    put_records(&j, "dropped", article->records.dropped, article->records.n_dropped);
    put_records(&j, "merged", article->records.merged, article->records.n_merged);
    put_records(&j, "guessed", article->records.guessed, article->records.n_guessed);
    put_changes(&j, article->records.changed, article->records.n_changed);
    close(&j, '}');
}
