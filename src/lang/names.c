/* The name finder: goes through the words of a text and decides at each what begins there. The longest wins of: a name
 * that the user lists, words that are no name, the name of a body, a name of the lists; else a run of capitals is
 * looked at with what stands before and behind it.
 */
#include "lang/names.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "lang/names_org.h"
#include "lang/token.h"

/* A run of more capitals than this is a heading, not a name. */
enum { MAX_RUN = 7, MAX_VIETNAMESE = 5 };

struct name_list {
    const char **items; /* sorted by bytes */
    size_t n;
    size_t longest; /* words of the longest */
};

struct finder {
    struct arena *a, *scratch;
    struct name_line l;
    const struct name_list *listed;
    struct name_hits *out;
    size_t first; /* of this text's hits */
};

/* ---- the user's list ---- */

static int compare_items(const void *x, const void *y)
{
    return strcmp(*(const char *const *)x, *(const char *const *)y);
}

struct name_list *name_list_make(struct arena *a, const char *const *names)
{
    size_t n = 0;
    while (names && names[n])
        n++;
    if (n == 0)
        return NULL;
    struct name_list *list = arena_alloc(a, sizeof *list);
    list->items = arena_calloc(a, n, sizeof *list->items);
    list->n = n;
    for (size_t i = 0; i < n; i++) {
        size_t words = 1;
        list->items[i] = names[i];
        for (const char *s = names[i]; *s; s++)
            words += *s == ' ';
        list->longest = words > list->longest ? words : list->longest;
    }
    qsort(list->items, n, sizeof *list->items, compare_items);
    return list;
}

