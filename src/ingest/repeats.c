/* Things said twice: the title above a picture, a line and its copy, sentences pasted two times in a row. */
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "ingest/stages.h"
#include "ingest/words.h"

#define MAX_SENTENCES 4096
#define MAX_CUTS 64
#define MAX_GROUP 6 /* sentences that come again together */
#define HASH_STEP 1099511628211u
#define RUN 7 /* words */
#define MAX_RUN 120
#define LONGEST 1000000 /* bytes; beyond it a piece is no paragraph */
#define MIN_REPEAT 24   /* bytes: "Không. Không." is speech */

/* "<title> - Ảnh 1.": made by a program. */
static bool is_auto_caption(const struct reading *r, const struct piece *p)
{
    size_t rest;
    const struct text *title = &r->meta->title;
    if (p->low[0] == '\0' || title->n == 0 || !words_begin_with(p->text.s, p->text.n, title->s, title->n, &rest))
        return false;
    size_t n = strlen(p->low);
    while (rest < n && strchr(" -.:|\xE2\x80\x93\x94", p->low[rest]) != NULL)
        rest++;
    size_t length = rest < n ? phrase_starts(r->phrases, PHRASE_AUTO_CAPTION, p->low + rest, n - rest) : 0;
    bool counted = rest < n && n - rest <= 2 && rest > 3 && p->low[rest - 1] == ' '; /* "<title> - 1" */
    if (length == 0 && !counted)
        return false;
    for (size_t i = rest + length; i < n; i++)
        if (strchr(" .0123456789", p->low[i]) == NULL)
            return false;
    return true;
}

static bool same_piece(const struct piece *x, const struct piece *y)
{
    return x->text.n == y->text.n && x->text.n > 0 && memcmp(x->text.s, y->text.s, x->text.n) == 0;
}

static void find_title_again(struct reading *r)
{
    const struct text *title = &r->meta->title;
    bool begun = false; /* a paragraph stands before */
    for (size_t i = 0; i < r->pieces.n; i++) {
        struct piece *p = &r->pieces.items[i];
        if (p->role != ROLE_BODY || p->kind == PIECE_TABLE || p->text.n == 0)
            continue;
        if (p->kind == PIECE_FIGURE) {
            if (is_auto_caption(r, p) || words_same(p->text.s, p->text.n, title->s, title->n)) {
                record_dropped(r, p->line, "auto-caption", p->text.s, p->text.n);
                piece_set_text(r, p, (struct text){.s = ""});
            }
            continue;
        }
        begun |= p->text.n > 160;
        if (is_auto_caption(r, p)) {
            piece_drop(r, p, "auto-caption");
        } else if (title->n > 0 && p->text.n < title->n + 16 && words_same(p->text.s, p->text.n, title->s, title->n)) {
            piece_merge(r, p, "title-again");
            if (i + 1 == r->pieces.n)
                return;
            struct piece *next = &r->pieces.items[i + 1];
            next->after_image |= next->blank == 0 || (r->spaced && begun && next->text.n <= 200);
        }
    }
}

/* A flattened text may begin with its title once more. */
static void find_title_run_in(struct reading *r)
{
    const struct text *title = &r->meta->title;
    size_t at = piece_next(r, 0), rest;
    while (at < r->pieces.n && r->pieces.items[at].role != ROLE_BODY)
        at = piece_next(r, at + 1);
    if (at >= r->pieces.n || title->n < 24 || r->pieces.items[at].kind != PIECE_TEXT ||
        r->pieces.items[at].text.n < 600)
        return;
    const struct text *t = &r->pieces.items[at].text;
    if (!words_begin_with(t->s, t->n, title->s, title->n, &rest))
        return;
    while (rest < t->n && t->s[rest] != ' ')
        rest++;
    if (rest + 1 < t->n && piece_split(r, at, rest))
        piece_merge(r, &r->pieces.items[at], "title-again");
}

