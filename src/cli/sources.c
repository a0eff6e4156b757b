/* Operands of a build. */
#include "cli/sources.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "ingest/ingest.h"

#define MANIFEST_NAME "book.yaml"

static bool is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static bool is_file(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

static bool is_manifest_name(const char *path)
{
    const char *slash = strrchr(path, '/'), *name = slash != NULL ? slash + 1 : path, *dot = strrchr(name, '.');
    return dot != NULL && (strcmp(dot, ".yaml") == 0 || strcmp(dot, ".yml") == 0);
}

int sources_compare_natural(const char *x, const char *y)
{
    while (*x != '\0' && *y != '\0') {
        if (isdigit((unsigned char)*x) && isdigit((unsigned char)*y)) {
            while (*x == '0' && isdigit((unsigned char)x[1]))
                x++;
            while (*y == '0' && isdigit((unsigned char)y[1]))
                y++;
            size_t nx = strspn(x, "0123456789"), ny = strspn(y, "0123456789");
            if (nx != ny)
                return nx < ny ? -1 : 1;
            int order = strncmp(x, y, nx);
            if (order != 0)
                return order;
            x += nx;
            y += ny;
        } else if (*x != *y) {
            return (unsigned char)*x < (unsigned char)*y ? -1 : 1;
        } else {
            x++;
            y++;
        }
    }
    return *x == *y ? 0 : *x == '\0' ? -1 : 1;
}

static int compare_paths(const void *x, const void *y)
{
    const char *a = *(const char *const *)x, *b = *(const char *const *)y;
    int order = sources_compare_natural(a, b);
    return order != 0 ? order : strcmp(a, b);
}

const char **sources_folder_articles(struct arena *a, const char *folder, size_t *n, struct diag *d)
{
    const char **files = NULL;
    size_t cap = 0;
    *n = 0;
    DIR *dir = opendir(folder);
    if (dir == NULL) {
        diag_add(d, MSG_FILE_OPEN, (struct srcpos){folder, 0, 0}, diag_errno(errno), NULL);
        return NULL;
    }
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        if (entry->d_name[0] == '.' || !ingest_is_article_name(entry->d_name))
            continue;
        char *path = path_join(a, folder, entry->d_name);
        if (!is_file(path))
            continue;
        mem_grow((void **)&files, &cap, *n + 1, sizeof *files);
        files[(*n)++] = path;
    }
    closedir(dir);
    if (*n == 0)
        diag_add(d, MSG_NO_ARTICLES, (struct srcpos){folder, 0, 0}, NULL);
    else
        qsort(files, *n, sizeof *files, compare_paths);
    const char **kept = arena_calloc(a, *n + 1, sizeof *kept);
    if (*n > 0)
        memcpy(kept, files, *n * sizeof *kept);
    free(files);
    return kept;
}

static struct manifest *read_manifest(struct arena *a, const char *path, struct settings settings, struct diag *d)
{
    char *bytes;
    size_t n;
    if (file_read(path, (size_t)16 << 20, &bytes, &n, d, DIAG_NOWHERE) != 0)
        return NULL;
    const char *folder = path_dir(a, path);
    struct manifest *m =
        manifest_read(a, &(struct manifest_file){arena_strdup(a, path), folder, bytes, n}, settings, d);
    if (m != NULL && m->name == NULL) {
        char *real = realpath(folder, NULL); /* "." has a name too */
        const char *stem = path_stem(a, real != NULL ? real : folder);
        m->name = utf8_slug(a, stem, strlen(stem), 80);
        free(real);
    }
    free(bytes);
    return m;
}

static struct manifest *folder_manifest(struct arena *a, const char *folder, struct settings settings, struct diag *d)
{
    char *path = path_join(a, folder, MANIFEST_NAME);
    if (is_file(path))
        return read_manifest(a, path, settings, d);
    size_t n;
    const char **files = sources_folder_articles(a, folder, &n, d);
    char *real = realpath(folder, NULL); /* "." has a name too */
    struct manifest *m = n > 0 ? manifest_default(a, files, n, real != NULL ? real : folder, settings, d) : NULL;
    free(real);
    return m;
}

struct manifest *sources_manifest(struct arena *a, const char *const *sources, size_t n, struct settings settings,
                                  struct diag *d)
{
    if (n == 1 && is_folder(sources[0]))
        return folder_manifest(a, sources[0], settings, d);
    if (n == 1 && is_manifest_name(sources[0]))
        return read_manifest(a, sources[0], settings, d);
    for (size_t i = 0; i < n; i++)
        if (is_folder(sources[i]) || is_manifest_name(sources[i])) {
            diag_add(d, MSG_SOURCES_MIXED, (struct srcpos){sources[i], 0, 0}, NULL);
            return NULL;
        }
    return manifest_default(a, sources, n, sources[0], settings, d);
}
