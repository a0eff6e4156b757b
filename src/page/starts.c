/* Looking up page starts; both lists are sorted by layout. */
#include "page/starts.h"

#include <string.h>

#include "base/buf.h"

/* The first start whose leaf is not before `seq`. */
static size_t first_from(const struct page_starts *s, uint32_t seq)
{
    size_t low = 0, high = s->n;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (s->items[middle].seq < seq)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const struct page_start *starts_in(const struct page_starts *s, uint32_t seq, size_t *n)
{
    size_t from = first_from(s, seq), to = from;

    while (to < s->n && s->items[to].seq == seq)
        to++;
    *n = to - from;
    return *n > 0 ? &s->items[from] : NULL;
}

size_t starts_between(const struct page_starts *s, uint32_t from, uint32_t end)
{
    return first_from(s, end) - first_from(s, from);
}

const char *starts_label(const struct page_starts *s, const char *id)
{
    size_t low = 0, high = s->n_refs;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(s->refs[middle].id, id);
        if (order == 0)
            return s->refs[middle].label;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

void starts_dump(const struct page_starts *s, struct buf *out)
{
    for (size_t i = 0; i < s->n; i++) {
        const struct page_start *p = &s->items[i];
        buf_printf(out, "start %u+%u page %u \"%s\"\n", (unsigned)p->seq, (unsigned)p->offset, (unsigned)p->page,
                   p->label ? p->label : "");
    }
    for (size_t i = 0; i < s->n_refs; i++) {
        const struct page_ref *r = &s->refs[i];
        buf_printf(out, "ref %s page %u \"%s\"\n", r->id, (unsigned)r->page, r->label ? r->label : "");
    }
}
