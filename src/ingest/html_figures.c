/* Captions of a page go to their pictures. What stands in one element with a picture is its caption and credit; else a
 * caption is known by its class, by a credit, or as a short centred line right below the picture.
 */
#include <string.h>

#include "ingest/html.h"
#include "ingest/stages.h"
#include "ingest/words.h"

#define CAPTION_MAX 600 /* bytes */
#define CENTRED_MAX 320 /* bytes of a caption that is only known by its place */
#define PLAIN_MAX 240   /* of one that is known by its place and looks like text */
#define CREDIT_WORDS 10

static void give_away(struct reading *r, struct piece *p, const char *rule)
{
    p->role = ROLE_MERGED;
    p->rule = rule;
    piece_set_text(r, p, (struct text){.s = ""});
}

static void add_caption(struct reading *r, struct piece *f, const struct text *text)
{
    if (f->text.n == 0) {
        piece_set_text(r, f, *text);
        return;
    }
    const char *both = arena_printf(r->a, "%s %s", f->text.s, text->s);
    piece_set_text(r, f, text_make(r->a, both, strlen(both)));
}

/* Bytes of a label for the caption or the credit and the signs behind it. */
static size_t label_length(const struct reading *r, const struct piece *p, enum phrase_list list)
{
    size_t n = strlen(p->low), length = n == p->text.n ? phrase_starts(r->phrases, list, p->low, n) : 0;
    while (length > 0 && length < p->text.n && strchr(" ,:", p->text.s[length]) != NULL)
        length++;
    return length;
}

/* Cuts the label off and records it; true if nothing is left. */
static bool cut_label(struct reading *r, struct piece *p, size_t length)
{
    if (length == 0)
        return false;
    record_dropped(r, p->line, "label", p->text.s, length);
    piece_set_text(r, p, text_slice(r->a, &p->text, length, p->text.n));
    return p->text.n == 0;
}

static bool is_credit(const struct reading *r, const struct piece *p)
{
    return captions_credit(r, p) == 0 || strncmp(p->text.s, "©", 2) == 0;
}

/* Does another piece of the figure call itself its caption? */
static bool has_caption(const struct reading *r, size_t at, uint32_t figure)
{
    for (size_t i = at; i < r->pieces.n && r->pieces.items[i].figure == figure; i++) {
        if (i > at && r->pieces.items[i].kind == PIECE_FIGURE)
            return false;
        if (r->pieces.items[i].hint == HINT_CAPTION && r->pieces.items[i].kind == PIECE_TEXT)
            return true;
    }
    return false;
}

/* Takes the words that share an element with picture `at`. */
static void take_words(struct reading *r, size_t at)
{
    struct piece *f = &r->pieces.items[at];
    bool captioned = has_caption(r, at, f->figure), credit_next = false;
    for (size_t i = at + 1; i < r->pieces.n && r->pieces.items[i].figure == f->figure; i++) {
        struct piece *p = &r->pieces.items[i];
        if (p->kind == PIECE_FIGURE)
            break; /* what follows is said of that one */
        if (p->role != ROLE_BODY || p->kind != PIECE_TEXT || p->text.n == 0)
            continue;
        size_t credit_label = label_length(r, p, PHRASE_CREDIT_LINE);
        if (cut_label(r, p, credit_label > 0 ? credit_label : label_length(r, p, PHRASE_CAPTION_LINE))) {
            credit_next = credit_label > 0;
            p->role = ROLE_MERGED;
            p->rule = "label";
            continue;
        }
        bool labelled = credit_label > 0 || credit_next;
        bool credit = f->credit.n == 0 && words_count(p->text.s, p->text.n) <= CREDIT_WORDS &&
                      (labelled || is_credit(r, p) || (p->hint != HINT_CAPTION && (captioned || f->text.n > 0)));
        if (credit)
            f->credit = p->text;
        else
            add_caption(r, f, &p->text);
        credit_next = false;
        give_away(r, p, "caption");
    }
    if (r->page)
        f->in = NULL;
}

/* A short centred line below a picture, followed by running text that is not centred. */
static bool is_centred_caption(const struct reading *r, size_t at)
{
    const struct piece *p = &r->pieces.items[at];
    if (!p->centred || p->linked || p->bold || p->text.n > CENTRED_MAX || words_count(p->text.s, p->text.n) < 3 ||
        words_sentences(p->text.s, p->text.n, 3) > 2 || at + 1 >= r->pieces.n)
        return false;
    const struct piece *next = &r->pieces.items[at + 1];
    return next->kind != PIECE_TEXT || !next->centred;
}

/* A short line that is no sentence, right below a picture and above a paragraph; or the words that the picture itself
 * has for those who do not see it. Headings of pages say that they are some, by their element or in bold. */
static bool is_plain_caption(const struct reading *r, size_t figure, size_t at)
{
    const struct piece *f = &r->pieces.items[figure], *p = &r->pieces.items[at];
    const struct piece *next = at + 1 < r->pieces.n ? &r->pieces.items[at + 1] : NULL;
    if (!r->page || p->zone != ZONE_MAIN || figure + 1 != at || p->kind != PIECE_TEXT || p->in != NULL || p->bold ||
        p->linked || p->hint != HINT_NONE || p->text.n > PLAIN_MAX)
        return false;
    if (f->alt != NULL && words_same(f->alt, strlen(f->alt), p->text.s, p->text.n))
        return true;
    size_t words = words_count(p->text.s, p->text.n);
    return words >= 4 && words <= 30 && !words_end_sentence(p->text.s, p->text.n) && next != NULL &&
           next->kind == PIECE_TEXT && next->zone == ZONE_MAIN && next->text.n >= 2 * p->text.n &&
           next->text.n >= 100 && words_end_sentence(next->text.s, next->text.n);
}

void html_attach_captions(struct reading *r, size_t from)
{
    size_t figure = SIZE_MAX;
    for (size_t i = from; i < r->pieces.n; i++) {
        struct piece *p = &r->pieces.items[i];
        if (p->kind == PIECE_FIGURE) {
            figure = i;
            if (p->figure != 0 && p->role == ROLE_BODY)
                take_words(r, i);
            continue;
        }
        if (p->role != ROLE_BODY || p->text.n == 0)
            continue;
        bool near = p->zone == ZONE_MAIN || p->zone == ZONE_HEAD;
        bool bare = figure != SIZE_MAX && r->pieces.items[figure].text.n == 0;
        bool centred = bare && (is_centred_caption(r, i) || is_plain_caption(r, figure, i));
        bool caption =
            p->kind == PIECE_TEXT && p->text.n <= CAPTION_MAX && near &&
            (p->hint == HINT_CAPTION || centred || (figure != SIZE_MAX && captions_credit(r, p) != SIZE_MAX));
        if (caption && bare) {
            struct piece *f = &r->pieces.items[figure];
            if (centred)
                record_guessed(r, p->line, "caption", p->text.s, p->text.n);
            piece_set_text(r, f, p->text);
            if (r->page)
                f->in = NULL;
            give_away(r, p, "caption");
        } else if (caption && p->hint == HINT_CAPTION) {
            p->kind = PIECE_FIGURE;
            continue;
        }
        figure = SIZE_MAX;
    }
}
