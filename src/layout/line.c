/* Breakpoints → set lines: the spare width is shared among spaces and letters, and boxes become page items.
 *
 * A justified line takes its spare width by making all its letters a little wider or narrower (glyph scaling, one
 * factor for the whole line). Where that is enough the spaces go along, as they do in PDF's text state: such lines are
 * strings without numbers in them. Where it is not, the spaces take the rest, which is then all that they give.
 * Positions are cumulative integers: rounding never adds up, and the last mark ends exactly where the measure, or what
 * hangs out of it, ends.
 */
#include "layout/line.h"

#include <string.h>

#include "base/buf.h"
#include "layout/linebreak_trace.h"

/* Where a link's clickable area lies about the base line, in parts of the leading. */
#define LINK_ABOVE 720
/* Words of a line that a message shows. */
#define SHOWN_BYTES 60

/* Sums over a part of a line: natural widths of letters and spaces, without tracking, and how many they are. */
struct extent {
    int64_t letters, spaces, glyphs, gaps;
};

/* A line being set. */
struct setting {
    const struct line_job *job;
    size_t start, end;           /* items */
    bool forced, last, hyphen;   /* hyphen: one is put in at the end */
    scaled left, width;          /* of the line's room */
    struct extent all;           /* of the whole line */
    int64_t box_give, glue_give; /* what can be added or, if room < 0, taken away */
    int64_t more_give;           /* by letterspacing, as the last means */
    int64_t room;                /* spare width; what hangs out is in it */
    int32_t hscale;              /* in 1/10000 */
    scaled tracking;             /* the style's and the line's own */
    bool along;                  /* both hold for spaces, too */
    int64_t extra;               /* to be shared among the spaces */
    size_t n_boxes, n_items;     /* boxes; text runs, and an area for each link that it touches */
};

static bool is_justified(const struct setting *s)
{
    return s->job->h->justified && !(s->forced && s->room > 0);
}

/* Adds a space, of which the width is given with its tracking. */
static inline void extend_space(const struct setting *s, struct extent *e, int64_t width)
{
    e->spaces += width - s->job->r->style->tracking;
    e->gaps++;
}

/* Moves what is in `more` to the sums. */
static inline void extend_by(struct extent *e, struct extent *more)
{
    e->letters += more->letters;
    e->spaces += more->spaces;
    e->glyphs += more->glyphs;
    e->gaps += more->gaps;
    *more = (struct extent){0};
}

/* Adds item i to the sums. */
static inline void extend(const struct setting *s, struct extent *e, size_t i)
{
    const struct hitem *it = &s->job->h->items[i];
    if (it->kind == HITEM_BOX) {
        uint16_t n = s->job->h->boxes[i].shaped->n;
        e->letters += it->width - (int64_t)n * s->job->r->style->tracking;
        e->glyphs += n;
    } else if (it->kind == HITEM_GLUE) {
        extend_space(s, e, it->width);
    }
}

/* Adds the hyphen that ends the line. */
static void extend_hyphen(const struct setting *s, struct extent *e)
{
    uint16_t n = s->job->h->boxes[s->end].shaped->n;
    e->letters += s->job->h->items[s->end].width - (int64_t)n * s->job->r->style->tracking;
    e->glyphs += n;
}

/* Width of the sums as the line is set. Positions are made of sums, so that rounding does not pile up. */
static inline scaled position(const struct setting *s, const struct extent *e)
{
    int64_t letters = e->letters, x = e->spaces + e->gaps * s->job->r->style->tracking;
    if (s->along) {
        letters += e->spaces;
        x = e->gaps * s->tracking;
    }
    x += letters * s->hscale / 10000 + e->glyphs * s->tracking;
    if (s->extra != 0 && s->all.spaces != 0) /* without spaces nothing takes a share of the rest */
        x += s->extra * e->spaces / s->all.spaces;
    return (scaled)x;
}

static inline bool same_run(const struct hbox *a, const struct hbox *b)
{
    return a->state == b->state && a->shaped->font == b->shaped->font && a->part->scale == b->part->scale;
}

