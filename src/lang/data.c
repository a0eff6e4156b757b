/* Looking up the compiled words and rules. */
#include "lang/data.h"

#include <string.h>

#include "lang/data_entry.h"

/* "vi-VN" has the words of "vi". */
static size_t base_length(const char *lang)
{
    return strcspn(lang, "-_");
}

struct data_list data_lookup(const char *lang, const char *path)
{
    size_t lang_n = base_length(lang);
    for (uint32_t at = data_hash(lang, lang_n, path);; at++) {
        unsigned slot = data_slots[at & (n_data_slots - 1)];
        if (slot == 0)
            return (struct data_list){NULL, 0};
        const struct data_entry *e = &data_entries[slot - 1];
        if (strncmp(e->lang, lang, lang_n) == 0 && e->lang[lang_n] == '\0' && strcmp(e->path, path) == 0)
            return (struct data_list){e->items, e->n};
    }
}

const char *data_word(const char *lang, const char *path)
{
    struct data_list list = data_lookup(lang, path);
    if (list.n == 0)
        list = data_lookup("en", path);
    return list.n ? list.items[0] : path;
}

const char *const *data_languages(void)
{
    static const char *const languages[] = {"en", "kk", "ru", "vi", NULL};
    return languages;
}

bool data_has_language(const char *lang)
{
    size_t n = base_length(lang);
    for (const char *const *l = data_languages(); *l; l++)
        if (strlen(*l) == n && memcmp(*l, lang, n) == 0)
            return true;
    return false;
}
