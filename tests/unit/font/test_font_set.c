/* font/font_set.c, family.c, locate.c: the shipped descriptions, and made ones for what is missing or wrong. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "font/font_set.h"
#include "unit/suite.h"

#define FONTS SOURCE_DIR "/fonts"
#define NOTO "/usr/share/fonts/truetype/noto"

static struct diag *diag;
static struct font_set *set;
static char dir[64];

static void set_up(void)
{
    diag = diag_new();
    set = NULL;
    strcpy(dir, "/tmp/briefbook-fonts-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(dir));
}

static void remove_dir(void)
{
    char command[128];

    snprintf(command, sizeof command, "rm -rf '%s'", dir);
    ck_assert_int_eq(system(command), 0);
}

static void tear_down(void)
{
    font_set_drop(set);
    diag_drop(diag);
    remove_dir();
}

static void put_file(const char *name, const char *text)
{
    char path[128];

    snprintf(path, sizeof path, "%s/%s", dir, name);
    FILE *f = fopen(path, "wb");
    ck_assert_ptr_nonnull(f);
    fputs(text, f);
    fclose(f);
}

static void link_file(const char *from, const char *name)
{
    char path[128];

    snprintf(path, sizeof path, "%s/%s", dir, name);
    ck_assert_int_eq(symlink(from, path), 0);
}

#define DESCRIBE(family, folders, faces, fallback)                                                                     \
    "family: " family "\nrole: text\nserif: yes\npackage: fonts-x\nfolders: [" folders "]\nfaces:\n" faces             \
    "fallback: [" fallback "]\n"
#define NOTO_FACES "  - {file: NotoSerif-Regular.ttf, weight: 400}\n  - {file: NotoSerif-Bold.ttf, weight: 700}\n"

static const struct font *lookup(const char *family, unsigned weight, bool italic)
{
    return font_set_lookup(set, family, weight, italic, diag);
}

START_TEST(shipped_families_open)
{
    static const char *const families[] = {"Gentium Book Plus", "Gentium Plus", "Inter",
                                           "Liberation Serif",  "Noto Serif",   "Noto Sans"};

    set = font_set_open(FONTS, diag);
    ck_assert_ptr_nonnull(set);
    for (size_t i = 0; i < sizeof families / sizeof *families; i++)
        for (unsigned k = 0; k < 4; k++) {
            const struct font *f = lookup(families[i], k < 2 ? 400 : 700, k % 2);
            ck_assert_ptr_nonnull(f);
            ck_assert_str_eq(f->family, families[i]);
            ck_assert_uint_eq(f->weight, k < 2 ? 400 : 700);
            ck_assert_int_eq(f->italic, k % 2);
            ck_assert_uint_eq(f->scale, 1000);
            ck_assert_ptr_eq(f, lookup(families[i], f->weight, f->italic));
            ck_assert_ptr_eq(f, font_set_at(set, f->index));
        }
    ck_assert_uint_eq(font_set_count(set), 24);
    ck_assert_ptr_null(font_set_at(set, 24));
    ck_assert_uint_eq(diag_count(diag, DIAG_WARNING), 0);
}
END_TEST

START_TEST(nearest_weight)
{
    static const struct {
        const char *family;
        unsigned asked, given;
    } cases[] = {{"Inter", 600, 600},     {"Inter", 350, 300},     {"Inter", 950, 900},    {"Noto Sans", 600, 700},
                 {"Noto Sans", 500, 400}, {"Noto Sans", 550, 700}, {"Noto Sans", 549, 400}};

    set = font_set_open(FONTS, diag);
    const struct font *f = lookup(cases[_i].family, cases[_i].asked, false);
    ck_assert_ptr_nonnull(f);
    ck_assert_uint_eq(f->weight, cases[_i].given);
}
END_TEST

START_TEST(fallback_follows_the_chain)
{
    set = font_set_open(FONTS, diag);
    const struct font *text = lookup("Gentium Book Plus", 700, true);
    ck_assert(!font_has(text, 0x0466)); /* Ѧ */
    const struct font *f = font_set_fallback(set, text, 0x0466, diag);
    ck_assert_ptr_nonnull(f);
    ck_assert_str_eq(f->family, "Noto Serif");
    ck_assert_uint_eq(f->scale, 850);
    ck_assert_uint_eq(f->weight, 700);
    ck_assert(f->italic);
    ck_assert_ptr_eq(f, font_set_fallback(set, text, 0x0467, diag));

    const struct font *signs = font_set_fallback(set, text, 0x2611, diag); /* ☑ */
    ck_assert_ptr_nonnull(signs);
    ck_assert(font_has(signs, 0x2611));
    ck_assert_ptr_null(font_set_fallback(set, text, 0xF8FF0, diag));
    ck_assert_uint_eq(diag_count(diag, DIAG_WARNING), 0);

    /* The same file at its own size is another font, and ranks differ. */
    const struct font *own = lookup("Noto Serif", 700, true);
    ck_assert_ptr_ne(own, f);
    ck_assert_uint_eq(own->scale, 1000);
    ck_assert_uint_ne(own->rank, f->rank);
}
END_TEST

