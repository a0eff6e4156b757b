/* Diagnostics, and the catalogue of messages as a whole. */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/utf8.h"
#include "unit/suite.h"

static const struct {
    const char *id, *rule;
    enum diag_level level;
    const char *en, *vi;
} catalogue[] = {
#define MSG(id, rule, level, en, vi) {#id, rule, level, en, vi},
#include "base/messages.def"
#undef MSG
};

static const struct {
    const char *id, *en, *vi;
} words[] = {
#define WORD(id, en, vi) {#id, en, vi},
#include "base/words.def"
#undef WORD
};

static struct diag *d;

static void setup(void)
{
    d = diag_new();
}

static void teardown(void)
{
    diag_drop(d);
}

/* What diag_print() writes; static memory. */
static const char *printed(size_t first, const char *lang, bool strict, bool colour)
{
    static char text[8192];
    text[0] = '\0';
    FILE *f = fmemopen(text, sizeof text, "w");

    ck_assert_uint_eq(diag_print(d, first, f, lang, strict, colour), diag_stored(d));
    fclose(f);
    return text;
}

/* The set of %N in a text, as bits. */
static unsigned arguments_of(const char *text)
{
    unsigned set = 0;

    for (const char *p = text; *p; p++) {
        if (p[0] == '%' && p[1] == '%')
            p++;
        else if (p[0] == '%' && p[1] >= '1' && p[1] <= '9')
            set |= 1u << (p[1] - '0');
    }
    return set;
}

static void check_text(const char *id, const char *text)
{
    size_t n = strlen(text);

    ck_assert_msg(n > 0, "%s has an empty text", id);
    ck_assert_msg(utf8_valid(text, n) && utf8_is_nfc(text, n), "%s is not NFC", id);
    ck_assert_msg(text[0] != ' ' && text[n - 1] != ' ' && text[n - 1] != '.' && !strchr(text, '\n'),
                  "%s begins or ends with a space, ends with a full stop or has a line break", id);
    ck_assert_msg(!strstr(text, "  "), "%s has two spaces", id);
}

START_TEST(every_message_is_complete)
{
    check_text(catalogue[_i].id, catalogue[_i].en);
    check_text(catalogue[_i].id, catalogue[_i].vi);
    unsigned en = arguments_of(catalogue[_i].en), vi = arguments_of(catalogue[_i].vi);
    ck_assert_msg(en == vi, "%s: the two texts use different arguments", catalogue[_i].id);
    ck_assert_msg(((en >> 1) & ((en >> 1) + 1)) == 0, "%s: arguments are not numbered from 1 on", catalogue[_i].id);
    ck_assert_msg(catalogue[_i].rule[0], "%s has no rule id", catalogue[_i].id);
    for (const char *p = catalogue[_i].rule; *p; p++)
        ck_assert_msg(islower((unsigned char)*p) || isdigit((unsigned char)*p) || *p == '-',
                      "%s: rule '%s' has other characters than a-z, 0-9 and -", catalogue[_i].id, catalogue[_i].rule);
    for (int i = 0; i < _i; i++)
        ck_assert_msg(strcmp(catalogue[i].id, catalogue[_i].id) != 0, "%s stands twice", catalogue[_i].id);
}
END_TEST

START_TEST(every_word_is_complete)
{
    check_text(words[_i].id, words[_i].en);
    check_text(words[_i].id, words[_i].vi);
    ck_assert_uint_eq(arguments_of(words[_i].en) | arguments_of(words[_i].vi), 0);
}
END_TEST

