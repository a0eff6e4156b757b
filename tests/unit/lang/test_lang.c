/* Languages found, stretches of other languages, Roman numerals, words from the data files. */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "lang/data.h"
#include "lang/lang.h"
#include "lang/syllable.h"
#include "unit/suite.h"

static const struct {
    const char *text, *lang;
} texts[] = {
    {"Việt Nam và Kazakhstan có thể tăng cường hợp tác", "vi"},
    {"Quan hệ Việt Nam – Kazakhstan", "vi"},
    {"Kazakhstan participates in the World Economic Forum in Jordan", "otherwise"},
    {"The 10th Regional Forum of the World Economic Forum was held with the support of the King", "en"},
    {"Движение по ЦКАД-5 открывается от Можайского до Новорижского шоссе", "ru"},
    {"«Ақ қайың» балабақшасында осы мектепке дейінгі аралық", "kk"},
    {"đaaaaа đaaaaа đaaaaа дом да нет", "ru"}, /* the long words end with a Cyrillic letter: they count for both */
    {"2021", "otherwise"},
    {"", "otherwise"},
};

START_TEST(identifies)
{
    ck_assert_str_eq(lang_identify(texts[_i].text, strlen(texts[_i].text), "otherwise"), texts[_i].lang);
}
END_TEST

static const struct {
    const char *lang, *text, *marked; /* "lang:stretch|lang:stretch" */
} runs[] = {
    {"vi", "Báo «Казахстанская правда» viết về Қазақстан hôm nay", "ru:Казахстанская правда|kk:Қазақстан"},
    {"vi", "theo The Ministry of Foreign Affairs cho hay", "en:The Ministry of Foreign Affairs"},
    {"vi", "hãng Air Astana có chuyến bay đến Almaty và Nur-Sultan", ""},
    {"en", "Ambassador Nguyễn Văn An said", "vi:Nguyễn Văn An"},
    {"ru", "в городе Қарағанды прошла встреча", "kk:Қарағанды"},
    {"ru", "Обычный русский текст", ""},
    {"kk", "Қазақстан мен Вьетнам", ""},
};

START_TEST(marks_runs)
{
    struct arena *a = arena_new();
    struct text t = text_make(a, runs[_i].text, strlen(runs[_i].text));
    struct buf out = BUF_INIT;
    lang_mark_runs(a, &t, runs[_i].lang);
    for (size_t i = 0; i < t.n_spans; i++) {
        ck_assert_int_eq(t.spans[i].kind, SPAN_LANG);
        buf_printf(&out, "%s%s:%.*s", i ? "|" : "", t.spans[i].value, (int)(t.spans[i].end - t.spans[i].start),
                   t.s + t.spans[i].start);
    }
    ck_assert_str_eq(buf_str(&out), runs[_i].marked);
    buf_free(&out);
    arena_drop(a);
}
END_TEST

START_TEST(writes_and_reads_roman)
{
    char text[16];
    size_t len;
    for (unsigned n = 1; n < 4000; n++) {
        lang_roman(n, n % 2, text);
        ck_assert_uint_eq(lang_roman_parse(text, strlen(text), &len), n);
        ck_assert_uint_eq(len, strlen(text));
    }
    ck_assert_uint_eq(lang_roman_parse("IV. Tên", 9, &len), 4);
    ck_assert_uint_eq(len, 2);
    ck_assert_uint_eq(lang_roman_parse("IIII", 4, &len), 0);
    ck_assert_uint_eq(lang_roman_parse("Iv", 2, &len), 1);
    ck_assert_uint_eq(lang_roman_parse("A", 1, &len), 0);
    ck_assert_uint_eq(lang_roman_parse("", 0, &len), 0);
}
END_TEST

START_TEST(looks_up_words)
{
    ck_assert_str_eq(data_word("vi", "words.contents"), "Mục lục");
    ck_assert_str_eq(data_word("vi-VN", "words.contents"), "Mục lục");
    ck_assert_str_eq(data_word("fr", "words.contents"), "Contents");
    ck_assert_str_eq(data_word("vi", "words.no-such-word"), "words.no-such-word");
    ck_assert_uint_eq(data_lookup("ru", "dates.names").n, 12);
    ck_assert_uint_eq(data_lookup("v", "words.contents").n, 0);
    ck_assert(data_has_language("kk-KZ") && !data_has_language("k"));
}
END_TEST