static bool is_listed(const struct name_list *list, const char *s, size_t n)
{
    size_t low = 0, high = list->n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strncmp(list->items[middle], s, n);
        if (order == 0)
            order = list->items[middle][n] != '\0';
        if (order == 0)
            return true;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

static size_t listed_at(const struct finder *f, size_t i)
{
    size_t best = 0;
    for (size_t k = 1; f->listed && k <= f->listed->longest && i + k <= f->l.n; k++) {
        size_t start = f->l.item[i].start, end = f->l.item[i + k - 1].end;
        if (is_listed(f->listed, f->l.s + start, end - start))
            best = k;
    }
    return best;
}

/* ---- keys and spellings ---- */

/* The words from `first` to `last` with dashes between names spaced evenly. */
static const char *spelling(const struct finder *f, size_t first, size_t last)
{
    struct buf b = BUF_INIT;
    for (size_t i = first; i <= last; i++) {
        const struct name_token *w = &f->l.item[i];
        if (i > first)
            buf_putc(&b, ' ');
        if (w->dash)
            buf_puts(&b, "–");
        else
            buf_put(&b, f->l.s + w->start, w->end - w->start);
    }
    const char *s = arena_strndup(f->a, b.p, b.n);
    buf_free(&b);
    return s;
}

static bool is_cyrillic(const char *s)
{
    size_t n = strlen(s);
    for (size_t i = 0; i < n;) {
        uint32_t cp = utf8_next(s, n, &i);
        if (utf8_is_letter(cp))
            return cp >= 0x400 && cp < 0x530;
    }
    return false;
}

const char *names_key(struct arena *a, const char *name, const char *lang)
{
    bool own = strncmp(lang, "ru", 2) == 0 || strncmp(lang, "kk", 2) == 0;
    const char *of = is_cyrillic(name) ? (own ? lang : "ru") : own ? "en" : lang;
    struct buf b = BUF_INIT;
    for (const char *word = name; *word;) {
        size_t n = strcspn(word, " ");
        char key[160];
        size_t used = names_word_key(word, n, of, key, sizeof key);
        if (b.n > 0)
            buf_putc(&b, ' ');
        buf_put(&b, key, used);
        word += n + strspn(word + n, " ");
    }
    const char *s = arena_strndup(a, b.p ? b.p : "", b.n);
    buf_free(&b);
    return s;
}

static struct name_hit *emit(struct finder *f, size_t first, size_t last, enum name_kind kind, const char *name)
{
    struct name_hits *out = f->out;
    mem_grow((void **)&out->items, &out->cap, out->n + 1, sizeof *out->items);
    struct name_hit *hit = &out->items[out->n++];
    *hit = (struct name_hit){.start = (uint32_t)f->l.item[first].start, .end = (uint32_t)f->l.item[last].end};
    hit->kind = kind;
    hit->name = name ? name : spelling(f, first, last);
    hit->key = names_key(f->a, hit->name, f->l.lang);
    hit->acronym = first == last && f->l.item[first].capitals;
    return hit;
}

/* ---- what the lists know ---- */

/* The longest place or body of the lists at word i, written with as many capitals as there; 0: none. */
static size_t known_at(const struct finder *f, size_t i)
{
    if (i >= f->l.n || !(f->l.item[i].any & (NC_PLACE | NC_ORG)))
        return 0;
    for (size_t k = NAME_PHRASE_WORDS; k > 0; k--) {
        const struct name_word *p = i + k <= f->l.n ? f->l.item[i].phrases[k - 1] : NULL;
        if (!p || !(p->classes & (NC_PLACE | NC_ORG)))
            continue;
        size_t capitals = 0;
        for (size_t m = 0; m < k; m++)
            capitals += f->l.item[i + m].upper;
        if (capitals >= p->capitals && capitals > 0)
            return k;
    }
    return 0;
}

static bool may_run_on(const struct finder *f, size_t i)
{
    const struct name_token *w = &f->l.item[i];
    return w->upper && !(w->digit && !w->capitals) && name_line_phrase(&f->l, i, NC_NOT | NC_ORG_HEAD) == 0;
}

/* "Hà Nam Anh" is a person although "Hà Nam" is a province: a known name with a given name behind it. */
static bool is_part_of_person(const struct finder *f, size_t i, size_t k)
{
    const struct name_line *l = &f->l;
    size_t next = i + k;
    if (name_line_phrase(l, i, NC_SURNAME) != 1 || next >= l->n || !name_line_joined(l, next - 1))
        return false;
    const struct name_token *w = &l->item[next];
    bool known = known_at(f, next) > 0 && name_line_phrase(l, next, NC_AMBIGUOUS) != 1;
    return w->upper && w->syllable && !w->capitals && !known &&
           name_line_phrase(l, next, NC_SURNAME | NC_NOT | NC_ORG_HEAD) == 0;
}

static bool is_unsure(const struct finder *f, size_t i, size_t k)
{
    return f->l.item[i].sentence && name_line_phrase(&f->l, i, NC_AMBIGUOUS) == k;
}

static void emit_known(struct finder *f, size_t i, size_t k)
{
    const struct name_word *p = f->l.item[i].phrases[k - 1];
    /* "bà Nga": a given name, whatever the country is called */
    if (k == 1 && p->classes & NC_AMBIGUOUS && name_line_before(&f->l, i, NC_TITLE) > 0 &&
        !(i + 1 < f->l.n && name_line_joined(&f->l, i) && f->l.item[i + 1].upper)) {
        struct name_hit *hit = emit(f, i, i, NAME_PERSON, NULL);
        hit->given = true;
        return;
    }
    emit(f, i, i + k - 1, p->classes & NC_PLACE ? NAME_PLACE : NAME_ORG, p->name)->listed = true;
}

/* "Bangkok Post": a body that is called after a place. */
static bool is_body_of_place(const struct finder *f, size_t i, size_t k)
{
    return i + k < f->l.n && name_line_joined(&f->l, i + k - 1) && f->l.item[i + k].upper &&
           name_line_phrase(&f->l, i + k, NC_ORG_TAIL) == 1;
}

static const struct name_word *head_at(const struct finder *f, size_t i)
{
    const struct name_word *head = i < f->l.n ? f->l.item[i].phrases[0] : NULL;
    return head && head->classes & NC_HEAD ? head : NULL;
}

/* "Центральной кольцевой автодороги" in the nominative; NULL when the words before the last are no adjectives. */
static const char *nominative(const struct finder *f, size_t first, size_t last)
{
    const struct name_word *head = head_at(f, last);
    const char *name = "";
    for (size_t i = first; head && i < last; i++) {
        const struct name_token *w = &f->l.item[i];
        const char *word = names_adjective(f->scratch, f->l.s + w->start, w->end - w->start, head->gender);
        if (!word)
            return NULL;
        name = arena_printf(f->scratch, "%s%s ", name, word);
    }
    return head ? arena_printf(f->a, "%s%s", name, head->name) : NULL;
}

/* "Московской области": an adjective with a capital before the kind of place; "от Можайского до Новорижского шоссе":
 * the kind holds for both. Returns the number of words taken. */
static size_t take_adjective(struct finder *f, size_t i)
{
    const struct name_line *l = &f->l;
    const struct name_token *w = &l->item[i];
    if (!w->cyrillic || !w->upper || w->capitals || !name_line_joined(l, i))
        return 0;
    const struct name_word *head = head_at(f, i + 1);
    size_t taken = 2;
    if (!head && i + 3 < l->n && !l->item[i + 1].upper && l->item[i + 1].key_n <= 4 && name_line_joined(l, i + 1) &&
        l->item[i + 2].upper && name_line_joined(l, i + 2)) {
        head = head_at(f, i + 3);
        taken = 1;
    }
    const char *adjective = head ? names_adjective(f->scratch, l->s + w->start, w->end - w->start, head->gender) : NULL;
    if (!adjective)
        return 0;
    struct name_hit *hit = emit(f, i, i + taken - 1, NAME_PLACE, arena_printf(f->a, "%s %s", adjective, head->name));
    hit->weak = w->sentence;
    return taken;
}

/* ---- acronyms ---- */

static size_t letters_of(const struct name_line *l, const struct name_token *w, uint32_t *out, size_t max)
{
    size_t n = 0;
    for (size_t i = w->start; i < w->end && n < max;) {
        uint32_t cp = utf8_next(l->s, w->end, &i);
        if (utf8_is_letter(cp))
            out[n++] = utf8_lower(cp);
    }
    return n;
}

/* Do the words before word i begin with its letters? Of the last, which may be a compound ("автодорога" in ЦКАД), a
 * second letter may come. Returns the first of them, or i. */
static size_t spelt_out(const struct name_line *l, size_t i)
{
    uint32_t letters[12];
    size_t n = letters_of(l, &l->item[i], letters, 12);
    for (size_t words = n; n > 1 && words + 1 >= n && words > 1; words--) {
        size_t k = 0;
        for (; words <= i && k < words; k++) {
            size_t at = l->item[i - words + k].start;
            if (utf8_lower(utf8_next(l->s, l->item[i - words + k].end, &at)) != letters[k])
                break;
        }
        if (k == words)
            return i - words;
    }
    return i;
}

static const struct name_hit *hit_ending_at(const struct finder *f, size_t end)
{
    const struct name_hit *last = f->out->n > 0 ? &f->out->items[f->out->n - 1] : NULL;
    return last && last->end == end ? last : NULL;
}

/* "(EU)" behind what it stands for. Returns true when that is settled. */
static bool take_explained(struct finder *f, size_t i)
{
    const struct name_line *l = &f->l;
    const struct name_token *w = &l->item[i];
    if (i == 0 || !w->bracket || !w->bracket_closes || l->item[i - 1].closes)
        return false;
    const struct name_hit *whole = hit_ending_at(f, l->item[i - 1].end);
    if (whole && whole->kind == NAME_ORG) {
        const char *key = whole->key;
        emit(f, i, i, NAME_ORG, NULL)->of = key;
        return true;
    }
    size_t first = spelt_out(l, i);
    if (first == i && known_at(f, i) > 0)
        return false;
    if (first < i && l->item[first].upper && !l->item[first].sentence && !whole) {
        while (f->out->n > f->first && f->out->items[f->out->n - 1].start >= l->item[first].start)
            f->out->n--; /* a part of it that was taken for a name */
        const char *key = emit(f, first, i - 1, NAME_OTHER, nominative(f, first, i - 1))->key;
        emit(f, i, i, NAME_OTHER, NULL)->of = key;
        return true;
    }
    if (known_at(f, i) > 0 || (whole && whole->kind != NAME_ORG))
        return false;
    emit(f, i, i, NAME_OTHER, NULL)->common = true;
    return true;
}

/* A known place in brackets behind it: "PTT (Thái Lan)". */
static bool has_place_behind(const struct finder *f, size_t i)
{
    const struct name_line *l = &f->l;
    return i + 1 < l->n && !l->item[i].closes && l->item[i + 1].bracket && name_line_phrase(l, i + 1, NC_PLACE) > 0 &&
           l->item[i + name_line_phrase(l, i + 1, NC_PLACE)].bracket_closes;
}

/* Is a body named here: "hãng", "công ty hóa dầu" before it? */
static bool is_called_body(const struct finder *f, size_t i)
{
    size_t k = name_line_before(&f->l, i, NC_ORG_HEAD), at = i;
    while (k == 0) {
        size_t field = name_line_before(&f->l, at, NC_FIELD);
        if (field == 0 || field > at)
            return false;
        at -= field;
        k = name_line_before(&f->l, at, NC_ORG_HEAD);
    }
    return true;
}

static void take_acronym(struct finder *f, size_t i)
{
    if (take_explained(f, i))
        return;
    bool body = is_called_body(f, i) || has_place_behind(f, i);
    if (f->l.item[i].digit && !body)
        return;
    struct name_hit *hit = emit(f, i, i, body ? NAME_ORG : NAME_OTHER, NULL);
    hit->weak = !body;
}

/* "ЦКАД-5" is a part of ЦКАД. */
static bool take_numbered(struct finder *f, size_t i)
{
    const struct name_token *w = &f->l.item[i];
    const char *s = f->l.s + w->start, *dash = memchr(s, '-', w->end - w->start);
    size_t n = dash ? (size_t)(dash - s) : 0;
    if (!w->digit || !w->capitals || n < 4 || strspn(dash + 1, "0123456789") + n + 1 < w->end - w->start)
        return false;
    struct name_hit *hit = emit(f, i, i, NAME_OTHER, arena_strndup(f->a, s, n));
    hit->weak = true;
    hit->acronym = true;
    return true;
}

/* ---- runs of capitals ---- */

struct run {
    size_t first, last;
    bool vietnamese, cyrillic;
};

static bool is_connector(const struct name_token *w)
{
    static const char *const words[] = {"of", "and", "&", "de", "van", "von", "bin", "al", "ibn", "the", "da", "di"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i]) == w->key_n && memcmp(words[i], w->key, w->key_n) == 0)
            return true;
    return false;
}

