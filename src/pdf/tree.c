/* Name trees and number trees, built from the leaves up. */
#include "pdf/tree.h"

#include <stdlib.h>

#include "base/mem.h"
#include "pdf/syntax.h"

/* Entries of a leaf, and kids of a node above. */
#define FAN 64

/* A node that is written: its object and the entries it spans. */
struct node {
    uint32_t number;
    size_t first, last;
};

static void put_limits(const struct tree *t, size_t first, size_t last, struct buf *b)
{
    buf_puts(b, "/Limits[");
    t->put_key(t->ctx, first, b);
    buf_putc(b, ' ');
    t->put_key(t->ctx, last, b);
    buf_putc(b, ']');
}

static void put_leaf(const struct tree *t, size_t first, size_t last, struct buf *b)
{
    buf_puts(b, t->list);
    buf_putc(b, '[');
    for (size_t i = first; i < last; i++) {
        t->put_key(t->ctx, i, b);
        buf_putc(b, ' ');
        t->put_value(t->ctx, i, b);
        buf_putc(b, ' ');
    }
    buf_putc(b, ']');
}

static void put_kids(const struct node *nodes, size_t n, struct buf *b)
{
    buf_puts(b, "/Kids[");
    for (size_t i = 0; i < n; i++) {
        put_ref(b, nodes[i].number);
        buf_putc(b, ' ');
    }
    buf_putc(b, ']');
}

static size_t write_leaves(struct document *doc, const struct tree *t, struct node *nodes)
{
    struct buf b = BUF_INIT;
    size_t n = 0;
    for (size_t i = 0; i < t->n; i += FAN) {
        size_t end = i + FAN < t->n ? i + FAN : t->n;
        buf_clear(&b);
        buf_puts(&b, "<<");
        put_limits(t, i, end - 1, &b);
        put_leaf(t, i, end, &b);
        buf_puts(&b, ">>");
        nodes[n++] = (struct node){document_add(doc, &b), i, end - 1};
    }
    buf_free(&b);
    return n;
}

/* Puts nodes over the nodes, in place; returns how many there are then. */
static size_t write_level(struct document *doc, const struct tree *t, struct node *nodes, size_t n)
{
    struct buf b = BUF_INIT;
    size_t count = 0;
    for (size_t i = 0; i < n; i += FAN) {
        size_t end = i + FAN < n ? i + FAN : n;
        buf_clear(&b);
        buf_puts(&b, "<<");
        put_limits(t, nodes[i].first, nodes[end - 1].last, &b);
        put_kids(nodes + i, end - i, &b);
        buf_puts(&b, ">>");
        nodes[count++] = (struct node){document_add(doc, &b), nodes[i].first, nodes[end - 1].last};
    }
    buf_free(&b);
    return count;
}

uint32_t tree_write(struct document *doc, const struct tree *t)
{
    struct buf root = BUF_INIT;
    buf_puts(&root, "<<");
    if (t->n <= FAN) {
        put_leaf(t, 0, t->n, &root);
    } else {
        struct node *nodes = mem_calloc(t->n / FAN + 1, sizeof *nodes);
        size_t n = write_leaves(doc, t, nodes);
        while (n > FAN)
            n = write_level(doc, t, nodes, n);
        put_kids(nodes, n, &root);
        free(nodes);
    }
    buf_puts(&root, ">>");
    uint32_t number = document_add(doc, &root);
    buf_free(&root);
    return number;
}