/* Every word of one language exists in all others: a book in Kazakh shows no English. */
START_TEST(languages_are_complete)
{
    static const char *const words[] = {
        "contents",  "sources",        "source",       "index",         "imprint",       "part",
        "chapter",   "page",           "see",          "and",           "continued",     "figure",
        "table",     "note",           "note-back",    "caption-alone", "picture",       "briefing",
        "kicker",    "meeting",        "meeting-time", "meeting-place", "meeting-chair", "accessed",
        "no-source", "untitled",       "cover",        "title-page",    "body",          "landmarks",
        "page-list", "page-ref",       "part-label",   "figure-label",  "table-label",   "preface",
        "index-see", "index-see-also", "digests",      "digest-figures"};
    for (const char *const *lang = data_languages(); *lang; lang++)
        for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
            char path[64];
            snprintf(path, sizeof path, "words.%s", words[i]);
            ck_assert_msg(data_lookup(*lang, path).n == 1, "%s: %s", *lang, path);
        }
}
END_TEST

/* Words and those with Vietnamese letters, counted letter by letter. */
static bool is_surely_vietnamese(const char *s, size_t n)
{
    size_t words = 0, vietnamese = 0;
    for (size_t i = 0, end; i < n; i = end) {
        bool letters = false, found = false;
        for (end = i; end < n;) {
            uint32_t cp = utf8_next(s, n, &end);
            if (!utf8_is_letter(cp))
                break;
            letters = true;
            found |= syllable_is_vietnamese_letter(cp);
        }
        words += letters;
        vietnamese += found;
    }
    return vietnamese * 6 > words;
}

/* Texts in which about every sixth word is Vietnamese, with zeros and signs; faulty ones are only read. */
START_TEST(few_vietnamese_words_are_counted_rightly)
{
    static const char *const pieces[] = {"za",         "zot ",         "ku\n",         "b\xE1\xBA\xA1n ", "đi ",
                                         "\xE1\xBB",   "an ",          "\xE1\xBB\xBA", "\xE1\xB8\x80 ",   "ế",
                                         "ạ.ạ ",       "\xE1\xBA\x9F", "pu,pu–pu ",    "(ko) zu ",        "",
                                         "k\xC3\xA0 ", "× ",           "zi ",          "zu zi ",          "ze "};
    char s[400] = "";
    unsigned random = 1 + (unsigned)_i;
    size_t n = 0, yes = 0;
    for (unsigned round = 0; round < 5000; round++, n = 0) {
        size_t length = 20 + round % 300;
        while (n < length) {
            random = random * 1103515245 + 12345;
            unsigned k = random >> 16, place = k % 3 < 1 ? k / 3 % 20 : 15 + k % 5;
            place = place == 5 && round % 2 > 0 ? 6 : place; /* every other text is well formed */
            size_t m = strlen(pieces[place]);
            memcpy(s + n, pieces[place], m + 1);
            n += m > 0 ? m : 1; /* a zero */
        }
        char *cut = memcpy(malloc(length), s, length); /* nothing is read behind a character that is cut off */
        lang_identify(cut, length, "otherwise");
        free(cut);
        if (!utf8_valid(s, n))
            continue;
        bool expected = is_surely_vietnamese(s, n);
        ck_assert_str_eq(lang_identify(s, n, "otherwise"), expected ? "vi" : "otherwise");
        yes += expected;
    }
    ck_assert(yes > 100 && yes < 2500);
}
END_TEST

TEST_MAIN("lang")
{
    tcase_add_loop_test(c, identifies, 0, sizeof texts / sizeof *texts);
    tcase_add_loop_test(c, few_vietnamese_words_are_counted_rightly, 0, 4);
    tcase_add_loop_test(c, marks_runs, 0, sizeof runs / sizeof *runs);
    tcase_add_test(c, writes_and_reads_roman);
    tcase_add_test(c, looks_up_words);
    tcase_add_test(c, languages_are_complete);
}
