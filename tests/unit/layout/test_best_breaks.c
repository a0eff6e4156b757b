/* Paragraphs of real articles: where there are few enough places to break, the breaks chosen are the best of all. */
#include "unit/layout/fixture.h"

#include <dirent.h>

#include "base/file.h"
#include "base/utf8.h"
#include "layout/hlist.h"
#include "unit/layout/brute.h"
#include "unit/suite.h"

/* More are too many to try them all. */
#define MAX_BREAKS 18
#define MAX_TEXT 400

static struct fixture f;
static unsigned compared;

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

static void check_text(const char *s, size_t n)
{
    static const scaled widths[] = {PT(351), PT(120), PT(70)};
    struct text text = text_make(f.arena, s, n);
    const char *lang = lang_identify(s, n, "vi");
    lang_mark_runs(f.arena, &text, lang);
    ties_mark(f.arena, &text, lang, NULL);
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
        struct par_request r = fixture_request(&f, &text, ROLE_BODY, widths[i]);
        struct par_text t;
        struct hlist h;
        r.lang = lang;
        if (itemize(&f.ctx, &r, &t) && t.n > 0) {
            hlist_make(&f.ctx, &r, &t, &h);
            if (count_breaks(&h) <= MAX_BREAKS) {
                compare(&h, widths[i], false, s);
                compare(&h, widths[i], true, s);
            }
        }
        arena_reset(f.scratch);
    }
}

/* Single spaces, as texts of the book have. */
static void check_line(const char *s, size_t n)
{
    char line[MAX_TEXT + 1];
    size_t k = 0;
    for (size_t i = 0; i < n && k < MAX_TEXT; i++)
        if ((unsigned char)s[i] > ' ' || (k > 0 && line[k - 1] != ' '))
            line[k++] = (unsigned char)s[i] > ' ' ? s[i] : ' ';
    while (k > 0 && line[k - 1] == ' ')
        k--;
    line[k] = '\0';
    if (n < MAX_TEXT && k > 0 && utf8_valid(line, k))
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

START_TEST(short_paragraphs_have_the_best_breaks)
{
    fixture_init(&f);
    compared = 0;
    check_folder(SOURCE_DIR "/tests/ingest");
    ck_assert_uint_gt(compared, 300);
    if (CORPUS_DIR[0] != '\0')
        check_folder(CORPUS_DIR);
    fixture_drop(&f);
}
END_TEST

TEST_MAIN("best_breaks")
{
    tcase_set_timeout(c, 240);
    tcase_add_test(c, short_paragraphs_have_the_best_breaks);
}