/* Sums up a line's boxes and spaces. */
static void sum_items(struct setting *s, int64_t stretch[2], int64_t shrink[2])
{
    const struct hlist *h = s->job->h;
    const struct hitem *it = &h->items[s->start], *end = &h->items[s->end];
    const struct hbox *box = &h->boxes[s->start], *before = NULL;
    struct extent all = {0};
    int64_t more = 0, tracking = s->job->r->style->tracking;
    size_t n_boxes = 0, n_items = 0;
    for (; it < end; it++, box++) {
        if (it->kind == HITEM_BOX) {
            uint16_t n = box->shaped->n;
            all.letters += it->width - n * tracking;
            all.glyphs += n;
            stretch[HITEM_BOX] += it->stretch;
            shrink[HITEM_BOX] += it->shrink;
            more += it->more;
            n_boxes++;
            if (before == NULL || !same_run(before, box))
                n_items += box->state->link >= 0 ? 2 : 1;
            before = box;
        } else if (it->kind == HITEM_GLUE) {
            extend_space(s, &all, it->width);
            stretch[HITEM_GLUE] += it->stretch;
            shrink[HITEM_GLUE] += it->shrink;
        }
    }
    s->all = all;
    s->more_give = more;
    s->n_boxes = n_boxes;
    s->n_items = n_items;
}

static void sum_up(struct setting *s)
{
    const struct hitem *items = s->job->h->items, *end = &items[s->end];
    int64_t stretch[2] = {0}, shrink[2] = {0}; /* of boxes and glue */
    s->hyphen = end->kind == HITEM_PENALTY && end->width > 0;
    s->hscale = 10000;
    s->tracking = s->job->r->style->tracking;
    s->extra = 0;
    sum_items(s, stretch, shrink);
    if (s->hyphen)
        extend_hyphen(s, &s->all);
    s->room = s->width - position(s, &s->all) + (s->hyphen ? end->hang_right : 0);
    if (s->start < s->end) {
        s->room += items[s->start].hang_left;
        if (!s->hyphen && items[s->end - 1].kind == HITEM_BOX)
            s->room += items[s->end - 1].hang_right;
    }
    const int64_t *gives = s->room < 0 ? shrink : stretch;
    s->box_give = gives[HITEM_BOX];
    s->glue_give = gives[HITEM_GLUE];
}

/* Sets the glyphs farther apart by `give` together, negative: closer. Rounds downward. */
static void space_letters(struct setting *s, int64_t give)
{
    int64_t n = s->all.glyphs + (s->along ? s->all.gaps : 0);
    if (n > 0)
        s->tracking += (scaled)((give < 0 ? give - (n - 1) : give) / n);
}

/* Lets the letters give `give`, negative to take: in part by their shape, in part by their distance, which takes what
 * is lost as the scaling is rounded, too. */
static void share_letters(struct setting *s, int64_t give)
{
    const struct text_design *design = &s->job->ctx->design->text;
    int64_t natural = s->all.letters + (s->along ? s->all.spaces : 0);
    int64_t shape = s->all.letters * design->scaling / 10000;
    int64_t distance = s->all.glyphs * ((int64_t)s->job->r->style->size * design->letterspacing / 10000);
    if (shape + distance == 0 || natural <= 0)
        return;
    int64_t factor = give * shape / (shape + distance) * 10000 / natural;
    s->hscale += (int32_t)factor;
    if (distance > 0)
        space_letters(s, give - natural * factor / 10000);
}

static int64_t clamp(int64_t v, int64_t most)
{
    return v > most ? most : v < -most ? -most : v;
}

/* What letterspacing gives of `rest`, which is beyond what letters gave first. */
static int64_t last_means(const struct setting *s, int64_t rest)
{
    int64_t part = s->glue_give * LAST_MEANS / 100;
    return clamp(rest - clamp(rest, part), s->more_give);
}

/* Shares the spare width between letters and spaces. Letters give first, all of them alike and never more than the
 * layout allows, which nobody sees; so the spaces of most lines keep their width, which everybody does. What is
 * beyond that the spaces take, helped by some more letterspacing where they would have to give much. What all can't
 * take away makes the line overfull. */
