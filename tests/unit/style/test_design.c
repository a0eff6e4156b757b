/* style/: layouts are read whole, inherit, and say what is wrong with them. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "style/design.h"
#include "unit/suite.h"

#define LAYOUTS SOURCE_DIR "/layouts"

static struct arena *arena;
static struct diag *diag;
static char folder[] = "/tmp/briefbook-design-XXXXXX";

static void set_up(void)
{
    arena = arena_new();
    diag = diag_new();
    strcpy(strrchr(folder, '-') + 1, "XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
}

static void tear_down(void)
{
    arena_drop(arena);
    diag_drop(diag);
}

/* Writes a layout into the folder and reads it. */
static struct design *read_layout(const char *yaml)
{
    char *path = arena_printf(arena, "%s/own.yaml", folder);
    FILE *f = fopen(path, "w");
    ck_assert_ptr_nonnull(f);
    fputs(yaml, f);
    fclose(f);
    struct design *design = design_read(arena, LAYOUTS, path, DIAG_NOWHERE, NULL, diag);
    unlink(path);
    rmdir(folder);
    return design;
}

static struct design *read_default(void)
{
    struct design *design = design_read(arena, LAYOUTS, "briefing-a4", DIAG_NOWHERE, NULL, diag);
    for (size_t i = 0; i < diag_stored(diag); i++)
        fprintf(stderr, "%s\n", diag_text(diag, i, "en"));
    ck_assert_ptr_nonnull(design);
    ck_assert_uint_eq(diag_count(diag, DIAG_NOTE), 0);
    rmdir(folder);
    return design;
}

START_TEST(default_has_its_geometry)
{
    const struct design *d = read_default();
    ck_assert_str_eq(d->name, "briefing-a4");
    ck_assert_int_eq(d->page.width, mm_milli(210000));
    ck_assert_int_eq(d->page.height, mm_milli(297000));
    ck_assert_int_eq(d->page.inner, mm_milli(27000));
    ck_assert_int_eq(d->page.outer, mm_milli(59000));
    ck_assert_int_eq(d->page.full_width, mm_milli(168000));
    scaled height = d->page.height - d->page.top - d->page.bottom;
    ck_assert_int_eq(height / d->text.leading, 42);
    ck_assert_int_eq(d->text.scaling, 200);
    ck_assert_int_eq(d->folio.align, FOLIO_RIGHT);
    ck_assert_int_eq(d->folio.arabic_front, 0);
    ck_assert_int_eq(d->opening.title_width, mm_milli(146000));
    ck_assert_int_eq(d->colour.accent[2], 0x6B);
    ck_assert_int_eq(d->colour.mark_cmyk[3], 15);
    ck_assert_str_eq(d->list_marker, "–");
}
END_TEST

START_TEST(styles_have_their_sizes)
{
    static const struct {
        enum role role;
        double size, leading;
        int weight;
    } want[] = {{ROLE_BODY, 12, 16, 400},      {ROLE_LEAD, 14, 20, 400},        {ROLE_CHAPTER_TITLE, 26, 32, 400},
                {ROLE_HEADING_1, 12, 16, 600}, {ROLE_HEADING_2, 10.5, 16, 600}, {ROLE_QUOTE, 11.5, 16, 400},
                {ROLE_CAPTION, 8.5, 12, 400},  {ROLE_NOTE, 9.5, 12.5, 400},     {ROLE_SOURCE, 8, 12, 400},
                {ROLE_FOLIO, 9, 12, 600},      {ROLE_COVER_TITLE, 38, 46, 400}, {ROLE_PART_TITLE, 34, 42, 400}};
    const struct design *d = read_default();
    for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
        const struct style *s = &d->styles[want[i].role];
        ck_assert_int_eq(s->size, (scaled)(want[i].size * 65536));
        ck_assert_int_eq(s->leading, (scaled)(want[i].leading * 65536));
        ck_assert_int_eq(s->weight, want[i].weight);
    }
    ck_assert_int_eq(d->styles[ROLE_COVER_HANDLING].ink, 2);
    ck_assert(d->styles[ROLE_CHAPTER_TITLE].balance);
    /* a line before heading 1 and a half after it add up to whole lines */
    ck_assert_int_eq((d->styles[ROLE_HEADING_1].before + d->styles[ROLE_HEADING_1].after) % d->text.leading, 0);
}
END_TEST

