/* Stretches of text → boxes, glue and penalties.
 *
 * A word is a box, or several where fonts change or a line may end inside it; a space is glue. Ties are penalties
 * before their glue, never unbreakable glue: tied absolutely, one long name would make a whole line far too loose.
 */
#include "layout/hlist.h"

#include <stddef.h>
#include <string.h>

#include "base/bytes.h"
#include "base/utf8.h"
#include "font/spaces.h"
#include "lang/data.h"

#define RUNT_PENALTY 6000
/* Ends of a title's lines: after a dash the pair "A – B" is torn; a link word hangs in the air; after a colon or a
 * comma the sense makes a pause, which is worth some evenness; a line that begins with a link word reads well. */
#define DASH_END_PENALTY 600
#define WEAK_END_PENALTY 250
#define COLON_END_PENALTY (-300)
#define COMMA_END_PENALTY (-50)
#define BEFORE_LINK_PENALTY (-60)
#define CUT_PENALTY 5000
#define ADDRESS_PENALTY 60
/* Part of a hyphen that hangs out, in hundredths: as of those that words have (word.c). */
#define HYPHEN_HANG 50
/* In ragged lines a hyphen only closes large holes. */
#define RAGGED_HYPHEN_PENALTY 300
/* A space is never narrower than this share of the size, per mille: readers of PDF that go by distances would join
 * words. */
#define LEAST_SPACE 165
/* So many words at most are shaped together. */
#define STRETCH_WORDS 64
#define NBSP "\xC2\xA0"
#define NO_SETTING UINT32_MAX /* there are too many: measures are not kept */

/* A word that may look otherwise beside its neighbours: its box and its text. */
struct waiting {
    size_t item;
    uint32_t at, end;
};

/* A list being made. */
struct builder {
    struct par_ctx *ctx;
    const struct par_request *r;
    struct hlist *h;
    uint32_t segment;              /* where the walk is */
    uint32_t tie;                  /* next tie to begin */
    uint32_t tied_to[GRADE_COUNT]; /* ends of the ties entered so far */
    uint32_t tied_end;             /* the last of these */
    uint32_t last_space;           /* the last place where a space may be broken at */
    uint32_t last_word;            /* where the last word begins */
    uint32_t n_waiting;
    const struct par_state *measured; /* whose words are measured in the way with this number: */
    uint32_t setting;
    bool across;                    /* and whose font has rules across spaces */
    const struct par_state *spaced; /* whose spaces are as this one: */
    struct hitem space;             /* they give nothing where lines are not justified */
    struct data_list weak_ends;
    bool hangs, balanced;
    scaled letter_give,
        letter_more; /* what letterspacing may add to a glyph or take from it: first, and as a last means */
    struct waiting waiting[STRETCH_WORDS]; /* words that may have to be shaped together */
};

/* Makes room for further items. */
static void grow(struct builder *b)
{
    struct hlist *h = b->h;
    size_t cap = h->cap * 2;
    struct hitem *items = arena_room(b->ctx->scratch, cap * sizeof *items);
    struct hbox *boxes = arena_room(b->ctx->scratch, cap * sizeof *boxes);
    memcpy(items, h->items, h->n * sizeof *items);
    memcpy(boxes, h->boxes, h->n * sizeof *boxes);
    h->items = items;
    h->boxes = boxes;
    h->cap = cap;
}

/* A further item, all of which is to be set. */
static inline struct hitem *put_room(struct builder *b)
{
    struct hlist *h = b->h;
    if (h->n == h->cap)
        grow(b);
    return &h->items[h->n++];
}

static inline struct hitem *put(struct builder *b, uint8_t kind, uint32_t ref)
{
    struct hitem *it = put_room(b);
    *it = (struct hitem){.kind = kind, .ref = ref};
    return it;
}

static void put_penalty(struct builder *b, uint32_t ref, int32_t penalty, uint8_t tie)
{
    struct hitem *it = put(b, HITEM_PENALTY, ref);
    b->h->boxes[b->h->n - 1] = (struct hbox){0};
    it->penalty = penalty;
    it->tie = tie;
}

