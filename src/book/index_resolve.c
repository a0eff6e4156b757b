/* Which hits are names, and which names are one.
 *
 * A weak hit counts when the same name stands elsewhere with a better sign. An acronym that nothing explains counts
 * when it comes back. A single name ("bà Nga", "Tokayev") belongs to the person of the same chapter who has it: for
 * Vietnamese names the last syllable, for others any of the words; failing that to the one person of the book whose
 * last word it is.
 */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "book/index.h"
#include "lang/syllable.h"

enum { ACRONYM_MENTIONS = 2, MAX_WORDS = 8 };

/* ---- full names by their parts ---- */

/* Which person a word stands for in a chapter. */
struct part {
    const char *key;         /* "chapter word", or "word" for the whole book */
    struct index_term *term; /* NULL: several */
    UT_hash_handle hh;
};

struct parts {
    struct arena *a;
    struct part *table;
};

static struct part *find_part(const struct parts *p, const char *key)
{
    struct part *part = NULL;
    HASH_FIND_STR(p->table, key, part);
    return part;
}

static void put_part(struct parts *p, const char *key, struct index_term *term)
{
    struct part *part = find_part(p, key);
    if (part) {
        if (index_final(part->term) != index_final(term))
            part->term = NULL;
        return;
    }
    part = arena_alloc(p->a, sizeof *part);
    part->key = key;
    part->term = term;
    HASH_ADD_KEYPTR(hh, p->table, part->key, strlen(part->key), part);
}

static bool is_vietnamese(const char *name)
{
    for (const char *word = name; *word;) {
        size_t n = strcspn(word, " ");
        if (!syllable_fits(word, n))
            return false;
        word += n + strspn(word + n, " ");
    }
    return true;
}

static const char *chapter_key(struct arena *a, uint32_t chapter, const char *word, size_t n)
{
    return arena_printf(a, "%u %.*s", (unsigned)chapter, (int)n, word);
}

static void put_parts(struct parts *p, const struct index_mention *m, struct arena *scratch)
{
    const char *key = m->term->key, *last = strrchr(key, ' ');
    if (!last)
        return;
    bool vietnamese = is_vietnamese(m->term->name);
    last++;
    const char *of_chapter = chapter_key(scratch, m->chapter, last, strlen(last));
    if (!find_part(p, of_chapter) || find_part(p, of_chapter)->term != m->term)
        put_part(p, arena_strdup(p->a, of_chapter), m->term);
    if (vietnamese)
        return;
    put_part(p, last, m->term);
    size_t words = 0;
    for (const char *word = key; word < last && words < MAX_WORDS; words++) {
        size_t n = strcspn(word, " ");
        put_part(p, chapter_key(p->a, m->chapter, word, n), m->term);
        word += n + 1;
    }
}

static enum name_kind kind_of(const struct index_term *t)
{
    enum name_kind best = NAME_OTHER;
    for (int k = NAME_PERSON; k <= NAME_ORG; k++)
        if (t->kinds[k] > t->kinds[best] || (best == NAME_OTHER && t->kinds[k] > 0))
            best = (enum name_kind)k;
    return best;
}

static bool may_be_person(const struct index_term *t)
{
    return !t->listed && !t->acronymic && strchr(t->key, ' ') && (t->kind == NAME_PERSON || t->kind == NAME_OTHER);
}

static void gather_parts(const struct index_build *b, struct parts *p)
{
    struct arena *scratch = arena_new();
    for (size_t i = 0; i < b->n; i++)
        if (b->mentions[i].term && may_be_person(b->mentions[i].term) && b->mentions[i].term->strong > 0) {
            put_parts(p, &b->mentions[i], scratch);
            arena_reset(scratch);
        }
    arena_drop(scratch);
}

/* Gives single names to the people who bear them; a foreign one that nobody bears in full is an entry of its own. */
static void resolve_given(struct index_build *b)
{
    struct parts p = {arena_new(), NULL};
    gather_parts(b, &p);
    for (size_t i = 0; i < b->n; i++) {
        struct index_mention *m = &b->mentions[i];
        if (!m->given || !m->term || m->term->into)
            continue;
        const char *key = m->term->key;
        const struct part *part = find_part(&p, chapter_key(p.a, m->chapter, key, strlen(key)));
        if (!part)
            part = find_part(&p, key);
        if (part && part->term && part->term != m->term)
            m->term = part->term;
        else if (is_vietnamese(m->term->name))
            m->term = m->term->strong > 0 ? m->term : NULL;
        else if (!m->weak)
            m->term->strong++;
    }
    HASH_CLEAR(hh, p.table);
    arena_drop(p.a);
}

/* ---- the same words in another order ---- */

static int compare_words(const void *x, const void *y)
{
    return strcmp(*(const char *const *)x, *(const char *const *)y);
}

/* The words of a key in alphabetical order; NULL for a single one, a long one or a Vietnamese name, whose order is
 * fixed. */
