#include "doc/doc_key.h"

#include <string.h>

void key_number(struct buf *out, uint64_t n)
{
    buf_put(out, &n, sizeof n);
}

void key_string(struct buf *out, const char *s)
{
    buf_putc(out, s != NULL ? 's' : '-');
    if (s != NULL)
        buf_put(out, s, strlen(s) + 1);
}

void key_spans(struct buf *out, const struct text *t)
{
    key_number(out, t->n_spans);
    for (uint32_t i = 0; i < t->n_spans; i++) {
        const struct span *s = &t->spans[i];
        const uint32_t numbers[] = {s->start, s->end, (uint32_t)s->kind};
        buf_put(out, numbers, sizeof numbers);
        key_string(out, s->value);
    }
}

void key_take_spans(struct arena *a, struct text *t, const char *bytes)
{
    uint64_t n;
    memcpy(&n, bytes, sizeof n);
    bytes += sizeof n;
    struct span *spans = n > 0 ? arena_calloc(a, n, sizeof *spans) : NULL;
    for (uint64_t i = 0; i < n; i++) {
        uint32_t numbers[3];
        memcpy(numbers, bytes, sizeof numbers);
        bytes += sizeof numbers;
        spans[i] = (struct span){numbers[0], numbers[1], (enum span_kind)numbers[2], NULL};
        if (*bytes++ == '-')
            continue;
        spans[i].value = arena_strdup(a, bytes);
        bytes += strlen(bytes) + 1;
    }
    t->spans = spans;
    t->n_spans = (uint32_t)n;
}

void key_text(struct buf *out, const struct text *t)
{
    key_number(out, t->n);
    buf_put(out, t->s, t->n);
    key_spans(out, t);
}

void key_node(struct buf *out, const struct doc_node *n)
{
    const uint8_t flags[] = {(uint8_t)n->kind, n->level, n->ordered,       n->header,
                             n->continues,     n->align, n->first != NULL, n->next != NULL};
    const uint16_t numbers[] = {n->number, n->part};
    const char *strings[] = {n->id, n->lang, n->target, n->src, n->alt, n->name, n->file};
    buf_put(out, flags, sizeof flags);
    buf_put(out, numbers, sizeof numbers);
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
        key_string(out, strings[i]);
    key_text(out, &n->text);
}

void key_tree(struct buf *out, const struct doc_node *root)
{
    for (const struct doc_node *node = root; node != NULL; node = doc_next(root, node))
        key_node(out, node);
}
