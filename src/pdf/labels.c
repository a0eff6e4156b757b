/* Page labels (ISO 32000-1, 12.4.2). A book has two or three ranges, so the number tree is one node. */
#include "pdf/labels.h"

static void put_range(struct buf *b, const struct label_range *r)
{
    buf_printf(b, "%u<</S/%s", r->page, r->style == 'r' ? "r" : "D");
    if (r->first != 1)
        buf_printf(b, "/St %u", r->first);
    buf_puts(b, ">>");
}

void labels_write(struct document *doc, const struct pages *pages)
{
    static const struct label_range plain = {0, 'D', 1};
    struct buf *b = document_catalog(doc);
    buf_puts(b, "/PageLabels<</Nums[");
    if (pages->n_labels == 0 || pages->labels[0].page != 0) /* the first page must have one */
        put_range(b, &plain);
    for (size_t i = 0; i < pages->n_labels; i++)
        if (pages->labels[i].page < pages->n)
            put_range(b, &pages->labels[i]);
    buf_puts(b, "]>>");
}
