/* A hash table of keys with their results.
 *
 * While threads are at work entries are only added: each to the head of its chain, in one atomic step, so nobody waits
 * for anybody. What goes, and the table's growth, wait for calls that have the memo to themselves.
 */
#include "base/memo.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define FIRST_CHAINS ((size_t)1 << 15)

struct entry {
    struct entry *next;
    uint64_t hash;
    enum memo_kind kind;
    atomic_ulong round; /* the last that asked for it */
    size_t n_key, n;
    void *object; /* not NULL: this is the value */
    void (*drop)(void *object);
    _Alignas(16) char bytes[]; /* the value, then the key */
};

typedef _Atomic(struct entry *) chain;

struct memo {
    chain *chains;
    size_t n_chains; /* a power of two */
    atomic_size_t n, bytes;
    unsigned long round;
    _Atomic uint64_t numbers; /* given out */
};

struct memo *memo_new(void)
{
    struct memo *m = mem_calloc(1, sizeof *m);
    m->n_chains = FIRST_CHAINS;
    m->chains = mem_calloc(m->n_chains, sizeof *m->chains);
    return m;
}

static void entry_drop(struct memo *m, struct entry *e)
{
    if (e->drop != NULL)
        e->drop(e->object);
    m->n--;
    m->bytes -= sizeof *e + e->n_key + e->n;
    free(e);
}

/* Drops the entries that are of no use any more: those of a kind (all: all of it), or those not asked for since. */
static void weed(struct memo *m, bool (*is_useless)(const struct memo *m, const struct entry *e, unsigned what),
                 unsigned what)
{
    for (size_t i = 0; i < m->n_chains; i++) {
        struct entry *first = atomic_load_explicit(&m->chains[i], memory_order_relaxed), *had = first;
        for (struct entry **at = &first; *at != NULL;) {
            struct entry *e = *at;
            if (!is_useless(m, e, what)) {
                at = &e->next;
                continue;
            }
            *at = e->next;
            entry_drop(m, e);
        }
        if (first != had)
            atomic_store_explicit(&m->chains[i], first, memory_order_relaxed);
    }
}

static bool is_any(const struct memo *m, const struct entry *e, unsigned what)
{
    (void)m, (void)e, (void)what;
    return true;
}

static bool is_of_kind(const struct memo *m, const struct entry *e, unsigned what)
{
    (void)m;
    return (unsigned)e->kind == what;
}

static bool is_old(const struct memo *m, const struct entry *e, unsigned what)
{
    (void)what;
    return e->round < m->round;
}

void memo_drop(struct memo *m)
{
    if (m == NULL)
        return;
    weed(m, is_any, 0);
    free(m->chains);
    free(m);
}

static inline uint64_t mix(uint64_t h, const char *p)
{
    uint64_t word;
    memcpy(&word, p, sizeof word);
    h = (h ^ word) * UINT64_C(0xFF51AFD7ED558CCD);
    return h ^ h >> 32;
}

/* Equal hashes only cost a comparison. Keys are as long as a chapter: four numbers, none of which waits for another. */
static uint64_t hash_of(enum memo_kind kind, const char *p, size_t n)
{
    uint64_t h = (uint64_t)kind * UINT64_C(0x9E3779B97F4A7C15) + n, word = 0;
    if (n >= 32) {
        uint64_t a = h, b = ~h, c = h << 32 | h >> 32, d = ~c;
        for (; n >= 32; p += 32, n -= 32) {
            a = mix(a, p);
            b = mix(b, p + 8);
            c = mix(c, p + 16);
            d = mix(d, p + 24);
        }
        h = ((a * 3 + b) * 5 + c) * 7 + d;
    }
    for (; n >= 8; p += 8, n -= 8)
        h = mix(h, p);
    if (n > 0)
        memcpy(&word, p, n);
    h = (h ^ word) * UINT64_C(0xC4CEB9FE1A85EC53);
    return h ^ h >> 29;
}

/* The entry of the key among those from `e` on, before `end`. */
static struct entry *find(struct entry *e, const struct entry *end, const struct entry *like, const void *key)
{
    while (e != end && (e->hash != like->hash || e->kind != like->kind || e->n_key != like->n_key ||
                        (like->n_key > 0 && memcmp(e->bytes + e->n, key, like->n_key) != 0)))
        e = e->next;
    return e != end ? e : NULL;
}

/* An entry that is asked for in every build is written to once in each. */
static void mark(const struct memo *m, struct entry *e)
{
    if (atomic_load_explicit(&e->round, memory_order_relaxed) != m->round)
        atomic_store_explicit(&e->round, m->round, memory_order_relaxed);
}

static chain *chain_of(const struct memo *m, uint64_t hash)
{
    return &m->chains[hash & (m->n_chains - 1)];
}

