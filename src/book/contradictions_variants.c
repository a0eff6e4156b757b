/* Spellings and names of one thing that stand side by side in a book: pairs of the word lists, the place of the tone
 * mark ("hòa", "hoà"), and the dash between two names ("Á – Âu", "Á-Âu"). Each is told once.
 */
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "book/contradictions_parts.h"
#include "lang/data.h"
#include "lang/names_line.h"

#define HASH_NONFATAL_OOM 0
#define uthash_fatal(msg) mem_fail()
#include <uthash.h>

enum { MAX_PAIRS = 200, MAX_WORDS = 3 };

/* A form and where it stands first. */
struct seen {
    const char *form, *shown; /* compared; as it stands there */
    const struct passage *passage;
    size_t at;
};

/* Something that may be written in several ways. */
struct subject {
    const char *key;
    struct seen seen[2];
    unsigned n;
    UT_hash_handle hh;
};

/* A phrase of the lists, by language: "vi nghệ sỹ". */
struct phrase {
    const char *key, *subject;
    UT_hash_handle hh;
};

struct variants {
    struct arena *a;
    struct subject *subjects;
    struct phrase *phrases;
};

/* `form` is what is compared; [at, end) is shown. */
static void see(struct variants *v, const char *key, const char *form, const struct passage *p, size_t at, size_t end)
{
    struct subject *s = NULL;
    HASH_FIND_STR(v->subjects, key, s);
    if (!s) {
        s = arena_alloc(v->a, sizeof *s);
        s->key = arena_strdup(v->a, key);
        HASH_ADD_KEYPTR(hh, v->subjects, s->key, strlen(s->key), s);
    }
    if (s->n == 2 || (s->n == 1 && strcmp(s->seen[0].form, form) == 0))
        return;
    s->seen[s->n++] = (struct seen){arena_strdup(v->a, form), arena_strndup(v->a, p->text->s + at, end - at), p, at};
}

/* ---- pairs of the lists ---- */

static void put_phrase(struct variants *v, const char *lang, const char *words, const char *subject)
{
    const char *lower = utf8_lower_str(v->a, words, strlen(words));
    struct phrase *p = NULL;
    const char *key = arena_printf(v->a, "%s %s", lang, lower);
    HASH_FIND_STR(v->phrases, key, p);
    if (p)
        return;
    p = arena_alloc(v->a, sizeof *p);
    p->key = key;
    p->subject = subject;
    HASH_ADD_KEYPTR(hh, v->phrases, p->key, strlen(p->key), p);
}

static void load_pairs(struct variants *v)
{
    for (const char *const *lang = data_languages(); *lang; lang++)
        for (unsigned i = 0; i < MAX_PAIRS; i++) {
            char path[32];
            snprintf(path, sizeof path, "variants.pairs.%u", i);
            struct data_list pair = data_lookup(*lang, path);
            const char *subject = pair.n > 0 ? arena_printf(v->a, "pair %s %u", *lang, i) : NULL;
            for (size_t k = 0; k < pair.n; k++)
                put_phrase(v, *lang, pair.items[k], subject);
        }
}

/* "Astana" in "Air Astana" is no name of the city. */
static bool is_in_name(const struct name_line *l, size_t i)
{
    return l->item[i].upper && i > 0 && name_line_joined(l, i - 1) && l->item[i - 1].upper && !l->item[i - 1].sentence;
}

/* The phrases that begin at word i; "Nur-Sultan" is one word. */
static void see_pairs(struct variants *v, const struct name_line *l, size_t i, const struct passage *p,
                      struct arena *scratch)
{
    if (is_in_name(l, i))
        return;
    size_t lang_n = strcspn(l->item[i].lang, "-_");
    for (size_t k = 1; k <= MAX_WORDS && i + k <= l->n; k++) {
        size_t start = l->item[i].start, end = l->item[i + k - 1].end;
        const char *lower = utf8_lower_str(scratch, l->s + start, end - start);
        const char *key = arena_printf(scratch, "%.*s %s", (int)lang_n, l->item[i].lang, lower);
        struct phrase *phrase = NULL;
        HASH_FIND_STR(v->phrases, key, phrase);
        if (phrase)
            see(v, phrase->subject, lower, p, start, end);
        if (!name_line_joined(l, i + k - 1))
            break;
    }
}

/* ---- marks and dashes ---- */

