/* ingest/charset.c, legacy.c: every set gives back the same NFC text. */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "ingest/charset.h"
#include "ingest/legacy.h"
#include "unit/suite.h"

static const char text[] = "Buổi chiều ở thảo nguyên, người chăn ngựa kể chuyện cũ cho khách phương xa.\n"
                           "Đường về thủ đô còn dài, trời đã tối, gió thổi từ phía bắc.\n"
                           "Những chiếc lều trắng lặng lẽ hiện ra giữa đồng cỏ mênh mông.\n";

static struct arena *arena;
static struct diag *diag;

static void set_up(void)
{
    arena = arena_new();
    diag = diag_new();
}

static void tear_down(void)
{
    diag_drop(diag);
    arena_drop(arena);
}

/* The bytes of one letter in a set; false when the set has it not. */
static bool encode_letter(enum legacy_set set, uint32_t cp, struct buf *out)
{
    const uint16_t *table = set == LEGACY_TCVN3 ? legacy_tcvn3 : legacy_viscii;
    if (set == LEGACY_VNI) {
        for (size_t i = 0; i < legacy_vni_pair_count; i++) {
            if (legacy_vni_pairs[i].cp == cp) {
                buf_putc(out, (char)legacy_vni_pairs[i].letter);
                buf_putc(out, (char)legacy_vni_pairs[i].mark);
                return true;
            }
        }
        table = legacy_vni_single;
    }
    for (unsigned byte = 0; byte < 256; byte++) {
        if (table[byte] == cp) {
            buf_putc(out, (char)byte);
            return true;
        }
    }
    return false;
}

static void encode(enum legacy_set set, struct buf *out)
{
    for (size_t i = 0; i < sizeof text - 1;) {
        uint32_t cp = utf8_next(text, sizeof text - 1, &i);
        if (cp < 0x80)
            buf_putc(out, (char)cp);
        else
            ck_assert_msg(encode_letter(set, cp, out), "no byte for U+%04X", (unsigned)cp);
    }
}

static void as_latin1(struct buf *b)
{
    struct buf out = BUF_INIT;
    for (size_t i = 0; i < b->n; i++)
        buf_utf8(&out, (unsigned char)b->p[i]);
    buf_free(b);
    *b = out;
}

static const struct {
    enum legacy_set set;
    const char *name, *mojibake;
} sets[] = {{LEGACY_TCVN3, "TCVN3", "UTF-8 (TCVN3)"},
            {LEGACY_VNI, "VNI-Windows", "UTF-8 (VNI-Windows)"},
            {LEGACY_VISCII, "VISCII", "UTF-8 (VISCII)"}};

static void check_decoded(const struct buf *bytes, const char *name)
{
    struct decoded out;
    ck_assert_int_eq(charset_decode(arena, "a.txt", bytes->p, bytes->n, &out, diag), 0);
    ck_assert_str_eq(out.encoding, name);
    ck_assert_str_eq(out.s, text);
}

START_TEST(legacy_sets_are_found)
{
    struct buf bytes = BUF_INIT;
    encode(sets[_i].set, &bytes);
    check_decoded(&bytes, sets[_i].name);
    as_latin1(&bytes);
    check_decoded(&bytes, sets[_i].mojibake);
    buf_free(&bytes);
}
END_TEST

START_TEST(utf8_that_was_read_as_windows)
{
    struct buf bytes = BUF_INIT;
    buf_puts(&bytes, text);
    as_latin1(&bytes);
    check_decoded(&bytes, "UTF-8 (UTF-8 as windows-1252)");
    buf_free(&bytes);
}
END_TEST

static void put_utf16(struct buf *out, const char *s, bool big)
{
    for (size_t i = 0; s[i] != '\0';) {
        uint32_t cp = utf8_next(s, strlen(s), &i);
        buf_putc(out, (char)(big ? cp >> 8 : cp & 0xFF));
        buf_putc(out, (char)(big ? cp & 0xFF : cp >> 8));
    }
}

