/* UTF-8: decoding, NFC, properties, slugs. */
#include <stdlib.h>
#include <string.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "base/buf.h"
#include "base/plain_bytes.h"
#include "base/utf8.h"
#include "unit/suite.h"

static struct arena *arena;

static void setup(void)
{
    arena = arena_new();
}

static void teardown(void)
{
    arena_drop(arena);
}

static const struct {
    const char *bytes;
    size_t n;
    uint32_t cps[6];
    size_t count;
    bool valid;
} decoded[] = {
    {"a", 1, {'a'}, 1, true},
    {"đ", 2, {0x111}, 1, true},
    {"ế", 3, {0x1EBF}, 1, true},
    {"\U0001F600", 4, {0x1F600}, 1, true},
    {"\xEF\xBF\xBD", 3, {0xFFFD}, 1, true},
    {"\xF4\x8F\xBF\xBF", 4, {0x10FFFF}, 1, true},
    {"\xF4\x90\x80\x80", 4, {0xFFFD, 0xFFFD, 0xFFFD, 0xFFFD}, 4, false}, /* beyond Unicode */
    {"\xED\xA0\x80", 3, {0xFFFD, 0xFFFD, 0xFFFD}, 3, false},             /* surrogate */
    {"\xC0\xAF", 2, {0xFFFD, 0xFFFD}, 2, false},                         /* overlong */
    {"\xE0\x9F\xBF", 3, {0xFFFD, 0xFFFD, 0xFFFD}, 3, false},             /* overlong */
    {"\xF0\x8F\xBF\xBF", 4, {0xFFFD, 0xFFFD, 0xFFFD, 0xFFFD}, 4, false}, /* overlong */
    {"\xE1\xBA", 2, {0xFFFD, 0xFFFD}, 2, false},                         /* cut short */
    {"\xE1\xBA"
     "a",
     3,
     {0xFFFD, 0xFFFD, 'a'},
     3,
     false},
    {"\xFF", 1, {0xFFFD}, 1, false},
    {"a\0b", 3, {'a', 0, 'b'}, 3, true},
};

START_TEST(decoding)
{
    size_t i = 0, k = 0;

    while (i < decoded[_i].n)
        ck_assert_uint_eq(utf8_next(decoded[_i].bytes, decoded[_i].n, &i), decoded[_i].cps[k++]);
    ck_assert_uint_eq(i, decoded[_i].n);
    ck_assert_uint_eq(k, decoded[_i].count);
    while (i > 0)
        ck_assert_uint_eq(utf8_prev(decoded[_i].bytes, &i), decoded[_i].cps[--k]);
    ck_assert_uint_eq(k, 0);
    ck_assert(utf8_valid(decoded[_i].bytes, decoded[_i].n) == decoded[_i].valid);
    ck_assert_uint_eq(utf8_count(decoded[_i].bytes, decoded[_i].n), decoded[_i].count);
}
END_TEST

/* Check writes to a pipe at every assertion: inner loops count faults and assert once. */
START_TEST(every_code_point_round_trips)
{
    unsigned faults = 0;

    for (uint32_t cp = 0; cp <= 0x10FFFF; cp++) {
        char s[4];
        size_t i = 0, n = utf8_put(s, cp);
        uint32_t expected = cp >= 0xD800 && cp <= 0xDFFF ? 0xFFFD : cp;
        faults += utf8_next(s, n, &i) != expected || i != n;
        faults += utf8_prev(s, &i) != expected || i != 0;
    }
    ck_assert_uint_eq(faults, 0);
}
END_TEST

/* Random bytes, biased towards ones that begin or continue sequences: nothing is read outside, both directions agree
 * on what is whole, and normalizing gives valid NFC. */
START_TEST(random_bytes)
{
    static const unsigned char likely[] = {0xE1, 0xBA, 0xBF, 0xCC, 0x81, 0xC3, 0xF0, 0x9F, 0xED, 0xA0, 'a', ' '};
    unsigned seed = (unsigned)_i * 2654435761u + 1;

    for (int round = 0; round < 500; round++) {
        size_t n = 1 + (size_t)rand_r(&seed) % 40;
        char *s = malloc(n); /* of exactly this length, for the sanitizer */
        for (size_t i = 0; i < n; i++)
            s[i] = (char)(rand_r(&seed) % 3 ? likely[(unsigned)rand_r(&seed) % sizeof likely] : rand_r(&seed) & 0xFF);
        size_t steps = 0, faults = 0;
        for (size_t i = 0; i < n; steps++) {
            size_t before = i, back;
            utf8_next(s, n, &i);
            back = i;
            utf8_prev(s, &back);
            faults += i <= before || back != before;
        }
        ck_assert_uint_eq(faults, 0);
        ck_assert_uint_eq(utf8_count(s, n), steps);
        size_t m;
        char *nfc = utf8_nfc(arena, s, n, &m);
        ck_assert(utf8_valid(nfc, m));
        ck_assert(utf8_is_nfc(nfc, m));
        ck_assert_int_eq(nfc[m], 0);
        free(s);
    }
}
END_TEST