static void share(struct setting *s)
{
    if (!is_justified(s) || (s->all.spaces == 0 && s->room > 0)) /* a single word is not stretched */
        return;
    int64_t natural = position(s, &s->all), room = s->room, give = s->box_give + s->glue_give + s->more_give;
    if (room < -give)
        room = -give;
    int64_t letters = clamp(room, s->box_give);
    s->along = letters == room;
    share_letters(s, letters);
    space_letters(s, last_means(s, room - letters));
    if (s->all.spaces > 0)
        s->extra = room - (position(s, &s->all) - natural) +
                   (s->tracking - s->job->r->style->tracking); /* none after the last glyph */
}

static scaled line_left(const struct setting *s)
{
    int align = s->job->r->style->align;
    scaled left = s->left;
    if (s->start < s->end)
        left -= s->job->h->items[s->start].hang_left;
    if (align == ALIGN_RIGHT)
        left += (scaled)s->room;
    else if (align == ALIGN_CENTER)
        left += (scaled)(s->room / 2);
    return left;
}

#define FAR_RUNS 8 /* the reaches of a run that a number of type scaled holds */

/* A line's items while they are made. */
struct output {
    const struct setting *s;
    struct par_line *line;
    struct run_piece *pieces; /* of the whole line */
    size_t n_pieces;
    struct glyph_run *run;     /* the one being filled, or NULL */
    const struct hbox *before; /* the last box */
    int16_t top, bottom;       /* ink of the run's words, font units */
    scaled left, run_x;
    unsigned far; /* runs that began because the origin of the one before was too far away */
    int32_t link; /* whose area is open, or -1 */
    struct page_item *area;
};

static void end_link(struct output *o, scaled x)
{
    if (o->link >= 0)
        o->area->u.link.w = x - o->area->x;
    o->link = -1;
}

static void begin_link(struct output *o, int32_t link, scaled x)
{
    const struct line_job *job = o->s->job;
    const struct par_link *l = &job->h->text->links[link];
    scaled leading = job->r->style->leading, above = (scaled)((int64_t)leading * LINK_ABOVE / 1000);
    o->area = &o->line->items[o->line->n_items++];
    *o->area = (struct page_item){.kind = ITEM_LINK, .tag = l->tag, .x = x, .y = -above};
    o->area->u.link.to = page_link(job->ctx->out, l->uri, l->alt);
    o->area->u.link.h = leading;
    o->link = link;
}

static void begin_run(struct output *o, const struct hbox *box, scaled x)
{
    const struct line_job *job = o->s->job;
    struct glyph_run *run = arena_room(par_shown(job->ctx), sizeof *run);
    *run = (struct glyph_run){.size = hlist_size(box->state, box->part),
                              .hscale = (uint16_t)o->s->hscale,
                              .tracking = o->s->tracking,
                              .rise = box->state->rise,
                              .pieces = o->pieces + o->n_pieces,
                              .words = word_cache_lexicon(job->ctx->words)};
    struct page_item *item = &o->line->items[o->line->n_items++];
    *item = (struct page_item){.kind = ITEM_TEXT, .ink = (uint8_t)job->r->style->ink, .tag = box->state->tag, .x = x};
    item->u.run = run;
    o->run = run;
    o->run_x = x;
}

/* A piece too far from its run's origin begins a run of its own; words further yet are off any page. */
static int32_t reach(struct output *o, const struct hbox *box, scaled x)
{
    if (o->far == FAR_RUNS)
        return x > o->run_x ? RUN_REACH : -RUN_REACH;
    o->far++;
    begin_run(o, box, x);
    return 0;
}

static inline void put_piece(struct output *o, const struct hbox *box, scaled x, uint32_t flags)
{
    int64_t from = (int64_t)x - o->run_x;
    if (from > RUN_REACH || from < -RUN_REACH)
        from = reach(o, box, x);
    o->pieces[o->n_pieces++] = run_piece(box->shaped->number, (scaled)from, flags);
    o->run->n++;
}

/* Adds the ink of the run that ends to the line's. */
static void end_run(struct output *o)
{
    if (!o->before)
        return;
    const struct par_state *state = o->before->state;
    const struct font *font = o->before->shaped->font;
    scaled size = hlist_size(state, o->before->part);
    scaled top = hlist_units(font, size, o->top) + state->rise;
    scaled bottom = hlist_units(font, size, o->bottom) - state->rise;
    o->line->top = top > o->line->top ? top : o->line->top;
    o->line->bottom = bottom > o->line->bottom ? bottom : o->line->bottom;
}

