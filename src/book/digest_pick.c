/* What a digest shows of an article.
 *
 * A sentence's worth: how much its words are those of the article (each word's count times the logarithm of how few
 * sentences have it, as in tf-idf, over the square root of the length), more for the first paragraphs and for figures;
 * whole numbers only. A sentence that repeats one chosen before is passed over. Quotations are taken where a verb of
 * speech and a person's name stand beside them.
 */
#include "book/digest.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "lang/lang.h"
#include "lang/names.h"
#include "lang/names_line.h"
#include "lang/sentences.h"
#include "lang/tie_phrases.h"

#define HASH_NONFATAL_OOM 0
#define uthash_fatal(msg) mem_fail()
#include <uthash.h>

enum {
    MAX_SENTENCES = 5,
    MAX_QUOTES = 3,
    MAX_WORDS = 64, /* of a sentence that are looked at */
    SENTENCE_LEAST = 40,
    SENTENCE_MOST = 420,
    QUOTE_LEAST = 40,
    QUOTE_MOST = 360,
    PAGE_LINES = 27,   /* that a page holds besides its heads, where the layout is not known */
    LINE_LETTERS = 54, /* of a line, likewise */
    REFERENCE = 12,    /* letters of " (trang 12)" */
    QUOTE_LINES = 3,   /* that a quotation takes besides its words: the speaker, and space */
    FIGURE_BYTES = 900
};

struct word {
    const char *key;
    uint32_t count, sentences, last; /* last: number of the last sentence that had it */
    UT_hash_handle hh;
};

struct sentence {
    struct digest_pick pick;
    struct word *words[MAX_WORDS];
    size_t n_words;
    uint32_t paragraph;
    bool figures;
    uint64_t worth;
    size_t place;
};

struct picking {
    const struct assembly *as;
    const struct chapter *c;
    struct arena *scratch;
    const char *lang;
    struct word *words;
    struct sentence *sentences;
    size_t n, cap;
    size_t page_lines, line_letters; /* of the layout */
};

/* Lines that words take with the reference behind them. */
static size_t lines_of(const struct picking *p, const char *s, size_t n)
{
    return (utf8_count(s, n) + REFERENCE) / p->line_letters + 1;
}

/* The words of a leaf without the numbers of its notes. */
static struct text plain_of(const struct picking *p, const struct doc_node *leaf)
{
    for (uint32_t i = 0; i < leaf->text.n_spans; i++)
        if (leaf->text.spans[i].kind == SPAN_NOTE)
            return make_plain(p->as->a, &leaf->text);
    return leaf->text;
}

/* ---- sentences ---- */

static void count_word(struct picking *p, struct sentence *s, const char *key)
{
    struct word *w = NULL;
    HASH_FIND_STR(p->words, key, w);
    if (!w) {
        w = arena_alloc(p->scratch, sizeof *w);
        w->key = key;
        HASH_ADD_KEYPTR(hh, p->words, w->key, strlen(w->key), w);
    }
    w->count++;
    if (w->last == p->n + 1)
        return;
    w->last = (uint32_t)p->n + 1;
    w->sentences++;
    if (s->n_words < MAX_WORDS)
        s->words[s->n_words++] = w;
}

static void take_sentence(struct picking *p, struct doc_node *leaf, const char *s, size_t n, uint32_t paragraph)
{
    struct text part = text_make(p->scratch, s, n);
    struct name_line l = name_line_split(p->scratch, &part, p->lang, NULL);
    mem_grow((void **)&p->sentences, &p->cap, p->n + 1, sizeof *p->sentences);
    struct sentence *one = &p->sentences[p->n];
    *one = (struct sentence){.pick = {s, n, leaf, NULL}, .paragraph = paragraph, .place = p->n};
    for (size_t i = 0; i < l.n; i++) {
        one->figures |= l.item[i].digit;
        if (!l.item[i].dash && l.item[i].key_n > 1)
            count_word(p, one, l.item[i].key);
    }
    p->n++;
}

