/* Fixed forms of Markdown beyond CommonMark: who said a quotation, figures with caption and credit, leads, captions of
 * tables. to_markdown.c writes them; authors may too.
 */
#include <stdlib.h>
#include <string.h>

#include "ingest/md_reader.h"
#include "ingest/words.h"

#define SPEAKER_MAX 160 /* bytes */

bool md_is_form(const char *name)
{
    return strcmp(name, "figure") == 0 || strcmp(name, "lead") == 0 || strcmp(name, "table") == 0;
}

/* ---- dashes ---- */

/* Bytes of a dash and the spaces behind it at the beginning; 0: there is none. */
static size_t dash_length(const struct text *t)
{
    size_t n = strncmp(t->s, "—", 3) == 0 || strncmp(t->s, "–", 3) == 0 ? 3 : strncmp(t->s, "--", 2) == 0 ? 2 : 0;
    while (n > 0 && t->s[n] == ' ')
        n++;
    return n;
}

static struct text without_dash(struct reading *r, const struct piece *p)
{
    size_t n = dash_length(&p->text);
    if (!r->finished)
        record_changed(r, p->line, "speaker-dash", (struct text){.s = p->text.s, .n = (uint32_t)n},
                       (struct text){.s = ""});
    return text_slice(r->a, &p->text, n, p->text.n);
}

/* "Bà X, chủ vườn": a name may follow a dash, a sentence of a dialogue may too. */
static bool is_speaker(const struct reading *r, const struct piece *p)
{
    size_t n = dash_length(&p->text);
    return n > 0 && n < p->text.n &&
           (r->finished || (p->text.n <= SPEAKER_MAX && !words_end_sentence(p->text.s, p->text.n)));
}

static bool stands_in(const struct piece *p, const struct frame *frame)
{
    const struct frame *f = p->in;
    while (f != NULL && f != frame)
        f = f->parent;
    return f == frame;
}

void md_take_speaker(struct markdown *m)
{
    struct reading *r = m->r;
    size_t last = m->last_text;
    if (m->frame == NULL || m->frame->kind != DOC_QUOTE || r->pieces.n == 0 || last + 1 != r->pieces.n ||
        m->last_speaker_at == SIZE_MAX || r->pieces.items[last].in != m->frame ||
        r->pieces.items[last].kind != PIECE_TEXT)
        return;
    struct piece whole = r->pieces.items[last];
    if (m->last_speaker_at > 0) { /* the last line of the last paragraph */
        struct piece line = whole;
        line.text = text_slice(r->a, &whole.text, m->last_speaker_at, whole.text.n);
        if (!is_speaker(r, &line) || !piece_split(r, last, m->last_speaker_at))
            return;
        last++;
    } else if (m->last_spelled || !is_speaker(r, &whole) || last == 0 ||
               !stands_in(&r->pieces.items[last - 1], m->frame)) {
        return;
    }
    struct piece *p = &r->pieces.items[last];
    piece_set_text(r, p, without_dash(r, p));
    p->role = ROLE_ATTRIBUTION;
}

/* ---- forms ---- */

/* The text goes elsewhere; an empty piece leaves nothing. */
static void empty(struct piece *p)
{
    p->text = (struct text){.s = ""};
    p->low = "";
}

static bool is_paragraph(const struct piece *p)
{
    return p->kind == PIECE_TEXT && p->role == ROLE_BODY && p->text.n > 0;
}

static void take_credit(struct reading *r, struct piece *figure, struct piece *p)
{
    figure->credit = without_dash(r, p);
    if (figure == p)
        p->text = (struct text){.s = ""};
    else
        empty(p);
}