static bool is_foreign_capital(const struct finder *f, size_t i)
{
    const struct name_token *w = &f->l.item[i];
    return w->upper && !w->cyrillic && !w->syllable;
}

/* "Mangalore Refinery and Petrochemicals": English words join capitals of a foreign name in a Vietnamese text. */
static bool goes_over(const struct finder *f, size_t i)
{
    const struct name_line *l = &f->l;
    return strncmp(l->lang, "vi", 2) == 0 && is_connector(&l->item[i]) && i + 1 < l->n && name_line_joined(l, i - 1) &&
           name_line_joined(l, i) && is_foreign_capital(f, i - 1) && is_foreign_capital(f, i + 1) &&
           known_at(f, i + 1) == 0;
}

static bool same_script(const struct finder *f, size_t i, size_t k)
{
    return f->l.item[i].cyrillic == f->l.item[k].cyrillic;
}

/* "Phan Đức Lương", "Nguyễn Phương Nga": behind a surname a country's name is a syllable like others. */
static bool is_syllable_of_name(const struct finder *f, const struct run *r, size_t next)
{
    size_t first = r->first + (r->last > r->first && name_line_phrase(&f->l, r->first, NC_TITLE) == 1);
    return known_at(f, next) == 1 && name_line_phrase(&f->l, next, NC_AMBIGUOUS) == 1 && r->vietnamese &&
           name_line_phrase(&f->l, first, NC_SURNAME) == 1 && next - first < 4;
}