START_TEST(lines_have_the_usual_form)
{
    diag_add(d, MSG_YAML_UNKNOWN_KEY_LIKE, (struct srcpos){"a/book.yaml", 5, 3}, "chaptres", "chapters", NULL);
    diag_add(d, MSG_YAML_MISSING_KEY, (struct srcpos){"b.yaml", 7, 0}, "file", NULL);
    diag_add(d, MSG_FILE_OPEN, (struct srcpos){"c.yaml", 0, 0}, diag_errno(ENOENT), NULL);
    diag_add(d, MSG_FILE_OPEN, DIAG_NOWHERE, diag_errno(EACCES), NULL);
    ck_assert_str_eq(printed(0, "en", false, false),
                     "a/book.yaml:5:3: error: unknown key 'chaptres' (did you mean 'chapters'?) [unknown-key]\n"
                     "b.yaml:7: error: the key 'file' is missing here; add it [missing-key]\n"
                     "c.yaml: error: cannot open the file: no such file or folder; check the name and the rights "
                     "[file-open]\n"
                     "briefbook: error: cannot open the file: permission denied; check the name and the rights "
                     "[file-open]\n");
    ck_assert_str_eq(
        printed(2, "vi", false, false),
        "c.yaml: lỗi: không mở được tệp: không có tệp hoặc thư mục này; hãy kiểm tra tên tệp và quyền truy "
        "cập [file-open]\n"
        "briefbook: lỗi: không mở được tệp: không có quyền truy cập; hãy kiểm tra tên tệp và quyền truy cập "
        "[file-open]\n");
    ck_assert_str_eq(
        printed(3, NULL, false, true),
        "briefbook: \033[1;31merror:\033[0m cannot open the file: permission denied; check the name and the "
        "rights [file-open]\n");
    ck_assert_str_eq(printed(4, "en", false, false), "");
}
END_TEST

START_TEST(messages_can_be_asked_for)
{
    char name[] = "x.yaml", arg[] = "k";

    diag_add(d, MSG_YAML_DUPLICATE, (struct srcpos){name, 1, 2}, arg, NULL);
    name[0] = arg[0] = '?'; /* both were copied */
    ck_assert_str_eq(diag_text(d, 0, "en"), "the key 'k' stands here a second time; remove one of them");
    ck_assert_str_eq(diag_text(d, 0, "vi"), "khóa 'k' xuất hiện lần thứ hai; hãy bỏ một khóa");
    ck_assert_str_eq(diag_rule(d, 0), "yaml-duplicate");
    ck_assert_int_eq(diag_level(d, 0), DIAG_ERROR);
    ck_assert_int_eq(diag_msg(d, 0), MSG_YAML_DUPLICATE);
    ck_assert_str_eq(diag_pos(d, 0).file, "x.yaml");
    ck_assert_uint_eq(diag_pos(d, 0).col, 2);
    ck_assert_uint_eq(diag_count(d, DIAG_NOTE), 1);
    ck_assert_uint_eq(diag_count(d, DIAG_ERROR), 1);
    ck_assert_uint_eq(diag_count_msg(d, MSG_YAML_DUPLICATE), 1);
    ck_assert_uint_eq(diag_count_msg(d, MSG_YAML_ALIAS), 0);
}
END_TEST

START_TEST(foreign_text_cannot_drive_the_terminal)
{
    diag_add(d, MSG_YAML_UNKNOWN_KEY, (struct srcpos){"a\033[2J\n.yaml", 1, 1}, "\033]0;x\007\xC2\x9B\u202E\x7F\xFF\n",
             "a, b", NULL);
    ck_assert_str_eq(printed(0, "en", false, false),
                     "a<U+001B>[2J<U+000A>.yaml:1:1: error: unknown key '<U+001B>]0;x<U+0007><U+009B><U+202E><U+007F>"
                     "\uFFFD<U+000A>'; the keys known here: a, b [unknown-key]\n");
}
END_TEST

START_TEST(long_arguments_are_cut)
{
    char *text = malloc(100001);

    memset(text, 'x', 100000);
    text[100000] = '\0';
    diag_add(d, MSG_YAML_UNKNOWN_KEY, DIAG_NOWHERE, text, NULL);
    ck_assert_uint_lt(strlen(diag_text(d, 0, "en")), 600);
    ck_assert_ptr_nonnull(strstr(diag_text(d, 0, "en"), "x…'"));
    free(text);
}
END_TEST

