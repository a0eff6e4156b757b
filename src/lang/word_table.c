#include "lang/word_table.h"

#include <string.h>

#include "base/mem.h"

const char *const word_languages[WORD_LANGUAGES] = {"vi", "en", "ru", "kk"};

size_t word_language(const char *lang)
{
    size_t i = 0;
    if (lang[0] == '\0' || lang[1] == '\0' || (lang[2] != '\0' && lang[2] != '-' && lang[2] != '_'))
        return WORD_LANGUAGES;
    while (i < WORD_LANGUAGES && (word_languages[i][0] != lang[0] || word_languages[i][1] != lang[1]))
        i++;
    return i;
}

void word_fill_once(struct word_fillings *f, size_t language, void (*fill)(size_t language))
{
    if (atomic_load_explicit(&f->filled[language], memory_order_acquire))
        return;
    pthread_mutex_lock(&f->lock);
    if (!atomic_load_explicit(&f->filled[language], memory_order_relaxed)) {
        fill(language);
        atomic_store_explicit(&f->filled[language], true, memory_order_release);
    }
    pthread_mutex_unlock(&f->lock);
}

static uint32_t hash(const char *s, size_t n)
{
    uint32_t h = 2166136261U; /* FNV-1a */
    for (size_t i = 0; i < n; i++)
        h = (h ^ (uint8_t)s[i]) * 16777619U;
    return h;
}

void word_table_make(struct word_table *t, size_t count)
{
    size_t size = 16;
    while (size < count * 2 + 2) /* at least half of the slots stay free, so that searches end soon */
        size *= 2;
    t->slots = mem_calloc(size, sizeof *t->slots);
    t->mask = size - 1;
}

struct word_slot *word_table_slot(const struct word_table *t, const char *key, size_t n)
{
    uint32_t h = hash(key, n);
    for (size_t i = h & t->mask;; i = (i + 1) & t->mask) {
        struct word_slot *s = &t->slots[i];
        if (!s->key || (s->hash == h && s->n == n && memcmp(s->key, key, n) == 0))
            return s;
    }
}

void word_table_fill(struct word_slot *s, const char *key, size_t n)
{
    *s = (struct word_slot){.key = key, .n = (uint32_t)n, .hash = hash(key, n)};
}