/* Texts are judged by blocks; a sequence must be judged alike wherever in a block it stands. */
START_TEST(blocks)
{
    unsigned seed = (unsigned)_i * 2654435761u + 1, faults = 0;
    static const char *const parts[] = {
        "a",        "ế",    "Ư",    "Қ",  "“",          "…",        "\u0483",   "\u0301",       "\xE1",
        "\xE1\xBA", "\xC2", "\x80", "中", "\U0001F600", "\xD2\x83", "\xE2\x80", "\xE2\x80\xA8", "\u200B"};

    for (int round = 0; round < 400; round++) {
        struct buf s = BUF_INIT;
        size_t lead = (size_t)rand_r(&seed) % 600;
        while (s.n < lead)
            buf_puts(&s, parts[(unsigned)rand_r(&seed) % 6]);
        for (int i = 0; i < 3; i++)
            buf_puts(&s, parts[(unsigned)rand_r(&seed) % (sizeof parts / sizeof *parts)]);
        bool valid = true;
        for (size_t i = 0, at = 0; i < s.n; at = i)
            valid &= utf8_next(s.p, s.n, &i) != 0xFFFD || i > at + 1;
        faults += utf8_valid(s.p, s.n) != valid;
        UErrorCode status = U_ZERO_ERROR;
        UChar *wide = calloc(s.n + 1, sizeof *wide);
        int32_t units;
        u_strFromUTF8WithSub(wide, (int32_t)s.n + 1, &units, s.p, (int32_t)s.n, 0xFFFD, NULL, &status);
        bool composed = unorm2_isNormalized(unorm2_getNFCInstance(&status), wide, units, &status);
        faults += utf8_is_nfc(s.p, s.n) != (valid && composed);
        free(wide);
        buf_free(&s);
    }
    ck_assert_uint_eq(faults, 0);
}
END_TEST

/* Each character behind letters, so that it is judged in a block. */
START_TEST(blocks_of_every_character)
{
    unsigned faults = 0;

    for (uint32_t cp = 1; cp <= 0x10FFFF; cp++) {
        char s[80];
        size_t n = 64;
        if (cp == 0xD800)
            cp = 0xE000;
        memset(s, 'x', n);
        n += utf8_put(s + n, cp);
        s[n++] = 'x';
        UErrorCode status = U_ZERO_ERROR;
        UChar wide[3] = {'x', (UChar)cp, 0};
        int32_t units = 1;
        U16_APPEND_UNSAFE(wide, units, cp);
        bool composed = unorm2_isNormalized(unorm2_getNFCInstance(&status), wide, units, &status);
        faults += !utf8_valid(s, n) || utf8_is_nfc(s, n) != composed;
    }
    ck_assert_uint_eq(faults, 0);
}
END_TEST

static const struct {
    const char *in, *out;
} normalized[] = {
    {"", ""},
    {"Việt Nam", "Việt Nam"},
    {"Vie\u0323\u0302t", "Việt"},
    {"Vie\u0302\u0323t", "Việt"},      /* marks in the other order */
    {"Vi\u00EA\u0323t", "Việt"},       /* half composed, as CP1258 gives it */
    {"o\u031B\u0300", "ờ"},            /* horn and grave */
    {"\u0340", "\u0300"},              /* singleton: changes without growing */
    {"\u212B", "\u00C5"},              /* Å */
    {"a\u0323\u0301", "\u1EA1\u0301"}, /* no single letter exists */
    {"\uFB01", "\uFB01"},              /* ligatures are compatibility, not canonical */
    {"x\xFFy", "x\uFFFDy"},
    {"e\xFF\u0301", "e\uFFFD\u0301"},
    {"\u1100\u1161", "\uAC00"},             /* Hangul */
    {"\U0001D15E", "\U0001D157\U0001D165"}, /* excluded from composition: grows */
};

START_TEST(nfc)
{
    size_t n;
    char *out = utf8_nfc(arena, normalized[_i].in, strlen(normalized[_i].in), &n);

    ck_assert_str_eq(out, normalized[_i].out);
    ck_assert_uint_eq(n, strlen(normalized[_i].out));
    ck_assert(utf8_is_nfc(out, n));
    bool same = strcmp(normalized[_i].in, normalized[_i].out) == 0;
    ck_assert(utf8_is_nfc(normalized[_i].in, strlen(normalized[_i].in)) == same);
}
END_TEST