static struct run run_at(const struct finder *f, size_t i)
{
    const struct name_line *l = &f->l;
    struct run r = {i, i, l->item[i].syllable, l->item[i].cyrillic};
    for (;;) {
        size_t next = r.last + 1;
        if (next < l->n && goes_over(f, next)) {
            r.last = next + 1;
            continue;
        }
        if (next >= l->n || !name_line_joined(l, r.last) || !may_run_on(f, next) || !same_script(f, i, next) ||
            (known_at(f, next) > 0 && !is_syllable_of_name(f, &r, next)))
            break;
        if (l->item[next].capitals && (l->item[r.last].syllable || l->item[next].cyrillic))
            break;
        r.vietnamese = r.vietnamese && l->item[next].syllable;
        r.last = next;
    }
    return r;
}

static bool is_vietnamese(const struct finder *f)
{
    return strncmp(f->l.lang, "vi", 2) == 0;
}

/* A given name or surname alone: a person's when the book names somebody so in full. */
static void take_single(struct finder *f, size_t i)
{
    const struct name_token *w = &f->l.item[i];
    bool titled = name_line_before(&f->l, i, NC_TITLE) > 0;
    bool speaks = name_line_joined(&f->l, i) && name_line_phrase(&f->l, i + 1, NC_SPEECH) > 0;
    bool pair = name_line_phrase(&f->l, i, NC_FIELD | NC_NOT | NC_GENERAL | NC_ORG_HEAD) > 1;
    bool behind_starter = i > 0 && f->l.item[i - 1].sentence && name_line_before(&f->l, i, NC_STARTER) > 0;
    if (pair || (!titled && !speaks && !behind_starter))
        return;
    if (w->sentence && !speaks)
        return;
    struct name_hit *hit = emit(f, i, i, NAME_PERSON, NULL);
    hit->given = true;
}

