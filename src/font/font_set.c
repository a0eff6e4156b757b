/* The set of open faces, and which face serves for what is asked.
 *
 * A face that is open under two scales (a family of its own, and a fallback matched to another's x-height) counts as
 * two fonts: size and metrics differ. Each open font remembers whose chain of fallbacks it belongs to, so that a
 * stand-in for a family that is not installed goes on in that family's chain.
 */
#include "font/font_set.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/mem.h"
#include "font/family.h"

#define RANK_STEP 4096 /* more than the largest scale */

struct open_font {
    struct font *font;
    const struct face *face;
    const struct family *chain;
};

struct font_set {
    struct arena *arena;
    const char *dir;
    struct family *families;
    struct locator *locator;
    pthread_mutex_t lock;
    struct open_font *open;
    size_t n, cap;
};

struct font_set *font_set_open(const char *dir, struct diag *d)
{
    struct arena *a = arena_new();
    struct family *families = families_read(a, dir, d);

    if (!families) {
        arena_drop(a);
        return NULL;
    }
    struct font_set *s = mem_calloc(1, sizeof *s);
    s->arena = a;
    s->dir = arena_strdup(a, dir);
    s->families = families;
    s->locator = locator_new();
    pthread_mutex_init(&s->lock, NULL);
    return s;
}

void font_set_drop(struct font_set *s)
{
    if (!s)
        return;
    for (size_t i = 0; i < s->n; i++)
        font_close(s->open[i].font);
    free(s->open);
    locator_drop(s->locator);
    pthread_mutex_destroy(&s->lock);
    arena_drop(s->arena);
    free(s);
}

/* What is asked of a family. */
struct wish {
    unsigned weight;
    bool italic;
};

/* How far a face is from what is asked; slope counts more than any weight. Of two weights equally far the one further
 * from the middle wins: the lighter below 500, the bolder from there on. */
static int64_t distance(const struct face *f, struct wish w)
{
    int64_t d = 2 * (f->weight - (int64_t)w.weight);
    int64_t away = d < 0 ? -d : d;
    bool outward = w.weight < 500 ? d < 0 : d > 0;

    return away + (outward || d == 0 ? 0 : 1) + (f->italic == w.italic ? 0 : 10000);
}

static struct face *nearest(const struct family *f, struct wish w)
{
    struct face *faces = f->faces.items, *best = NULL;

    for (size_t i = 0; i < f->faces.n; i++) {
        if (!faces[i].path || faces[i].broken)
            continue;
        if (!best || distance(&faces[i], w) < distance(best, w))
            best = &faces[i];
    }
    return best;
}

static const struct font *find_open(const struct font_set *s, const struct face *face, int64_t scale)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->open[i].face == face && s->open[i].font->scale == scale)
            return s->open[i].font;
    return NULL;
}

/* Opens a face. One that may not be embedded is of no use: both outputs must carry their fonts. */
static struct font *open_face(const struct family *f, const struct face *face, int64_t scale, struct diag *d)
{
    struct font_spec spec = {.family = f->name,
                             .path = face->path,
                             .weight = (uint16_t)face->weight,
                             .italic = face->italic,
                             .serif = f->serif,
                             .scale = (uint16_t)scale};
    struct font *font = font_open(&spec, d);

    if (font && !font->may_embed) {
        diag_add(d, MSG_FONT_NO_EMBED, (struct srcpos){face->path, 0, 0}, NULL);
        font_close(font);
        return NULL;
    }
    return font;
}

static void keep_open(struct font_set *s, struct font *font, const struct face *face, const struct family *chain)
{
    void *open = s->open;

    mem_grow(&open, &s->cap, s->n + 1, sizeof *s->open);
    s->open = open;
    font->index = (uint16_t)s->n;
    font->rank = face->serial * RANK_STEP + font->scale;
    s->open[s->n++] = (struct open_font){font, face, chain};
}

/* Where a face is looked for: in `family`, at a scale, on behalf of `chain`. */
struct place {
    struct family *family;
    int64_t scale;
    const struct family *chain;
};

/* The family's face nearest to what is asked, opened; broken ones are passed over. NULL when none is left. */
static const struct font *face_at(struct font_set *s, struct place p, struct wish w, struct diag *d)
{
    family_locate(p.family, s->locator, s->arena, s->dir);
    for (struct face *face; (face = nearest(p.family, w)) != NULL; face->broken = true) {
        const struct font *known = find_open(s, face, p.scale);
        if (known)
            return known;
        struct font *font = open_face(p.family, face, p.scale, d);
        if (font) {
            keep_open(s, font, face, p.chain);
            return font;
        }
    }
    return NULL;
}

