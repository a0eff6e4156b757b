/* book.yaml: what it gives, and that every mistake is reported with its place. */
#include <stdlib.h>
#include <string.h>

#include "book/book.h"
#include "unit/suite.h"

struct fixture {
    struct arena *a;
    struct diag *d;
    char *said; /* the messages as printed */
};

static struct manifest *read(struct fixture *f, const char *yaml, const struct setting *settings, size_t n)
{
    f->a = arena_new();
    f->d = diag_new();
    struct manifest *m = manifest_read(f->a, &(struct manifest_file){"book.yaml", ".", yaml, strlen(yaml)},
                                       (struct settings){settings, n}, f->d);
    size_t n_said;
    FILE *out = open_memstream(&f->said, &n_said);
    diag_print(f->d, 0, out, "en", false, false);
    fclose(out);
    return m;
}

static void drop(struct fixture *f)
{
    free(f->said);
    diag_drop(f->d);
    arena_drop(f->a);
}

static const char whole[] = "name: hop-tac\n"
                            "title: Hợp tác\n"
                            "language: vi\n"
                            "date: 2025-11-14\n"
                            "issuer: {name: Bộ, department: Vụ}\n"
                            "handling: Lưu hành nội bộ\n"
                            "meeting: {name: Tọa đàm, date: 2025-11-20}\n"
                            "layout: book-a5\n"
                            "numbering: roman\n"
                            "qr: no\n"
                            "front: [cover, {file: loi-mo-dau.md, title: Lời mở đầu}]\n"
                            "back: sources\n"
                            "page: {outer: 50mm}\n"
                            "parts:\n"
                            "  - title: Một\n"
                            "    chapters: [a.txt, {file: b.txt, short: B, omit: yes}, {file: c.txt, split: h1}]\n"
                            "metadata: {publisher: Nhà, creators: [A, B]}\n";

START_TEST(reads_all)
{
    struct fixture f;
    struct setting settings[] = {{"text.size", "12pt"}, {"title", "Khác"}};
    struct manifest *m = read(&f, whole, settings, 2);
    ck_assert_msg(m != NULL, "%s", f.said);
    ck_assert_str_eq(f.said, "");
    ck_assert_str_eq(m->name, "hop-tac");
    ck_assert_str_eq(m->title, "Khác");
    ck_assert_str_eq(m->issuer.department, "Vụ");
    ck_assert_str_eq(m->handling, "LƯU HÀNH NỘI BỘ");
    ck_assert_str_eq(m->meeting.date, "2025-11-20");
    ck_assert_int_eq(m->date.day, 14);
    ck_assert(m->numbering == NUMBER_ROMAN && !m->qr && m->colour);
    ck_assert_uint_eq(m->n_front, 2);
    ck_assert_str_eq(m->front[1].kind, "file");
    ck_assert_str_eq(m->front[1].file, "loi-mo-dau.md");
    ck_assert_uint_eq(m->n_back, 1);
    ck_assert_uint_eq(m->n_parts, 1);
    ck_assert_uint_eq(m->parts[0].n_chapters, 2);
    ck_assert_str_eq(m->parts[0].chapters[1].file, "c.txt");
    ck_assert_uint_eq(m->parts[0].chapters[1].pos.line, 16);
    ck_assert_int_eq(m->parts[0].chapters[1].split, SPLIT_H1);
    ck_assert_str_eq(m->metadata.creators[1], "B");
    ck_assert_ptr_null(m->metadata.creators[2]);
    ck_assert_ptr_nonnull(yaml_lookup(m->layout_overrides, "page"));
    ck_assert_ptr_nonnull(yaml_lookup(yaml_lookup(m->layout_overrides, "text"), "size"));
    drop(&f);
}
END_TEST