static void change_run(struct output *o, const struct hbox *box, scaled x)
{
    end_run(o);
    if (box->state->link != o->link && box->state->link >= 0)
        begin_link(o, box->state->link, x);
    begin_run(o, box, x);
    o->top = o->bottom = INT16_MIN;
}

static inline void put_box(struct output *o, const struct hbox *box, scaled x)
{
    if (!o->before || !same_run(o->before, box))
        change_run(o, box, x);
    put_piece(o, box, x, 0);
    o->top = box->part->top > o->top ? box->part->top : o->top;
    o->bottom = box->part->bottom > o->bottom ? box->part->bottom : o->bottom;
    o->before = box;
}

/* The link's area ends with its last word, not behind the space after it. */
static void close_link(struct output *o, const struct hbox *next, scaled end)
{
    if (o->link >= 0 && (!next || next->state->link != o->link))
        end_link(o, end);
}

static void end_with_hyphen(struct output *o, struct extent *so_far)
{
    const struct setting *s = o->s;
    if (!s->hyphen || !o->run)
        return;
    put_piece(o, &s->job->h->boxes[s->end], o->left + position(s, so_far), PIECE_HYPHEN);
    extend_hyphen(s, so_far);
    o->line->width = o->left + position(s, so_far) - s->tracking;
    o->line->hyphenated = true;
}

static const struct hbox *next_box(const struct setting *s, size_t i)
{
    for (i++; i < s->end; i++)
        if (s->job->h->items[i].kind == HITEM_BOX)
            return &s->job->h->boxes[i];
    return NULL;
}

/* Walks the line's items and makes page items of them. */
static void put_items(const struct setting *s, struct par_line *line)
{
    const struct hlist *h = s->job->h;
    struct arena *a = par_shown(s->job->ctx);
    struct output o = {.s = s, .line = line, .left = line_left(s), .link = -1};
    struct extent so_far = {0};
    struct extent behind = {0}; /* the last word: spaces */
    int64_t tracking = s->job->r->style->tracking;
    o.pieces = arena_room(a, (s->n_boxes + 1) * sizeof *o.pieces);
    line->items = arena_room(par_work(s->job->ctx), (s->n_items + 1 + FAR_RUNS) * sizeof *line->items);
    line->top = line->bottom = INT32_MIN;
    for (size_t i = s->start; i < s->end; i++) {
        const struct hitem *it = &h->items[i];
        if (it->kind == HITEM_BOX) {
            const struct hbox *box = &h->boxes[i];
            extend_by(&so_far, &behind);
            put_box(&o, box, o.left + position(s, &so_far));
            so_far.letters += it->width - box->shaped->n * tracking;
            so_far.glyphs += box->shaped->n;
            if (o.link >= 0)
                close_link(&o, next_box(s, i), o.left + position(s, &so_far) - s->tracking);
        } else if (it->kind == HITEM_GLUE) {
            if (o.n_pieces > 0)
                o.pieces[o.n_pieces - 1].flags |= PIECE_SPACE_AFTER;
            extend_space(s, &behind, it->width);
        }
    }
    end_run(&o);
    if (o.n_pieces > 0)
        line->width = o.left + position(s, &so_far) - s->tracking;
    extend_by(&so_far, &behind);
    /* a line's end at a space keeps it in the text: behind the break its glue, or its penalty and then the glue; a
     * forced break inside the text parts words too */
    size_t after = s->end + (h->items[s->end].kind == HITEM_PENALTY && s->end + 1 < h->n);
    bool newline = s->forced && h->items[s->end].ref < h->text->n;
    if (o.n_pieces > 0 && (newline || (!s->forced && h->items[after].kind == HITEM_GLUE)))
        o.pieces[o.n_pieces - 1].flags |= PIECE_SPACE_AFTER;
    end_with_hyphen(&o, &so_far);
    if (line->n_items == 0)
        line->top = line->bottom = 0;
}