START_TEST(every_role_is_in_the_default)
{
    const struct design *d = read_default();
    for (int i = 0; i < ROLE_COUNT; i++) {
        ck_assert_ptr_nonnull(d->styles[i].font);
        ck_assert_int_ge(d->styles[i].size, PT(7)); /* nothing below 7 pt */
        ck_assert_int_ge(d->styles[i].leading, d->styles[i].size);
    }
}
END_TEST

START_TEST(every_shipped_layout_is_sound)
{
    struct buf list = BUF_INIT;
    design_list(LAYOUTS, &list, diag);
    size_t n = 0;
    for (char *line = strtok(buf_str(&list), "\n"); line; line = strtok(NULL, "\n"), n++) {
        char *name = arena_strndup(arena, line, strcspn(line, " "));
        ck_assert_msg(strlen(line) > 17, "%s has no description", name);
        struct design *d = design_read(arena, LAYOUTS, name, DIAG_NOWHERE, NULL, diag);
        ck_assert_msg(d != NULL, "%s", name);
    }
    ck_assert_uint_ge(n, 1);
    ck_assert_uint_eq(diag_count(diag, DIAG_NOTE), 0);
    buf_free(&list);
    rmdir(folder);
}
END_TEST

/* Measure and lines of each layout, as the visual reference has them. */
static const struct {
    const char *name;
    int measure_mm, lines, lead_pt10;
    bool duplex;
} shipped[] = {{"briefing-a4", 124, 42, 140, false},    {"report-a4", 128, 42, 140, true},
               {"book-a5", 104, 33, 120, true},         {"tablet", 126, 28, 145, false},
               {"large-print-a4", 166, 25, 200, false}, {"nd30-a4", 160, 38, 140, false}};

START_TEST(shipped_layouts_have_their_measure)
{
    const struct design *d = design_read(arena, LAYOUTS, shipped[_i].name, DIAG_NOWHERE, NULL, diag);
    ck_assert_ptr_nonnull(d);
    scaled measure = d->page.width - d->page.inner - d->page.gutter - d->page.outer;
    ck_assert_int_le(abs(measure - mm_milli(shipped[_i].measure_mm * 1000)), 4);
    ck_assert_int_eq((d->page.height - d->page.top - d->page.bottom) / d->text.leading, shipped[_i].lines);
    ck_assert_int_eq(d->styles[ROLE_LEAD].size, PT(shipped[_i].lead_pt10) / 10);
    ck_assert_int_eq(d->page.duplex, shipped[_i].duplex);
    ck_assert_int_ge(d->page.full_width, measure - 4);
    ck_assert_str_eq(d->styles[ROLE_BODY].font, d->text.font);
    ck_assert_int_eq(d->styles[ROLE_BODY].size, d->text.size);
    if (d->text.grid) { /* constructions make whole lines */
        const struct style *heading = &d->styles[ROLE_HEADING_1];
        ck_assert_int_eq((heading->before + heading->after) % d->text.leading, 0);
        ck_assert_int_eq(heading->leading, d->text.leading);
    }
    rmdir(folder);
}
END_TEST

START_TEST(a_layout_extends_another)
{
    const struct design *d =
        read_layout("extends: briefing-a4\npage: {inner: 30mm}\nstyles:\n  lead: {size: 1.5em, leading: 2em}\n");
    ck_assert_ptr_nonnull(d);
    ck_assert_str_eq(d->name, "own");
    ck_assert_int_eq(d->page.inner, mm_milli(30000));
    ck_assert_int_eq(d->page.outer, mm_milli(59000));
    ck_assert_int_eq(d->styles[ROLE_LEAD].size, PT(18));    /* em of the text */
    ck_assert_int_eq(d->styles[ROLE_LEAD].leading, PT(36)); /* em of the style */
    ck_assert_int_eq(d->styles[ROLE_LEAD].after, PT(6));
}
END_TEST

START_TEST(overrides_lie_on_top)
{
    struct yaml_node *over = yaml_read(arena, "over", "", 0, diag);
    ck_assert_int_eq(yaml_set(arena, over, "text.scaling", "1.5%"), 0);
    ck_assert_int_eq(yaml_set(arena, over, "styles.lead.size", "15pt"), 0);
    const struct design *d = design_read(arena, LAYOUTS, "briefing-a4", DIAG_NOWHERE, over, diag);
    ck_assert_ptr_nonnull(d);
    ck_assert_int_eq(d->text.scaling, 150);
    ck_assert_int_eq(d->styles[ROLE_LEAD].size, PT(15));
    rmdir(folder);
}
END_TEST