/* The second of two equal lines; in plain text that is how a saved caption looks. */
static void find_line_again(struct reading *r)
{
    for (size_t i = 1; i < r->pieces.n; i++) {
        struct piece *p = &r->pieces.items[i], *before = &r->pieces.items[i - 1];
        if (p->role != ROLE_BODY || before->role != ROLE_BODY || p->kind == PIECE_TABLE || !same_piece(p, before))
            continue;
        before->after_image = before->after_image || (piece_is_open(before) && p->text.n <= PIECE_SHORT);
        piece_merge(r, p, "line-again");
        if (p->role == ROLE_MERGED) { /* a third copy must still see its twin */
            struct piece keep = *before;
            *before = *p;
            *p = keep;
            p->blank = before->blank;
        }
    }
}

struct sentences {
    size_t at[MAX_SENTENCES + 1]; /* first bytes, then the end */
    size_t n;
};

static void split_sentences(const struct text *t, struct sentences *out)
{
    out->n = 0;
    size_t at = 0;
    while (at < t->n && out->n < MAX_SENTENCES) {
        out->at[out->n++] = at;
        at = words_next_sentence(t->s, t->n, at);
    }
    out->at[out->n] = at;
}

static bool same_group(const struct text *t, const struct sentences *s, size_t i, size_t j, size_t count)
{
    size_t x = s->at[i], y = s->at[j], nx = s->at[i + count] - x, ny = s->at[j + count] - y;
    while (nx > 0 && t->s[x + nx - 1] == ' ')
        nx--;
    while (ny > 0 && t->s[y + ny - 1] == ' ')
        ny--;
    return nx >= MIN_REPEAT && ny >= MIN_REPEAT && words_same(t->s + x, nx, t->s + y, ny);
}

struct cuts {
    size_t n;
    size_t at[MAX_CUTS][2]; /* first byte, byte behind the last; in order */
};

/* Where an offset of the old text is in the new one; inside a cut: at its place. */
static uint32_t moved(const struct cuts *cuts, uint32_t at)
{
    size_t gone = 0;
    for (size_t i = 0; i < cuts->n && cuts->at[i][0] < at; i++)
        gone += (at < cuts->at[i][1] ? at : cuts->at[i][1]) - cuts->at[i][0];
    return (uint32_t)(at - gone);
}

/* Takes the stretches out of a piece's text, all in one copy, and records each. A space at the cut goes with it. */
static void apply_cuts(struct reading *r, struct piece *p, const char *rule, struct cuts *cuts)
{
    const struct text *old = &p->text;
    char *s = arena_alloc(r->a, (size_t)old->n + 1);
    size_t n = 0, from = 0;
    for (size_t i = 0; i < cuts->n; i++) {
        size_t *cut = cuts->at[i];
        record_merged(r, p->line, rule, old->s + cut[0], cut[1] - cut[0]);
        if (cut[0] > from && old->s[cut[0] - 1] == ' ' && (cut[1] >= old->n || old->s[cut[1]] == ' '))
            cut[0]--;
        memcpy(s + n, old->s + from, cut[0] - from);
        n += cut[0] - from;
        from = cut[1];
    }
    memcpy(s + n, old->s + from, old->n - from);
    n += old->n - from;
    while (n > 0 && s[n - 1] == ' ')
        n--;
    struct span *spans = old->n_spans > 0 ? arena_calloc(r->a, old->n_spans, sizeof *spans) : NULL;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < old->n_spans; i++) {
        struct span span = old->spans[i];
        span.start = moved(cuts, span.start);
        span.end = moved(cuts, span.end);
        span.end = span.end > n ? (uint32_t)n : span.end;
        if (span.end > span.start)
            spans[kept++] = span;
    }
    s[n] = '\0';
    piece_set_text(r, p, (struct text){s, (uint32_t)n, kept, spans});
}

/* Goes through the sentences and keeps a list of those that stay; when its last `count` equal the `count` before them,
 * they are copies. Linear, and three copies in a row leave one. */
static void find_sentences_again(struct reading *r, struct piece *p, struct sentences *s, size_t *kept)
{
    size_t n_kept = 0;
    struct cuts cuts = {0};
    split_sentences(&p->text, s);
    for (size_t i = 0; i < s->n && cuts.n < MAX_CUTS; i++) {
        kept[n_kept++] = i;
        for (size_t count = 1; count <= MAX_GROUP && 2 * count <= n_kept; count++) {
            size_t first = kept[n_kept - 2 * count], again = kept[n_kept - count];
            bool in_row = first + count - 1 == kept[n_kept - count - 1] && again + count - 1 == i;
            if (!in_row || !same_group(&p->text, s, first, again, count))
                continue;
            cuts.at[cuts.n][0] = s->at[again];
            cuts.at[cuts.n++][1] = s->at[i + 1];
            n_kept -= count;
            break;
        }
    }
    if (cuts.n > 0)
        apply_cuts(r, p, "sentence-again", &cuts);
}