/* Marks of [from, to) in offset order; *first moves on. */
static uint32_t marks_before(const struct par_mark *marks, uint32_t n, uint32_t first, uint32_t to)
{
    uint32_t k = first;
    while (k < n && marks[k].at < to)
        k++;
    return k - first;
}

static void put_notes(const struct line_job *job, struct par_line *line, uint32_t *first, uint32_t to)
{
    const struct par_text *t = job->h->text;
    uint32_t n = marks_before(t->notes, t->n_notes, *first, to);
    if (n == 0)
        return;
    const char **ids = arena_calloc(par_work(job->ctx), n, sizeof *ids);
    for (uint32_t i = 0; i < n; i++)
        ids[i] = t->notes[*first + i].id;
    line->notes = ids;
    line->n_notes = n;
    *first += n;
}

/* Where in the line the text's offset `at` lies. */
static scaled x_of(const struct setting *s, uint32_t at)
{
    struct extent before = {0};
    for (size_t i = s->start; i < s->end && s->job->h->items[i].ref < at; i++)
        extend(s, &before, i);
    return line_left(s) + position(s, &before);
}

static void put_anchors(const struct setting *s, struct par_line *line, uint32_t *first, uint32_t to)
{
    const struct par_text *t = s->job->h->text;
    uint32_t n = marks_before(t->anchors, t->n_anchors, *first, to);
    if (n == 0)
        return;
    struct par_anchor *anchors = arena_calloc(par_work(s->job->ctx), n, sizeof *anchors);
    for (uint32_t i = 0; i < n; i++) {
        const struct par_mark *m = &t->anchors[*first + i];
        anchors[i] = (struct par_anchor){m->id, x_of(s, m->at)};
    }
    line->anchors = anchors;
    line->n_anchors = n;
    *first += n;
}

/* The text of a line from offset `from`, shortened for a message. */
static const char *shown(const struct line_job *job, uint32_t from, uint32_t to)
{
    const char *s = job->h->text->s;
    if (to - from <= SHOWN_BYTES)
        return arena_strndup(job->ctx->scratch, s + from, to - from);
    uint32_t cut = from + SHOWN_BYTES;
    while (cut > from && ((unsigned char)s[cut] & 0xC0) == 0x80)
        cut--;
    return arena_printf(job->ctx->scratch, "%.*s…", (int)(cut - from), s + from);
}

static const char *tenths(struct arena *a, int64_t v)
{
    int64_t t = muldiv(v, 10, SCALED_ONE);
    return arena_printf(a, "%lld.%lld", (long long)(t / 10), (long long)(t % 10));
}

static void report_width(const struct setting *s, uint32_t from, uint32_t to)
{
    const struct line_job *job = s->job;
    int64_t lacking = -s->room - (job->h->justified ? s->box_give + s->glue_give + s->more_give : 0);
    if (s->room < 0 && lacking > 0) {
        if (lacking * 100 > SCALED_ONE) /* a hundredth of a point is rounding */
            diag_add(job->ctx->diag, MSG_LAYOUT_OVERFULL, job->r->pos, tenths(job->ctx->scratch, lacking),
                     shown(job, from, to), NULL);
        return;
    }
    if (!is_justified(s) || s->all.spaces == 0 || s->extra <= 0)
        return;
    int64_t percent = (s->all.spaces + s->extra) * 100 / s->all.spaces;
    if (percent > job->ctx->design->text.stretch)
        diag_add(job->ctx->diag, MSG_LAYOUT_LOOSE, job->r->pos,
                 arena_printf(job->ctx->scratch, "%lld", (long long)percent), shown(job, from, to), NULL);
}

/* Start of the tie that was torn at `at`. */
static uint32_t tie_start(const struct par_text *t, uint32_t at)
{
    for (uint32_t i = 0; i < t->n_ties && t->ties[i].start <= at; i++)
        if (t->ties[i].end > at)
            return t->ties[i].start;
    return at;
}

static uint32_t tie_end(const struct par_text *t, uint32_t at)
{
    for (uint32_t i = 0; i < t->n_ties && t->ties[i].start <= at; i++)
        if (t->ties[i].end > at)
            return t->ties[i].end;
    return at;
}