static void take_vietnamese(struct finder *f, struct run r)
{
    const struct name_line *l = &f->l;
    size_t words = r.last - r.first + 1;
    size_t place = name_line_before(l, r.first, NC_PLACE_HEAD);
    size_t with = name_line_before(l, r.first, NC_NAMED_WITH);
    if (words == 1 && with > 0 && !l->item[r.first].capitals) {
        emit(f, r.first - with, r.last, NAME_PLACE, NULL);
        return;
    }
    if (words == 1) {
        take_single(f, r.first);
        return;
    }
    if (words > MAX_VIETNAMESE)
        return;
    bool surname = name_line_phrase(l, r.first, NC_SURNAME) == 1;
    bool person = surname || name_line_before(l, r.first, NC_TITLE) > 0;
    if (place > 0 && !person) {
        emit(f, r.first, r.last, NAME_PLACE, NULL);
        return;
    }
    if (place > 0 && surname) { /* streets bear the names of people */
        emit(f, with > 0 ? r.first - with : r.first, r.last, NAME_PLACE, NULL);
        return;
    }
    struct name_hit *hit = emit(f, r.first, r.last, person ? NAME_PERSON : NAME_OTHER, NULL);
    hit->weak = !person && l->item[r.first].sentence;
}

static bool ends_like_body(const struct finder *f, struct run r)
{
    return r.last > r.first && name_line_phrase(&f->l, r.last, NC_ORG_TAIL) == 1;
}