static const struct {
    const char *yaml;
    const char *said[4]; /* each must be in the messages */
} faults[] = {
    {"titel: X\nchapters: [a.txt]\n", {"book.yaml:1:1:", "'title'", NULL}},
    {"title: X\nchapters: [a.txt]\nmeeting:\n  plase: Y\n  chiar: Z\n", {"4:3:", "'place'", "5:3:", "'chair'"}},
    {"title: X\n", {"no chapters", NULL}},
    {"title: X\nchapters: []\n", {"no chapters", NULL}},
    {"chapters: [a.txt]\nparts: [{title: P, chapters: [b.txt]}]\n", {"1:1:", "side by side", NULL}},
    {"chapters:\n  - [a]\n", {"2:5:", "a chapter is", NULL}},
    {"chapters:\n  - title: T\n", {"2:5:", "'file'", NULL}},
    {"chapters: a.txt\n", {"1:11:", "a list", NULL}},
    {"parts: [{chapters: [a.txt]}]\n", {"1:9:", "'title'", NULL}},
    {"chapters: [a.txt]\ndate: 31/02/2026\n", {"2:7:", "is no date", NULL}},
    {"chapters: [{file: a.txt, date: hôm nay}]\n", {"1:32:", "is no date", NULL}},
    {"chapters: [a.txt]\nnumbering: greek\n", {"2:12:", "arabic", NULL}},
    {"chapters: [a.txt]\nqr: maybe\n", {"2:5:", "yes or no", NULL}},
    {"chapters: [a.txt]\nfront: [cover, covr]\n", {"2:16:", "covr", NULL}},
    {"chapters: [a.txt]\nfront: [cover, cover]\n", {"2:16:", "second time", NULL}},
    {"chapters: [a.txt]\nlanguage: x!\n", {"2:11:", "language", NULL}},
    {"chapters: [a.txt\n", {"YAML", NULL}},
    {"- a\n- b\n", {"book.yaml:1:1:", NULL}},
    {"chapters: [a.txt]\nnames: no-such-file.txt\n", {"2:8:", NULL}},
    {"chapters: [a.txt]\nissuer: X\n", {"2:9:", NULL}},
};

START_TEST(reports_faults)
{
    struct fixture f;
    const struct manifest *m = read(&f, faults[_i].yaml, NULL, 0);
    ck_assert_msg(m == NULL || m->faults > 0, "accepted: %s", faults[_i].yaml);
    for (size_t i = 0; i < 4 && faults[_i].said[i]; i++)
        ck_assert_msg(strstr(f.said, faults[_i].said[i]) != NULL, "%s\nlacks \"%s\":\n%s", faults[_i].yaml,
                      faults[_i].said[i], f.said);
    drop(&f);
}
END_TEST

START_TEST(refuses_unknown_settings)
{
    struct fixture f;
    struct setting wrong[] = {{"tittle", "x"}, {"nothing-like-it", "x"}, {"title.x", "y"}};
    ck_assert_int_eq(read(&f, "title: X\nchapters: [a.txt]\n", wrong, 3)->faults, 3);
    ck_assert_uint_eq(diag_count_msg(f.d, MSG_BOOK_SETTING_LIKE), 1);
    ck_assert_uint_eq(diag_count_msg(f.d, MSG_BOOK_SETTING), 1);
    ck_assert_uint_eq(diag_count_msg(f.d, MSG_BOOK_SETTING_PATH), 1);
    drop(&f);
}
END_TEST

START_TEST(makes_one_for_files)
{
    struct arena *a = arena_new();
    struct diag *d = diag_new();
    const char *files[] = {"x/Bài một.txt", "b.html"};
    struct manifest *m = manifest_default(a, files, 2, files[0], (struct settings){NULL, 0}, d);
    ck_assert_ptr_nonnull(m);
    ck_assert_str_eq(m->name, "bai-mot");
    ck_assert_uint_eq(m->parts[0].n_chapters, 2);
    ck_assert_ptr_null(m->parts[0].title);
    ck_assert_uint_eq(m->n_front, 2);
    ck_assert_str_eq(m->back[0].kind, "sources");
    ck_assert(m->qr);
    diag_drop(d);
    arena_drop(a);
}
END_TEST

TEST_MAIN("manifest")
{
    tcase_add_test(c, reads_all);
    tcase_add_loop_test(c, reports_faults, 0, sizeof faults / sizeof *faults);
    tcase_add_test(c, refuses_unknown_settings);
    tcase_add_test(c, makes_one_for_files);
}