static const struct {
    uint32_t cp, fold;
} folded[] = {
    {0x1EBE, 'e'}, {0x110, 'd'},   {0x111, 'd'},   {0x1EDD, 'o'},  {0x1B0, 'u'},     {'A', 'a'},       {'1', '1'},
    {0xC5, 'a'},   {0x419, 0x439}, {0x451, 0x451}, {0x42F, 0x44F}, {0x2014, 0x2014}, {0x4E2D, 0x4E2D}, {0x1EF8, 'y'},
};

/* More marks behind one letter than any writing has are put in order by a sort of their own: classes rise, and marks of
 * one class stay as they stood. */
START_TEST(long_runs_of_marks)
{
    struct buf in = BUF_INIT, expected = BUF_INIT;
    size_t n;

    buf_puts(&in, "chữ x");
    for (int i = 0; i < 500; i++)
        buf_puts(&in, i % 2 == 0 ? "\u0301" : "\u0323\u0316"); /* classes 230, 220, 220 */
    buf_puts(&in, "\u0344 và \U0001D15E."); /* U+0344 becomes U+0308 U+0301; the note is beyond the first plane */
    buf_puts(&expected, "chữ x\u0323\u0316");
    for (int i = 1; i < 250; i++)
        buf_puts(&expected, "\u0323\u0316");
    for (int i = 0; i < 250; i++)
        buf_puts(&expected, "\u0301");
    buf_puts(&expected, "\u0308\u0301 và \U0001D157\U0001D165.");
    char *out = utf8_nfc(arena, in.p, in.n, &n);
    ck_assert_str_eq(out, buf_str(&expected));
    ck_assert(utf8_is_nfc(out, n));
    buf_free(&in);
    buf_free(&expected);
}
END_TEST

START_TEST(folding)
{
    ck_assert_uint_eq(utf8_fold(folded[_i].cp), folded[_i].fold);
}
END_TEST

START_TEST(properties)
{
    ck_assert(utf8_is_letter(0x1EBF) && utf8_is_letter(0x416) && !utf8_is_letter('1') && !utf8_is_letter(0x2014));
    ck_assert(utf8_is_upper(0x110) && !utf8_is_upper(0x111) && utf8_is_lower(0x111) && !utf8_is_lower('1'));
    ck_assert(utf8_is_digit('7') && !utf8_is_digit(0xBD));
    ck_assert(utf8_is_space(' ') && utf8_is_space(0xA0) && utf8_is_space(0x202F) && utf8_is_space(0x2009));
    ck_assert(!utf8_is_space(0x200B) && !utf8_is_space(0xFEFF) && !utf8_is_space('a'));
    ck_assert_uint_eq(utf8_lower(0x1EBE), 0x1EBF);
    ck_assert_uint_eq(utf8_upper(0x1EBF), 0x1EBE);
    ck_assert_str_eq(utf8_lower_str(arena, "ĐỒNG BẰNG Ж", strlen("ĐỒNG BẰNG Ж")), "đồng bằng ж");
    ck_assert_str_eq(utf8_lower_str(arena, "", 0), "");
}
END_TEST

static const struct {
    const char *in;
    size_t max;
    const char *out;
} slugs[] = {
    {"Thủ đô Hà Nội", 60, "thu-do-ha-noi"},
    {"  --Đại sứ quán!! ", 60, "dai-su-quan"},
    {"Vie\u0323\u0302t", 60, "viet"},
    {"29/11/2021", 60, "29-11-2021"},
    {"Казахстан – Қазақстан", 60, "kazakhstan-qazaqstan"},
    {"объём Ёж", 60, "obem-ezh"},
    {"Ælfred & Łódź", 60, "aelfred-lodz"},
    {"", 60, "x"},
    {"中文", 60, "x"},
    {"…", 60, "x"},
    {"mot hai ba", 8, "mot-hai"},
    {"mot hai ba", 7, "mot-hai"},
    {"mot hai ba", 6, "mot"},
    {"motrathaidai", 5, "motra"},
    {"a ь b", 60, "a-b"},
    {"chương_1.md", 60, "chuong-1-md"},
};