/* ---- words ---- */

struct word {
    uint32_t start, end;
    uint64_t hash;
};

#define R4(x) x, x, x, x
#define R16(x) R4(x), R4(x), R4(x), R4(x)

/* What a byte adds to a word's hash; 0: nothing. Capitals count as small letters do, signs not at all. Of a letter
 * beyond ASCII its last bytes count as far as its capital has the same (Ư and ư differ, which costs a find). */
enum { WORD_END = 255, SIGN_OF_THREE = 254, SIGN_OF_TWO = 253, LAST_LETTER = 252 };

/* clang-format off */
static const uint8_t folded[256] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, WORD_END, 0, 0, 0, 0, 0,
    R16(0),
    WORD_END, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 0, 0, 0, 0, 0, 0,
    0, 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o',
    'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z', 0, 0, 0, 0, 0,
    0, 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o',
    'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z', 0, 0, 0, 0, 0,
    1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8,
    1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8,
    1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8,
    1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8,
    0, 0, SIGN_OF_TWO, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    R16(0),
    0, 0, SIGN_OF_THREE, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    R16(0)};
/* clang-format on */

/* Ends behind the word that begins at *i. */
static uint64_t hash_word(const char *s, size_t n, size_t *i)
{
    uint64_t hash = 1;
    size_t at = *i;
    for (; at < n; at++) {
        uint8_t fold = folded[(unsigned char)s[at]];
        if (fold == WORD_END)
            break;
        if (fold > LAST_LETTER) { /* quotation marks, dashes … */
            at += fold == SIGN_OF_THREE ? 2 : 1;
            continue;
        }
        uint64_t next = (hash << 7 | hash >> 57) ^ fold;
        hash = fold != 0 ? next : hash; /* no branch: letters beyond ASCII come at any time */
    }
    *i = at < n ? at : n;
    return hash * HASH_STEP;
}

static size_t split_words(const struct text *t, struct word *words)
{
    size_t count = 0;
    for (size_t i = 0; i < t->n;) {
        struct word *word = &words[count++];
        word->start = (uint32_t)i;
        word->hash = hash_word(t->s, t->n, &i);
        word->end = (uint32_t)i;
        while (i < t->n && (t->s[i] == ' ' || t->s[i] == '\n'))
            i++;
    }
    return count;
}

/* The hashes of `n` words are the same, and then the words are: letters and digits, whatever case and signs. */
static bool same_words(const struct text *t, const struct word *words, size_t x, size_t y, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (words[x + i].hash != words[y + i].hash)
            return false;
    return words_same(t->s + words[x].start, words[x + n - 1].end - words[x].start, t->s + words[y].start,
                      words[y + n - 1].end - words[y].start);
}

/* Room that is used for one paragraph after another. */
struct scratch {
    struct sentences *sentences;
    size_t *kept;
    struct word *words;
    uint32_t *last; /* a run's hash → number of the word behind which it stood last; a power of two */
    size_t cap_words, cap_last;
};

/* Hash of the words i … i + RUN - 1 from that of the run one word before (a polynomial in HASH_STEP). */
static uint64_t next_run(const struct word *words, size_t i, uint64_t before, uint64_t weight)
{
    if (i > 0)
        return (before - words[i - 1].hash * weight) * HASH_STEP + words[i + RUN - 1].hash;
    uint64_t hash = 0;
    for (size_t k = 0; k < RUN; k++)
        hash = hash * HASH_STEP + words[k].hash;
    return hash;
}

/* An empty table for `n` words; returns its size. */
static size_t clear_table(struct scratch *room, size_t n)
{
    size_t cap = 64;
    while (cap < 2 * n)
        cap *= 2;
    mem_grow((void **)&room->last, &room->cap_last, cap, sizeof *room->last);
    memset(room->last, 0, cap * sizeof *room->last);
    return cap;
}

