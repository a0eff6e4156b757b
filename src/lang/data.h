/* Words and rules by language, from src/data/<lang>/<name>.yaml, compiled in. */
#ifndef LANG_DATA_H
#define LANG_DATA_H

#include <stdbool.h>
#include <stddef.h>

struct data_list {
    const char *const *items;
    size_t n;
};

/* The list at `path` ("words.contents": key `contents` of words.yaml) of a language; empty when there is none. */
struct data_list data_lookup(const char *lang, const char *path);

/* First item of that list; falls back to English, then to `path` itself. */
const char *data_word(const char *lang, const char *path);

/* All languages that have data, NULL-terminated ("en", "kk", "ru", "vi"). */
const char *const *data_languages(void);

/* True if `lang` (or its part before '-') has data. */
bool data_has_language(const char *lang);

#endif
