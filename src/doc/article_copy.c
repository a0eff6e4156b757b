/* Deep copies. Names of files are shared within a copy: every node has one. */
#include "doc/article_copy.h"

#include <string.h>

struct copier {
    struct arena *a;
    const char *file, *file_copy; /* the last name of a file that was copied */
    const struct article_meta *meta, *meta_copy;
};

static const char *copy_file(struct copier *c, const char *file)
{
    if (file == NULL)
        return NULL;
    if (c->file == NULL || (file != c->file && strcmp(file, c->file) != 0)) {
        c->file = file;
        c->file_copy = arena_strdup(c->a, file);
    }
    return c->file_copy;
}

static struct text copy_text(struct arena *a, const struct text *t)
{
    struct text copy = *t;
    if (t->s != NULL)
        copy.s = arena_strndup(a, t->s, t->n);
    if (t->n_spans == 0) {
        copy.spans = NULL;
        return copy;
    }
    struct span *spans = arena_calloc(a, t->n_spans, sizeof *spans);
    for (uint32_t i = 0; i < t->n_spans; i++) {
        spans[i] = t->spans[i];
        spans[i].value = arena_strdup(a, t->spans[i].value);
    }
    copy.spans = spans;
    return copy;
}

static struct doc_node *copy_node(struct copier *c, const struct doc_node *from)
{
    struct doc_node *to = doc_new(c->a, from->kind, from->pos);
    *to = *from;
    to->parent = to->first = to->last = to->next = to->prev = NULL;
    to->text = copy_text(c->a, &from->text);
    const char **strings[] = {&to->id, &to->lang, &to->target, &to->src, &to->alt, &to->name, &to->file};
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
        *strings[i] = arena_strdup(c->a, *strings[i]);
    to->meta = from->meta == c->meta ? c->meta_copy : from->meta;
    to->pos.file = copy_file(c, from->pos.file);
    return to;
}

/* In preorder, beside the original; no recursion, however deep lists nest. */
static struct doc_node *copy_tree(struct copier *c, const struct doc_node *root)
{
    struct doc_node *copy = copy_node(c, root), *to = copy;
    for (const struct doc_node *from = root;;) {
        if (from->first != NULL) {
            from = from->first;
        } else {
            while (from != root && from->next == NULL) {
                from = from->parent;
                to = to->parent;
            }
            if (from == root)
                return copy;
            from = from->next;
            to = to->parent;
        }
        struct doc_node *node = copy_node(c, from);
        doc_append(to, node);
        to = node;
    }
}

struct doc_node *doc_copy(struct arena *a, const struct doc_node *root)
{
    struct copier c = {.a = a};
    struct doc_node *copy = copy_tree(&c, root);
    for (struct doc_node *node = copy; node != NULL; node = doc_next(copy, node))
        node->meta = NULL;
    return copy;
}

static void copy_meta(struct copier *c, const struct article_meta *from, struct article_meta *to)
{
    *to = *from;
    const char **strings[] = {&to->id, &to->lang, &to->source_name, &to->source_url, &to->encoding};
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
        *strings[i] = arena_strdup(c->a, *strings[i]);
    struct text *texts[] = {&to->title, &to->subtitle, &to->lead, &to->author};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        *texts[i] = copy_text(c->a, texts[i]);
    to->file = copy_file(c, from->file);
}

static struct record *copy_records(struct arena *a, const struct record *from, size_t n)
{
    struct record *to = arena_calloc(a, n, sizeof *to);
    for (size_t i = 0; i < n; i++)
        to[i] = (struct record){arena_strdup(a, from[i].rule), from[i].line, arena_strdup(a, from[i].text)};
    return to;
}

static struct record_change *copy_changes(struct arena *a, const struct record_change *from, size_t n)
{
    struct record_change *to = arena_calloc(a, n, sizeof *to);
    for (size_t i = 0; i < n; i++)
        to[i] = (struct record_change){arena_strdup(a, from[i].rule), from[i].line, arena_strdup(a, from[i].before),
                                       arena_strdup(a, from[i].after)};
    return to;
}

void article_copy(struct arena *a, const struct article *from, bool records, struct article *to)
{
    struct copier c = {.a = a, .meta = &from->meta, .meta_copy = &to->meta};
    *to = (struct article){0};
    copy_meta(&c, &from->meta, &to->meta);
    to->root = copy_tree(&c, from->root);
    to->split_of = arena_strdup(a, from->split_of);
    if (!records)
        return;
    const struct records *r = &from->records;
    to->records = *r;
    to->records.dropped = copy_records(a, r->dropped, r->n_dropped);
    to->records.merged = copy_records(a, r->merged, r->n_merged);
    to->records.guessed = copy_records(a, r->guessed, r->n_guessed);
    to->records.changed = copy_changes(a, r->changed, r->n_changed);
}
