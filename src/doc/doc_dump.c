/* The tree as text, one node a line, two spaces a level: what golden files of the early stages are made of.
 *
 *   heading 2 #ch-s1 line=3 "Một phần"
 *     strong 0-4
 */
#include <string.h>

#include "doc/doc.h"

static const char *const span_names[] = {
    [SPAN_STRONG] = "strong",       [SPAN_EMPHASIS] = "emphasis",
    [SPAN_CODE] = "code",           [SPAN_SUPERSCRIPT] = "superscript",
    [SPAN_SUBSCRIPT] = "subscript", [SPAN_LINK] = "link",
    [SPAN_NOTE] = "note",           [SPAN_LANG] = "lang",
    [SPAN_PAGEREF] = "pageref",     [SPAN_TIE] = "tie",
    [SPAN_ANCHOR] = "anchor",
};

static void put_indent(struct buf *out, unsigned depth)
{
    while (depth-- > 0)
        buf_puts(out, "  ");
}

/* In quotes, with what would break the line or the quotes escaped. */
static void put_quoted(struct buf *out, const char *s, size_t n)
{
    buf_putc(out, '"');
    size_t from = 0;
    for (size_t i = 0; i < n; i++) {
        const char *escape = s[i] == '"' ? "\\\"" : s[i] == '\\' ? "\\\\" : s[i] == '\n' ? "\\n" : NULL;
        if (escape == NULL)
            continue;
        buf_put(out, s + from, i - from);
        buf_puts(out, escape);
        from = i + 1;
    }
    buf_put(out, s + from, n - from);
    buf_putc(out, '"');
}

static void put_field(struct buf *out, const char *name, const char *value)
{
    if (value != NULL)
        buf_printf(out, " %s=%s", name, value);
}

static void put_number(struct buf *out, const char *name, unsigned value)
{
    if (value != 0)
        buf_printf(out, " %s=%u", name, value);
}

static void put_node(struct buf *out, const struct doc_node *node)
{
    buf_puts(out, doc_kind_name(node->kind));
    if (node->level > 0)
        buf_printf(out, " %u", (unsigned)node->level);
    if (node->id != NULL)
        buf_printf(out, " #%s", node->id);
    if (node->ordered)
        buf_puts(out, " ordered");
    if (node->header)
        buf_puts(out, " header");
    if (node->continues)
        buf_puts(out, " continues");
    if (node->align != 0)
        buf_printf(out, " align=%c", node->align);
    put_number(out, "number", node->number);
    put_number(out, "part", node->part);
    put_field(out, "lang", node->lang);
    put_field(out, "target", node->target);
    put_field(out, "src", node->src);
    put_field(out, "name", node->name);
    put_field(out, "file", node->file);
    if (node->alt != NULL) {
        buf_puts(out, " alt=");
        put_quoted(out, node->alt, strlen(node->alt));
    }
    put_number(out, "line", node->pos.line);
    if (doc_is_leaf(node->kind) && node->text.n > 0) {
        buf_putc(out, ' ');
        put_quoted(out, node->text.s, node->text.n);
    }
    buf_putc(out, '\n');
}

static void put_spans(struct buf *out, const struct text *t, unsigned depth)
{
    for (uint32_t i = 0; i < t->n_spans; i++) {
        const struct span *s = &t->spans[i];
        put_indent(out, depth);
        buf_printf(out, "%s %u-%u", span_names[s->kind], (unsigned)s->start, (unsigned)s->end);
        if (s->value != NULL) {
            buf_putc(out, ' ');
            buf_puts(out, s->value);
        }
        buf_putc(out, '\n');
    }
}

void doc_dump(const struct doc_node *root, struct buf *out)
{
    unsigned depth = 0;
    const struct doc_node *node = root;
    while (node != NULL) {
        put_indent(out, depth);
        put_node(out, node);
        put_spans(out, &node->text, depth + 1);
        if (node->first != NULL) {
            node = node->first;
            depth++;
            continue;
        }
        while (node != root && node->next == NULL) {
            node = node->parent;
            depth--;
        }
        node = node == root ? NULL : node->next;
    }
}
