/* Sheets, checked against the classical plans of printers' manuals and by folding them in another way than impose.c:
 * each leaf's way is followed by itself. */
#include "print/impose.h"
#include "unit/suite.h"

#include <stdlib.h>

/* Fronts and backs row by row as they are printed, pages from 1, negative: head down. */
static void check_plan(unsigned pages, const int *front, const int *back)
{
    struct impose_cell cells[32];
    unsigned columns, rows;

    ck_assert_uint_eq(impose_cells(pages, cells, &columns, &rows), pages);
    ck_assert_uint_eq(columns * rows * 2, pages);
    for (unsigned i = 0; i < pages; i++) {
        const struct impose_cell *c = &cells[i];
        int plan = (c->back ? back : front)[c->row * columns + c->column];
        ck_assert_int_eq(plan, c->turned ? -(int)(i + 1) : (int)(i + 1));
    }
}

START_TEST(test_classical_plans)
{
    static const int folio_front[] = {2, 3}, folio_back[] = {4, 1};
    static const int quarto_front[] = {-3, -6, 2, 7}, quarto_back[] = {-5, -4, 8, 1};
    static const int octavo_front[] = {-11, -6, -7, -10, 14, 3, 2, 15}, octavo_back[] = {-9, -8, -5, -12, 16, 1, 4, 13};
    check_plan(4, folio_front, folio_back);
    check_plan(8, quarto_front, quarto_back);
    check_plan(16, octavo_front, octavo_back);
}
END_TEST

/* A leaf on the open sheet, its place counted from the left and from above. */
struct leaf {
    unsigned column, row, columns, rows;
};

/* Where it lies in the folded stack, found for it alone: how far from the top, and which side is up. */
static void follow(const struct leaf *leaf, unsigned *place, bool *flipped, bool *turned)
{
    unsigned column = leaf->column, row = leaf->row, columns = leaf->columns, rows = leaf->rows, at = 0, depth = 1;

    *flipped = *turned = false;
    while (columns * rows > 1) {
        bool vertical = columns > rows, moves;
        if (vertical) {
            moves = column < columns / 2;
            column = moves ? columns / 2 - 1 - column : column - columns / 2;
            columns /= 2;
        } else {
            moves = row < rows / 2;
            row = moves ? rows / 2 - 1 - row : row - rows / 2;
            rows /= 2;
            *turned = *turned != moves;
        }
        at = moves ? depth - 1 - at : depth + at;
        *flipped = *flipped != moves;
        depth *= 2;
    }
    *place = at;
}

START_TEST(test_folding)
{
    static const unsigned sizes[] = {4, 8, 16, 32};
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        struct impose_cell cells[32];
        unsigned columns, rows, pages = impose_cells(sizes[s], cells, &columns, &rows);
        ck_assert_uint_eq(pages, sizes[s]);
        for (unsigned i = 0; i < pages; i++) {
            const struct impose_cell *c = &cells[i];
            const struct leaf leaf = {c->back ? columns - 1 - c->column : c->column, c->row, columns, rows};
            unsigned place;
            bool flipped, turned;
            follow(&leaf, &place, &flipped, &turned);
            bool looks_up = c->back == flipped;
            ck_assert_uint_eq(2 * place + (looks_up ? 0 : 1), i);
            ck_assert_int_eq(c->turned, turned);
            /* On a side the heads of neighbours above each other meet. */
            for (unsigned k = 0; k < pages; k++)
                if (cells[k].back == c->back && cells[k].column == c->column && cells[k].row == (c->row ^ 1u))
                    ck_assert_int_ne(cells[k].turned, c->turned);
        }
    }
}
END_TEST

START_TEST(test_no_other_numbers)
{
    struct impose_cell cells[32];
    unsigned columns, rows;
    ck_assert_uint_eq(impose_cells(12, cells, &columns, &rows), 0);
    ck_assert_uint_eq(impose_cells(64, cells, &columns, &rows), 0);
}
END_TEST

#define W 1000000
#define H 1500000

static struct page pages[40];

static struct pages book_of(size_t n)
{
    for (size_t i = 0; i < n; i++)
        pages[i] = (struct page){.width = W, .height = H};
    return (struct pages){.items = pages, .n = n};
}

/* Page of the book (from 1) at a place, 0: none. */
static unsigned at(const struct page *side, unsigned i)
{
    return i < side->n_placed ? (unsigned)(side->placed[i].page - pages) + 1 : 0;
}

START_TEST(test_booklet)
{
    struct pages book = book_of(10);
    struct arena *a = arena_new();
    struct impose_options o = impose_defaults(IMPOSE_BOOKLET);
    struct pages *sheets = impose(&book, &o, a);
    ck_assert_uint_eq(sheets->n, 6);
    /* 12 1 | 2 11 | 10 3 | 4 9 | 8 5 | 6 7, without the two that are not there */
    static const unsigned left[] = {1, 2, 10, 4, 8, 6}, right[] = {0, 0, 3, 9, 5, 7};
    for (unsigned i = 0; i < 6; i++) {
        ck_assert_int_eq(sheets->items[i].width, 2 * W);
        ck_assert_int_eq(sheets->items[i].height, H);
        ck_assert_uint_eq(at(&sheets->items[i], 0), left[i]);
        ck_assert_uint_eq(at(&sheets->items[i], 1), right[i]);
    }
    /* The innermost sheet creeps by two leaves toward the fold. */
    ck_assert_int_eq(sheets->items[4].placed[0].x, 2 * o.caliper);
    ck_assert_int_eq(sheets->items[4].placed[1].x, W - 2 * o.caliper);
    struct impose_advice advice = impose_count(&book, IMPOSE_BOOKLET);
    ck_assert_uint_eq(advice.sheets, 3);
    ck_assert_uint_eq(advice.blank, 2);
    arena_drop(a);
}
END_TEST

