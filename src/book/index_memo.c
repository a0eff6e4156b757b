/* Names that were found in a text before. The value is the hits as they lie in memory, with places in the strings
 * behind them instead of addresses. */
#include <string.h>

#include "base/mem.h"
#include "base/memo.h"
#include "book/index.h"
#include "doc/doc_key.h"

/* Appends the string and tells its place, counted from 1; 0: there is none. */
static const char *put_string(struct buf *strings, const char *s)
{
    size_t at = strings->n + 1;
    if (!s)
        return NULL;
    buf_put(strings, s, strlen(s) + 1);
    return (const char *)at;
}

static const char *take_string(const char *strings, const char *place)
{
    return place ? strings + (size_t)place - 1 : NULL;
}

static void keep_hits(struct memo *memo, const struct buf *key, const struct name_hits *hits)
{
    struct buf value = BUF_INIT, strings = BUF_INIT;
    for (size_t i = 0; i < hits->n; i++) {
        struct name_hit hit = hits->items[i];
        hit.key = put_string(&strings, hit.key);
        hit.name = put_string(&strings, hit.name);
        hit.of = put_string(&strings, hit.of);
        buf_put(&value, &hit, sizeof hit);
    }
    buf_put(&value, strings.p, strings.n);
    uint64_t n = hits->n;
    struct buf all = BUF_INIT;
    buf_put(&all, &n, sizeof n);
    buf_put(&all, value.p, value.n);
    memo_put(memo, MEMO_NAME_HITS, key->p, key->n, all.p, all.n);
    buf_free(&all);
    buf_free(&value);
    buf_free(&strings);
}

static void take_hits(struct arena *a, const char *known, size_t size, struct name_hits *out)
{
    uint64_t n;
    memcpy(&n, known, sizeof n);
    void *items = out->items;
    mem_grow(&items, &out->cap, out->n + n, sizeof *out->items);
    out->items = items;
    size_t head = sizeof n + n * sizeof *out->items;
    char *strings = memcpy(arena_alloc(a, size - head + 1), known + head, size - head);
    for (uint64_t i = 0; i < n; i++) {
        struct name_hit *hit = &out->items[out->n++];
        memcpy(hit, known + sizeof n + i * sizeof *hit, sizeof *hit);
        hit->key = take_string(strings, hit->key);
        hit->name = take_string(strings, hit->name);
        hit->of = take_string(strings, hit->of);
    }
}

void index_find_names(struct index_finder *f, struct arena *a, const struct text *t, const char *lang,
                      struct name_hits *out)
{
    size_t n;
    out->n = 0;
    if (!f->memo) {
        name_hits_find(a, t, lang, f->listed, out);
        return;
    }
    buf_clear(&f->key);
    key_number(&f->key, f->names);
    key_string(&f->key, lang);
    key_text(&f->key, t);
    const char *known = memo_find(f->memo, MEMO_NAME_HITS, f->key.p, f->key.n, &n);
    if (known) {
        take_hits(a, known, n, out);
        return;
    }
    name_hits_find(a, t, lang, f->listed, out);
    keep_hits(f->memo, &f->key, out);
}

void index_finder_begin(struct index_finder *f, struct memo *memo, struct arena *a, const char *const *own)
{
    *f = (struct index_finder){.memo = memo, .listed = name_list_make(a, own), .key = BUF_INIT};
    for (size_t i = 0; memo && own[i]; i++)
        key_string(&f->key, own[i]);
    f->names = memo_number(memo, MEMO_NAMES, f->key.p, f->key.n);
}

void index_finder_end(struct index_finder *f)
{
    buf_free(&f->key);
}
