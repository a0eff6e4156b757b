/* The words and rules of src/data/<language>/<name>.yaml as one table, made by src/data/gen_data.c when building.
 *
 * A file's tree is flattened: every scalar, and every list of scalars, is one entry. Its path is the file's name
 * without suffix and the keys down to it, joined by dots:
 *
 *     src/data/vi/dates.yaml       months: [tháng 1, tháng 2]       {"vi", "dates.months", {"tháng 1", "tháng 2"}, 2}
 *                                  forms: {long: "ngày %d"}         {"vi", "dates.forms.long", {"ngày %d"}, 1}
 *
 * A list that holds anything but scalars is flattened as well, its items numbered from 0 ("units.pairs.0.name"). Empty
 * maps leave no entry; empty lists leave one with n = 0. A null (nothing behind the colon) is an entry with one empty
 * text. Everything is a text, as it stands in the file.
 */
#ifndef LANG_DATA_ENTRY_H
#define LANG_DATA_ENTRY_H

#include <stddef.h>
#include <stdint.h>

struct data_entry {
    const char *lang; /* the folder's name: "vi", "en" … */
    const char *path;
    const char *const *items; /* n texts; NULL when n is 0 */
    unsigned n;
};

/* Sorted by lang, then by path, both byte by byte (strcmp()); no pair occurs twice. */
extern const struct data_entry data_entries[];
extern const unsigned n_data_entries;

/* Where to find an entry: number of the entry + 1 at the first place that is free from data_hash() on when they are put
 * in one after another; 0: free. The size is a power of two, more than half of it is free. */
extern const uint16_t data_slots[];
extern const unsigned n_data_slots;

/* FNV-1a over language and path. */
static inline uint32_t data_hash(const char *lang, size_t lang_n, const char *path)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < lang_n; i++)
        hash = (hash ^ (unsigned char)lang[i]) * 16777619u;
    for (; *path != '\0'; path++)
        hash = (hash ^ (unsigned char)*path) * 16777619u;
    return hash ^ hash >> 15;
}

#endif