static void take_figure(struct reading *r, size_t from, size_t to)
{
    struct piece *items = r->pieces.items, *figure = NULL;
    for (size_t i = from; i < to && figure == NULL; i++)
        if (items[i].kind == PIECE_FIGURE)
            figure = &items[i];
    for (size_t i = from; i < to && figure == NULL; i++)
        if (is_paragraph(&items[i]))
            figure = &items[i];
    if (figure == NULL)
        return;
    bool own = figure->kind == PIECE_TEXT; /* a caption without a picture: it becomes the figure itself */
    figure->kind = PIECE_FIGURE;
    figure->said = true;
    if (own && dash_length(&figure->text) > 0 && !figure->spelled)
        take_credit(r, figure, figure);
    for (size_t i = from; i < to; i++) {
        struct piece *p = &items[i];
        figure->id = figure->id == NULL ? p->id : figure->id;
        if (p == figure || !is_paragraph(p))
            continue;
        if (dash_length(&p->text) > 0 && !p->spelled && figure->credit.n == 0) {
            take_credit(r, figure, p);
        } else if (figure->text.n == 0) {
            piece_set_text(r, figure, p->text);
            empty(p);
        }
    }
}

static void take_lead(struct reading *r, size_t from, size_t to)
{
    for (size_t i = from; i < to && r->meta->lead.n == 0; i++) {
        struct piece *p = &r->pieces.items[i];
        if (!is_paragraph(p) || p->in != NULL)
            continue;
        p->role = ROLE_LEAD;
        r->meta->lead = p->text;
    }
}

static unsigned value_of(const char *values, const char *key)
{
    const char *at = strstr(values, key);
    long value = at != NULL ? strtol(at + strlen(key), NULL, 10) : 0;
    return value > 0 && value < 1000 ? (unsigned)value : 0;
}

static void mark_heads(struct doc_node *table, unsigned head, bool side)
{
    unsigned number = 0;
    for (struct doc_node *row = table->first; row != NULL; row = row->next, number++) {
        for (struct doc_node *cell = row->first; number < head && cell != NULL; cell = cell->next)
            cell->header = true;
        row->header |= number < head;
        if (side && row->first != NULL)
            row->first->header = true;
    }
}

/* "3,5:2": row 3 is a head, and the second cell of row 5; rows in their order. */
static void mark_listed(struct doc_node *table, const char *values)
{
    const char *at = strstr(values, "heads=");
    struct doc_node *row = table->first;
    long number = 1;
    for (at = at != NULL ? at + strlen("heads=") : ""; *at >= '0' && *at <= '9';) {
        char *end;
        long wanted = strtol(at, &end, 10), column = *end == ':' ? strtol(end + 1, &end, 10) : 0;
        for (; row != NULL && number < wanted; number++)
            row = row->next;
        if (row != NULL && number == wanted) {
            row->header |= column == 0;
            long k = 1;
            for (struct doc_node *cell = row->first; cell != NULL; cell = cell->next, k++)
                if (column == 0 || column == k)
                    cell->header = true;
        }
        at = *end == ',' ? end + 1 : "";
    }
}

static void take_table(struct reading *r, size_t from, size_t to, const char *values)
{
    struct piece *items = r->pieces.items, *table = NULL;
    for (size_t i = from; i < to && table == NULL; i++)
        if (items[i].kind == PIECE_TABLE)
            table = &items[i];
    if (table == NULL)
        return;
    mark_heads(table->node, value_of(values, "head="), value_of(values, "side=") > 0);
    mark_listed(table->node, values);
    for (size_t i = from; i < to && table->id == NULL; i++)
        table->id = items[i].id;
    for (struct piece *p = items + from; p < table && table->text.n == 0; p++)
        if (is_paragraph(p)) {
            piece_set_text(r, table, p->text);
            empty(p);
        }
}

/* Blocks stand in the order of their first lines, and so do the pieces. */
void md_take_forms(struct markdown *m)
{
    struct reading *r = m->r;
    size_t from = 0;
    for (size_t i = 0; i < m->extras.n_divs; i++) {
        const struct md_div *div = &m->extras.divs[i];
        if (!md_is_form(div->name))
            continue;
        while (from < r->pieces.n && r->pieces.items[from].line <= div->first)
            from++;
        size_t to = from;
        while (to < r->pieces.n && r->pieces.items[to].line < div->last)
            to++;
        if (div->name[0] == 'f')
            take_figure(r, from, to);
        else if (div->name[0] == 'l')
            take_lead(r, from, to);
        else
            take_table(r, from, to, div->values);
        from = to;
    }
}
