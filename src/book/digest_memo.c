/* Digests that were chosen before: by all that the choice depends on. A pick's leaf is kept as its place among the
 * chapter's paragraphs. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/memo.h"
#include "base/workers.h"
#include "book/digest.h"
#include "doc/doc_key.h"

static struct buf key_of(const struct digest_room *room, const struct chapter *c, const char *lang)
{
    struct buf key = BUF_INIT;
    key_string(&key, lang);
    key_number(&key, room->lines);
    key_number(&key, room->letters);
    key_text(&key, &c->article->meta.lead);
    for (const struct doc_node *node = c->node->first; node; node = doc_next(c->node, node)) {
        if (node->kind != DOC_PARAGRAPH)
            continue;
        key_number(&key, (uint64_t)(node->parent == c->node) + 2 * (uint64_t)(node->parent->kind == DOC_NOTE));
        key_text(&key, &node->text);
    }
    return key;
}

/* The chapter's paragraphs in order. */
static struct doc_node **paragraphs_of(const struct chapter *c, size_t *n)
{
    size_t cap = 0;
    struct doc_node **all = NULL;
    *n = 0;
    for (struct doc_node *node = c->node->first; node; node = doc_next(c->node, node))
        if (node->kind == DOC_PARAGRAPH) {
            mem_grow((void **)&all, &cap, *n + 1, sizeof *all);
            all[(*n)++] = node;
        }
    return all;
}

static void put_picks(struct buf *value, const struct digest_pick *picks, size_t n, struct doc_node *const *all)
{
    size_t at = 0; /* picks stand in the order of the text */
    key_number(value, n);
    for (size_t i = 0; i < n; i++) {
        while (all[at] != picks[i].leaf)
            at++;
        key_number(value, at);
        key_number(value, picks[i].n);
        key_number(value, picks[i].speaker ? strlen(picks[i].speaker) + 1 : 0);
        buf_put(value, picks[i].s, picks[i].n);
        if (picks[i].speaker)
            buf_put(value, picks[i].speaker, strlen(picks[i].speaker) + 1);
    }
}

static uint64_t take_number(const char **from)
{
    uint64_t n;
    memcpy(&n, *from, sizeof n);
    *from += sizeof n;
    return n;
}

static struct digest_pick *take_picks(struct arena *a, const char **from, size_t *n, struct doc_node *const *all)
{
    *n = take_number(from);
    struct digest_pick *picks = arena_calloc(a, *n + 1, sizeof *picks);
    for (size_t i = 0; i < *n; i++) {
        picks[i].leaf = all[take_number(from)];
        picks[i].n = take_number(from);
        size_t speaker = take_number(from);
        picks[i].s = arena_strndup(a, *from, picks[i].n);
        *from += picks[i].n;
        picks[i].speaker = speaker > 0 ? arena_strndup(a, *from, speaker - 1) : NULL;
        *from += speaker;
    }
    return picks;
}

void digest_recall(const struct assembly *as, const struct chapter *c, struct digest_picks *out)
{
    const struct digest_room room = digest_room_of(as);
    struct memo *memo = workers_memo(as->workers);
    if (!memo) {
        digest_pick(as, c, &room, out);
        return;
    }
    size_t n, n_all;
    struct doc_node **all = paragraphs_of(c, &n_all);
    struct buf key = key_of(&room, c, doc_lang(c->node, as->book->language)), value = BUF_INIT;
    const char *known = memo_find(memo, MEMO_DIGEST, key.p, key.n, &n);
    if (known) {
        out->sentences = take_picks(as->a, &known, &out->n_sentences, all);
        out->quotes = take_picks(as->a, &known, &out->n_quotes, all);
        out->figures = take_picks(as->a, &known, &out->n_figures, all);
    } else {
        digest_pick(as, c, &room, out);
        put_picks(&value, out->sentences, out->n_sentences, all);
        put_picks(&value, out->quotes, out->n_quotes, all);
        put_picks(&value, out->figures, out->n_figures, all);
        memo_put(memo, MEMO_DIGEST, key.p, key.n, value.p, value.n);
    }
    free(all);
    buf_free(&key);
    buf_free(&value);
}