START_TEST(rank_does_not_follow_the_order_of_opening)
{
    set = font_set_open(FONTS, diag);
    uint32_t inter = lookup("Inter", 400, false)->rank, gentium = lookup("Gentium Plus", 400, false)->rank;
    font_set_drop(set);
    set = font_set_open(FONTS, diag);
    ck_assert_uint_eq(lookup("Gentium Plus", 400, false)->rank, gentium);
    ck_assert_uint_eq(lookup("Inter", 400, false)->rank, inter);
}
END_TEST

START_TEST(missing_family_is_replaced_and_named)
{
    put_file("a.yaml", DESCRIBE("Absent Serif", "/nonexistent", "  - {file: A.ttf, weight: 400}\n",
                                "{family: Gone Serif}, {family: Here Serif, scale: 850}, {family: Far Sans}"));
    put_file("b.yaml", DESCRIBE("Gone Serif", "/nonexistent", "  - {file: B.ttf, weight: 400}\n", ""));
    put_file("c.yaml", DESCRIBE("Here Serif", NOTO, NOTO_FACES, ""));
    put_file("d.yaml", DESCRIBE("Far Sans", "/usr/share/fonts/truetype/noto",
                                "  - {file: NotoSansMath-Regular.ttf, weight: 400}\n", ""));
    set = font_set_open(dir, diag);
    ck_assert_ptr_nonnull(set);
    const struct font *f = lookup("Absent Serif", 700, false);
    ck_assert_ptr_nonnull(f);
    ck_assert_str_eq(f->family, "Here Serif");
    ck_assert_uint_eq(f->scale, 850);
    ck_assert_uint_eq(f->weight, 700);
    lookup("Absent Serif", 400, false);
    ck_assert_uint_eq(diag_count_msg(diag, MSG_FONT_MISSING), 1); /* told once */
    ck_assert_ptr_nonnull(strstr(diag_text(diag, 0, "en"), "fonts-x"));

    /* A stand-in goes on in the chain of the family that was asked for. */
    const struct font *math = font_set_fallback(set, f, 0x2A00, diag);
    ck_assert_ptr_nonnull(math);
    ck_assert_str_eq(math->family, "Far Sans");

    ck_assert_ptr_null(lookup("Gone Serif", 400, false));
    ck_assert_uint_eq(diag_count_msg(diag, MSG_FONT_NONE), 1);
    ck_assert_ptr_null(lookup("Here  Serif", 400, false));
    ck_assert_uint_eq(diag_count_msg(diag, MSG_FONT_UNKNOWN), 1);
}
END_TEST

START_TEST(fontconfig_finds_what_lies_elsewhere)
{
    put_file("a.yaml", DESCRIBE("Noto Serif", "/nonexistent", NOTO_FACES, ""));
    set = font_set_open(dir, diag);
    const struct font *f = lookup("Noto Serif", 700, false);
    ck_assert_ptr_nonnull(f);
    ck_assert_ptr_nonnull(strstr(f->path, "NotoSerif-Bold"));
    ck_assert_uint_eq(diag_count(diag, DIAG_WARNING), 0);
}
END_TEST

START_TEST(folders_may_be_relative)
{
    link_file(NOTO "/NotoSerif-Regular.ttf", "NotoSerif-Regular.ttf");
    put_file("a.yaml", DESCRIBE("Own Serif", "/nonexistent, .", NOTO_FACES, ""));
    set = font_set_open(dir, diag);
    const struct font *f = lookup("Own Serif", 400, false);
    ck_assert_ptr_nonnull(f);
    ck_assert_int_eq(strncmp(f->path, dir, strlen(dir)), 0);
    ck_assert_uint_eq(lookup("Own Serif", 700, false)->weight, 400); /* the bold is not there */
    ck_assert_ptr_eq(lookup("Own Serif", 400, true), f);
    ck_assert_ptr_eq(lookup("Own Serif", 400, true), f);
    ck_assert_uint_eq(diag_count_msg(diag, MSG_FONT_NO_SLOPE), 1);
}
END_TEST