static bool is_bare(uint32_t cp)
{
    bool control = cp < 0x20 || (cp >= 0x7F && cp < 0xA0), unseen = cp == 0xAD || cp == 0x180E || cp == 0xFEFF;
    bool format = (cp >= 0x200B && cp <= 0x200F) || (cp >= 0x2028 && cp <= 0x202E) || (cp >= 0x2060 && cp <= 0x206F);
    bool private = (cp >= 0xE000 && cp <= 0xF8FF) || cp >= 0xF0000;
    return !control && !unseen && !format && !private && (cp == ' ' || !utf8_is_space(cp));
}

/* Whatever stands in a text that passes needs no look; ordinary letters and signs do pass, at any place. */
START_TEST(tidy_texts)
{
    static const char line[] = "Một dòng chữ có đủ dấu: “kéo dài” – từ 1 đến 90…, và hết ở đây rồi";
    char s[128];
    ck_assert(utf8_is_tidy(line, strlen(line)) && utf8_is_plain(line, strlen(line)));
    ck_assert(!utf8_is_plain("e\xCC\x81", 3) && !utf8_is_plain("\xC3", 1) && utf8_is_plain("", 0));
    ck_assert(!utf8_is_tidy("Một dòng chữ có hai  dấu cách ở giữa, dài vừa phải", 60));
    for (uint32_t cp = 0; cp < 0x110000; cp += cp < 0x3100 ? 1 : 61) {
        size_t at = cp % 31 < 5 ? cp % 31 : 20 + cp % 31, n = 60;
        memset(s, 'a', sizeof s);
        size_t length = utf8_put(s + at, cp);
        if (utf8_is_tidy(s, n < at + length ? at + length : n))
            ck_assert_msg(is_bare(cp) && utf8_is_nfc(s, n), "U+%04X passes", (unsigned)cp);
        if (utf8_is_plain(s, n))
            ck_assert_msg(utf8_is_nfc(s, n) && utf8_plain_is_tidy(s, n) == utf8_is_tidy(s, n), "U+%04X is plain",
                          (unsigned)cp);
        char *low = utf8_lower_str(arena, s, n);
        size_t i = at;
        ck_assert_uint_eq(utf8_next(low, strlen(low) + 1, &i),
                          cp == 0 ? 0 : utf8_lower(cp < 0xD800 || cp > 0xDFFF ? cp : 0xFFFD));
    }
}
END_TEST

/* Sixteen bytes have a fault where one of them has: all of three bytes in a row that may matter, at any place. */
START_TEST(faults_of_sixteen_bytes)
{
    static const uint8_t firsts[] = {0x00, 'a', 0x7F, 0x80, 0xBF, 0xC0, 0xC3, 0xDF, 0xE0, 0xE1, 0xE2, 0xE3, 0xF0, 0xFF};
    uint8_t p[PLAIN_TOGETHER + 4];
    for (unsigned k = 0; k < sizeof firsts * 65536; k++) {
        size_t at = k % (PLAIN_TOGETHER + 2);
        bool fault = false;
        memset(p, 'x', sizeof p);
        p[at] = firsts[k >> 16];
        p[at + 1] = (uint8_t)(k >> 8);
        p[at + 2] = (uint8_t)k;
        for (size_t i = 2; i < PLAIN_TOGETHER + 2; i++)
            fault |= plain_fault(p[i - 2], p[i - 1], p[i]) != 0;
        if (plain_any(plain_add_faults(PLAIN_NONE, p + 2)) != fault)
            ck_abort_msg("%02X %02X %02X at %zu", p[at], p[at + 1], p[at + 2], at);
    }
}
END_TEST

START_TEST(slugging)
{
    ck_assert_str_eq(utf8_slug(arena, slugs[_i].in, strlen(slugs[_i].in), slugs[_i].max), slugs[_i].out);
}
END_TEST

TEST_MAIN("utf8")
{
    tcase_add_checked_fixture(c, setup, teardown);
    tcase_set_timeout(c, 60);
    tcase_add_loop_test(c, decoding, 0, sizeof decoded / sizeof *decoded);
    tcase_add_test(c, every_code_point_round_trips);
    tcase_add_loop_test(c, random_bytes, 0, 8);
    tcase_add_loop_test(c, blocks, 0, 8);
    tcase_add_test(c, blocks_of_every_character);
    tcase_add_loop_test(c, nfc, 0, sizeof normalized / sizeof *normalized);
    tcase_add_test(c, long_runs_of_marks);
    tcase_add_loop_test(c, folding, 0, sizeof folded / sizeof *folded);
    tcase_add_test(c, properties);
    tcase_add_test(c, tidy_texts);
    tcase_add_test(c, faults_of_sixteen_bytes);
    tcase_add_loop_test(c, slugging, 0, sizeof slugs / sizeof *slugs);
}
