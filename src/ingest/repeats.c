/* Things said twice: the title above a picture, a line and its copy, sentences pasted two times in a row. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "ingest/stages.h"
#include "ingest/words.h"

#define MAX_SENTENCES 4096
#define MAX_CUTS 64
#define MAX_GROUP 6 /* sentences that come again together */
#define RUN 7       /* words */
#define MAX_RUN 120
#define MIN_REPEAT 24 /* bytes: "Không. Không." is speech */

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
    size_t length = rest < n ? phrase_starts(&r->phrases, PHRASE_AUTO_CAPTION, p->low + rest, n - rest) : 0;
    if (length == 0)
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
            struct piece *next = i + 1 < r->pieces.n ? &r->pieces.items[i + 1] : NULL;
            if (next != NULL && (next->blank == 0 || (r->spaced && begun && next->text.n <= 200)))
                next->after_image = true;
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

/* Cuts bytes out of a text; spans behind move up. */
static struct text cut(struct arena *a, const struct text *t, size_t from, size_t to)
{
    struct text head = text_slice(a, t, 0, from), tail = text_slice(a, t, to, t->n), out;
    if (head.n == 0 || tail.n == 0)
        return head.n == 0 ? tail : head;
    char *s = arena_alloc(a, (size_t)head.n + tail.n + 2);
    memcpy(s, head.s, head.n);
    s[head.n] = ' ';
    memcpy(s + head.n + 1, tail.s, tail.n);
    struct span *spans = arena_calloc(a, (size_t)head.n_spans + tail.n_spans + 1, sizeof *spans);
    for (uint32_t i = 0; i < head.n_spans; i++)
        spans[i] = head.spans[i];
    for (uint32_t i = 0; i < tail.n_spans; i++) {
        spans[head.n_spans + i] = tail.spans[i];
        spans[head.n_spans + i].start += head.n + 1;
        spans[head.n_spans + i].end += head.n + 1;
    }
    out = (struct text){s, head.n + 1 + tail.n, head.n_spans + tail.n_spans, spans};
    return out;
}

/* Goes through the sentences and keeps a list of those that stay; when its last `count` equal the `count` before them,
 * they are copies. Linear, and three copies in a row leave one. */
static void find_sentences_again(struct reading *r, struct piece *p, struct sentences *s, size_t *kept)
{
    size_t n_kept = 0, n_cuts = 0, cuts[MAX_CUTS][2];
    split_sentences(&p->text, s);
    for (size_t i = 0; i < s->n && n_cuts < MAX_CUTS; i++) {
        kept[n_kept++] = i;
        for (size_t count = 1; count <= MAX_GROUP && 2 * count <= n_kept; count++) {
            size_t first = kept[n_kept - 2 * count], again = kept[n_kept - count];
            bool in_row = first + count - 1 == kept[n_kept - count - 1] && again + count - 1 == i;
            if (!in_row || !same_group(&p->text, s, first, again, count))
                continue;
            cuts[n_cuts][0] = s->at[again];
            cuts[n_cuts++][1] = s->at[i + 1];
            n_kept -= count;
            break;
        }
    }
    while (n_cuts-- > 0) {
        size_t from = cuts[n_cuts][0], to = cuts[n_cuts][1];
        record_merged(r, p->line, "sentence-again", p->text.s + from, to - from);
        piece_set_text(r, p, cut(r->a, &p->text, from, to));
    }
}

/* ---- words ---- */

struct word {
    uint32_t start, end;
    uint64_t hash;
};

/* Letters and digits in lower case; signs do not count. */
static uint64_t hash_word(const char *s, size_t n)
{
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < n;) {
        unsigned char c = (unsigned char)s[i];
        uint32_t cp = c;
        if (c >= 0x80) {
            cp = utf8_next(s, n, &i);
            cp = utf8_is_letter(cp) ? utf8_lower(cp) : 0;
        } else {
            i++;
            cp = c >= 'A' && c <= 'Z' ? cp | 32 : (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? cp : 0;
        }
        if (cp != 0)
            hash = (hash ^ cp) * 1099511628211u;
    }
    return hash;
}

static size_t split_words(const struct text *t, struct word *words)
{
    size_t count = 0;
    for (size_t i = 0; i < t->n;) {
        size_t start = i;
        while (i < t->n && t->s[i] != ' ' && t->s[i] != '\n')
            i++;
        words[count++] = (struct word){(uint32_t)start, (uint32_t)i, hash_word(t->s + start, i - start)};
        while (i < t->n && (t->s[i] == ' ' || t->s[i] == '\n'))
            i++;
    }
    return count;
}

static bool same_words(const struct word *words, size_t x, size_t y, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (words[x + i].hash != words[y + i].hash)
            return false;
    return true;
}

/* "A A" without a sentence's end between: a caption that was saved with its alternative text. Each run of RUN words is
 * looked up in a table of where it stood last; at a distance of d words, the d words from there on must come again. */
static void find_words_again(struct reading *r, struct piece *p)
{
    size_t cap = 1, n_cuts = 0, cuts[MAX_CUTS][2];
    struct word *words = mem_calloc(words_count(p->text.s, p->text.n) + 1, sizeof *words);
    size_t n = split_words(&p->text, words);
    while (cap < 2 * n)
        cap *= 2;
    uint32_t *last = mem_calloc(cap, sizeof *last);
    for (size_t i = 0; i + RUN <= n && n_cuts < MAX_CUTS; i++) {
        uint64_t hash = 0;
        for (size_t k = 0; k < RUN; k++)
            hash = hash * 1099511628211u + words[i + k].hash;
        uint32_t *slot = &last[(hash >> 20) & (cap - 1)];
        size_t before = *slot, distance = i + 1 - before;
        *slot = (uint32_t)(i + 1);
        if (before == 0 || distance < RUN || distance > MAX_RUN || i + distance > n ||
            !same_words(words, before - 1, i, distance))
            continue;
        cuts[n_cuts][0] = words[i].start;
        cuts[n_cuts++][1] = words[i + distance - 1].end;
        i += distance - 1;
    }
    while (n_cuts-- > 0) {
        size_t from = cuts[n_cuts][0], to = cuts[n_cuts][1];
        record_merged(r, p->line, "words-again", p->text.s + from, to - from);
        piece_set_text(r, p, cut(r->a, &p->text, from, to));
    }
    free(last);
    free(words);
}

void repeats_find(struct reading *r)
{
    find_title_again(r);
    find_title_run_in(r);
    find_line_again(r);
    if (rule_kept(r, "sentence-again"))
        return;
    struct sentences *s = arena_alloc(r->a, sizeof *s);
    size_t *kept = arena_calloc(r->a, MAX_SENTENCES + 1, sizeof *kept);
    for (size_t i = 0; i < r->pieces.n; i++) {
        struct piece *p = &r->pieces.items[i];
        if (p->role == ROLE_BODY && p->kind == PIECE_TEXT && p->text.n >= 2 * MIN_REPEAT) {
            find_sentences_again(r, p, s, kept);
            find_words_again(r, p);
        }
    }
}