START_TEST(broken_face_is_passed_over)
{
    put_file("NotoSerif-Regular.ttf", "this is no font");
    link_file(NOTO "/NotoSerif-Bold.ttf", "NotoSerif-Bold.ttf");
    put_file("a.yaml", DESCRIBE("Own Serif", ".", NOTO_FACES, ""));
    set = font_set_open(dir, diag);
    const struct font *f = lookup("Own Serif", 400, false);
    ck_assert_ptr_nonnull(f);
    ck_assert_uint_eq(f->weight, 700);
    lookup("Own Serif", 400, false);
    ck_assert_uint_eq(diag_count(diag, DIAG_WARNING), 1);
    ck_assert_uint_eq(diag_count_msg(diag, MSG_FONT_NOT_SFNT), 1);
}
END_TEST

START_TEST(faults_in_descriptions_are_all_told)
{
    put_file("a.yaml", DESCRIBE("A", ".", "  - {file: A.ttf, weight: 4000}\n", "{family: B, scale: 5}"));
    put_file("b.yaml", "family: B\nroles: text\n");
    put_file("c.yaml", "family: [\n");
    put_file("d.txt", "not read");
    ck_assert_ptr_null(font_set_open(dir, diag));
    ck_assert_uint_eq(diag_count_msg(diag, MSG_FONT_NUMBER), 2);
    ck_assert_uint_ge(diag_count(diag, DIAG_ERROR), 4);
}
END_TEST

START_TEST(families_are_unique_and_known)
{
    put_file("a.yaml", DESCRIBE("A", ".", NOTO_FACES, "{family: Z}"));
    ck_assert_ptr_null(font_set_open(dir, diag));
    ck_assert_uint_eq(diag_count_msg(diag, MSG_FONT_FALLBACK_UNKNOWN), 1);
    put_file("b.yaml", DESCRIBE("A", ".", NOTO_FACES, ""));
    ck_assert_ptr_null(font_set_open(dir, diag));
    ck_assert_uint_eq(diag_count_msg(diag, MSG_FONT_TWICE), 1);
}
END_TEST

START_TEST(a_folder_without_descriptions)
{
    ck_assert_ptr_null(font_set_open(dir, diag));
    ck_assert_uint_eq(diag_count_msg(diag, MSG_FONT_NO_FAMILIES), 1);
    ck_assert_ptr_null(font_set_open("/nonexistent", diag));
    ck_assert_uint_eq(diag_count_msg(diag, MSG_FONT_FOLDER), 1);
}
END_TEST

START_TEST(list_has_a_line_a_family)
{
    put_file("a.yaml", DESCRIBE("Noto Serif", NOTO, NOTO_FACES, ""));
    put_file("b.yaml", DESCRIBE("Absent Serif", "/nonexistent", "  - {file: A.ttf, weight: 400}\n", ""));
    set = font_set_open(dir, diag);
    struct buf b = BUF_INIT;
    font_set_list(set, &b);
    ck_assert_str_eq(buf_str(&b), "Noto Serif\ttext\tinstalled\tfonts-x\t" NOTO "/NotoSerif-Regular.ttf " NOTO
                                  "/NotoSerif-Bold.ttf\n"
                                  "Absent Serif\ttext\tmissing\tfonts-x\t\n");
    buf_free(&b);
}
END_TEST

static void *look_up_much(void *result)
{
    struct diag *own = diag_new();
    const struct font *f = font_set_lookup(set, "Inter", 400, false, own);

    for (uint32_t cp = 0x2190; cp < 0x2200; cp++)
        font_set_fallback(set, f, cp, own);
    *(const struct font **)result = f;
    diag_drop(own);
    return NULL;
}

START_TEST(threads_get_the_same_faces)
{
    pthread_t threads[4];
    const struct font *found[4];

    set = font_set_open(FONTS, diag);
    for (size_t i = 0; i < 4; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, look_up_much, &found[i]), 0);
    for (size_t i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    for (size_t i = 1; i < 4; i++)
        ck_assert_ptr_eq(found[i], found[0]);
}
END_TEST

TEST_MAIN("font/font_set")
{
    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_add_test(c, shipped_families_open);
    tcase_add_loop_test(c, nearest_weight, 0, 7);
    tcase_add_test(c, fallback_follows_the_chain);
    tcase_add_test(c, rank_does_not_follow_the_order_of_opening);
    tcase_add_test(c, missing_family_is_replaced_and_named);
    tcase_add_test(c, fontconfig_finds_what_lies_elsewhere);
    tcase_add_test(c, folders_may_be_relative);
    tcase_add_test(c, broken_face_is_passed_over);
    tcase_add_test(c, faults_in_descriptions_are_all_told);
    tcase_add_test(c, families_are_unique_and_known);
    tcase_add_test(c, a_folder_without_descriptions);
    tcase_add_test(c, list_has_a_line_a_family);
    tcase_add_test(c, threads_get_the_same_faces);
}