static void tell_slope(const struct font *f, struct family *asked, struct wish w, struct diag *d)
{
    if (!w.italic || f->italic || asked->told_slope)
        return;
    asked->told_slope = true;
    diag_add(d, MSG_FONT_NO_SLOPE, DIAG_NOWHERE, asked->name, asked->package, NULL);
}

/* A family that is not installed: the first of its fallbacks that is. */
static const struct font *stand_in(struct font_set *s, struct family *asked, struct wish w, struct diag *d)
{
    const struct fallback *fallbacks = asked->fallbacks.items;

    for (size_t i = 0; i < asked->fallbacks.n; i++) {
        struct place p = {fallbacks[i].family, fallbacks[i].scale, asked};
        const struct font *f = face_at(s, p, w, d);
        if (!f)
            continue;
        if (!asked->told_missing)
            diag_add(d, MSG_FONT_MISSING, DIAG_NOWHERE, asked->name, asked->package, f->family, NULL);
        asked->told_missing = true;
        return f;
    }
    diag_add(d, MSG_FONT_NONE, DIAG_NOWHERE, asked->name, asked->package, NULL);
    return NULL;
}

static const struct font *lookup_locked(struct font_set *s, const char *name, struct wish w, struct diag *d)
{
    struct family *asked = families_lookup(s->families, name);

    if (!asked) {
        diag_add(d, MSG_FONT_UNKNOWN, DIAG_NOWHERE, name, families_names(s->arena, s->families), NULL);
        return NULL;
    }
    const struct font *f = face_at(s, (struct place){asked, 1000, asked}, w, d);
    if (!f)
        f = stand_in(s, asked, w, d);
    if (f)
        tell_slope(f, asked, w, d);
    return f;
}

const struct font *font_set_lookup(struct font_set *s, const char *family, unsigned weight, bool italic, struct diag *d)
{
    pthread_mutex_lock(&s->lock);
    const struct font *f = lookup_locked(s, family, (struct wish){weight, italic}, d);
    pthread_mutex_unlock(&s->lock);
    return f;
}

static const struct font *fallback_locked(struct font_set *s, const struct font *f, uint32_t cp, struct diag *d)
{
    const struct family *chain = s->open[f->index].chain;
    const struct fallback *fallbacks = chain->fallbacks.items;
    struct wish w = {f->weight, f->italic};

    for (size_t i = 0; i < chain->fallbacks.n; i++) {
        struct place p = {fallbacks[i].family, fallbacks[i].scale, chain};
        const struct font *other = face_at(s, p, w, d);
        if (other && other != f && font_has(other, cp))
            return other;
    }
    return NULL;
}

const struct font *font_set_fallback(struct font_set *s, const struct font *f, uint32_t cp, struct diag *d)
{
    pthread_mutex_lock(&s->lock);
    const struct font *other = fallback_locked(s, f, cp, d);
    pthread_mutex_unlock(&s->lock);
    return other;
}

/* Reading takes the lock too, because opening may move the array; what the set says does not change by it. */
static void lock_const(const struct font_set *s, bool take)
{
    pthread_mutex_t *lock = &((struct font_set *)(uintptr_t)s)->lock;

    if (take)
        pthread_mutex_lock(lock);
    else
        pthread_mutex_unlock(lock);
}

unsigned font_set_count(const struct font_set *s)
{
    lock_const(s, true);
    unsigned n = (unsigned)s->n;
    lock_const(s, false);
    return n;
}

const struct font *font_set_at(const struct font_set *s, unsigned index)
{
    lock_const(s, true);
    const struct font *f = index < s->n ? s->open[index].font : NULL;
    lock_const(s, false);
    return f;
}

static void list_family(const struct family *f, struct buf *out)
{
    const struct face *faces = f->faces.items;

    buf_printf(out, "%s\t%s\t%s\t%s\t", f->name, f->role, family_installed(f) ? "installed" : "missing", f->package);
    bool first = true;
    for (size_t i = 0; i < f->faces.n; i++) {
        if (!faces[i].path)
            continue;
        if (!first)
            buf_putc(out, ' ');
        buf_puts(out, faces[i].path);
        first = false;
    }
    buf_putc(out, '\n');
}

void font_set_list(struct font_set *s, struct buf *out)
{
    pthread_mutex_lock(&s->lock);
    for (struct family *f = s->families; f; f = f->next) {
        family_locate(f, s->locator, s->arena, s->dir);
        list_family(f, out);
    }
    pthread_mutex_unlock(&s->lock);
}
