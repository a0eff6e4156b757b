/* Inside lang/: hash tables of words and phrases, one a language, filled from the data files once and then only read.
 */
#ifndef LANG_WORD_TABLE_H
#define LANG_WORD_TABLE_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The languages that have tables. */
#define WORD_LANGUAGES 4
extern const char *const word_languages[WORD_LANGUAGES];

/* The number of a language ("vi", "vi-VN") in word_languages, or WORD_LANGUAGES for all others. */
size_t word_language(const char *lang);

/* Which languages' tables are filled. A text is in one language or two, and filling takes longer than a short text. */
struct word_fillings {
    pthread_mutex_t lock;
    atomic_bool filled[WORD_LANGUAGES];
};
#define WORD_FILLINGS_INIT                                                                                             \
    {                                                                                                                  \
        .lock = PTHREAD_MUTEX_INITIALIZER                                                                              \
    }

/* Sees to it that fill() has been called for a language; it runs once, and in one thread at a time. */
void word_fill_once(struct word_fillings *f, size_t language, void (*fill)(size_t language));

/* What is known of a word; `value` is the owner's. */
struct word_slot {
    const char *key; /* borrowed; NULL: the slot is free */
    uint32_t n;      /* bytes of the key */
    uint32_t hash;   /* of the key */
    uint32_t value;
};

struct word_table {
    struct word_slot *slots;
    size_t mask;
};

/* Makes a table for up to `count` words; it is kept until the program ends. */
void word_table_make(struct word_table *t, size_t count);

/* The slot of a word, or the free one where it would stand: there key is NULL and value 0. */
struct word_slot *word_table_slot(const struct word_table *t, const char *key, size_t n);

/* Puts a word into the free slot that word_table_slot() gave for it. */
void word_table_fill(struct word_slot *s, const char *key, size_t n);

#endif
