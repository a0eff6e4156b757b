/* What `index:` of book.yaml says is done to the names that were found. */
#include <string.h>

#include "book/index.h"

static struct index_term *named(struct index_build *b, const char *name)
{
    return index_lookup(b, names_key(b->as->a, name, b->as->book->language));
}

/* The term of a heading that the user writes; it gets the user's spelling. */
static struct index_term *heading(struct index_build *b, const char *name)
{
    struct index_term *t = index_term(b, names_key(b->as->a, name, b->as->book->language), name);
    t->own = t->named = true;
    t->omitted = false;
    t->name = name;
    return t;
}

static void complain(const struct index_build *b, enum msg id, const struct index_rule *rule)
{
    diag_add(b->as->d, id, rule->pos, rule->name, rule->to ? rule->to : "", NULL);
}

/* Its mentions go to another entry. */
static struct index_term *merge(struct index_build *b, const struct index_rule *rule)
{
    struct index_term *from = named(b, rule->name), *to = heading(b, rule->to);
    if (!from || from->total == 0) {
        complain(b, MSG_BOOK_INDEX_RULE, rule);
        return NULL;
    }
    if (from == to) { /* another spelling alone */
        from->named = true;
        from->name = rule->to;
        return from;
    }
    if (to->into || !index_merge(from, to)) {
        complain(b, MSG_BOOK_INDEX_ROUND, rule);
        return NULL;
    }
    index_final(to)->name = rule->to;
    index_final(to)->named = true;
    return from;
}

static void see(struct index_build *b, const struct index_rule *rule)
{
    struct index_term *from = merge(b, rule);
    if (from && from->into) {
        from->see = from->into;
        from->name = rule->name;
    }
}

static void see_also(struct index_build *b, const struct index_rule *rule)
{
    struct index_term *from = named(b, rule->name), *to = named(b, rule->to);
    if (!from || !to) {
        complain(b, MSG_BOOK_INDEX_RULE,
                 &(struct index_rule){rule->kind, rule->pos, from ? rule->to : rule->name, NULL});
        return;
    }
    from = index_final(from);
    to = index_final(to);
    if (from == to) {
        complain(b, MSG_BOOK_INDEX_ROUND, rule);
        return;
    }
    struct index_also **at = &from->also;
    while (*at && (*at)->to != to)
        at = &(*at)->next;
    if (*at)
        return;
    *at = arena_alloc(b->as->a, sizeof **at);
    (*at)->to = to;
}

static void apply(struct index_build *b, const struct index_rule *rule)
{
    struct index_term *t;
    switch (rule->kind) {
    case INDEX_ADD:
        t = named(b, rule->name);
        if (t && t->total > 0)
            heading(b, rule->name);
        else
            complain(b, MSG_BOOK_INDEX_RULE, rule);
        break;
    case INDEX_OMIT:
        t = named(b, rule->name);
        if (t && t->total > 0)
            t->omitted = true;
        else
            complain(b, MSG_BOOK_INDEX_RULE, rule);
        break;
    case INDEX_MERGE:
        merge(b, rule);
        break;
    case INDEX_SEE:
        see(b, rule);
        break;
    default:
        break; /* see-also waits until all names are merged */
    }
}

void index_apply_rules(struct index_build *b)
{
    const struct manifest *m = b->as->m;
    for (size_t i = 0; i < m->index.n_rules; i++)
        apply(b, &m->index.rules[i]);
    for (size_t i = 0; i < m->index.n_rules; i++)
        if (m->index.rules[i].kind == INDEX_SEE_ALSO)
            see_also(b, &m->index.rules[i]);
    for (struct index_term *t = b->terms; t; t = t->hh.next)
        if (m->index.only_listed && !t->own && !t->into)
            t->omitted = true;
}
