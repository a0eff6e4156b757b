/* Builds of one process: the bytes and messages of each are those of a build without a cache; what has not changed is
 * not read or set again; and the cache does not grow with the number of builds. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "build.h"
#include "build_cache.h"
#include "unit/suite.h"

#define CHAPTERS 12

static char folder[64];

static const char *path(const char *name)
{
    static char buffers[4][256];
    static unsigned next;
    char *p = buffers[next++ % 4];
    snprintf(p, sizeof buffers[0], "%s/%s", folder, name);
    return p;
}

static void put(const char *name, const char *text)
{
    FILE *f = fopen(path(name), "w");
    ck_assert_ptr_nonnull(f);
    ck_assert_int_eq(fputs(text, f) < 0, 0);
    ck_assert_int_eq(fclose(f), 0);
}

/* A chapter of `n` paragraphs; `edit` stands in the middle one. */
static void put_chapter(unsigned chapter, unsigned n, const char *edit)
{
    struct buf b = BUF_INIT;
    char name[32];
    buf_printf(&b, "# Chương số %u\n\n## Mục đầu\n", chapter);
    for (unsigned i = 0; i < n; i++)
        buf_printf(&b, "\nĐoạn %u của chương %u kể về chuyến thăm thành phố Đà Nẵng trong ngày %u tháng 3.%s\n", i,
                   chapter, i % 28 + 1, i == n / 2 ? edit : "");
    snprintf(name, sizeof name, "%02u.md", chapter);
    put(name, buf_str(&b));
    buf_free(&b);
}

static void put_manifest(unsigned chapters, const char *more)
{
    struct buf b = BUF_INIT;
    buf_printf(&b, "name: so\ntitle: Sổ\nlanguage: vi\nfront: [cover, contents]\nback: [sources, index]\n%schapters:\n",
               more);
    for (unsigned i = 1; i <= chapters; i++)
        buf_printf(&b, "  - {file: %02u.md}\n", i);
    put("book.yaml", buf_str(&b));
    buf_free(&b);
}

static char *slurp(const char *name, size_t *n)
{
    struct diag *d = diag_new();
    char *bytes = NULL;
    ck_assert_int_eq(file_read(path(name), FILE_MAX_BYTES, &bytes, n, d, DIAG_NOWHERE), 0);
    diag_drop(d);
    return bytes;
}

/* Builds NAME.pdf and NAME.epub. Returns the status, and the messages in `said`. */
static int build(struct build_cache *cache, const char *name, struct buf *said)
{
    char pdf[64], epub[64];
    snprintf(pdf, sizeof pdf, "%s.pdf", name);
    snprintf(epub, sizeof epub, "%s.epub", name);
    const char *source = path("book.yaml");
    const struct build_options o = {.sources = &source,
                                    .n_sources = 1,
                                    .pdf = path(pdf),
                                    .epub = path(epub),
                                    .layouts_dir = SOURCE_DIR "/layouts",
                                    .fonts_dir = SOURCE_DIR "/fonts",
                                    .version = "briefbook 0",
                                    .jobs = 2,
                                    .open = true,
                                    .cache = cache};
    struct arena *a = arena_new();
    struct diag *d = diag_new();
    struct buf dump = BUF_INIT;
    struct build_result result;
    int status = build_book(&o, a, d, &dump, &result);
    ck_assert(!result.confined);
    for (size_t i = 0; i < diag_stored(d); i++)
        buf_printf(said, "%u %s %s\n", (unsigned)diag_pos(d, i).line, diag_rule(d, i), diag_text(d, i, "en"));
    buf_free(&dump);
    diag_drop(d);
    arena_drop(a);
    return status;
}

static void same(const char *x, const char *y)
{
    size_t n, m;
    char *p = slurp(x, &n), *q = slurp(y, &m);
    ck_assert_msg(n == m && memcmp(p, q, n) == 0, "%s and %s differ", x, y);
    free(p);
    free(q);
}

