/* Ties and stretches of other languages, on every text of the book. */
#include <string.h>

#include "book/assemble.h"
#include "lang/lang.h"

/* An address or a listing is no prose. */
static bool is_prose(enum doc_kind kind)
{
    return doc_is_leaf(kind) && kind != DOC_CODE && kind != DOC_URL && kind != DOC_PAGEREF && kind != DOC_RULE;
}

void mark_book(const struct assembly *as, struct doc_node *root)
{
    for (struct doc_node *node = root; node; node = doc_next(root, node)) {
        if (!is_prose(node->kind) || node->text.n == 0)
            continue;
        const char *lang = doc_lang(node, as->book->language);
        lang_mark_runs(as->a, &node->text, lang);
        ties_mark(as->a, &node->text, lang, as->m->names);
    }
}