/* Measures what a box stands for. */
static void measure(const struct builder *b, const struct hbox *box, struct word_measure *m)
{
    const struct word_part *part = box->part;
    *m = (struct word_measure){.width = hlist_width(b->r, box)};
    if (!b->h->justified)
        return;
    m->stretch = (scaled)((int64_t)m->width * b->ctx->design->text.scaling / 10000) + box->shaped->n * b->letter_give;
    m->shrink = m->stretch < m->width ? m->stretch : m->width;
    m->more = box->shaped->n * b->letter_more;
    if (m->more > m->width - m->shrink)
        m->more = m->width - m->shrink;
    if (b->hangs && part->hang_left)
        m->hang_left = hlist_units(box->shaped->font, hlist_size(box->state, part), part->hang_left);
    if (b->hangs && part->hang_right)
        m->hang_right = hlist_units(box->shaped->font, hlist_size(box->state, part), part->hang_right);
}

static inline void set_measures(struct hitem *it, const struct word_measure *m)
{
    it->width = m->width;
    it->stretch = m->stretch;
    it->shrink = m->shrink;
    it->more = m->more;
    it->hang_left = m->hang_left;
    it->hang_right = m->hang_right;
}

/* Looks up what words of a state have in common. */
static void enter_state(struct builder *b, const struct par_state *state)
{
    struct cache_setting s = {.size = state->size,
                              .tracking = b->r->style->tracking,
                              .letter_give = b->letter_give,
                              .letter_more = b->letter_more,
                              .scaling = b->ctx->design->text.scaling,
                              .justified = b->h->justified,
                              .hangs = b->hangs};
    uint32_t number = cache_setting(b->ctx->words, &s);
    b->setting = number != 0 ? number : NO_SETTING;
    b->across = font_spaces(state->word.font) != SPACES_PLAIN;
    b->measured = state;
}

/* Measures a box anew, and keeps the measures where its part has a place for them. */
static void measure_box(const struct builder *b, const struct hbox *box, struct hitem *it)
{
    struct word_measure m;
    measure(b, box, &m);
    set_measures(it, &m);
    if (box->part->measured != NULL && b->setting != NO_SETTING) {
        m.setting = b->setting;
        *box->part->measured = m;
    }
}

static inline struct hitem *put_box(struct builder *b, const struct par_state *state, const struct word_part *part,
                                    uint32_t at)
{
    struct hitem *it = put_room(b);
    struct hbox *box = &b->h->boxes[b->h->n - 1];
    const struct word_measure *m = part->measured;
    if (state != b->measured)
        enter_state(b, state);
    *box = (struct hbox){part, part->shaped, state};
    it->kind = HITEM_BOX;
    it->flagged = false;
    it->tie = TIE_NONE;
    it->penalty = 0;
    it->ref = at;
    if (m != NULL && m->setting == b->setting)
        set_measures(it, m);
    else
        measure_box(b, box, it);
    return it;
}

/* A word that is wider than the line, character by character. */
static void put_cut(struct builder *b, const struct par_state *state, const struct word_part *part, uint32_t at)
{
    struct shaping how = word_shaping(&state->word, part->shaped->font, part->script);
    const char *s = part->shaped->text;
    size_t n = part->shaped->text_n;
    for (size_t i = 0; i < n;) {
        size_t from = i;
        utf8_next(s, n, &i);
        for (size_t next = i; next < n; i = next) { /* marks stay with their letter */
            uint32_t cp = utf8_next(s, n, &next);
            if (cp < 0x300 || cp > 0x36F)
                break;
        }
        struct word_part *one = arena_alloc(b->ctx->scratch, sizeof *one);
        *one = *part;
        one->measured = NULL;
        one->hang_left = one->hang_right = 0;
        one->shaped = shape_word(b->ctx->words, &how, s + from, i - from);
        if (from > 0)
            put_penalty(b, at + (uint32_t)from, CUT_PENALTY, TIE_CUT);
        put_box(b, state, one, at + (uint32_t)from);
    }
}

/* Characters that were reported, the newest first. */
struct reported {
    uint32_t cp;
    struct reported *older;
};