/* Only the article's own paragraphs: lists and tables say nothing without their heads. */
static void gather(struct picking *p)
{
    uint32_t paragraph = 0;
    for (struct doc_node *leaf = p->c->node->first; leaf; leaf = leaf->next) {
        size_t start, end, from = 0;
        if (leaf->kind != DOC_PARAGRAPH)
            continue;
        struct text t = plain_of(p, leaf);
        for (; sentence_next(t.s, t.n, from, p->lang, &start, &end); from = end)
            take_sentence(p, leaf, t.s + start, end - start, paragraph);
        paragraph++;
    }
}

static uint64_t log2_256(uint64_t x) /* 256 log2(x), near enough */
{
    uint64_t whole = 0;
    while (x >> (whole + 1) > 0)
        whole++;
    uint64_t rest = whole >= 8 ? x >> (whole - 8) : x << (8 - whole);
    return whole * 256 + (rest - 256);
}

static uint64_t root(uint64_t x)
{
    uint64_t r = 0;
    while ((r + 1) * (r + 1) <= x)
        r++;
    return r;
}

static bool is_quoted(const struct digest_pick *pick)
{
    for (size_t i = 0; i < pick->n;) {
        uint32_t cp = utf8_next(pick->s, pick->n, &i);
        if (cp == 0x201C || cp == 0x201D || cp == 0xAB || cp == 0xBB || cp == '"')
            return true;
    }
    return false;
}

static void weigh(struct picking *p, struct sentence *s)
{
    size_t n = s->pick.n;
    if (n < SENTENCE_LEAST || n > SENTENCE_MOST || s->pick.s[n - 1] == '?' || s->pick.s[n - 1] == ':' ||
        is_quoted(&s->pick))
        return;
    for (size_t i = 0; i < s->n_words; i++) {
        const struct word *w = s->words[i];
        s->worth += (w->count > 8 ? 8 : w->count) * log2_256(1 + p->n / w->sentences);
    }
    s->worth = s->worth * 16 / root(n);
    s->worth += s->paragraph < 2 ? s->worth * (2 - s->paragraph) / 5 : 0;
    s->worth += s->figures ? s->worth / 6 : 0;
}

static bool repeats(const struct sentence *s, const struct sentence *before)
{
    size_t common = 0;
    for (size_t i = 0; i < s->n_words; i++)
        for (size_t k = 0; k < before->n_words; k++)
            common += s->words[i] == before->words[k];
    size_t least = s->n_words < before->n_words ? s->n_words : before->n_words;
    return common * 2 > least;
}

static int by_worth(const void *x, const void *y)
{
    const struct sentence *a = *(const struct sentence *const *)x, *b = *(const struct sentence *const *)y;
    if (a->worth != b->worth)
        return a->worth > b->worth ? -1 : 1;
    return (a->place > b->place) - (a->place < b->place);
}

static int by_place(const void *x, const void *y)
{
    const struct sentence *a = *(const struct sentence *const *)x, *b = *(const struct sentence *const *)y;
    return (a->place > b->place) - (a->place < b->place);
}

static void pick_sentences(struct picking *p, size_t room, struct digest_picks *out)
{
    const struct sentence **order = arena_calloc(p->scratch, p->n + 1, sizeof *order), *taken[MAX_SENTENCES];
    for (size_t i = 0; i < p->n; i++) {
        weigh(p, &p->sentences[i]);
        order[i] = &p->sentences[i];
    }
    qsort(order, p->n, sizeof *order, by_worth);
    size_t n = 0;
    for (size_t i = 0; i < p->n && n < MAX_SENTENCES && order[i]->worth > 0; i++) {
        size_t lines = lines_of(p, order[i]->pick.s, order[i]->pick.n);
        bool again = lines > room && n > 0;
        for (size_t k = 0; k < n && !again; k++)
            again = repeats(order[i], taken[k]);
        if (again)
            continue;
        taken[n++] = order[i];
        room -= lines < room ? lines : room;
    }
    if (n > 1)
        qsort(taken, n, sizeof *taken, by_place);
    out->sentences = arena_calloc(p->as->a, n + 1, sizeof *out->sentences);
    for (size_t i = 0; i < n; i++)
        out->sentences[out->n_sentences++] = taken[i]->pick;
}