/* Builds with the cache and without, and compares. */
static void both(struct build_cache *cache)
{
    struct buf with = BUF_INIT, without = BUF_INIT;
    int status = build(cache, "with", &with);
    ck_assert_int_eq(build(NULL, "without", &without), status);
    ck_assert_str_eq(buf_str(&with), buf_str(&without));
    if (status == 0) {
        same("with.pdf", "without.pdf");
        same("with.epub", "without.epub");
    }
    buf_free(&with);
    buf_free(&without);
}

static void set_up(void)
{
    strcpy(folder, "/tmp/briefbook-cache-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    for (unsigned i = 1; i <= CHAPTERS; i++)
        put_chapter(i, 10 + i, "");
    put_manifest(CHAPTERS, "");
}

static void tear_down(void)
{
    static const char *const names[] = {"book.yaml", "with.pdf", "with.epub", "without.pdf", "without.epub"};
    char name[32];
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        unlink(path(names[i]));
    for (unsigned i = 1; i <= CHAPTERS; i++) {
        snprintf(name, sizeof name, "%02u.md", i);
        unlink(path(name));
    }
    rmdir(folder);
}

START_TEST(every_edit_gives_a_clean_build)
{
    struct build_cache *cache = build_cache_new();
    both(cache);
    sleep(4); /* from now on files are known by their times */
    both(cache);
    both(cache);
    put_chapter(3, 13, " Thêm một câu ngắn.");
    both(cache);
    put_chapter(5, 90, ""); /* pages more: all that follows has other numbers */
    both(cache);
    put_manifest(CHAPTERS - 2, "");
    both(cache);
    put_manifest(CHAPTERS, "layout: book-a5\n");
    both(cache);
    put_manifest(CHAPTERS, "numbering: roman\nqr: no\n");
    both(cache);
    put_manifest(CHAPTERS, "mistake: yes\n");
    both(cache);
    put("04.md", "");
    put_manifest(CHAPTERS, "");
    both(cache);
    put_chapter(4, 12, " Một chữ hiếm: “khuỷu”, và ŵ.");
    both(cache);
    build_cache_drop(cache);
}
END_TEST

START_TEST(only_what_changed_is_set)
{
    struct build_cache *cache = build_cache_new();
    struct buf said = BUF_INIT;
    ck_assert_int_eq(build(cache, "with", &said), 0);
    struct layout_reuse before = layout_cache_figures(cache->layout);
    ck_assert_uint_eq(before.taken, 0);
    put_chapter(7, 17, " Một câu khác.");
    ck_assert_int_eq(build(cache, "with", &said), 0);
    struct layout_reuse after = layout_cache_figures(cache->layout);
    ck_assert_uint_ge(after.taken, CHAPTERS - 1);
    ck_assert_uint_le(after.set - before.set, 3); /* the chapter, and at most what shows its pages */
    buf_free(&said);
    build_cache_drop(cache);
}
END_TEST

START_TEST(does_not_grow)
{
    struct build_cache *cache = build_cache_new();
    struct buf said = BUF_INIT;
    size_t first = 0;
    for (unsigned i = 0; i < 30; i++) {
        char edit[64];
        snprintf(edit, sizeof edit, " Lần sửa thứ %u.", i + 10);
        put_chapter(i % CHAPTERS + 1, 11 + i % CHAPTERS, edit);
        ck_assert_int_eq(build(cache, "with", &said), 0);
        if (i == 5)
            first = memo_bytes(cache->memo);
    }
    ck_assert_uint_gt(first, 0);
    ck_assert_uint_lt(memo_bytes(cache->memo), first + first / 5);
    buf_free(&said);
    build_cache_drop(cache);
}
END_TEST

TEST_MAIN("build_cache")
{
    tcase_set_timeout(c, 120);
    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_add_test(c, every_edit_gives_a_clean_build);
    tcase_add_test(c, only_what_changed_is_set);
    tcase_add_test(c, does_not_grow);
}