/* Says once a piece that a character is in no font. */
static void report_missing(struct builder *b, uint32_t cp)
{
    struct par_ctx *ctx = b->ctx;
    for (const struct reported *r = ctx->reported; r; r = r->older)
        if (r->cp == cp)
            return;
    struct reported *r = arena_alloc(ctx->out, sizeof *r);
    *r = (struct reported){cp, ctx->reported};
    ctx->reported = r;
    char character[8] = {0};
    utf8_put(character, cp);
    diag_add(ctx->diag, MSG_LAYOUT_NO_GLYPH, b->r->pos, character, arena_printf(ctx->scratch, "U+%04X", (unsigned)cp),
             NULL);
}

/* Ties that begin at `at` or before count from now on. */
static void enter_ties(struct builder *b, uint32_t at)
{
    const struct par_text *t = b->h->text;
    for (; b->tie < t->n_ties && t->ties[b->tie].start <= at; b->tie++) {
        const struct par_tie *tie = &t->ties[b->tie];
        uint32_t *to = &b->tied_to[tie->grade];
        if (tie->end > *to)
            *to = tie->end;
        if (tie->end > b->tied_end)
            b->tied_end = tie->end;
    }
}

/* What a break inside a tie costs, by its grade. */
struct tie_price {
    int32_t penalty;
    uint8_t kind;
};

/* The price of a break at `at`, or NULL where no tie lies. */
static const struct tie_price *tie_at(const struct builder *b, uint32_t at)
{
    static const struct tie_price prices[] = {
        [GRADE_WEAK] = {80, TIE_WEAK}, [GRADE_SOFT] = {900, TIE_SPAN}, [GRADE_NAME] = {1300, TIE_NAME}};
    for (int grade = GRADE_NAME; at < b->tied_end && grade >= GRADE_WEAK; grade--)
        if (at < b->tied_to[grade])
            return &prices[grade];
    return NULL;
}

/* A place where a hyphen may be put. A tie keeps words together and not their syllables, but names are not divided in
 * it; the last word stays whole. */
static void put_soft_hyphen(struct builder *b, const struct par_state *state, const struct word_part *part, uint32_t at)
{
    enter_ties(b, at - 1);
    bool tied = at < b->tied_to[GRADE_SOFT] || at < b->tied_to[GRADE_NAME];
    if (at < b->tied_to[GRADE_FORBIDDEN] || at >= b->last_word || (tied && part->penalty == NAME_HYPHEN_PENALTY))
        return;
    struct hitem *it = put(b, HITEM_PENALTY, at);
    struct hbox *box = &b->h->boxes[b->h->n - 1];
    *box = (struct hbox){part, part->soft, state};
    it->penalty = b->h->justified ? part->penalty : RAGGED_HYPHEN_PENALTY + part->penalty;
    it->flagged = true;
    it->width = hlist_width(b->r, box);
    if (b->hangs)
        it->hang_right = it->width * HYPHEN_HANG / 100;
}

/* A place to break inside a word. */
static void put_inner_break(struct builder *b, const struct word_part *part, uint32_t at)
{
    enter_ties(b, at - 1);
    const struct tie_price *tie = tie_at(b, at);
    if (at < b->tied_to[GRADE_FORBIDDEN])
        return;
    struct hitem *it = put(b, HITEM_PENALTY, at);
    it->penalty = part->hyphen && !b->h->justified ? RAGGED_HYPHEN_PENALTY + part->penalty : part->penalty;
    if (tie && tie->penalty > it->penalty)
        it->penalty = tie->penalty;
    it->tie = tie ? tie->kind : TIE_NONE;
    it->flagged = part->hyphen;
}

static void put_word(struct builder *b, const struct par_state *state, const struct word *w, uint32_t at)
{
    for (uint16_t i = 0; i < w->n_parts; i++) {
        const struct word_part *part = &w->parts[i];
        if (part->missing)
            report_missing(b, part->missing);
        if (put_box(b, state, part, at + part->start)->width > b->h->measure && !part->missing && part->shaped->n > 1) {
            b->h->n--;
            put_cut(b, state, part, at + part->start);
        }
        if (i + 1 < w->n_parts && part->soft)
            put_soft_hyphen(b, state, part, at + w->parts[i + 1].start);
        else if (i + 1 < w->n_parts && part->penalty < PENALTY_FORBID)
            put_inner_break(b, part, at + w->parts[i + 1].start);
    }
}