/* ---- is anything said twice? ---- */

#define ECHO 24 /* bytes: what comes again is longer, and begins with a word */

/* Eight bytes with the differences of case taken out: 0x20 of ASCII and of U+00C0 … U+00FF, 1 of the Vietnamese pairs
 * and of Đ. A few letters fall together, which a look at the words sets right. */
static uint64_t eight_bytes(const char *s)
{
    uint64_t bytes;
    memcpy(&bytes, s, sizeof bytes);
    return bytes | 0x2121212121212121u;
}

static bool same_echo(const char *x, const char *y)
{
    return eight_bytes(x) == eight_bytes(y) && eight_bytes(x + 8) == eight_bytes(y + 8) &&
           eight_bytes(x + 16) == eight_bytes(y + 16);
}

/* Do the first bytes of a word come again at another word? In nearly every paragraph they do not, and then no sentence
 * and no run of words does. Quicker than taking words and sentences apart. */
static bool has_echo(const struct text *t, struct scratch *room)
{
    if (t->n < 2 * ECHO)
        return true;
    size_t cap = clear_table(room, t->n / 5), last = t->n - ECHO;
    for (size_t i = 0; i <= last; i += bytes_to(t->s + i, t->n - i, ' ') + 1) {
        const char *s = t->s + i;
        uint64_t hash = (eight_bytes(s) * HASH_STEP ^ eight_bytes(s + 8)) * HASH_STEP ^ eight_bytes(s + 16);
        uint32_t *slot = &room->last[hash * HASH_STEP >> 40 & (cap - 1)], before = *slot;
        *slot = (uint32_t)(i + 1);
        if (before > 0 && same_echo(t->s + before - 1, s))
            return true;
    }
    return false;
}

/* "A A" without a sentence's end between: a caption that was saved with its alternative text. Each run of RUN words is
 * looked up in a table of where it stood last; at a distance of d words, the d words from there on must come again. */
static void find_words_again(struct reading *r, struct piece *p, struct scratch *room)
{
    struct cuts cuts = {0};
    mem_grow((void **)&room->words, &room->cap_words, p->text.n / 2 + 1, sizeof *room->words);
    const struct word *words = room->words;
    size_t n = split_words(&p->text, room->words), cap = n < 2 * RUN ? 0 : clear_table(room, n);
    uint64_t hash = 0, weight = 1;
    for (size_t i = 1; i < RUN; i++)
        weight *= HASH_STEP;
    for (size_t i = 0, behind = 0; cap > 0 && i + RUN <= n && cuts.n < MAX_CUTS; i++) {
        hash = next_run(words, i, hash, weight);
        if (i < behind)
            continue;
        uint32_t *slot = &room->last[(hash >> 20) & (cap - 1)];
        size_t before = *slot, distance = i + 1 - before;
        *slot = (uint32_t)(i + 1);
        if (before == 0 || distance < RUN || distance > MAX_RUN || i + distance > n ||
            !same_words(&p->text, words, before - 1, i, distance))
            continue;
        cuts.at[cuts.n][0] = words[i].start;
        cuts.at[cuts.n++][1] = words[i + distance - 1].end;
        behind = i + distance;
    }
    if (cuts.n > 0)
        apply_cuts(r, p, "words-again", &cuts);
}

void repeats_find(struct reading *r)
{
    find_title_again(r);
    find_title_run_in(r);
    find_line_again(r);
    if (rule_kept(r, "sentence-again"))
        return;
    struct scratch room = {0};
    for (size_t i = 0; i < r->pieces.n; i++) {
        struct piece *p = &r->pieces.items[i];
        if (p->role == ROLE_BODY && p->kind == PIECE_TEXT && p->text.n >= 2 * MIN_REPEAT && p->text.n <= LONGEST) {
            if (!has_echo(&p->text, &room))
                continue;
            if (room.sentences == NULL) {
                room.sentences = mem_alloc(sizeof *room.sentences);
                room.kept = mem_alloc((MAX_SENTENCES + 1) * sizeof *room.kept);
            }
            find_sentences_again(r, p, room.sentences, room.kept);
            find_words_again(r, p, &room);
        }
    }
    free(room.sentences);
    free(room.kept);
    free(room.words);
    free(room.last);
}
