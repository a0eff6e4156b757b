/* Paragraphs of real articles: where there are few enough places to break, the breaks chosen are the best of all; no
 * name is torn where lines of a ratio of 1.5 keep it whole; ragged lines are more even than those of first fit. */
#include "unit/layout/fixture.h"

#include <dirent.h>

#include "base/file.h"
#include "base/utf8.h"
#include "layout/hlist.h"
#include "layout/linebreak_measure.h"
#include "unit/layout/brute.h"
#include "unit/suite.h"

/* More are too many to try them all. */
#define MAX_BREAKS 18
#define MAX_TEXT 400
#define MOST_TEXT 3000

/* Items that a line can have at most, in the widest measure here. */
#define MAX_LINE 300

static struct fixture f;
static unsigned compared;
/* What is done with the text of every line of the articles. */
static void (*look)(const struct text *text, const char *lang);

static size_t count_breaks(const struct hlist *h)
{
    size_t n = 0;
    for (size_t i = 0; i < h->n; i++) {
        const struct hitem *it = &h->items[i];
        n += it->kind == HITEM_GLUE ? i > 0 && h->items[i - 1].kind == HITEM_BOX
                                    : it->kind == HITEM_PENALTY && it->penalty < PENALTY_FORBID;
    }
    return n;
}

/* As par.c has it, with the measure given. */
static struct linebreak_params params(scaled width, scaled em)
{
    return (struct linebreak_params){.width = width,
                                     .first_width = width - em,
                                     .tolerance = 2700,
                                     .line_penalty = 10,
                                     .adj_demerits = 10000,
                                     .double_hyphen_demerits = 10000,
                                     .final_hyphen_demerits = 5000,
                                     .ladder_demerits = 5000000,
                                     .emergency_stretch = em / 2,
                                     .last_min = 2 * em,
                                     .runt_demerits = 1000000};
}

static void compare(const struct hlist *h, scaled width, bool ragged, const char *text)
{
    struct linebreak_params p = params(width, PT(12));
    struct arena *a = arena_new();
    struct breaks got;
    struct brute b;
    p.ragged = ragged;
    int64_t want = brute_force(h->items, h->n, &p, &b);
    linebreak(h->items, h->n, &p, a, &got);
    ck_assert_msg(got.pass == b.pass, "pass %d instead of %d: %s", got.pass, b.pass, text);
    if (b.pass < PASS_OVERFULL)
        ck_assert_msg(got.items[got.n - 1].demerits == want, "%lld demerits instead of %lld: %s",
                      (long long)got.items[got.n - 1].demerits, (long long)want, text);
    arena_drop(a);
    compared++;
}

/* Makes the horizontal list of a text, in the measure given. */
static bool list_of(const struct text *text, const char *lang, scaled width, bool ragged, struct hlist *h)
{
    static struct par_text t;
    static struct par_request r;
    static struct style style;
    r = fixture_request(&f, text, ROLE_BODY, width);
    style = *r.style;
    style.align = ragged ? ALIGN_LEFT : ALIGN_JUSTIFY;
    r.style = &style;
    r.lang = lang;
    if (!itemize(&f.ctx, &r, &t) || t.n == 0)
        return false;
    hlist_make(&f.ctx, &r, &t, h);
    return true;
}

static void look_for_best(const struct text *text, const char *lang)
{
    static const scaled widths[] = {PT(351), PT(120), PT(70)};
    for (size_t i = 0; i < sizeof widths / sizeof *widths && text->n < MAX_TEXT; i++) {
        struct hlist h;
        if (list_of(text, lang, widths[i], false, &h) && count_breaks(&h) <= MAX_BREAKS) {
            compare(&h, widths[i], false, text->s);
            compare(&h, widths[i], true, text->s);
        }
        arena_reset(f.scratch);
    }
}

/* Are there lines of a ratio of 1.5 at most that tear no name? Every legal break is reached from every other one that
 * such a line leads from: all ways are tried, whatever they cost. */