/* Shapes the waiting words [from, to) together and gives their boxes the glyphs they have beside each other. */
static void shape_together(struct builder *b, uint32_t from, uint32_t to)
{
    struct hlist *h = b->h;
    const struct waiting *w = b->waiting;
    const struct hbox *first = &h->boxes[w[from].item];
    const struct par_state *state = first->state;
    struct shaping how = word_shaping(&state->word, state->word.font, first->part->script);
    const struct stretch *t = shape_stretch(b->ctx->words, &how, h->text->s + w[from].at, w[to - 1].end - w[from].at);
    uint32_t k = 0;
    for (size_t i = w[from].item; i <= w[to - 1].item && k < t->n; i++) {
        if (h->items[i].kind == HITEM_BOX) {
            h->boxes[i].shaped = t->words[k++];
            struct word_measure m;
            measure(b, &h->boxes[i], &m);
            set_measures(&h->items[i], &m);
        } else if (h->items[i].kind == HITEM_GLUE && k < t->n) {
            h->items[i].width = hlist_units(state->word.font, state->size, t->spaces[k - 1]) + b->r->style->tracking;
        }
    }
}

static const struct shaped *waiting_shape(const struct builder *b, uint32_t k)
{
    return b->h->boxes[b->waiting[k].item].shaped;
}

/* The words beside word k that a rule of its font could look at together with it: [*from, *to). */
static void find_reach(const struct builder *b, uint32_t k, uint32_t *from, uint32_t *to)
{
    unsigned reach = waiting_shape(b, k)->font->reach, glyphs = 0;
    *from = k;
    *to = k + 1;
    while (*from > 0 && glyphs < reach)
        glyphs += waiting_shape(b, --*from)->n + 1u;
    for (glyphs = 0; *to < b->n_waiting && glyphs < reach; ++*to)
        glyphs += waiting_shape(b, *to)->n + 1u;
}

/* Where only words with signs come out otherwise, these and what their font's rules look at are shaped together. */
static void shape_around_signs(struct builder *b)
{
    uint32_t begins = 0, ends = 0, from, to;
    for (uint32_t k = 0; k < b->n_waiting; k++) {
        if (waiting_shape(b, k)->steady)
            continue;
        find_reach(b, k, &from, &to);
        if (from > ends) {
            if (ends > begins)
                shape_together(b, begins, ends);
            begins = from;
        }
        ends = to;
    }
    if (ends > begins)
        shape_together(b, begins, ends);
}

/* No further word has an effect on those that wait. */
static void end_stretch(struct builder *b)
{
    uint32_t n = b->n_waiting;
    if (n > 1 && font_spaces(waiting_shape(b, 0)->font) == SPACES_BY_SIGNS)
        shape_around_signs(b);
    else if (n > 1)
        shape_together(b, 0, n);
    b->n_waiting = 0;
}

/* Notes a word that stands in the list for shaping with its neighbours; `item` is its box. */
static void extend_stretch(struct builder *b, size_t item, const struct word_part *part, uint32_t at, uint32_t n)
{
    if (b->n_waiting > 0) {
        const struct hbox *first = &b->h->boxes[b->waiting[0].item];
        if (b->waiting[b->n_waiting - 1].end + 1 != at || first->state != b->h->boxes[item].state ||
            first->part->script != part->script || b->n_waiting == STRETCH_WORDS)
            end_stretch(b);
    }
    b->waiting[b->n_waiting++] = (struct waiting){item, at, at + n};
}

/* Between two pieces of an endless word: behind a separator a line may end as anywhere in an address. */
static void put_token_end(struct builder *b, uint32_t at)
{
    bool separator = strchr("/-.?&", b->h->text->s[at - 1]) != NULL;
    put_penalty(b, at, separator ? ADDRESS_PENALTY : CUT_PENALTY, separator ? TIE_NONE : TIE_CUT);
}

