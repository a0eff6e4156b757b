/* Looking up the compiled words and rules. */
#include "lang/data.h"

#include <string.h>

#include "lang/data_entry.h"

static int compare(const struct data_entry *e, const char *lang, size_t lang_n, const char *path)
{
    int order = strncmp(e->lang, lang, lang_n);
    if (order == 0 && e->lang[lang_n] != '\0')
        order = 1;
    return order ? order : strcmp(e->path, path);
}

/* "vi-VN" has the words of "vi". */
static size_t base_length(const char *lang)
{
    return strcspn(lang, "-_");
}

struct data_list data_lookup(const char *lang, const char *path)
{
    size_t low = 0, high = n_data_entries, lang_n = base_length(lang);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = compare(&data_entries[middle], lang, lang_n, path);
        if (order == 0)
            return (struct data_list){data_entries[middle].items, data_entries[middle].n};
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return (struct data_list){NULL, 0};
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