/* ---- quotations ---- */

/* The person named outside of the quotation [start, end), nearest behind it, else before it; NULL: nobody. */
static const char *speaker_of(struct picking *p, const struct text *t, size_t start, size_t end)
{
    struct name_hits hits = {NULL, 0, 0};
    const char *best = NULL;
    bool behind = false, speaks = false;
    name_hits_find(p->scratch, t, p->lang, NULL, &hits);
    for (size_t i = 0; i < hits.n; i++) {
        const struct name_hit *h = &hits.items[i];
        if (h->kind != NAME_PERSON || h->given || (h->start >= start && h->end <= end) || (behind && best))
            continue;
        behind = h->start >= end;
        best = h->name;
    }
    for (size_t i = 0; i < t->n && !speaks; i++)
        if ((i < start || i >= end) && (i == 0 || t->s[i - 1] == ' '))
            speaks = names_speech_at(t->s + i, t->n - i, p->lang) > 0;
    name_hits_free(&hits);
    return speaks && best ? arena_strdup(p->as->a, best) : NULL;
}

/* The next quotation from *from on, with its marks. */
static bool next_quote(const struct text *t, size_t *from, size_t *start, size_t *end)
{
    bool open = false;
    for (size_t i = *from; i < t->n;) {
        size_t at = i;
        uint32_t cp = utf8_next(t->s, t->n, &i);
        if ((cp == 0x201C || cp == 0xAB) && !open) {
            open = true;
            *start = at;
        } else if ((cp == 0x201D || cp == 0xBB) && open) {
            *end = *from = i;
            return true;
        }
    }
    return false;
}

static void pick_quotes(struct picking *p, size_t *room, struct digest_picks *out)
{
    out->quotes = arena_calloc(p->as->a, MAX_QUOTES + 1, sizeof *out->quotes);
    for (struct doc_node *leaf = p->c->node->first; leaf; leaf = leaf->next) {
        size_t from = 0, start = 0, end = 0;
        if (leaf->kind != DOC_PARAGRAPH)
            continue;
        struct text t = plain_of(p, leaf);
        while (out->n_quotes < MAX_QUOTES && next_quote(&t, &from, &start, &end)) {
            size_t n = end - start, lines = lines_of(p, t.s + start, n) + QUOTE_LINES;
            const char *speaker =
                n >= QUOTE_LEAST && n <= QUOTE_MOST && lines <= *room ? speaker_of(p, &t, start, end) : NULL;
            if (!speaker)
                continue;
            *room -= lines;
            out->quotes[out->n_quotes++] = (struct digest_pick){t.s + start, n, leaf, speaker};
        }
    }
}

/* ---- dates and numbers ---- */

struct figure {
    const char *key;
    UT_hash_handle hh;
};

static bool has_digit(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (s[i] >= '0' && s[i] <= '9')
            return true;
    return false;
}

/* A small number without a unit says nothing. */
static bool is_figure(const char *s, size_t n)
{
    return has_digit(s, n) && n > (strspn(s, "0123456789") >= n ? 2 : 1);
}

static size_t trimmed(const char *s, size_t n)
{
    while (n > 0 && strchr(".,;:!?)", s[n - 1]))
        n--;
    return n;
}

/* Bytes of the words without those at the end that are no unit: "47 của". */
static size_t without_tail(const struct picking *p, const char *s, size_t n)
{
    const unsigned kept = PHRASE_UNIT | PHRASE_MULTIPLIER | PHRASE_MONTH | PHRASE_MONTH_WORD | PHRASE_YEAR_AFTER;
    while (n > 0) {
        size_t start = n;
        while (start > 0 && s[start - 1] != ' ')
            start--;
        if (start == 0 || has_digit(s + start, n - start))
            return n;
        for (size_t from = start, words = 0; words < 3 && from > 0; words++) {
            const char *lower = utf8_lower_str(p->scratch, s + from, n - from);
            if (phrases_find(phrases_of(p->lang), lower, strlen(lower)) & kept)
                return n;
            for (from--; from > 0 && s[from - 1] != ' ';)
                from--;
        }
        n = trimmed(s, start - 1);
    }
    return n;
}