static void see_tone(struct variants *v, const struct name_token *w, const struct name_line *l, const struct passage *p,
                     struct arena *scratch)
{
    if (strncmp(w->lang, "vi", 2) != 0 || !names_tone_word(w->key, w->key_n))
        return;
    const char *lower = utf8_lower_str(scratch, l->s + w->start, w->end - w->start);
    see(v, arena_printf(scratch, "tone %s", w->key), lower, p, w->start, w->end);
}

static bool has_capital_behind(const struct name_token *w, const struct name_line *l)
{
    const char *dash = memchr(l->s + w->start, '-', w->end - w->start);
    size_t i = dash ? (size_t)(dash + 1 - l->s) : w->end;
    return i < w->end && utf8_is_upper(utf8_next(l->s, w->end, &i));
}

/* Is the word before, with the part of this one that stands before its dash, the name of a place: "Việt Nam-Lào"? */
static bool is_place_to_dash(const struct name_line *l, size_t i, struct arena *scratch)
{
    const struct name_token *w = &l->item[i];
    const char *dash = memchr(w->key, '-', w->key_n);
    if (i == 0 || !dash || !name_line_joined(l, i - 1))
        return false;
    const char *key = arena_printf(scratch, "%.*s %.*s", (int)w[-1].key_n, w[-1].key, (int)(dash - w->key), w->key);
    const struct name_word *found = name_words_find(name_words_of(w->lang), key, strlen(key), NULL);
    return found && found->classes & NC_PLACE;
}

/* "Á-Âu" and "Á – Âu" are seen under "á-âu"; names of several words are shown whole. */
static void see_dash(struct variants *v, const struct name_line *l, size_t i, const struct passage *p,
                     struct arena *scratch)
{
    const struct name_token *w = &l->item[i];
    if (w->upper && has_capital_behind(w, l)) {
        see(v, arena_printf(scratch, "dash %s", w->key), arena_strndup(scratch, l->s + w->start, w->end - w->start), p,
            is_place_to_dash(l, i, scratch) ? w[-1].start : w->start, w->end);
        return;
    }
    if (!w->dash || i == 0 || i + 1 >= l->n || !l->item[i - 1].upper || !l->item[i + 1].upper ||
        l->item[i - 1].closes || l->item[i + 1].opens)
        return;
    size_t start = l->item[i - 1].start, end = l->item[i + 1].end;
    size_t before = name_line_before(l, i, NC_PLACE), behind = name_line_phrase(l, i + 1, NC_PLACE);
    before = before > 0 ? before : 1;
    behind = behind > 0 ? behind : 1;
    see(v, arena_printf(scratch, "dash %s-%s", l->item[i - 1].key, l->item[i + 1].key),
        arena_strndup(scratch, l->s + start, end - start), p, l->item[i - before].start, l->item[i + behind].end);
}

/* ---- the whole ---- */

static void look(struct variants *v, const struct passage *p, struct arena *scratch)
{
    struct name_line l = name_line_split(scratch, p->text, p->lang, NULL);
    for (size_t i = 0; i < l.n; i++) {
        see_pairs(v, &l, i, p, scratch);
        see_tone(v, &l.item[i], &l, p, scratch);
        see_dash(v, &l, i, p, scratch);
    }
}

static struct contradiction_place place_of(struct variants *v, const struct seen *s)
{
    return (struct contradiction_place){s->passage->article->meta.file, s->passage->line, s->shown,
                                        contradictions_sentence(v->a, s->passage, s->at)};
}

void contradictions_variants(const struct passages *p, struct arena *a, struct contradictions *out)
{
    struct variants v = {a, NULL, NULL};
    struct arena *scratch = arena_new();
    bool tone_told = false;
    load_pairs(&v);
    for (size_t i = 0; i < p->n; i++) {
        look(&v, &p->items[i], scratch);
        arena_reset(scratch);
    }
    for (struct subject *s = v.subjects; s; s = s->hh.next) {
        bool tone = strncmp(s->key, "tone", 4) == 0;
        if (s->n < 2 || (tone && tone_told))
            continue;
        tone_told = tone_told || tone;
        struct contradiction c = {.rule = NAME_DIFFERS, .subject = s->seen[0].shown};
        c.places[0] = place_of(&v, &s->seen[0]);
        c.places[1] = place_of(&v, &s->seen[1]);
        contradictions_add(out, &c);
    }
    HASH_CLEAR(hh, v.subjects);
    HASH_CLEAR(hh, v.phrases);
    arena_drop(scratch);
}
