/* Contradictions: the texts of all articles are gathered, each kind looks for its own, the result is told. */
#include "book/contradictions.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "book/contradictions_parts.h"
#include "lang/sentences.h"

enum { MAX_SENTENCE = 400, MAX_TOLD = 500 };

static const char *const rule_ids[CONTRADICTION_RULES] = {"year-differs", "number-differs", "passage-twice",
                                                          "name-differs"};

const char *contradiction_rule_id(enum contradiction_rule rule)
{
    return rule_ids[rule];
}

void contradictions_add(struct contradictions *out, const struct contradiction *c)
{
    if (out->n >= MAX_TOLD)
        return;
    mem_grow((void **)&out->items, &out->cap, out->n + 1, sizeof *out->items);
    out->items[out->n++] = *c;
}

void contradictions_free(struct contradictions *c)
{
    free(c->items);
    *c = (struct contradictions){NULL, 0, 0};
}

const char *contradictions_sentence(struct arena *a, const struct passage *p, size_t at)
{
    size_t start, end;
    sentence_around(p->text->s, p->text->n, at, p->lang, &start, &end);
    if (end - start <= MAX_SENTENCE)
        return arena_strndup(a, p->text->s + start, end - start);
    end = start + MAX_SENTENCE;
    while (end > start && p->text->s[end] != ' ')
        end--;
    return arena_printf(a, "%.*s …", (int)(end - start), p->text->s + start);
}

/* ---- gathering ---- */

static void put_passage(struct passages *p, const struct article *article, const struct text *text, uint32_t line,
                        bool body)
{
    if (text->n == 0)
        return;
    mem_grow((void **)&p->items, &p->cap, p->n + 1, sizeof *p->items);
    const char *lang = article->meta.lang ? article->meta.lang : "vi";
    p->items[p->n++] = (struct passage){article, text, line, lang, body};
}

static bool is_prose(enum doc_kind kind)
{
    return kind == DOC_PARAGRAPH || kind == DOC_HEADING || kind == DOC_CAPTION || kind == DOC_CELL;
}

static void gather(struct passages *p, const struct article *article)
{
    put_passage(p, article, &article->meta.title, article->meta.title_line, false);
    put_passage(p, article, &article->meta.lead, article->meta.lead_line, true);
    for (const struct doc_node *node = article->root; node; node = doc_next(article->root, node))
        if (is_prose(node->kind))
            put_passage(p, article, &node->text, node->pos.line, node->kind == DOC_PARAGRAPH);
}

void contradictions_find(struct article *const *articles, size_t n, struct arena *a, struct contradictions *out)
{
    struct passages p = {NULL, 0, 0};
    *out = (struct contradictions){NULL, 0, 0};
    for (size_t i = 0; i < n; i++)
        if (articles[i])
            gather(&p, articles[i]);
    contradictions_statements(&p, a, out);
    contradictions_passages(&p, a, out);
    contradictions_variants(&p, a, out);
    free(p.items);
}

/* ---- telling ---- */

static const enum msg messages[CONTRADICTION_RULES] = {MSG_BOOK_YEAR_DIFFERS, MSG_BOOK_NUMBER_DIFFERS,
                                                       MSG_BOOK_PASSAGE_TWICE, MSG_BOOK_NAME_DIFFERS};

void contradictions_tell(const struct contradictions *c, struct diag *d)
{
    struct arena *scratch = arena_new();
    for (size_t i = 0; i < c->n; i++) {
        const struct contradiction *x = &c->items[i];
        const struct contradiction_place *one = &x->places[0], *two = &x->places[1];
        const char *there = arena_printf(scratch, "%s:%u", two->file, (unsigned)two->line);
        const char *share = arena_printf(scratch, "%u", x->share);
        struct srcpos pos = {one->file, one->line, 0};
        if (x->rule == PASSAGE_TWICE)
            diag_add(d, messages[x->rule], pos, share, there, one->text, NULL);
        else
            diag_add(d, messages[x->rule], pos, x->subject, one->value, two->value, there, one->text, two->text, NULL);
    }
    arena_drop(scratch);
}
