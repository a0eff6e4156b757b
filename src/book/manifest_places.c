/* Where briefing blocks stand: checked where `front:` and `back:` name them, and given a place where they do not; and
 * whether what they refer to is there. */
#include <string.h>

#include "book/manifest_blocks.h"

/* The chapter whose file is nearest in name, or NULL. */
static const char *suggest_chapter(struct manifest_reading *r, const char *file)
{
    size_t n = 0;
    for (size_t i = 0; i < r->m->n_parts; i++)
        n += r->m->parts[i].n_chapters;
    const char **words = arena_calloc(r->a, n + 1, sizeof *words);
    n = 0;
    for (size_t i = 0; i < r->m->n_parts; i++)
        for (size_t k = 0; k < r->m->parts[i].n_chapters; k++)
            words[n++] = r->m->parts[i].chapters[k].file;
    return yaml_suggest(file, words);
}

static bool is_chapter(const struct manifest *m, const struct block_see *see)
{
    for (size_t i = 0; i < m->n_parts; i++)
        for (size_t k = 0; k < m->parts[i].n_chapters; k++)
            if (blocks_see_is(see, m->parts[i].chapters[k].file))
                return true;
    return false;
}

static void check_references(struct manifest_reading *r)
{
    for (const struct block_see *see = r->m->blocks.sees; see; see = see->next_all) {
        if (see->file[0] == '#' || is_chapter(r->m, see)) /* ids are known when all chapters are read */
            continue;
        const char *like = suggest_chapter(r, see->file);
        manifest_fault(r, like ? MSG_BOOK_SEE_LIKE : MSG_BOOK_SEE, see->pos, see->file, like);
    }
}

/* ---- places ---- */

/* What stands where when nobody says: each row shares its pages. */
#define IN_FRONT 6
#define ROW_MAX 4
static const char *const default_rows[][ROW_MAX] = {
    {"agenda"},
    {"delegations"},
    {"objectives", "their-objectives", "arguments"},
    {"key-messages", "responses", "press-line"},
    {"background", "timeline"},
    {"figures", "agreements"},
    {"glossary"},
    {"note-pages"},
};
#define ROWS (sizeof default_rows / sizeof *default_rows)

static bool names(const struct manifest_matter *m, const char *name)
{
    for (const char *const *with = m->with; with && *with; with++)
        if (strcmp(*with, name) == 0)
            return true;
    return strcmp(m->kind, name) == 0;
}

static bool is_listed(const struct manifest *m, const char *name)
{
    bool listed = false;
    for (size_t i = 0; i < m->n_front; i++)
        listed |= names(&m->front[i], name);
    for (size_t i = 0; i < m->n_back; i++)
        listed |= names(&m->back[i], name);
    return listed;
}

static void check_listed(struct manifest_reading *r, const struct manifest_matter *list, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct manifest_matter *m = &list[i];
        if (blocks_is_name(m->kind) && !blocks_given(&r->m->blocks, m->kind))
            manifest_fault(r, MSG_BOOK_BLOCK_MISSING, m->pos, m->kind, NULL);
        for (const char *const *with = m->with; with && *with; with++) {
            if (!blocks_given(&r->m->blocks, *with))
                manifest_fault(r, MSG_BOOK_BLOCK_MISSING, m->pos, *with, NULL);
            for (size_t k = 0; k <= i; k++)
                if (k < i ? names(&list[k], *with) : strcmp(m->kind, *with) == 0)
                    manifest_fault(r, MSG_BOOK_MATTER_TWICE, m->pos, *with, NULL);
        }
    }
}

/* The blocks of a row that are given and not listed, as one group; false: none. */
static bool take_row(struct manifest_reading *r, const char *const *row, struct manifest_matter *out)
{
    const char **with = arena_calloc(r->a, ROW_MAX + 1, sizeof *with);
    size_t n = 0;
    *out = (struct manifest_matter){.with = with};
    for (size_t i = 0; i < ROW_MAX && row[i]; i++) {
        if (!blocks_given(&r->m->blocks, row[i]) || is_listed(r->m, row[i]))
            continue;
        if (!out->kind)
            out->kind = row[i];
        else
            with[n++] = row[i];
    }
    return out->kind != NULL;
}

/* Puts `n` groups into a list, behind its entry number `at` - 1. */
static void insert(struct manifest_reading *r, struct manifest_matter **list, size_t *length, size_t at,
                   const struct manifest_matter *groups, size_t n)
{
    struct manifest_matter *all = arena_calloc(r->a, *length + n + 1, sizeof *all);
    memcpy(all, *list, at * sizeof *all);
    memcpy(all + at, groups, n * sizeof *all);
    memcpy(all + at + n, *list + at, (*length - at) * sizeof *all);
    *list = all;
    *length += n;
}

/* Behind the contents, or what else stands in front. */
static size_t behind_contents(const struct manifest *m)
{
    for (size_t i = 0; i < m->n_front; i++)
        if (strcmp(m->front[i].kind, "contents") == 0)
            return i + 1;
    return m->n_front;
}

static void place_rest(struct manifest_reading *r)
{
    struct manifest *m = r->m;
    struct manifest_matter groups[ROWS];
    size_t front = 0, back;
    for (size_t i = 0; i < IN_FRONT; i++)
        front += take_row(r, default_rows[i], &groups[front]);
    back = front;
    for (size_t i = IN_FRONT; i < ROWS; i++)
        back += take_row(r, default_rows[i], &groups[back]);
    if (front > 0)
        insert(r, &m->front, &m->n_front, behind_contents(m), groups, front);
    if (back > front)
        insert(r, &m->back, &m->n_back, m->n_back, groups + front, back - front);
}

void manifest_check_blocks(struct manifest_reading *r)
{
    check_references(r);
    check_listed(r, r->m->front, r->m->n_front);
    check_listed(r, r->m->back, r->m->n_back);
    if (r->faults == 0)
        place_rest(r);
}
