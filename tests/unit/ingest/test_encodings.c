/* Many files in old sets, made from the project's own articles: each is recognized, and every letter comes back. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/utf8.h"
#include "ingest/charset.h"
#include "unit/folder.h"
#include "unit/suite.h"
#include "vi_letters.h"

#define TEXTS 30
#define LETTERS (sizeof vi_letters / sizeof *vi_letters)

enum way { AS_TCVN3, AS_VISCII, AS_CP1258, AS_VNI, AS_UTF16LE, AS_UTF16BE, AS_TCVN3_PASTED, AS_VNI_PASTED, WAYS };

static const char *const names[WAYS] = {"TCVN3",    "VISCII",   "windows-1258",  "VNI-Windows",
                                        "UTF-16LE", "UTF-16BE", "UTF-8 (TCVN3)", "UTF-8 (VNI-Windows)"};

static struct arena *arena;
static struct diag *diag;
static const char *texts[TEXTS];
static size_t n_texts;

/* ---- material ---- */

static bool is_vietnamese(const char *s, size_t n)
{
    size_t accented = 0, foreign = 0;
    for (size_t i = 0; i < n;) {
        uint32_t cp = utf8_next(s, n, &i);
        size_t k = 0;
        while (k < LETTERS && vi_letters[k].cp != cp)
            k++;
        accented += k < LETTERS;
        foreign += cp >= 0x80 && k == LETTERS;
    }
    return accented * 10 > utf8_count(s, n) && foreign == 0;
}

/* Paragraphs of the articles whose signs all sets have, of many lengths, one or several together. */
static void take_paragraphs(const char *text)
{
    struct buf joined = BUF_INIT;
    for (const char *line = text; *line != '\0' && n_texts < TEXTS;) {
        size_t n = strcspn(line, "\n");
        if (n > 60 && is_vietnamese(line, n)) {
            buf_put(&joined, line, n);
            buf_putc(&joined, '\n');
            if (n_texts % 3 == 0 || joined.n > 600) {
                texts[n_texts++] = arena_strndup(arena, joined.p, joined.n);
                buf_clear(&joined);
            }
        }
        line += n + (line[n] == '\n');
    }
    buf_free(&joined);
}

static bool is_text(const char *name)
{
    return name_ends(name, ".txt");
}

static void take_text(const char *path)
{
    char *bytes;
    size_t n;
    struct decoded text;
    ck_assert_int_eq(file_read(path, FILE_MAX_BYTES, &bytes, &n, diag, DIAG_NOWHERE), 0);
    ck_assert_int_eq(charset_decode(arena, path, bytes, n, &text, diag), 0);
    take_paragraphs(text.s);
    free(bytes);
}

static void gather_texts(void)
{
    n_texts = 0;
    each_file(SOURCE_DIR "/tests/ingest", is_text, take_text);
}

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

/* ---- writing ---- */

static void put_letter(struct buf *out, uint32_t cp, int set)
{
    for (size_t i = 0; i < LETTERS; i++)
        if (vi_letters[i].cp == cp) {
            buf_putc(out, (char)vi_letters[i].bytes[set][0]);
            if (vi_letters[i].bytes[set][1] != 0)
                buf_putc(out, (char)vi_letters[i].bytes[set][1]);
            return;
        }
    ck_assert_uint_lt(cp, 0x80);
    buf_putc(out, (char)cp);
}

static void write_as(struct buf *out, const char *s, enum way way)
{
    static const int sets[WAYS] = {[AS_TCVN3] = TCVN3, [AS_VISCII] = VISCII,      [AS_CP1258] = CP1258,
                                   [AS_VNI] = VNI,     [AS_TCVN3_PASTED] = TCVN3, [AS_VNI_PASTED] = VNI};
    struct buf bytes = BUF_INIT;
    for (size_t i = 0, n = strlen(s); i < n;) {
        uint32_t cp = utf8_next(s, n, &i);
        if (way == AS_UTF16LE || way == AS_UTF16BE) {
            char high = (char)(cp >> 8), low = (char)(cp & 0xFF);
            buf_putc(out, way == AS_UTF16LE ? low : high);
            buf_putc(out, way == AS_UTF16LE ? high : low);
        } else {
            put_letter(&bytes, cp, sets[way]);
        }
    }
    bool pasted = way == AS_TCVN3_PASTED || way == AS_VNI_PASTED;
    for (size_t i = 0; i < bytes.n; i++) {
        if (pasted)
            buf_utf8(out, (unsigned char)bytes.p[i]);
        else
            buf_putc(out, bytes.p[i]);
    }
    buf_free(&bytes);
}

