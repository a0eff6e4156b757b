/* Arenas: a list of blocks, filled from the front. Allocation is a pointer moved forward; there is no header and
 * no freeing of single pieces. Blocks grow with the arena by half, so that little of it is idle and a large one
 * needs few calls of malloc().
 *
 * Under AddressSanitizer each piece is followed by a poisoned gap, and memory that was reset is poisoned: without
 * that an overflow inside a block would go unnoticed, since most of the program's memory lies in arenas.
 */
#include "base/arena.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/format.h"
#include "base/mem.h"

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_ASAN 1
#endif
#endif

#ifdef ARENA_ASAN
#include <sanitizer/asan_interface.h>
#define GAP 16
#define POISON(p, n) ASAN_POISON_MEMORY_REGION(p, n)
#define UNPOISON(p, n) ASAN_UNPOISON_MEMORY_REGION(p, n)
#else
#define GAP 0
#define POISON(p, n) ((void)(p), (void)(n))
#define UNPOISON(p, n) ((void)(p), (void)(n))
#endif

#define ALIGN _Alignof(max_align_t)
#define FIRST_BLOCK ((size_t)4 << 10)
#define LARGEST_STEP ((size_t)1 << 20)
#define SMALL_FIRST_BLOCK ((size_t)1 << 10)
#define SMALL_STEP ((size_t)3 << 10)

struct block {
    struct block *older;
    size_t size; /* of bytes[] */
    size_t used;
    _Alignas(max_align_t) char bytes[];
};

struct arena {
    struct block *newest; /* the one being filled */
    size_t step;          /* size of the next block */
    bool small;           /* one of many: grows by little */
    size_t used;
    size_t held; /* sizes of all blocks */
};

struct arena *arena_new(void)
{
    struct arena *a = mem_apart(sizeof *a); /* workers have theirs made at the same time */
    a->step = FIRST_BLOCK;
    return a;
}

struct arena *arena_new_small(void)
{
    struct arena *a = arena_new();
    a->step = SMALL_FIRST_BLOCK;
    a->small = true;
    return a;
}

static void block_free(struct block *b)
{
    UNPOISON(b->bytes, b->size);
    free(b);
}

void arena_drop(struct arena *a)
{
    if (!a)
        return;
    for (struct block *b = a->newest, *older; b; b = older) {
        older = b->older;
        block_free(b);
    }
    free(a);
}

void arena_adopt(struct arena *a, struct arena *from)
{
    struct block **last = &from->newest;
    while (*last)
        last = &(*last)->older;
    if (a->newest) { /* behind the block that is being filled */
        *last = a->newest->older;
        a->newest->older = from->newest;
    } else {
        a->newest = from->newest;
    }
    a->used += from->used;
    a->held += from->held;
    free(from);
}

void arena_reset(struct arena *a)
{
    struct block *largest = NULL;

    for (struct block *b = a->newest, *older; b; b = older) {
        older = b->older;
        if (largest && largest->size >= b->size) {
            block_free(b);
            continue;
        }
        if (largest)
            block_free(largest);
        largest = b;
    }
    if (largest) {
        largest->older = NULL;
        largest->used = 0;
        POISON(largest->bytes, largest->size);
    }
    a->newest = largest;
    a->used = 0;
    a->held = largest ? largest->size : 0;
}

/* How large the next block is to be. */
static size_t next_step(const struct arena *a)
{
    size_t grown = a->small ? a->held / 8 : a->held / 2,
           least = a->small && a->step < SMALL_STEP ? SMALL_STEP : a->step;
    return grown <= least ? least : grown < LARGEST_STEP ? grown : LARGEST_STEP;
}

/* Adds a block that has room for `need` bytes and returns it. Which of this one and the one filled so far has more
 * room left then is filled on. */
static struct block *arena_extend(struct arena *a, size_t need)
{
    size_t size = a->step > need ? a->step : need;
    if (size > SIZE_MAX - sizeof(struct block))
        mem_fail();
    struct block *b = mem_alloc(sizeof *b + size);
    b->size = size;
    b->used = 0;
    struct block **place =
        a->newest && a->newest->size - a->newest->used > size - need ? &a->newest->older : &a->newest;
    b->older = *place;
    *place = b;
    POISON(b->bytes, b->size);
    a->held += size;
    a->step = next_step(a);
    return b;
}

static inline char *take(struct arena *a, size_t size)
{
    if (size > SIZE_MAX - GAP - ALIGN)
        mem_fail();
    size_t need = (size + GAP + ALIGN - 1) / ALIGN * ALIGN;
    struct block *b = a->newest;
    if (!b || b->size - b->used < need)
        b = arena_extend(a, need);
    char *p = b->bytes + b->used;
    b->used += need;
    a->used += need;
    UNPOISON(p, size);
    return p;
}

void *arena_room(struct arena *a, size_t size)
{
    return take(a, size);
}

/* Most pieces are small and asked for at every word: they are zeroed without a call. All of a piece may be written. */
static inline void *zero(char *p, size_t size)
{
#ifdef ARENA_ASAN
    return memset(p, 0, size);
#else
    switch ((size + ALIGN - 1) / ALIGN) {
    default:
        return memset(p, 0, size);
    case 8:
        memset(p + 7 * ALIGN, 0, ALIGN); /* fall through */
    case 7:
        memset(p + 6 * ALIGN, 0, ALIGN); /* fall through */
    case 6:
        memset(p + 5 * ALIGN, 0, ALIGN); /* fall through */
    case 5:
        memset(p + 4 * ALIGN, 0, ALIGN); /* fall through */
    case 4:
        memset(p + 3 * ALIGN, 0, ALIGN); /* fall through */
    case 3:
        memset(p + 2 * ALIGN, 0, ALIGN); /* fall through */
    case 2:
        memset(p + ALIGN, 0, ALIGN); /* fall through */
    case 1:
        memset(p, 0, ALIGN); /* fall through */
    case 0:
        return p;
    }
#endif
}

void *arena_alloc(struct arena *a, size_t size)
{
    return zero(take(a, size), size);
}

void *arena_calloc(struct arena *a, size_t n, size_t size)
{
    if (size && n > SIZE_MAX / size)
        mem_fail();
    return zero(take(a, n * size), n * size);
}

char *arena_strndup(struct arena *a, const char *s, size_t n)
{
    if (n == SIZE_MAX)
        mem_fail();
    char *p = take(a, n + 1);
    if (n)
        memcpy(p, s, n);
    p[n] = '\0';
    return p;
}

char *arena_strdup(struct arena *a, const char *s)
{
    return s ? arena_strndup(a, s, strlen(s)) : NULL;
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
    char most[256]; /* nearly all fit into this */
    va_list args;

    va_start(args, fmt);
    size_t simple = format_simple(most, sizeof most, fmt, args);
    va_end(args);
    if (simple != SIZE_MAX)
        return arena_strndup(a, most, simple);
    va_start(args, fmt);
    int n = vsnprintf(most, sizeof most, fmt, args);
    va_end(args);
    if (n < 0)
        mem_fail();
    if ((size_t)n < sizeof most)
        return arena_strndup(a, most, (size_t)n);
    char *p = arena_room(a, (size_t)n + 1);
    va_start(args, fmt);
    vsnprintf(p, (size_t)n + 1, fmt, args);
    va_end(args);
    return p;
}

size_t arena_held(const struct arena *a)
{
    return a->held;
}

size_t arena_used(const struct arena *a)
{
    return a->used;
}