/* Says what was torn at the line's end, at what cost, and what the paragraph would be otherwise. */
static void report_torn(const struct setting *s, size_t line)
{
    const struct line_job *job = s->job;
    const struct hitem *end = &job->h->items[s->end];
    const struct par_text *t = job->h->text;
    struct arena *a = job->ctx->scratch;
    struct tear_choice kept;
    if (job->ctx->tears != NULL) {
        job->ctx->tears->n++;
        job->ctx->tears->cost += end->penalty;
    }
    const char *words = shown(job, tie_start(t, end->ref), tie_end(t, end->ref));
    const char *cost = arena_printf(a, "%d", end->penalty);
    linebreak_kept(job->h, job->params, job->breaks, line, &kept);
    if (kept.overfull) {
        diag_add(job->ctx->diag, MSG_LAYOUT_TORN_WIDE, job->r->pos, words, cost, NULL);
    } else if (!job->h->justified) {
        diag_add(job->ctx->diag, MSG_LAYOUT_TORN_RAGGED, job->r->pos, words, cost, NULL);
    } else {
        int64_t more = muldiv(kept.ratio, job->ctx->design->text.stretch - 100, 65536);
        diag_add(job->ctx->diag, MSG_LAYOUT_TORN, job->r->pos, words, cost,
                 arena_printf(a, "%lld", (long long)more + 100), NULL);
    }
}

/* Says what was torn or cut at the end of line number `line`, which begins at `from`. */
static void report_tear(const struct setting *s, size_t line, uint32_t from)
{
    const struct hitem *end = &s->job->h->items[s->end];
    if (end->kind != HITEM_PENALTY)
        return;
    if (end->tie == TIE_SPAN || end->tie == TIE_NAME)
        report_torn(s, line);
    else if (end->tie == TIE_CUT)
        diag_add(s->job->ctx->diag, MSG_LAYOUT_WORD_CUT, s->job->r->pos, shown(s->job, from, end->ref), NULL);
}

static bool tears(const struct hitem *end)
{
    return end->kind == HITEM_PENALTY && (end->tie == TIE_SPAN || end->tie == TIE_NAME || end->tie == TIE_PAIR);
}

static void line_room(struct setting *s, size_t number)
{
    const struct par_request *r = s->job->r;
    scaled first = r->first_indent;
    bool at_first = number == 0 || number < s->job->params->first_lines;
    s->left = at_first ? (first > 0 ? first : 0) : (first < 0 ? -first : 0);
    s->width = at_first ? s->job->params->first_width : s->job->params->width;
    if (s->last)
        s->width -= s->job->params->last_room;
}

/* Offset behind the line's last word. */
static uint32_t text_end(const struct setting *s)
{
    const struct hlist *h = s->job->h;
    for (size_t i = s->end; i-- > s->start;)
        if (h->items[i].kind == HITEM_BOX)
            return h->items[i].ref + h->boxes[i].shaped->text_n;
    return h->items[s->end].ref;
}

void line_set(const struct line_job *job, struct par *out)
{
    const struct hlist *h = job->h;
    uint32_t note = 0, anchor = 0;
    out->n = (uint32_t)job->breaks->n;
    out->lines = arena_calloc(par_work(job->ctx), out->n, sizeof *out->lines);
    out->badness = 0;
    for (size_t i = 0; i < job->breaks->n; i++) {
        const struct breakpoint *b = &job->breaks->items[i];
        struct par_line *line = &out->lines[i];
        struct setting s = {.job = job, .start = b->start, .end = b->position, .last = i + 1 == job->breaks->n};
        s.forced = h->items[b->position].kind == HITEM_PENALTY && h->items[b->position].penalty <= PENALTY_FORCE;
        line_room(&s, i);
        sum_up(&s);
        share(&s);
        put_items(&s, line);
        uint32_t from = h->items[b->start].ref, to = text_end(&s),
                 next = s.last ? UINT32_MAX : h->items[b->position].ref + 1;
        put_notes(job, line, &note, next);
        put_anchors(&s, line, &anchor, next);
        line->start = itemize_source(h->text, from);
        line->end = itemize_source(h->text, to);
        line->last = s.last;
        report_width(&s, from, to);
        report_tear(&s, i, from);
        out->torn += tears(&h->items[b->position]);
        if (b->badness > out->badness)
            out->badness = b->badness;
    }
}