/* How much of an endless word is taken at once: up to a separator where there is one, never inside a character. */
static uint32_t token_size(const char *s, uint32_t n)
{
    if (n <= WORD_MAX)
        return n;
    for (uint32_t size = WORD_MAX; size > WORD_MAX / 2; size--)
        if (strchr("/-.?&", s[size - 1]) != NULL && s[size - 1] != '\0')
            return size;
    uint32_t size = WORD_MAX;
    while (((unsigned char)s[size] & 0xC0) == 0x80)
        size--;
    return size;
}

/* Puts the token [at, at + n) of one setting. Returns its last piece's word. */
static const struct word *put_token(struct builder *b, const struct par_state *state, uint32_t at, uint32_t n,
                                    bool whole)
{
    const struct word *w = NULL;
    const char *s = b->h->text->s;
    for (uint32_t from = at, end = at + n; from < end;) {
        uint32_t size = token_size(s + from, end - from);
        w = word_lookup(b->ctx, &state->word, s + from, size);
        put_word(b, state, w, from);
        if (from + size < end)
            put_token_end(b, from + size);
        from += size;
    }
    if (whole && w->plain && b->across && n <= WORD_MAX && b->h->items[b->h->n - 1].kind == HITEM_BOX &&
        b->h->boxes[b->h->n - 1].part == w->parts)
        extend_stretch(b, b->h->n - 1, w->parts, at, n);
    else
        end_stretch(b);
    return w;
}

/* The ends of a word, which may have several settings. */
struct word_ends {
    bool closes, opens, dash;
};

/* Puts the word [at, end), which has several settings or is very long: a token for each setting. */
static struct word_ends put_tokens(struct builder *b, uint32_t at, uint32_t end)
{
    const struct par_text *t = b->h->text;
    struct word_ends ends = {false, false, true};
    for (uint32_t from = at; from < end;) {
        while (t->segments[b->segment].end <= from)
            b->segment++;
        uint32_t to = t->segments[b->segment].end < end ? t->segments[b->segment].end : end;
        const struct word *w = put_token(b, t->segments[b->segment].state, from, to - from, from == at && to == end);
        if (from == at)
            ends.closes = w->closes;
        ends.opens = w->opens;
        ends.dash = ends.dash && w->dash;
        from = to;
    }
    return ends;
}

/* Puts the word [at, end). Nearly all are of one setting and one part, which is no wider than a line. */
static struct word_ends put_whole_word(struct builder *b, uint32_t at, uint32_t end)
{
    const struct par_text *t = b->h->text;
    while (t->segments[b->segment].end <= at)
        b->segment++;
    if (t->segments[b->segment].end < end || end - at > WORD_MAX)
        return put_tokens(b, at, end);
    const struct par_state *state = t->segments[b->segment].state;
    const struct word *w = word_lookup(b->ctx, &state->word, t->s + at, end - at);
    if (w->n_parts != 1 || w->missing)
        return put_tokens(b, at, end);
    if (put_box(b, state, w->parts, at)->width > b->h->measure) {
        b->h->n--;
        return put_tokens(b, at, end);
    }
    if (b->across && w->plain)
        extend_stretch(b, b->h->n - 1, w->parts, at, end - at);
    else if (b->n_waiting > 0)
        end_stretch(b);
    return (struct word_ends){w->closes, w->opens, w->dash};
}

static bool is_weak_end(const struct builder *b, uint32_t at, uint32_t end)
{
    const char *s = b->h->text->s + at;
    for (size_t i = 0; i < b->weak_ends.n; i++)
        if (b->weak_ends.items[i][0] == *s && strncmp(b->weak_ends.items[i], s, end - at) == 0 &&
            b->weak_ends.items[i][end - at] == '\0')
            return true;
    return false;
}

/* What stands around a space. */
struct space {
    uint32_t at;                   /* the space */
    uint32_t word, next, next_end; /* the word before it begins; the one behind it */
    struct word_ends before;
    bool closes_next; /* the word behind may not begin a line */
    bool bound;       /* a no-break space */
};

