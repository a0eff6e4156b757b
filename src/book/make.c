/* Small helpers for making nodes and texts. */
#include <string.h>

#include "book/assemble.h"
#include "doc/text_build.h"
#include "lang/data.h"

struct doc_node *make_leaf(struct arena *a, struct doc_node *parent, enum doc_kind kind, const char *s)
{
    struct doc_node *leaf = doc_new(a, kind, parent->pos);
    struct text_builder *b = text_builder_new();
    text_put(b, s, strlen(s));
    leaf->text = text_finish(b, a);
    text_builder_drop(b);
    doc_append(parent, leaf);
    return leaf;
}

/* The tree has no insertion before: the old children follow behind. */
void make_first(struct doc_node *node, struct doc_node *child)
{
    struct doc_node *first = node->first;
    doc_append(node, child);
    for (struct doc_node *n = first, *next; n && n != child; n = next) {
        next = n->next;
        doc_unlink(n);
        doc_append(node, n);
    }
}

/* A reference to a note belongs to its place, not to the words. */
struct text make_plain(struct arena *a, const struct text *t)
{
    struct text_builder *b = text_builder_new();
    size_t from = 0;
    for (size_t i = 0; i < t->n_spans; i++) {
        const struct span *s = &t->spans[i];
        if (s->kind != SPAN_NOTE || s->start < from)
            continue;
        text_put(b, t->s + from, s->start - from);
        from = s->end;
    }
    text_put(b, t->s ? t->s + from : "", t->n - from);
    struct text plain = text_finish(b, a);
    text_builder_drop(b);
    return plain;
}

const char *make_filled(const struct assembly *as, const char *path, const char *value)
{
    const char *pattern = data_word(as->book->language, path), *at = strstr(pattern, "{}");
    if (!at)
        return pattern;
    return arena_printf(as->a, "%.*s%s%s", (int)(at - pattern), pattern, value, at + 2);
}

const char *make_site(struct arena *a, const char *url)
{
    const char *at = url ? strstr(url, "://") : NULL;
    if (!at || strncmp(url, "http", 4) != 0)
        return NULL;
    at += 3;
    if (strncmp(at, "www.", 4) == 0)
        at += 4;
    size_t n = strcspn(at, "/?#:");
    return n > 0 && !memchr(at, '@', n) ? arena_strndup(a, at, n) : NULL;
}