static bool can_be_kept(const struct hlist *h, const struct linebreak_params *p)
{
    struct brute b = {.list = h->items, .n = h->n, .p = p, .pass = PASS_PRICED};
    bool *reached =
        arena_calloc(f.scratch, (h->n + 1) * 2, sizeof *reached); /* as the first line's end, as another's */
    for (size_t end = 0; end < h->n; end++) {
        if (!brute_legal(&b, end))
            continue;
        for (size_t from = end > MAX_LINE ? end - MAX_LINE : 0; from <= end; from++) {
            bool first = from == 0,
                 open = first || (brute_legal(&b, from - 1) && (reached[2 * from - 2] || reached[2 * from - 1]));
            struct brute_seen seen = {.fitness = FIT_DECENT};
            size_t start = from;
            while (!first && start < end && h->items[start].kind != HITEM_BOX && !brute_forced(&b, start))
                start++;
            if (open && start < end && brute_price(&b, start, end, first ? 0 : 1, &seen) >= 0)
                reached[2 * end + !first] = true;
        }
    }
    return reached[2 * (h->n - 1)] || reached[2 * (h->n - 1) + 1];
}

static void look_for_names(const struct text *text, const char *lang)
{
    static const scaled widths[] = {PT(454), PT(317), PT(170)};
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
        struct hlist h;
        struct breaks got;
        struct linebreak_params p = params(widths[i], PT(12));
        bool torn = false;
        if (!list_of(text, lang, widths[i], false, &h))
            continue;
        linebreak(h.items, h.n, &p, f.scratch, &got);
        for (size_t k = 0; k < got.n; k++)
            torn = torn || (h.items[got.items[k].position].kind == HITEM_PENALTY &&
                            h.items[got.items[k].position].tie == TIE_NAME);
        compared += torn;
        if (torn || got.pass <= PASS_PRICED)
            ck_assert_msg(can_be_kept(&h, &p) == !torn, "%s at %d pt: %s",
                          torn ? "torn without need" : "kept by no way", (int)(widths[i] / SCALED_ONE), text->s);
        arena_reset(f.scratch);
    }
}

/* Squares of what lines but the last leave empty, of ours and of those that take as much as fits. */
static double our_holes, fit_holes;

static double hole(const struct linebreak_params *p, const struct line_begin *begin, const struct hplace *end)
{
    double empty = (double)(p->width - measure_natural(begin, end)) / (double)p->width;
    return empty > 0 ? empty * empty : 0;
}

/* First fit tears no tie either, where it need not. */
static size_t first_fit(const struct hlist_measure *m, const struct linebreak_params *p, double *holes)
{
    struct line_begin begin;
    const struct hplace *fits = NULL;
    size_t lines = 1;
    measure_first(m, &begin);
    for (const struct hplace *place = m->places; place + 1 < m->places + m->n_places; place++) {
        if (place->item <= begin.item || place->penalty >= 50)
            continue;
        if (measure_natural(&begin, place) > p->width && fits != NULL && fits->item > begin.item) {
            *holes += hole(p, &begin, fits);
            measure_behind(m, fits, &begin);
            lines++;
        }
        fits = place;
    }
    return lines;
}

static double holes_of(const struct hlist_measure *m, const struct linebreak_params *p, const struct breaks *got)
{
    struct line_begin begin;
    const struct hplace *place = m->places;
    double holes = 0;
    measure_first(m, &begin);
    for (size_t i = 0; i + 1 < got->n; i++) {
        while (place->item < got->items[i].position)
            place++;
        holes += hole(p, &begin, place);
        measure_behind(m, place, &begin);
    }
    return holes;
}