/* What a title's line pays for ending at a space. */
static int32_t title_end_penalty(const struct builder *b, const struct space *s)
{
    char last = s->at > s->word ? b->h->text->s[s->at - 1] : ' ';
    if (s->before.dash)
        return DASH_END_PENALTY;
    if (last == ':' || last == ';' || last == '?' || last == '!')
        return COLON_END_PENALTY;
    if (last == ',')
        return COMMA_END_PENALTY;
    if (is_weak_end(b, s->word, s->at))
        return WEAK_END_PENALTY;
    return is_weak_end(b, s->next, s->next_end) ? BEFORE_LINK_PENALTY : 0;
}

/* What a space may give: down to `least` per cent, but words still have to look apart, and fonts differ much in how
 * wide a space is by nature. */
static scaled space_shrink(scaled width, scaled size, int64_t least)
{
    scaled limit = (scaled)((int64_t)size * LEAST_SPACE / 1000), shrunk = (scaled)((int64_t)width * least / 100);
    scaled to = shrunk > limit ? shrunk : limit;
    return width > to ? width - to : 0;
}

/* Works out what the spaces of a state are. */
static void enter_space(struct builder *b, const struct par_state *state)
{
    const struct text_design *design = &b->ctx->design->text;
    b->space = (struct hitem){.kind = HITEM_GLUE, .width = state->space};
    if (b->h->justified) {
        b->space.stretch = (scaled)((int64_t)state->space * (design->stretch - 100) / 100);
        b->space.shrink = space_shrink(state->space, state->size, design->shrink);
    }
    b->spaced = state;
}

static void put_space(struct builder *b, const struct space *s)
{
    enter_ties(b, s->at);
    const struct tie_price *tie = tie_at(b, s->at);
    if (s->bound || s->closes_next || s->before.opens || s->at < b->tied_to[GRADE_FORBIDDEN])
        put_penalty(b, s->at, PENALTY_FORBID, TIE_NONE);
    else if (s->at == b->last_space && s->at > 0)
        put_penalty(b, s->at, RUNT_PENALTY, TIE_RUNT);
    else if (tie)
        put_penalty(b, s->at, tie->penalty, tie->kind);
    else if (b->balanced) {
        int32_t penalty = title_end_penalty(b, s);
        if (penalty != 0)
            put_penalty(b, s->at, penalty, penalty == DASH_END_PENALTY ? TIE_PAIR : penalty > 0 ? TIE_WEAK : TIE_NONE);
    }
    const struct par_state *state = b->h->text->segments[b->segment].state;
    if (state != b->spaced)
        enter_space(b, state);
    struct hitem *it = put_room(b);
    *it = b->space;
    it->ref = s->at;
}

static bool ends_word(const struct par_text *t, uint32_t at)
{
    char c = t->s[at];
    return c == ' ' || c == '\n' || (c == NBSP[0] && t->s[at + 1] == NBSP[1]);
}

static uint32_t word_end(const struct par_text *t, uint32_t at)
{
    while (at + 8 <= t->n) {
        uint64_t v = bytes_load8(t->s + at),
                 found = bytes_equal(v, ' ') | bytes_equal(v, '\n') | bytes_equal(v, (uint8_t)NBSP[0]);
        if (found == 0) {
            at += 8;
            continue;
        }
        at += (uint32_t)__builtin_ctzll(found) / 8;
        if (ends_word(t, at))
            return at;
        at++; /* another sign that begins like a no-break space */
    }
    while (at < t->n && !ends_word(t, at))
        at++;
    return at;
}

/* What the word at `at` says about a break before it. */
static bool closes_at(struct builder *b, uint32_t at, uint32_t end)
{
    const struct par_text *t = b->h->text;
    unsigned char c = (unsigned char)t->s[at];
    if ((c < 0x80 && (utf8_is_letter(c) || (c >= '0' && c <= '9'))) || (c >= 0xC3 && c <= 0xD4) ||
        c == 0xE1) /* a letter of Latin, Greek, Cyrillic or Vietnamese */
        return false;
    uint32_t segment = b->segment;
    while (t->segments[segment].end <= at)
        segment++;
    uint32_t to = t->segments[segment].end < end ? t->segments[segment].end : end;
    if (to - at > WORD_MAX)
        return false;
    return word_lookup(b->ctx, &t->segments[segment].state->word, t->s + at, to - at)->closes;
}

