#include "print/impose.h"

#include <string.h>

#include "print/marks.h"

#define MOST_PAGES 32
#define MOST_CELLS 16
#define MARK_LENGTH mm_milli(5000)
#define MARK_OFF mm_milli(3000) /* marks stay clear of what is cut off */
#define HAIRLINE 16384          /* 1/4 pt */
#define COLLATION_W mm_milli(4000)
#define COLLATION_H mm_milli(8000)
#define COLLATION_STEPS 12

struct impose_options impose_defaults(enum impose_scheme scheme)
{
    return (struct impose_options){
        .scheme = scheme, .caliper = mm_milli(100), .trim = mm_milli(3000), .margin = mm_milli(10000)};
}

/* A leaf in the folded stack: which cell of the flat sheet it is. */
struct leaf {
    uint8_t column, row;
    bool flipped; /* its back is up */
    bool turned;  /* folded over a horizontal line: head down */
};

/* The sheet while it is folded: in each place a stack of leaves, from the top. */
struct folding {
    unsigned columns, rows;
    unsigned depth; /* leaves in each place */
    struct leaf stack[4][4][MOST_CELLS];
};

/* Lays one stack, turned over, on another. */
static void lay_over(struct folding *f, const struct leaf *from, struct leaf *onto, bool horizontal_line)
{
    struct leaf joined[MOST_CELLS];
    unsigned n = f->depth;

    for (unsigned i = 0; i < n; i++) {
        joined[i] = from[n - 1 - i];
        joined[i].flipped = !joined[i].flipped;
        if (horizontal_line)
            joined[i].turned = !joined[i].turned;
    }
    memcpy(joined + n, onto, n * sizeof *onto);
    memcpy(onto, joined, 2 * (size_t)n * sizeof *onto);
}

/* Folds the left half over the right one. */
static void fold_left(struct folding *f)
{
    unsigned half = f->columns / 2;

    for (unsigned r = 0; r < f->rows; r++)
        for (unsigned c = 0; c < half; c++)
            lay_over(f, f->stack[r][half - 1 - c], f->stack[r][half + c], false);
    for (unsigned r = 0; r < f->rows; r++)
        for (unsigned c = 0; c < half; c++)
            memcpy(f->stack[r][c], f->stack[r][half + c], sizeof f->stack[r][c]);
    f->columns = half;
    f->depth *= 2;
}

/* Folds the upper half down over the lower one: the fold is at the heads. */
static void fold_down(struct folding *f)
{
    unsigned half = f->rows / 2;

    for (unsigned r = 0; r < half; r++)
        for (unsigned c = 0; c < f->columns; c++)
            lay_over(f, f->stack[half - 1 - r][c], f->stack[half + r][c], true);
    for (unsigned r = 0; r < half; r++)
        for (unsigned c = 0; c < f->columns; c++)
            memcpy(f->stack[r][c], f->stack[half + r][c], sizeof f->stack[r][c]);
    f->rows = half;
    f->depth *= 2;
}

static bool set_grid(unsigned pages, unsigned *columns, unsigned *rows)
{
    *columns = pages == 4 || pages == 8 ? 2 : 4;
    *rows = pages == 4 ? 1 : pages == 32 ? 4 : 2;
    return pages == 4 || pages == 8 || pages == 16 || pages == 32;
}

unsigned impose_cells(unsigned pages, struct impose_cell cells[32], unsigned *columns, unsigned *rows)
{
    struct folding f = {.depth = 1};

    if (!set_grid(pages, columns, rows))
        return 0;
    f.columns = *columns;
    f.rows = *rows;
    for (unsigned r = 0; r < f.rows; r++)
        for (unsigned c = 0; c < f.columns; c++)
            f.stack[r][c][0] = (struct leaf){.column = (uint8_t)c, .row = (uint8_t)r};
    /* The last fold is the spine, so the folds alternate backward from it. */
    while (f.columns > 1 || f.rows > 1) {
        if (f.columns > f.rows)
            fold_left(&f);
        else
            fold_down(&f);
    }
    for (unsigned i = 0; i < pages; i++) {
        const struct leaf *leaf = &f.stack[0][0][i / 2];
        bool under = i % 2 == 1; /* the side that looks down */
        bool back = leaf->flipped != under;
        uint8_t from_back = (uint8_t)(*columns - 1 - leaf->column);
        cells[i] = (struct impose_cell){(uint16_t)i, back, back ? from_back : leaf->column, leaf->row, leaf->turned};
    }
    return pages;
}

/* Sheets on their way. */
struct making {
    const struct pages *book;
    const struct impose_options *o;
    struct arena *a;
    struct pages *out;
    scaled w, h; /* of a page */
};

/* What bleeds must not be wider than what is cut off. */
static scaled trim_of(const struct making *m)
{
    return m->o->trim > m->o->bleed ? m->o->trim : m->o->bleed;
}

static unsigned round_up(unsigned n, unsigned step)
{
    return (n + step - 1) / step * step;
}