static void look_for_rag(const struct text *text, const char *lang)
{
    struct hlist h;
    struct hlist_measure m;
    struct breaks got;
    struct linebreak_params p = params(PT(317), PT(12));
    double fits = 0;
    p.first_width = p.width;
    p.ragged = true;
    if (text->n > 400 && list_of(text, lang, p.width, true, &h)) {
        linebreak(h.items, h.n, &p, f.scratch, &got);
        measure_init(&m, h.items, h.n, f.scratch);
        size_t lines = first_fit(&m, &p, &fits);
        double ours = holes_of(&m, &p, &got);
        if (lines > 3 && got.n > 3 && got.n <= lines + 1) {
            our_holes += ours / (double)(got.n - 1);
            fit_holes += fits / (double)(lines - 1);
            compared++;
        }
    }
    arena_reset(f.scratch);
}

static void check_text(const char *s, size_t n)
{
    struct text text = text_make(f.arena, s, n);
    const char *lang = lang_identify(s, n, "vi");
    lang_mark_runs(f.arena, &text, lang);
    ties_mark(f.arena, &text, lang, NULL);
    look(&text, lang);
}

/* Single spaces, as texts of the book have. */
static void check_line(const char *s, size_t n)
{
    char line[MOST_TEXT + 1];
    size_t k = 0;
    for (size_t i = 0; i < n && k < MOST_TEXT; i++)
        if ((unsigned char)s[i] > ' ' || (k > 0 && line[k - 1] != ' '))
            line[k++] = (unsigned char)s[i] > ' ' ? s[i] : ' ';
    while (k > 0 && line[k - 1] == ' ')
        k--;
    line[k] = '\0';
    if (n < MOST_TEXT && k > 0 && utf8_valid(line, k))
        check_text(line, k);
}

static void check_folder(const char *folder)
{
    DIR *dir = opendir(folder);
    ck_assert_ptr_nonnull(dir);
    for (const struct dirent *e; (e = readdir(dir)) != NULL;) {
        const char *suffix = strrchr(e->d_name, '.');
        char path[512];
        char *bytes;
        size_t size;
        if (suffix == NULL || (strcmp(suffix, ".txt") != 0 && strcmp(suffix, ".md") != 0))
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
        ck_assert_int_eq(file_read(path, 1 << 24, &bytes, &size, f.diag, DIAG_NOWHERE), 0);
        for (size_t at = 0; at < size;) {
            const char *end = memchr(bytes + at, '\n', size - at);
            size_t n = end != NULL ? (size_t)(end - bytes) - at : size - at;
            check_line(bytes + at, n);
            at += n + 1;
        }
        free(bytes);
    }
    closedir(dir);
}

/* All articles of the project, and the outside ones. */
static void look_at_all(void (*what)(const struct text *text, const char *lang), bool outside)
{
    look = what;
    compared = 0;
    fixture_init(&f);
    check_folder(SOURCE_DIR "/tests/ingest");
    if (CORPUS_DIR[0] != '\0' && outside)
        check_folder(CORPUS_DIR);
}

START_TEST(short_paragraphs_have_the_best_breaks)
{
    look_at_all(look_for_best, true);
    ck_assert_uint_gt(compared, 300);
    fixture_drop(&f);
}
END_TEST

START_TEST(names_are_torn_only_where_no_good_lines_keep_them)
{
    look_at_all(look_for_names, true);
    ck_assert_uint_gt(compared, 0);
    fixture_drop(&f);
}
END_TEST

START_TEST(ragged_lines_are_more_even_than_first_fit)
{
    our_holes = fit_holes = 0;
    look_at_all(look_for_rag, false);
    ck_assert_uint_gt(compared, 20);
    ck_assert_msg(our_holes < 0.9 * fit_holes, "mean square of the empty ends: %.5f, first fit: %.5f, of %u paragraphs",
                  our_holes / compared, fit_holes / compared, compared);
    fixture_drop(&f);
}
END_TEST

TEST_MAIN("best_breaks")
{
    tcase_set_timeout(c, 240);
    tcase_add_test(c, short_paragraphs_have_the_best_breaks);
    tcase_add_test(c, names_are_torn_only_where_no_good_lines_keep_them);
    tcase_add_test(c, ragged_lines_are_more_even_than_first_fit);
}