/* "25/7/2025", "1.200.000": read as many syllables. */
static bool is_long_number(const char *s, size_t n)
{
    size_t i = 0;
    while (i < n && ((s[i] >= '0' && s[i] <= '9') || (i > 0 && (s[i] == '/' || s[i] == '.'))))
        i++;
    return i > 7;
}

/* A last line of one syllable is to be avoided; a date or a long word of another language can stand alone. */
static uint32_t find_last_space(const struct builder *b)
{
    const struct par_text *t = b->h->text;
    uint32_t i = t->n;
    while (i > 0 && t->s[i - 1] != ' ' && t->s[i - 1] != '\n')
        i--;
    if (i == 0 || t->s[i - 1] == '\n')
        return UINT32_MAX;
    const char *lang = b->r->lang ? b->r->lang : "vi";
    bool syllables = strncmp(lang, "vi", 2) == 0;
    if (is_long_number(t->s + i, t->n - i))
        return UINT32_MAX;
    return syllables || utf8_count(t->s + i, t->n - i) < 6 ? i - 1 : UINT32_MAX;
}

static uint32_t find_last_word(const struct par_text *t)
{
    uint32_t i = t->n;
    while (i > 0 && t->s[i - 1] != ' ' && t->s[i - 1] != '\n')
        i--;
    return i;
}

/* Separators between words: one space, a no-break space, a forced break. Others (two in a row) count as well. */
static void walk(struct builder *b)
{
    const struct par_text *t = b->h->text;
    struct space s = {0};
    for (uint32_t at = 0, end = word_end(t, 0); at < t->n;) {
        if (end > at) {
            s.before = put_whole_word(b, at, end);
            s.word = at;
        }
        if (end == t->n)
            break;
        if (t->s[end] == '\n') {
            end_stretch(b);
            put_penalty(b, end, PENALTY_FORCE, TIE_NONE);
            at = end + 1;
            end = word_end(t, at);
            continue;
        }
        s.bound = t->s[end] != ' ';
        s.at = end;
        at = end + (s.bound ? 2 : 1);
        s.next = at;
        s.next_end = word_end(t, at);
        s.closes_next = at < s.next_end && closes_at(b, at, s.next_end);
        if ((s.bound || s.next_end == at) && b->n_waiting > 0)
            end_stretch(b);
        put_space(b, &s);
        end = s.next_end;
    }
    end_stretch(b);
    put_penalty(b, t->n, PENALTY_FORCE, TIE_NONE);
}

void hlist_make(struct par_ctx *ctx, const struct par_request *r, const struct par_text *text, struct hlist *out)
{
    struct builder b; /* but for the words that wait, all of which are written before they are read */
    memset(&b, 0, offsetof(struct builder, waiting));
    b.ctx = ctx;
    b.r = r;
    b.h = out;
    b.balanced = r->style->balance;
    *out = (struct hlist){.text = text, .cap = text->n / 2 + 16, .justified = r->style->align == ALIGN_JUSTIFY};
    out->measure = r->first_indent < 0 ? r->width + r->first_indent : r->width;
    out->items = arena_room(ctx->scratch, out->cap * sizeof *out->items);
    out->boxes = arena_room(ctx->scratch, out->cap * sizeof *out->boxes);
    b.hangs = out->justified && ctx->design->text.hanging;
    b.letter_give = (scaled)((int64_t)r->style->size * ctx->design->text.letterspacing / 10000);
    b.letter_more = (scaled)((int64_t)r->style->size * ctx->design->text.letterspacing_most / 10000) - b.letter_give;
    if (b.letter_more < 0)
        b.letter_more = 0;
    b.last_space = find_last_space(&b);
    b.last_word = find_last_word(text);
    if (b.balanced)
        b.weak_ends = data_lookup(r->lang ? r->lang : "vi", "lines.weak-ends");
    walk(&b);
}
