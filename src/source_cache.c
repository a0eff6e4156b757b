/* Files are known by what stat() says, as version control does it: one that was changed so short a time before it was
 * read that its times could not show another change is read again, and compared by its hash. */
#include "source_cache.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <uthash.h>

#include "base/mem.h"

/* Times of files are as coarse as this on some file systems. */
#define COARSE_SECONDS 2

struct place {
    struct source_kept *kept;
    char *key;
    UT_hash_handle hh;
};

struct source_cache {
    struct place *places; /* by key */
};

/* One file may be read in several ways. */
static char *key_of(const char *path, const char *lang, enum split split)
{
    struct buf b = BUF_INIT;
    buf_printf(&b, "%d %s %s", (int)split, lang != NULL ? lang : "-", path);
    char *key = mem_strdup(buf_str(&b));
    buf_free(&b);
    return key;
}

struct source_cache *source_cache_new(void)
{
    return mem_calloc(1, sizeof(struct source_cache));
}

struct source_identity source_identify(const char *path)
{
    struct stat st;
    struct timespec now;
    if (stat(path, &st) != 0 || !S_ISREG(st.st_mode) || clock_gettime(CLOCK_REALTIME, &now) != 0)
        return (struct source_identity){0};
    time_t last = st.st_mtim.tv_sec > st.st_ctim.tv_sec ? st.st_mtim.tv_sec : st.st_ctim.tv_sec;
    return (struct source_identity){st.st_dev,  st.st_ino,  (unsigned long long)st.st_size,
                                    st.st_mtim, st.st_ctim, last + COARSE_SECONDS < now.tv_sec};
}

struct source_kept *source_cache_find(const struct source_cache *c, const char *path, const char *lang,
                                      enum split split)
{
    struct place *place = NULL;
    char *key = key_of(path, lang, split);
    HASH_FIND_STR(c->places, key, place);
    free(key);
    return place != NULL ? place->kept : NULL;
}

static bool same_time(const struct timespec *a, const struct timespec *b)
{
    return a->tv_sec == b->tv_sec && a->tv_nsec == b->tv_nsec;
}

bool source_is_unchanged(const struct source_kept *kept, const struct source_identity *now)
{
    const struct source_identity *then = &kept->identity;
    return then->settled && now->inode != 0 && then->device == now->device && then->inode == now->inode &&
           then->size == now->size && same_time(&then->modified, &now->modified) &&
           same_time(&then->changed, &now->changed);
}

struct source_kept *source_kept_new(const char *path, const struct ingest_options *options,
                                    const struct source_identity *identity, const char *sha256)
{
    struct source_kept *kept = mem_calloc(1, sizeof *kept);
    kept->path = mem_strdup(path);
    kept->lang = options->lang != NULL ? mem_strdup(options->lang) : NULL;
    kept->split = options->split;
    kept->identity = *identity;
    memcpy(kept->sha256, sha256, sizeof kept->sha256);
    kept->memory = arena_new();
    kept->diag = diag_new();
    kept->used = true;
    return kept;
}

void source_kept_drop(struct source_kept *kept)
{
    if (kept == NULL)
        return;
    free(kept->path);
    free(kept->lang);
    arena_drop(kept->memory);
    diag_drop(kept->diag);
    free(kept);
}

static void forget(struct source_cache *c, struct place *place)
{
    HASH_DEL(c->places, place);
    source_kept_drop(place->kept);
    free(place->key);
    free(place);
}

void source_cache_add(struct source_cache *c, struct source_kept *kept)
{
    struct place *place = NULL;
    char *key = key_of(kept->path, kept->lang, kept->split);
    HASH_FIND_STR(c->places, key, place);
    if (place != NULL)
        forget(c, place);
    place = mem_calloc(1, sizeof *place);
    *place = (struct place){.kept = kept, .key = key};
    HASH_ADD_KEYPTR(hh, c->places, place->key, strlen(place->key), place);
}

void source_cache_end(struct source_cache *c)
{
    struct place *place, *next;
    HASH_ITER (hh, c->places, place, next) {
        if (!place->kept->used)
            forget(c, place);
        else
            place->kept->used = false;
    }
}

void source_cache_drop(struct source_cache *c)
{
    struct place *place, *next;
    if (c == NULL)
        return;
    HASH_ITER (hh, c->places, place, next)
        forget(c, place);
    free(c);
}