/* Titles with a capital are no part of the name: "President Tokayev". */
static bool drop_titles(const struct finder *f, struct run *r)
{
    bool dropped = false;
    size_t k;
    while (r->first < r->last && (k = name_line_phrase(&f->l, r->first, NC_TITLE)) > 0 && r->first + k <= r->last) {
        r->first += k;
        dropped = true;
    }
    return dropped;
}

static void take_foreign(struct finder *f, struct run r)
{
    const struct name_line *l = &f->l;
    bool titled = drop_titles(f, &r) || name_line_before(l, r.first, NC_TITLE) > 0;
    bool body = is_called_body(f, r.first) || ends_like_body(f, r);
    bool place = name_line_before(l, r.first, NC_PLACE_HEAD) > 0;
    size_t words = r.last - r.first + 1;
    const struct name_token *w = &l->item[r.first];
    if (words > MAX_RUN || (words == 1 && (w->end - w->start < 2 || name_line_phrase(l, r.first, NC_GENERAL) == 1)))
        return;
    if (words == 1 && w->digit)
        return;
    enum name_kind kind = body ? NAME_ORG : place ? NAME_PLACE : titled || words > 1 ? NAME_PERSON : NAME_OTHER;
    struct name_hit *hit = emit(f, r.first, r.last, kind, NULL);
    hit->given = words == 1 && !body && !place;
    /* A foreign word is no word of a Vietnamese text: there its capital tells even at a sentence's beginning. */
    hit->weak = w->sentence && !titled && !body && !place && words == 1 && !(is_vietnamese(f) && !r.cyrillic);
}

static bool drop_starter(const struct finder *f, struct run *r)
{
    const struct name_line *l = &f->l;
    bool begins = l->item[r->first].sentence || (r->first > 0 && l->item[r->first - 1].dash);
    if (!begins || name_line_phrase(l, r->first, NC_STARTER) != 1)
        return true;
    if (r->first == r->last)
        return false;
    r->first++;
    return true;
}

/* Returns the word behind what was taken or passed over. */
static size_t take_run(struct finder *f, size_t i)
{
    const struct name_line *l = &f->l;
    struct run r = run_at(f, i);
    size_t behind = r.last + 1;
    if (l->item[i].cyrillic && l->item[i].digit && r.last > i)
        return i + 1; /* "А-107": a road's number */
    if (!drop_starter(f, &r))
        return behind;
    /* "Bạn Ngọc Trâm": a word, here a title, that begins the sentence has its capital from there */
    while (r.first < r.last && r.vietnamese && l->item[r.first].sentence && name_line_phrase(l, r.first, NC_TITLE) == 1)
        r.first++;
    /* "Tờ Harare Post": a Vietnamese word before a foreign name */
    if (r.first < r.last && !r.vietnamese && l->item[r.first].sentence && l->item[r.first].syllable &&
        is_vietnamese(f) && !l->item[r.first + 1].syllable && name_line_phrase(l, r.first, NC_SURNAME) == 0)
        r.first++;
    size_t quoted = name_line_quoted(l, r.first);
    if (quoted > r.last && l->item[i].cyrillic) { /* «Московское малое кольцо» */
        emit(f, r.first, quoted, NAME_OTHER, NULL);
        return quoted + 1;
    }
    bool thing = name_line_before(l, r.first, NC_THING) > 0;
    bool credit = r.first > 0 && l->item[r.first - 1].phrases[0] && l->item[r.first - 1].stop &&
                  l->item[r.first - 1].phrases[0]->classes & NC_CREDIT;
    if (thing || credit || name_line_before(l, r.first, NC_CREDIT) > 1)
        return behind;
    if (r.first == r.last && l->item[r.first].capitals && !take_numbered(f, r.first))
        take_acronym(f, r.first);
    else if (r.first == r.last && l->item[r.first].capitals)
        return behind;
    else if (r.vietnamese && is_vietnamese(f))
        take_vietnamese(f, r);
    else
        take_foreign(f, r);
    return behind;
}

