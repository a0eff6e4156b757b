/* The files of a folder, for tests that go through articles. */
#ifndef UNIT_FOLDER_H
#define UNIT_FOLDER_H

#include <check.h>
#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Calls `check` with the path of each file whose name is `wanted`, in the order of their names, but for README.md and
 * NOISE.md, which are no articles. Returns how many there were. */
static inline size_t each_file(const char *folder, bool (*wanted)(const char *name), void (*check)(const char *path))
{
    struct dirent **entries;
    size_t count = 0;
    int n = scandir(folder, &entries, NULL, alphasort);
    ck_assert_msg(n >= 0, "%s cannot be read", folder);
    for (int i = 0; i < n; i++) {
        const char *name = entries[i]->d_name;
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", folder, name);
        if (strcmp(name, "README.md") != 0 && strcmp(name, "NOISE.md") != 0 && wanted(name)) {
            check(path);
            count++;
        }
        free(entries[i]);
    }
    free(entries);
    return count;
}

/* Does the name end so? For the `wanted` of each_file(). */
static inline bool name_ends(const char *name, const char *end)
{
    size_t n = strlen(name), m = strlen(end);
    return n >= m && strcmp(name + n - m, end) == 0;
}

#endif
