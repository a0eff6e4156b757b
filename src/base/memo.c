/* A hash table of keys with their results, behind one lock: what is kept saves so much more than the lock costs. */
#include "base/memo.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define FIRST_CHAINS 1024

struct entry {
    struct entry *next;
    uint64_t hash;
    enum memo_kind kind;
    unsigned long round; /* the last that asked for it */
    size_t n_key, n;
    void *object; /* not NULL: this is the value */
    void (*drop)(void *object);
    _Alignas(16) char bytes[]; /* the value, then the key */
};

struct memo {
    pthread_mutex_t lock; /* guards all */
    struct entry **chains;
    size_t n_chains, n, bytes; /* n_chains: a power of two */
    unsigned long round;
    uint64_t numbers; /* given out */
};

struct memo *memo_new(void)
{
    struct memo *m = mem_calloc(1, sizeof *m);
    pthread_mutex_init(&m->lock, NULL);
    m->n_chains = FIRST_CHAINS;
    m->chains = mem_calloc(m->n_chains, sizeof(struct entry *));
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
    for (size_t i = 0; i < m->n_chains; i++)
        for (struct entry **at = &m->chains[i]; *at != NULL;) {
            struct entry *e = *at;
            if (!is_useless(m, e, what)) {
                at = &e->next;
                continue;
            }
            *at = e->next;
            entry_drop(m, e);
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
    pthread_mutex_destroy(&m->lock);
    free(m->chains);
    free(m);
}

/* Eight bytes at a time; equal hashes only cost a comparison. */
static uint64_t hash_of(enum memo_kind kind, const char *p, size_t n)
{
    uint64_t h = (uint64_t)kind * UINT64_C(0x9E3779B97F4A7C15) + n, word;
    for (; n >= 8; p += 8, n -= 8) {
        memcpy(&word, p, 8);
        h = (h ^ word) * UINT64_C(0xFF51AFD7ED558CCD);
        h ^= h >> 32;
    }
    word = 0;
    if (n > 0)
        memcpy(&word, p, n);
    h = (h ^ word) * UINT64_C(0xC4CEB9FE1A85EC53);
    return h ^ h >> 29;
}

static struct entry *find(const struct memo *m, enum memo_kind kind, uint64_t hash, const void *key, size_t n_key)
{
    struct entry *e = m->chains[hash & (m->n_chains - 1)];
    while (e != NULL && (e->hash != hash || e->kind != kind || e->n_key != n_key ||
                         (n_key > 0 && memcmp(e->bytes + e->n, key, n_key) != 0)))
        e = e->next;
    return e;
}

/* The entry of the key, marked as asked for; NULL: none. */
static struct entry *ask(struct memo *m, enum memo_kind kind, const void *key, size_t n_key)
{
    uint64_t hash = hash_of(kind, key, n_key);
    pthread_mutex_lock(&m->lock);
    struct entry *e = find(m, kind, hash, key, n_key);
    if (e != NULL)
        e->round = m->round;
    pthread_mutex_unlock(&m->lock);
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
    size_t n = 2 * m->n_chains;
    struct entry **chains = mem_calloc(n, sizeof(struct entry *));
    for (size_t i = 0; i < m->n_chains; i++)
        for (struct entry *e = m->chains[i], *next; e != NULL; e = next) {
            next = e->next;
            e->next = chains[e->hash & (n - 1)];
            chains[e->hash & (n - 1)] = e;
        }
    free(m->chains);
    m->chains = chains;
    m->n_chains = n;
}

/* Puts in a new entry, unless there is one meanwhile. Returns the one that is there. */
static struct entry *enter(struct memo *m, struct entry *new)
{
    pthread_mutex_lock(&m->lock);
    struct entry *e = find(m, new->kind, new->hash, new->bytes + new->n, new->n_key);
    if (e == NULL) {
        e = new;
        if (++m->n > m->n_chains)
            grow(m);
        new->next = m->chains[new->hash &(m->n_chains - 1)];
        m->chains[new->hash &(m->n_chains - 1)] = new;
        m->bytes += sizeof *new + new->n_key + new->n;
    }
    e->round = m->round;
    pthread_mutex_unlock(&m->lock);
    return e;
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
        pthread_mutex_lock(&m->lock);
        number = ++m->numbers;
        pthread_mutex_unlock(&m->lock);
        memo_put(m, kind, key, n_key, &number, sizeof number);
        known = memo_find(m, kind, key, n_key, &n); /* another thread may have been faster */
    }
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
    m->round++;
}

size_t memo_bytes(const struct memo *m)
{
    return m != NULL ? m->bytes : 0;
}
