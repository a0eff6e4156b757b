/* Ties and stretches of other languages, on every text of the book. */
#include <string.h>

#include "book/assemble.h"
#include "lang/lang.h"

/* An address or a listing is no prose. */
static bool is_prose(enum doc_kind kind)
{
    return doc_is_leaf(kind) && kind != DOC_CODE && kind != DOC_URL && kind != DOC_PAGEREF && kind != DOC_RULE;
}

/* "trang" stays with the page number that will stand behind it. */
static void tie_page_numbers(struct arena *a, struct text *t)
{
    for (uint32_t i = 0; i < t->n_spans; i++) {
        const struct span *s = &t->spans[i];
        if (s->kind != SPAN_PAGEREF || s->start < 2 || t->s[s->start - 1] != ' ')
            continue;
        uint32_t word = s->start - 1;
        while (word > 0 && t->s[word - 1] != ' ')
            word--;
        struct span tie = {word, s->start, SPAN_TIE, NULL};
        text_add_span(a, t, tie);
        i++; /* the tie stands before the reference now */
    }
}

void mark_book(const struct assembly *as, struct doc_node *root)
{
    for (struct doc_node *node = root; node; node = doc_next(root, node)) {
        if (!is_prose(node->kind) || node->text.n == 0)
            continue;
        const char *lang = doc_lang(node, as->book->language);
        lang_mark_runs(as->a, &node->text, lang);
        ties_mark(as->a, &node->text, lang, as->m->names);
        tie_page_numbers(as->a, &node->text);
    }
}