static const char *sorted_words(struct arena *a, const struct index_term *t)
{
    const char *words[MAX_WORDS];
    size_t n = 0;
    if (!may_be_person(t) || is_vietnamese(t->name))
        return NULL;
    char *copy = arena_strdup(a, t->key);
    for (char *word = copy; word && n < MAX_WORDS; n++) {
        char *space = strchr(word, ' ');
        words[n] = word;
        word = space ? space + 1 : NULL;
        if (space)
            *space = '\0';
        if (n + 1 == MAX_WORDS)
            return NULL;
    }
    qsort(words, n, sizeof *words, compare_words);
    const char *joined = "";
    for (size_t i = 0; i < n; i++)
        joined = arena_printf(a, "%s %s", joined, words[i]);
    return joined;
}

/* "Baizanov Erlan" and "Erlan Baizanov": the more frequent is the entry, the first one when they are equal. */
static void merge_turned(struct index_build *b)
{
    struct parts p = {arena_new(), NULL};
    for (struct index_term *t = b->terms; t; t = t->hh.next) {
        const char *key = t->into ? NULL : sorted_words(p.a, t);
        struct part *part = key ? find_part(&p, key) : NULL;
        if (!key)
            continue;
        if (!part) {
            put_part(&p, key, t);
        } else if (t->total > part->term->total) {
            index_merge(part->term, t);
            part->term = t;
        } else {
            index_merge(t, part->term);
        }
    }
    HASH_CLEAR(hh, p.table);
    arena_drop(p.a);
}

/* ---- headings ---- */

/* How likely a Russian or Kazakh form is the nominative: names end in a consonant or й, or in а, я, ь, о. */
static int nominative_rank(const char *s)
{
    size_t i = strlen(s);
    uint32_t cp = i > 0 ? utf8_prev(s, &i) : 0;
    switch (utf8_lower(cp)) {
    case 0x430: /* а */
    case 0x44F: /* я */
        return 1;
    case 0x43E: /* о */
    case 0x44C: /* ь */
        return 2;
    case 0x435: /* е */
    case 0x438: /* и */
    case 0x44B: /* ы */
    case 0x443: /* у */
    case 0x44E: /* ю */
    case 0x43C: /* м */
        return 3;
    default:
        return 0;
    }
}

static bool is_better(const struct index_spelling *x, const struct index_spelling *y)
{
    size_t i = 0;
    bool cyrillic = syllable_is_cyrillic(utf8_lower(utf8_next(x->s, strlen(x->s), &i)));
    if (cyrillic) {
        int rx = nominative_rank(x->s), ry = nominative_rank(y->s);
        if (rx != ry)
            return rx < ry;
        if (strlen(x->s) != strlen(y->s))
            return strlen(x->s) < strlen(y->s);
    }
    return x->count > y->count;
}

static void choose_heading(struct index_term *t)
{
    const struct index_spelling *best = t->spellings;
    for (const struct index_spelling *s = best; s && !t->named; s = s->next)
        if (is_better(s, best))
            best = s;
    if (best && !t->named)
        t->name = best->s;
}

/* ---- the whole ---- */

static bool is_name(const struct index_term *t)
{
    if (t->own)
        return true;
    if (t->common && !t->listed)
        return false;
    if (t->acronymic && !t->listed && t->strong == 0)
        return t->total >= ACRONYM_MENTIONS && !t->common;
    return t->strong > 0 || t->listed;
}

/* An acronym on the word lists stands for the name there: it is shown beside it. */
static void show_acronyms(struct index_build *b)
{
    for (size_t i = 0; i < b->n; i++) {
        struct index_mention *m = &b->mentions[i];
        if (!m->term || m->term->acronym || m->term->acronymic || !m->term->listed || m->term->own)
            continue;
        uint32_t letters = 0, uppers = 0;
        for (size_t k = m->start; k < m->end;) {
            uint32_t cp = utf8_next(m->leaf->text.s, m->end, &k);
            letters += utf8_is_letter(cp);
            uppers += utf8_is_upper(cp);
        }
        if (letters > 1 && letters == uppers &&
            strncmp(m->term->name, m->leaf->text.s + m->start, m->end - m->start) != 0)
            m->term->acronym = arena_strndup(b->as->a, m->leaf->text.s + m->start, m->end - m->start);
    }
}

static bool is_shouted(const struct index_term *t)
{
    return t->acronym && strchr(t->name, ' ') == NULL && strlen(t->acronym) == strlen(t->name);
}

void index_resolve(struct index_build *b)
{
    for (struct index_term *t = b->terms; t; t = t->hh.next)
        t->kind = kind_of(t);
    resolve_given(b);
    merge_turned(b);
    show_acronyms(b);
    for (struct index_term *t = b->terms; t; t = t->hh.next) {
        choose_heading(t);
        if (is_shouted(t)) /* "МОСКВА" is Москва, loud */
            t->acronym = NULL;
        if (!t->into && !is_name(t))
            t->omitted = true;
    }
}
