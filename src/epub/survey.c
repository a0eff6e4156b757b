/* One walk over all that the EPUB shows. The tree of a long book does not fit into a processor's caches, so that each
 * walk over it costs as much as much of the work: what later steps look for is noted on the way. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "epub/plan.h"

static uint8_t look_at_spans(struct facts *f, const struct text *t)
{
    uint8_t what = 0;
    for (uint32_t i = 0; i < t->n_spans; i++) {
        enum span_kind kind = t->spans[i].kind;
        f->italics |= kind == SPAN_EMPHASIS;
        what |= kind == SPAN_ANCHOR ? SURVEY_NAMED : kind == SPAN_NOTE ? SURVEY_REFERS : 0;
        what |= kind == SPAN_LINK ? SURVEY_LINKS : 0;
    }
    return what;
}

/* Do the style sheets ask for italics? Titles of sources, subtitles, offices of people, pulled quotations. */
static bool is_italic(const struct doc_node *n)
{
    return n->kind == DOC_SOURCES || n->kind == DOC_SUBTITLE ||
           (n->kind == DOC_DIV && n->name != NULL && strcmp(n->name, "pull-quote") == 0);
}

/* What is to be looked at again, and the facts. */
static uint8_t look_at(struct facts *f, const struct doc_node *n)
{
    bool head = n->kind == DOC_HEADING || n->kind == DOC_TITLE || n->kind == DOC_LABEL;
    f->table_heads |= n->kind == DOC_CELL && (n->header || n->parent->header);
    f->notes |= n->kind == DOC_NOTE;
    f->index |= n->kind == DOC_INDEX;
    f->italics |= is_italic(n);
    return (uint8_t)((n->id != NULL ? SURVEY_NAMED : 0) | (head ? SURVEY_HEAD : 0) |
                     (n->kind == DOC_FIGURE ? SURVEY_FIGURE : 0) | look_at_spans(f, &n->text));
}

size_t survey_bytes(const struct doc_node *n)
{
    size_t sum = 24 + n->text.n + (n->kind == DOC_FIGURE ? 150u : 0u) + (n->kind == DOC_NOTE ? 260u : 0u);
    for (uint32_t i = 0; i < n->text.n_spans; i++) {
        const struct span *s = &n->text.spans[i];
        sum += s->kind == SPAN_NOTE ? 140 : s->kind == SPAN_TIE ? 24 : 32;
        if (s->kind == SPAN_LINK)
            sum += strlen(s->value);
    }
    return sum;
}

size_t survey_top(struct plan *p, const struct doc_node *top)
{
    size_t bytes = SURVEY_START_BYTES * starts_between(p->in->starts, top->seq, plan_seq_behind(p, top));
    for (const struct doc_node *n = top; n != NULL; n = doc_next(top, n)) {
        bytes += survey_bytes(n);
        uint8_t what = look_at(&p->facts, n);
        if (what == 0)
            continue;
        mem_grow((void **)&p->survey, &p->cap_survey, p->n_survey + 1, sizeof *p->survey);
        p->survey[p->n_survey++] = (struct surveyed){n, what};
    }
    return bytes;
}