START_TEST(utf16_with_and_without_mark)
{
    struct buf bytes = BUF_INIT;
    put_utf16(&bytes, text, _i & 1);
    check_decoded(&bytes, _i & 1 ? "UTF-16BE" : "UTF-16LE");
    buf_clear(&bytes);
    buf_put(&bytes, _i & 1 ? "\xFE\xFF" : "\xFF\xFE", 2);
    put_utf16(&bytes, text, _i & 1);
    check_decoded(&bytes, _i & 1 ? "UTF-16BE" : "UTF-16LE");
    buf_free(&bytes);
}
END_TEST

static const struct {
    const char *in, *out;
} plain[] = {
    {"\xEF\xBB\xBF"
     "a\r\nb\rc\n",
     "a\nb\nc\n"},
    {"Vie\xCC\xA3\xCC\x82t", "Việt"},              /* dot below, then circumflex */
    {"Vie\xCC\x82\xCC\xA3t", "Việt"},              /* circumflex, then dot below */
    {"\xC3\xA1\xCC\x82 a\xCC\x81\xCC\x86", "ấ ắ"}, /* tone before quality */
    {"Ca phê café Müller", "Ca phê café Müller"},
    {"Привет, Алматы", "Привет, Алматы"},
};

START_TEST(utf8_is_normalized)
{
    struct decoded out;
    ck_assert_int_eq(charset_decode(arena, "a.txt", plain[_i].in, strlen(plain[_i].in), &out, diag), 0);
    ck_assert_str_eq(out.s, plain[_i].out);
    ck_assert_str_eq(out.encoding, "UTF-8");
}
END_TEST

START_TEST(cyrillic_sets)
{
    /* "Степь да степь кругом, путь далёк лежит" in windows-1251. */
    static const char bytes[] =
        "\xD1\xF2\xE5\xEF\xFC \xE4\xE0 \xF1\xF2\xE5\xEF\xFC \xEA\xF0\xF3\xE3\xEE\xEC, \xEF\xF3\xF2\xFC "
        "\xE4\xE0\xEB\xB8\xEA \xEB\xE5\xE6\xE8\xF2";
    struct decoded out;
    ck_assert_int_eq(charset_decode(arena, "a.txt", bytes, sizeof bytes - 1, &out, diag), 0);
    ck_assert_str_eq(out.encoding, "windows-1251");
    ck_assert_str_eq(out.s, "Степь да степь кругом, путь далёк лежит");
}
END_TEST

START_TEST(binary_is_refused)
{
    char bytes[600];
    struct decoded out;
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)(i * 7);
    ck_assert_int_eq(charset_decode(arena, "a.txt", bytes, sizeof bytes, &out, diag), -1);
    ck_assert_uint_eq(diag_count_msg(diag, MSG_INGEST_BINARY), 1);
}
END_TEST

START_TEST(single_bad_bytes_are_reported)
{
    static const char bytes[] =
        "Một dòng đúng.\nHai dòng đúng, ba dòng đúng.\nDòng c\xFF này sai.\nBốn.\nNăm dòng nữa.\n";
    struct decoded out;
    ck_assert_int_eq(charset_decode(arena, "a.txt", bytes, sizeof bytes - 1, &out, diag), 0);
    ck_assert_ptr_nonnull(strstr(out.s, "Hai dòng đúng"));
    ck_assert_ptr_nonnull(strstr(out.s, "này sai"));
}
END_TEST

TEST_MAIN("charset")
{
    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_add_loop_test(c, legacy_sets_are_found, 0, (int)(sizeof sets / sizeof *sets));
    tcase_add_test(c, utf8_that_was_read_as_windows);
    tcase_add_loop_test(c, utf16_with_and_without_mark, 0, 2);
    tcase_add_loop_test(c, utf8_is_normalized, 0, (int)(sizeof plain / sizeof *plain));
    tcase_add_test(c, cyrillic_sets);
    tcase_add_test(c, binary_is_refused);
    tcase_add_test(c, single_bad_bytes_are_reported);
}