START_TEST(ties_and_features_are_the_layouts)
{
    const struct design *d = read_layout("extends: briefing-a4\nties: off\nstyles: {lead: {features: [onum, smcp]}}\n");
    ck_assert_ptr_nonnull(d);
    ck_assert(!d->text.ties);
    ck_assert_uint_eq(d->styles[ROLE_LEAD].features, 4 | 2);
    ck_assert_uint_eq(d->styles[ROLE_BODY].features, 0);
}
END_TEST

START_TEST(all_mistakes_are_said_at_once)
{
    ck_assert_ptr_null(read_layout("extends: briefing-a4\n"
                                   "page: {size: a9, inner: 3 apples}\n"
                                   "text: {scaling: two}\n"
                                   "inks: {accent: blue}\n"
                                   "sytles: {}\n"
                                   "styles: {leed: {size: 3pt}, lead: {wieght: 4, features: [onum, smallcaps]}}\n"));
    ck_assert_uint_eq(diag_count_msg(diag, MSG_LAYOUT_FEATURE), 1);
    ck_assert_uint_eq(diag_count_msg(diag, MSG_LAYOUT_PAPER), 1);
    ck_assert_uint_eq(diag_count_msg(diag, MSG_YAML_WRONG_TYPE), 1);
    ck_assert_uint_eq(diag_count_msg(diag, MSG_LAYOUT_PERCENT), 1);
    ck_assert_uint_eq(diag_count_msg(diag, MSG_LAYOUT_COLOUR), 1);
    ck_assert_uint_eq(diag_count_msg(diag, MSG_YAML_UNKNOWN_KEY_LIKE), 3);
    for (size_t i = 0; i < diag_stored(diag); i++)
        ck_assert_uint_gt(diag_pos(diag, i).line, 1);
}
END_TEST

START_TEST(nonsense_is_refused)
{
    ck_assert_ptr_null(read_layout("extends: briefing-a4\n"
                                   "page: {inner: 100mm, outer: 100mm}\n"
                                   "text: {space-shrink: 120, leading: 4pt}\n"
                                   "styles: {lead: {size: 300pt}}\n"));
    ck_assert_uint_eq(diag_count_msg(diag, MSG_LAYOUT_MARGINS), 1);
    ck_assert_uint_eq(diag_count_msg(diag, MSG_LAYOUT_RANGE), 4);
}
END_TEST

START_TEST(unknown_layouts_are_listed)
{
    ck_assert_ptr_null(design_read(arena, LAYOUTS, "briefing-a5", DIAG_NOWHERE, NULL, diag));
    ck_assert_uint_eq(diag_count_msg(diag, MSG_LAYOUT_UNKNOWN), 1);
    ck_assert_ptr_nonnull(strstr(diag_text(diag, 0, "en"), "briefing-a4"));
    ck_assert_ptr_null(read_layout("extends: nowhere\n"));
    ck_assert_uint_eq(diag_count_msg(diag, MSG_LAYOUT_UNKNOWN), 2);
}
END_TEST

START_TEST(loops_are_refused)
{
    ck_assert_ptr_null(read_layout("extends: own.yaml\n"));
    ck_assert_uint_eq(diag_count_msg(diag, MSG_LAYOUT_LOOP), 1);
}
END_TEST

TEST_MAIN("design")
{
    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_add_test(c, default_has_its_geometry);
    tcase_add_test(c, styles_have_their_sizes);
    tcase_add_test(c, every_role_is_in_the_default);
    tcase_add_test(c, every_shipped_layout_is_sound);
    tcase_add_loop_test(c, shipped_layouts_have_their_measure, 0, sizeof shipped / sizeof *shipped);
    tcase_add_test(c, a_layout_extends_another);
    tcase_add_test(c, overrides_lie_on_top);
    tcase_add_test(c, ties_and_features_are_the_layouts);
    tcase_add_test(c, all_mistakes_are_said_at_once);
    tcase_add_test(c, nonsense_is_refused);
    tcase_add_test(c, unknown_layouts_are_listed);
    tcase_add_test(c, loops_are_refused);
}