START_TEST(appending_keeps_the_order)
{
    struct diag *from = diag_new();

    diag_add(d, MSG_YAML_MISSING_KEY, DIAG_NOWHERE, "1", NULL);
    diag_add(from, MSG_YAML_MISSING_KEY, DIAG_NOWHERE, "2", NULL);
    diag_add(from, MSG_YAML_ALIAS, DIAG_NOWHERE, NULL);
    diag_append(d, from);
    ck_assert_uint_eq(diag_stored(from), 0);
    ck_assert_uint_eq(diag_count(from, DIAG_NOTE), 0);
    diag_append(d, from);
    ck_assert_uint_eq(diag_stored(d), 3);
    ck_assert_uint_eq(diag_count_msg(d, MSG_YAML_MISSING_KEY), 2);
    diag_add(from, MSG_YAML_ALIAS, DIAG_NOWHERE, NULL); /* the empty list serves again */
    ck_assert_uint_eq(diag_count_msg(from, MSG_YAML_ALIAS), 1);
    diag_drop(from);
    ck_assert_str_eq(diag_text(d, 1, "en"), "the key '2' is missing here; add it");
    ck_assert_int_eq(diag_msg(d, 2), MSG_YAML_ALIAS);
}
END_TEST

START_TEST(floods_are_counted_but_not_kept)
{
    struct diag *from = diag_new();

    for (int i = 0; i < 3 * DIAG_KEEP; i++)
        diag_add(from, MSG_YAML_MISSING_KEY, DIAG_NOWHERE, "k", NULL);
    diag_add(from, MSG_YAML_ALIAS, DIAG_NOWHERE, NULL);
    ck_assert_uint_eq(diag_stored(from), DIAG_KEEP + 2);
    ck_assert_int_eq(diag_msg(from, DIAG_KEEP), MSG_DIAG_LIMIT);
    ck_assert_str_eq(diag_text(from, DIAG_KEEP, "en"),
                     "there are more than 1000 messages [missing-key]; further ones are counted but not shown");
    ck_assert_uint_eq(diag_count_msg(from, MSG_YAML_MISSING_KEY), 3 * DIAG_KEEP);
    for (int i = 0; i < 10; i++)
        diag_add(d, MSG_YAML_MISSING_KEY, DIAG_NOWHERE, "k", NULL);
    diag_append(d, from);
    ck_assert_uint_eq(diag_count_msg(d, MSG_YAML_MISSING_KEY), 3 * DIAG_KEEP + 10);
    ck_assert_uint_eq(diag_stored(d), DIAG_KEEP + 2);
    ck_assert_uint_eq(diag_count_msg(d, MSG_DIAG_LIMIT), 1);
    ck_assert_uint_eq(diag_count_msg(d, MSG_YAML_ALIAS), 1);
    diag_drop(from);
}
END_TEST

START_TEST(errno_has_words)
{
    diag_add(d, MSG_FILE_READ, DIAG_NOWHERE, diag_errno(ENOSPC), NULL);
    diag_add(d, MSG_FILE_READ, DIAG_NOWHERE, diag_errno(ECHILD), NULL);
    diag_add(d, MSG_FILE_READ, DIAG_NOWHERE, "\001NO_SUCH_WORD", NULL);
    ck_assert_str_eq(diag_text(d, 0, "vi"), "không đọc được tệp: đĩa đã đầy");
    ck_assert_str_eq(diag_text(d, 1, "en"), "cannot read the file: No child processes");
    ck_assert_str_eq(diag_text(d, 2, "en"), "cannot read the file: <U+0001>NO_SUCH_WORD");
}
END_TEST

TEST_MAIN("diag")
{
    tcase_add_checked_fixture(c, setup, teardown);
    tcase_add_loop_test(c, every_message_is_complete, 0, sizeof catalogue / sizeof *catalogue);
    tcase_add_loop_test(c, every_word_is_complete, 0, sizeof words / sizeof *words);
    tcase_add_test(c, lines_have_the_usual_form);
    tcase_add_test(c, messages_can_be_asked_for);
    tcase_add_test(c, foreign_text_cannot_drive_the_terminal);
    tcase_add_test(c, long_arguments_are_cut);
    tcase_add_test(c, appending_keeps_the_order);
    tcase_add_test(c, floods_are_counted_but_not_kept);
    tcase_add_test(c, errno_has_words);
}