struct impose_advice impose_count(const struct pages *book, enum impose_scheme scheme)
{
    unsigned n = (unsigned)book->n, section = scheme == IMPOSE_BOOKLET ? 4 : (unsigned)scheme;
    unsigned all = round_up(n, section);

    return (struct impose_advice){.pages = n,
                                  .sheets = all / section,
                                  .signatures = scheme == IMPOSE_BOOKLET ? 1 : all / section,
                                  .blank = all - n};
}

static struct page *add_side(struct making *m, scaled w, scaled h, unsigned most)
{
    struct page *side = &m->out->items[m->out->n++];

    side->width = w;
    side->height = h;
    side->placed = arena_calloc(m->a, most, sizeof *side->placed);
    return side;
}

/* Puts page `number` (from 0; none behind the last) into the area with that corner. It bleeds on three sides, and ends
 * at the fold, which is at `spine`, left or right of it. */
static void place(struct making *m, struct page *side, unsigned number, struct placed_page at, scaled spine)
{
    if (number >= m->book->n)
        return;
    struct placed_page *list = (struct placed_page *)side->placed;
    scaled bleed = m->o->bleed, middle = at.x + m->w / 2;
    scaled left = spine < middle ? spine : at.x - bleed, right = spine > middle ? spine : at.x + m->w + bleed;
    at.page = &m->book->items[number];
    if (bleed > 0)
        at.clip = (struct rect){left, at.y - bleed, right - left, m->h + 2 * bleed};
    list[side->n_placed++] = at;
}

/* What a page moves toward the spine, `depth` leaves from the outside of its section. */
static scaled creep(const struct making *m, unsigned depth)
{
    return (scaled)depth * m->o->caliper;
}

/* Sheet i lies inside sheet i - 1. */
static void make_booklet(struct making *m)
{
    unsigned all = round_up((unsigned)m->book->n, 4);

    for (unsigned i = 0; i < all / 4; i++) {
        scaled shift = creep(m, i);
        struct page *front = add_side(m, 2 * m->w, m->h, 2);
        place(m, front, all - 1 - 2 * i, (struct placed_page){.x = shift}, m->w);
        place(m, front, 2 * i, (struct placed_page){.x = m->w - shift}, m->w);
        struct page *back = add_side(m, 2 * m->w, m->h, 2);
        place(m, back, 2 * i + 1, (struct placed_page){.x = shift}, m->w);
        place(m, back, all - 2 - 2 * i, (struct placed_page){.x = m->w - shift}, m->w);
    }
}

/* Marks of one side, as rectangles. */
struct marks {
    struct rect *r;
    uint32_t n;
};

static void add_mark(struct marks *k, scaled x, scaled y, scaled w, scaled h)
{
    k->r[k->n++] = (struct rect){x, y, w, h};
}

/* Where columns and rows begin, the page inside its cell: on the spine's side nothing is cut off. */
struct grid {
    unsigned columns, rows;
    scaled cell_w, cell_h, margin;
};

static scaled column_at(const struct grid *g, unsigned c)
{
    return g->margin + (scaled)c * g->cell_w;
}

static scaled row_at(const struct grid *g, unsigned r)
{
    return g->margin + (scaled)r * g->cell_h;
}

/* Lines at the sheet's edge where pages are cut, and where the sheet is folded (shorter ones). */
static void mark_edges(const struct making *m, const struct grid *g, struct marks *k)
{
    scaled right = column_at(g, g->columns), bottom = row_at(g, g->rows);
    scaled before = g->margin - MARK_OFF - MARK_LENGTH;

    for (unsigned r = 0; r < g->rows; r++)
        for (unsigned edge = 0; edge < 2; edge++) {
            scaled y = row_at(g, r) + trim_of(m) + (edge ? m->h : 0) - HAIRLINE / 2;
            add_mark(k, before, y, MARK_LENGTH, HAIRLINE);
            add_mark(k, right + MARK_OFF, y, MARK_LENGTH, HAIRLINE);
        }
    for (unsigned c = 0; c <= g->columns; c++) {
        /* Columns stand in pairs about a spine; what is cut is the outside of each pair. */
        scaled x = column_at(g, c) + (c % 2 == 1 ? 0 : c == 0 ? trim_of(m) : c == g->columns ? -trim_of(m) : 0);
        add_mark(k, x - HAIRLINE / 2, before, HAIRLINE, c % 2 == 1 ? MARK_LENGTH / 2 : MARK_LENGTH);
        add_mark(k, x - HAIRLINE / 2, bottom + MARK_OFF, HAIRLINE, c % 2 == 1 ? MARK_LENGTH / 2 : MARK_LENGTH);
    }
}

/* A block on the outermost fold, one step lower in each signature: a staircase on the back of the gathered book shows
 * that none is missing or out of order. */
static void mark_order(const struct grid *g, const struct impose_cell *first, unsigned signature, struct marks *k)
{
    scaled x = column_at(g, first->column + (first->turned ? 1u : 0u)) - COLLATION_W / 2;
    scaled step = (g->cell_h - COLLATION_H) / COLLATION_STEPS;
    scaled down = (scaled)(signature % COLLATION_STEPS) * step;
    scaled top = row_at(g, first->row);

    add_mark(k, x, first->turned ? top + g->cell_h - COLLATION_H - down : top + down, COLLATION_W, COLLATION_H);
}