/* The entry of the key, marked as asked for; NULL: none. */
static struct entry *ask(struct memo *m, enum memo_kind kind, const void *key, size_t n_key)
{
    const struct entry like = {.hash = hash_of(kind, key, n_key), .kind = kind, .n_key = n_key};
    struct entry *first = atomic_load_explicit(chain_of(m, like.hash), memory_order_acquire);
    struct entry *e = find(first, NULL, &like, key);
    if (e != NULL)
        mark(m, e);
    return e;
}

const void *memo_find(struct memo *m, enum memo_kind kind, const void *key, size_t n_key, size_t *n)
{
    struct entry *e = m != NULL ? ask(m, kind, key, n_key) : NULL;
    *n = e != NULL ? e->n : 0;
    return e != NULL ? e->bytes : NULL;
}

void *memo_object(struct memo *m, enum memo_kind kind, const void *key, size_t n_key)
{
    struct entry *e = m != NULL ? ask(m, kind, key, n_key) : NULL;
    return e != NULL ? e->object : NULL;
}

static void grow(struct memo *m)
{
    size_t n = m->n_chains;
    while (n < m->n)
        n *= 2;
    if (n == m->n_chains)
        return;
    chain *old = m->chains;
    size_t n_old = m->n_chains;
    m->chains = mem_calloc(n, sizeof *m->chains);
    m->n_chains = n;
    for (size_t i = 0; i < n_old; i++)
        for (struct entry *e = old[i], *next; e != NULL; e = next) {
            next = e->next;
            e->next = *chain_of(m, e->hash);
            *chain_of(m, e->hash) = e;
        }
    free(old);
}

/* Puts in a new entry, unless there is one meanwhile. Returns the one that is there. */
static struct entry *enter(struct memo *m, struct entry *new)
{
    chain *head = chain_of(m, new->hash);
    struct entry *first = atomic_load_explicit(head, memory_order_acquire), *looked_at = NULL;
    atomic_store_explicit(&new->round, m->round, memory_order_relaxed);
    do {
        struct entry *e = find(first, looked_at, new, new->bytes + new->n);
        if (e != NULL) {
            mark(m, e);
            return e;
        }
        new->next = looked_at = first;
    } while (!atomic_compare_exchange_weak_explicit(head, &first, new, memory_order_acq_rel, memory_order_acquire));
    atomic_fetch_add_explicit(&m->n, 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&m->bytes, sizeof *new + new->n_key + new->n, memory_order_relaxed);
    return new;
}

static struct entry *entry_new(enum memo_kind kind, const void *key, size_t n_key, const void *value, size_t n)
{
    struct entry *e = mem_alloc(sizeof *e + n_key + n);
    *e = (struct entry){.kind = kind, .hash = hash_of(kind, key, n_key), .n_key = n_key, .n = n};
    if (n > 0)
        memcpy(e->bytes, value, n);
    if (n_key > 0)
        memcpy(e->bytes + n, key, n_key);
    return e;
}

void memo_put(struct memo *m, enum memo_kind kind, const void *key, size_t n_key, const void *value, size_t n)
{
    if (m == NULL)
        return;
    struct entry *new = entry_new(kind, key, n_key, value, n);
    if (enter(m, new) != new)
        free(new);
}

void *memo_keep(struct memo *m, enum memo_kind kind, const void *key, size_t n_key, void *object,
                void (*drop)(void *object))
{
    if (m == NULL)
        return object;
    struct entry *new = entry_new(kind, key, n_key, NULL, 0), *kept;
    new->object = object;
    new->drop = drop;
    kept = enter(m, new);
    if (kept != new) {
        drop(object);
        free(new);
    }
    return kept->object;
}

uint64_t memo_number(struct memo *m, enum memo_kind kind, const void *key, size_t n_key)
{
    size_t n;
    uint64_t number = 0;
    if (m == NULL)
        return 0;
    const void *known = memo_find(m, kind, key, n_key, &n);
    if (known == NULL) {
        number = atomic_fetch_add_explicit(&m->numbers, 1, memory_order_relaxed) + 1;
        memo_put(m, kind, key, n_key, &number, sizeof number);
        known = memo_find(m, kind, key, n_key, &n); /* another thread may have been faster */
    }
    if (known != NULL)
        memcpy(&number, known, sizeof number);
    return number;
}

void memo_forget(struct memo *m, enum memo_kind kind)
{
    if (m != NULL)
        weed(m, is_of_kind, (unsigned)kind);
}

void memo_end(struct memo *m)
{
    if (m == NULL)
        return;
    weed(m, is_old, 0);
    grow(m);
    m->round++;
}

size_t memo_bytes(const struct memo *m)
{
    return m != NULL ? m->bytes : 0;
}