/* Folds the sheets of signatures in the hand and reads the book: every page is in its place, upright, and lies so on
 * the sheet that its trimmed edges meet those of its own back. */
static void read_folded(unsigned scheme, size_t n)
{
    struct pages book = book_of(n);
    struct arena *a = arena_new();
    struct impose_options o = impose_defaults((enum impose_scheme)scheme);
    struct pages *sheets = impose(&book, &o, a);
    struct impose_cell cells[32];
    unsigned columns, rows, found = 0;
    impose_cells(scheme, cells, &columns, &rows);
    ck_assert_uint_eq(sheets->n, 2 * ((n + scheme - 1) / scheme));
    for (size_t s = 0; s < sheets->n; s++) {
        const struct page *side = &sheets->items[s];
        scaled cell_w = W + o.trim, cell_h = H + 2 * o.trim;
        ck_assert_uint_eq(side->n_items, 1);
        for (uint32_t i = 0; i < side->n_placed; i++) {
            const struct placed_page *p = &side->placed[i];
            unsigned number = (unsigned)(p->page - pages);
            unsigned column = (unsigned)((p->x - o.margin + o.trim) / cell_w),
                     row = (unsigned)((p->y - o.margin) / cell_h);
            const struct impose_cell *c = &cells[number % scheme];
            ck_assert_uint_eq(number / scheme, s / 2);
            ck_assert_int_eq(c->back, s % 2 == 1);
            ck_assert_uint_eq(column, c->column);
            ck_assert_uint_eq(row, c->row);
            ck_assert_uint_eq(p->turns, c->turned ? 2 : 0);
            ck_assert_int_ge(p->x, 0);
            ck_assert_int_le(p->x + W, side->width);
            found++;
            /* The other page of the leaf lies behind this one to the hair: mirrored, the same stretch of paper. */
            unsigned other = number ^ 1u;
            const struct page *behind = &sheets->items[s ^ 1u];
            for (uint32_t k = 0; k < behind->n_placed; k++)
                if (behind->placed[k].page == &pages[other]) {
                    ck_assert_int_eq(side->width - p->x - W, behind->placed[k].x);
                    ck_assert_int_eq(p->y, behind->placed[k].y);
                }
        }
    }
    ck_assert_uint_eq(found, n);
    arena_drop(a);
}

START_TEST(test_signatures)
{
    read_folded(8, 8);
    read_folded(8, 21);
    read_folded(16, 16);
    read_folded(16, 33);
    read_folded(32, 40);
}
END_TEST

static bool overlap(const struct rect *a, const struct rect *b)
{
    return a->x < b->x + b->w && b->x < a->x + a->w && a->y < b->y + b->h && b->y < a->y + a->h;
}

/* For a press: every page bleeds on three sides, ends at its fold, and paints over no other. */
static void check_bleeding(enum impose_scheme scheme)
{
    static struct ink inks[] = {{.k_only = true}, {.cmyk = {0, 100, 0, 0}}};
    struct page_item ground = {.kind = ITEM_RULE, .ink = 1};
    struct pages book = book_of(40);
    struct arena *a = arena_new();
    struct impose_options o = impose_defaults(scheme);
    ground.u.rule.w = W;
    ground.u.rule.h = H;
    for (size_t i = 0; i < book.n; i++) {
        book.items[i].items = &ground;
        book.items[i].n_items = 1;
    }
    book.inks = inks;
    book.n_inks = 2;
    o.bleed = o.trim + 1000; /* more paper is then cut off */
    o.marks = true;
    const struct pages *sheets = impose(&book, &o, a);
    for (size_t s = 0; s < sheets->n; s++) {
        const struct page *side = &sheets->items[s];
        unsigned all = 0;
        for (uint32_t i = 0; i < side->n_items; i++)
            all += sheets->inks[side->items[i].ink].all;
        ck_assert_uint_eq(all, 1); /* register */
        for (uint32_t i = 0; i < side->n_placed; i++) {
            const struct placed_page *p = &side->placed[i];
            ck_assert_int_eq(p->clip.y, p->y - o.bleed);
            ck_assert_int_eq(p->clip.h, H + 2 * o.bleed);
            bool left = p->clip.x == p->x - o.bleed, right = p->clip.x + p->clip.w == p->x + W + o.bleed;
            ck_assert_int_ne(left, right); /* the fore-edge bleeds, the other side is the spine */
            ck_assert_int_ge(p->clip.w, W + o.bleed - 10 * o.caliper);
            ck_assert_int_le(p->clip.w, W + o.bleed + 10 * o.caliper);
            ck_assert_int_eq(p->page->items[0].u.rule.w, W + 2 * o.bleed);
            for (uint32_t k = 0; k < i; k++)
                ck_assert(!overlap(&p->clip, &side->placed[k].clip));
        }
    }
    ck_assert_int_eq(sheets->items[0].bleed, scheme == IMPOSE_BOOKLET ? o.bleed : 0);
    arena_drop(a);
}

START_TEST(test_bleeding_sheets)
{
    check_bleeding(IMPOSE_BOOKLET);
    check_bleeding(IMPOSE_8);
    check_bleeding(IMPOSE_16);
    check_bleeding(IMPOSE_32);
}
END_TEST

TEST_MAIN("impose")
{
    tcase_add_test(c, test_classical_plans);
    tcase_add_test(c, test_folding);
    tcase_add_test(c, test_no_other_numbers);
    tcase_add_test(c, test_booklet);
    tcase_add_test(c, test_signatures);
    tcase_add_test(c, test_bleeding_sheets);
}