struct figure_list {
    struct digest_picks *out;
    struct figure *seen;
    size_t room; /* bytes */
};

/* Keeps the words unless they were kept before. */
static void take_figure(struct picking *p, struct figure_list *list, struct doc_node *leaf, const char *s, size_t n)
{
    if (n > 0 && s[0] == '(') {
        s++;
        n--;
    }
    n = without_tail(p, s, trimmed(s, n));
    const char *key = arena_strndup(p->scratch, s, n);
    struct figure *f = NULL;
    HASH_FIND_STR(list->seen, key, f);
    if (f || !is_figure(s, n) || n + 2 > list->room)
        return;
    f = arena_alloc(p->scratch, sizeof *f);
    f->key = key;
    HASH_ADD_KEYPTR(hh, list->seen, f->key, strlen(f->key), f);
    list->out->figures[list->out->n_figures++] = (struct digest_pick){s, n, leaf, NULL};
    list->room -= n + 2;
}

/* Numbers stay with their units and days with their months where the ties that forbid a break hold them together. */
static void figures_of(struct picking *p, struct figure_list *list, struct doc_node *leaf)
{
    struct text t = plain_of(p, leaf);
    t.n_spans = 0;
    t.spans = NULL;
    ties_mark(p->scratch, &t, p->lang, NULL);
    for (size_t i = 0, k = 0; i < t.n;) {
        size_t end = i + strcspn(t.s + i, " \n");
        while (k < t.n_spans && (t.spans[k].end <= i || !t.spans[k].value))
            k++;
        if (k < t.n_spans && t.spans[k].start <= i && t.spans[k].end > i)
            end = t.spans[k].end > end ? t.spans[k].end : end;
        if (has_digit(t.s + i, end - i))
            take_figure(p, list, leaf, t.s + i, end - i);
        i = end + 1;
    }
}

static void pick_figures(struct picking *p, struct digest_picks *out)
{
    size_t third = p->page_lines / 3 * p->line_letters;
    struct figure_list list = {out, NULL, third < FIGURE_BYTES ? third : FIGURE_BYTES};
    out->figures = arena_calloc(p->as->a, FIGURE_BYTES, sizeof *out->figures);
    for (struct doc_node *leaf = p->c->node->first; leaf; leaf = doc_next(p->c->node, leaf))
        if (leaf->kind == DOC_PARAGRAPH && leaf->text.n > 0 && leaf->parent->kind != DOC_NOTE)
            figures_of(p, &list, leaf);
    HASH_CLEAR(hh, list.seen);
}

struct digest_room digest_room_of(const struct assembly *as)
{
    const struct book_making *making = as->m->making;
    return (struct digest_room){making && making->digest_lines > 0 ? making->digest_lines : PAGE_LINES,
                                making && making->digest_letters > 0 ? making->digest_letters : LINE_LETTERS};
}

void digest_pick(const struct assembly *as, const struct chapter *c, const struct digest_room *page,
                 struct digest_picks *out)
{
    struct picking p = {.as = as, .c = c, .scratch = arena_new(), .lang = doc_lang(c->node, as->book->language)};
    p.page_lines = page->lines;
    p.line_letters = page->letters;
    *out = (struct digest_picks){0};
    gather(&p);
    pick_figures(&p, out);
    size_t letters = 0, lines = lines_of(&p, c->article->meta.lead.s, c->article->meta.lead.n);
    for (size_t i = 0; i < out->n_figures; i++) {
        bool last = i + 1 == out->n_figures || out->figures[i + 1].leaf != out->figures[i].leaf;
        letters += utf8_count(out->figures[i].s, out->figures[i].n) + 2 + (last ? REFERENCE : 0);
    }
    lines += letters / p.line_letters + 2;
    size_t room = lines < p.page_lines ? p.page_lines - lines : 0, half = room / 2;
    room -= half;
    pick_quotes(&p, &half, out);
    pick_sentences(&p, room + half, out);
    HASH_CLEAR(hh, p.words);
    free(p.sentences);
    arena_drop(p.scratch);
}