static void add_rects(struct making *m, struct page *side, const struct marks *k, size_t ink)
{
    struct page_item *items = arena_calloc(m->a, side->n_items + 1, sizeof *items);

    if (side->n_items > 0)
        memcpy(items, side->items, side->n_items * sizeof *items);
    struct page_item *item = &items[side->n_items++];
    *item = (struct page_item){.kind = ITEM_RECTS, .ink = (uint8_t)ink};
    item->u.rects.r = k->r;
    item->u.rects.n = k->n;
    side->items = items;
}

/* Crosses for register in the margins, where no other mark stands: half-way along the first column and the first row.
 */
static uint32_t mark_register(const struct grid *g, struct rect *r)
{
    scaled off = g->margin - MARK_OFF - MARK_LENGTH / 2, x = column_at(g, 0) + g->cell_w / 2;
    scaled y = row_at(g, 0) + g->cell_h / 2;
    const struct rect at[] = {{x, off, 0, 0},
                              {x, row_at(g, g->rows) + g->margin - off, 0, 0},
                              {off, y, 0, 0},
                              {column_at(g, g->columns) + g->margin - off, y, 0, 0}};
    for (size_t i = 0; i < 4; i++)
        marks_put_target(at[i].x, at[i].y, r + i * MARKS_TARGET_RECTS);
    return 4 * MARKS_TARGET_RECTS;
}

/* One side of a signature. */
static void make_side(struct making *m, const struct grid *g, const struct impose_cell *cells, unsigned signature,
                      bool back)
{
    unsigned pages = 2 * g->columns * g->rows;
    struct page *side = add_side(m, column_at(g, g->columns) + g->margin, row_at(g, g->rows) + g->margin, pages / 2);
    struct marks k = {arena_calloc(m->a, 4 * (size_t)g->rows + 2 * (size_t)g->columns + 3, sizeof *k.r), 0};

    for (unsigned i = 0; i < pages; i++) {
        const struct impose_cell *c = &cells[i];
        if (c->back != back)
            continue;
        /* The spine is left of a recto and right of a verso; on a page that stands on its head it changes sides. */
        bool spine_left = (i % 2 == 0) != c->turned;
        unsigned leaf = i / 2, leaves = pages / 2;
        scaled in = creep(m, leaf < leaves - 1 - leaf ? leaf : leaves - 1 - leaf);
        scaled x = column_at(g, c->column) + (spine_left ? -in : trim_of(m) + in);
        place(m, side, signature * pages + i,
              (struct placed_page){.x = x, .y = row_at(g, c->row) + trim_of(m), .turns = c->turned ? 2 : 0},
              column_at(g, c->column + (spine_left ? 0u : 1u)));
    }
    mark_edges(m, g, &k);
    if (cells[0].back == back)
        mark_order(g, &cells[0], signature, &k);
    add_rects(m, side, &k, INK_BLACK);
    if (m->o->marks && marks_has_colour(m->book, side)) {
        struct marks targets = {arena_calloc(m->a, 4 * MARKS_TARGET_RECTS, sizeof *targets.r), 0};
        targets.n = mark_register(g, targets.r);
        add_rects(m, side, &targets, m->book->n_inks - 1);
    }
}

static void make_signatures(struct making *m)
{
    struct impose_cell cells[MOST_PAGES];
    struct grid g = {.cell_w = m->w + trim_of(m), .cell_h = m->h + 2 * trim_of(m), .margin = m->o->margin};
    unsigned pages = impose_cells((unsigned)m->o->scheme, cells, &g.columns, &g.rows);

    for (unsigned s = 0; pages > 0 && s * pages < m->book->n; s++) {
        make_side(m, &g, cells, s, false);
        make_side(m, &g, cells, s, true);
    }
}

struct pages *impose(const struct pages *book, const struct impose_options *o, struct arena *a)
{
    struct pages *out = arena_calloc(a, 1, sizeof *out);
    const struct marks_options bleeding = {o->bleed, false}, marked = {o->bleed, o->marks};
    bool press = o->bleed > 0 || o->marks;
    /* What reaches the edge of a page goes on beyond it; the last ink is then the one of all plates. */
    struct making m = {.book = press ? marks_add(book, &bleeding, a) : book, .o = o, .a = a, .out = out};
    unsigned sheets = impose_count(book, o->scheme).sheets;

    out->items = arena_calloc(a, 2 * (size_t)sheets + 1, sizeof *out->items);
    out->inks = m.book->inks;
    out->n_inks = m.book->n_inks;
    out->lang = book->lang;
    if (book->n > 0) {
        m.w = book->items[0].width;
        m.h = book->items[0].height;
    }
    if (o->scheme != IMPOSE_BOOKLET)
        make_signatures(&m);
    else
        make_booklet(&m);
    return o->scheme == IMPOSE_BOOKLET && press ? marks_add(out, &marked, a) : out;
}