/* TCVN3 draws capitals with tones by another font: the file has the small letter. */
static const char *expected(const char *s, enum way way)
{
    struct buf out = BUF_INIT;
    for (size_t i = 0, n = strlen(s); i < n;) {
        uint32_t cp = utf8_next(s, n, &i), small = utf8_lower(cp);
        unsigned char own = 0, other = 1;
        for (size_t k = 0; k < LETTERS; k++) {
            own = vi_letters[k].cp == cp ? vi_letters[k].bytes[TCVN3][0] : own;
            other = vi_letters[k].cp == small ? vi_letters[k].bytes[TCVN3][0] : other;
        }
        buf_utf8(&out, (way == AS_TCVN3 || way == AS_TCVN3_PASTED) && own == other ? small : cp);
    }
    const char *copy = arena_strdup(arena, buf_str(&out));
    buf_free(&out);
    return copy;
}

/* ---- tests ---- */

/* The set is right and the text comes back, in 99 of 100 files. */
START_TEST(files_in_all_sets)
{
    size_t files = 0, named = 0, same = 0;
    struct buf wrong = BUF_INIT;
    gather_texts();
    ck_assert_uint_eq(n_texts, TEXTS);
    for (size_t i = 0; i < n_texts; i++)
        for (int way = 0; way < WAYS; way++, files++) {
            struct buf bytes = BUF_INIT;
            struct decoded out;
            write_as(&bytes, texts[i], (enum way)way);
            int status = charset_decode(arena, "a.txt", bytes.p, bytes.n, &out, diag);
            bool right = status == 0 && strcmp(out.encoding, names[way]) == 0;
            named += right;
            same += status == 0 && strcmp(out.s, expected(texts[i], (enum way)way)) == 0;
            if (!right)
                buf_printf(&wrong, "\n%s as %s: %.60s", names[way], status == 0 ? out.encoding : "nothing", texts[i]);
            buf_free(&bytes);
        }
    ck_assert_uint_ge(files, 200);
    ck_assert_msg(named * 100 >= files * 99 && same * 100 >= files * 99, "%zu of %zu recognized, %zu read:%s", named,
                  files, same, buf_str(&wrong));
    buf_free(&wrong);
}
END_TEST

/* Each of the 134 letters, beside words that tell the set. */
START_TEST(every_letter_in_every_set)
{
    static const char before[] = "Những người đi chợ sớm đã xuống đến chân dốc, nói chuyện rì rầm suốt dọc con đường "
                                 "đất, rồi mới về.\nChữ ";
    enum way way = (enum way)_i;
    for (size_t k = 0; k < LETTERS; k++) {
        struct buf text = BUF_INIT, bytes = BUF_INIT;
        struct decoded out;
        buf_puts(&text, before);
        buf_utf8(&text, vi_letters[k].cp);
        buf_puts(&text, " này.\n");
        write_as(&bytes, buf_str(&text), way);
        ck_assert_int_eq(charset_decode(arena, "a.txt", bytes.p, bytes.n, &out, diag), 0);
        ck_assert_str_eq(out.encoding, names[way]);
        ck_assert_str_eq(out.s, expected(text.p, way));
        buf_free(&text);
        buf_free(&bytes);
    }
}
END_TEST

TEST_MAIN("encodings")
{
    tcase_set_timeout(c, 60);
    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_add_test(c, files_in_all_sets);
    tcase_add_loop_test(c, every_letter_in_every_set, 0, WAYS);
}