/* ---- the whole ---- */

/* Decides what begins at word i; returns the word behind it. */
static size_t step(struct finder *f, size_t i)
{
    const struct name_line *l = &f->l;
    const struct name_token *w = &l->item[i];
    size_t listed = listed_at(f, i), known = known_at(f, i), begin = i;
    size_t not = w->upper ? name_line_phrase(l, i, NC_NOT) : 0;
    size_t org = names_org_extent(l, i, &begin), general = w->upper ? name_line_phrase(l, i, NC_GENERAL) : 0;
    if (listed > 0) {
        struct name_hit *hit = emit(f, i, i + listed - 1, NAME_OTHER, NULL);
        hit->listed = true;
        return i + listed;
    }
    if (w->capitals && known == 1 && take_explained(f, i))
        return i + 1;
    if (known > 0 && known >= not &&i + known >= org && !is_part_of_person(f, i, known)) {
        if (is_body_of_place(f, i, known)) {
            emit(f, i, i + known, NAME_ORG, NULL);
            return i + known + 1;
        }
        if (!is_unsure(f, i, known) && name_line_before(l, i, NC_TONGUE) == 0)
            emit_known(f, i, known);
        return i + known;
    }
    if (org > 0 && org > i + not ) {
        emit(f, begin, org - 1, NAME_ORG, NULL);
        return org;
    }
    if (not > 0)
        return i + not ;
    if (general > 1)
        return i + general;
    size_t title = w->upper ? name_line_phrase(l, i, NC_TITLE) : 0;
    if (title > 1)
        return i + title;
    if (!w->upper || w->dash)
        return i + 1;
    size_t adjective = take_adjective(f, i);
    return adjective > 0 ? i + adjective : take_run(f, i);
}

static void find_all(struct finder *f, const struct text *t, const char *lang, struct tokens *known)
{
    if (t->n == 0)
        return;
    f->scratch = known != NULL ? tokens_scratch(known) : arena_new();
    f->first = f->out->n;
    f->l = name_line_split(f->scratch, t, lang, known);
    if (!name_line_shouts(&f->l))
        for (size_t i = 0; i < f->l.n;)
            i = step(f, i);
    if (known != NULL)
        arena_reset(f->scratch);
    else
        arena_drop(f->scratch);
}

void name_hits_find(struct arena *a, const struct text *t, const char *lang, const struct name_list *listed,
                    struct name_hits *out)
{
    struct finder f = {.a = a, .listed = listed, .out = out};
    find_all(&f, t, lang, NULL);
}

void name_hits_find_known(struct arena *a, const struct text *t, const char *lang, struct tokens *known,
                          struct name_hits *out)
{
    struct finder f = {.a = a, .out = out};
    find_all(&f, t, lang, known);
}

void name_hits_free(struct name_hits *hits)
{
    free(hits->items);
    *hits = (struct name_hits){NULL, 0, 0};
}

size_t names_speech_at(const char *s, size_t n, const char *lang)
{
    const struct name_words *words = name_words_of(lang);
    char key[160];
    size_t used = 0, best = 0;
    for (size_t i = 0, count = 0; i < n && count < 3; count++) {
        size_t end = i;
        while (end < n && !strchr(" ,.:;!?\n", s[end]))
            end++;
        if (end == i)
            break;
        if (used > 0 && used < sizeof key)
            key[used++] = ' ';
        size_t k = names_word_key(s + i, end - i, lang, key + used, sizeof key - used);
        if (k == 0)
            break;
        used += k;
        const struct name_word *p = name_words_find(words, key, used, NULL);
        best = p && p->classes & NC_SPEECH ? end : best;
        if (end >= n || s[end] != ' ')
            break;
        i = end + 1;
    }
    return best;
}
