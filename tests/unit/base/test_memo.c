/* What is kept is found by its whole key, and goes when a round passes without asking for it. */
#include <stdlib.h>
#include <string.h>

#include "base/memo.h"
#include "base/workers.h"
#include "unit/suite.h"

static const char *find(struct memo *m, enum memo_kind kind, const char *key)
{
    size_t n;
    const char *value = memo_find(m, kind, key, strlen(key), &n);
    ck_assert(value == NULL || n == strlen(value) + 1);
    return value;
}

static void put(struct memo *m, enum memo_kind kind, const char *key, const char *value)
{
    memo_put(m, kind, key, strlen(key), value, strlen(value) + 1);
}

START_TEST(found_by_key_and_kind)
{
    struct memo *m = memo_new();
    put(m, MEMO_PAGE, "khoá", "một");
    put(m, MEMO_XHTML, "khoá", "hai");
    put(m, MEMO_PAGE, "khoá", "ba"); /* what is there stays */
    put(m, MEMO_PAGE, "", "rỗng");
    ck_assert_str_eq(find(m, MEMO_PAGE, "khoá"), "một");
    ck_assert_str_eq(find(m, MEMO_XHTML, "khoá"), "hai");
    ck_assert_str_eq(find(m, MEMO_PAGE, ""), "rỗng");
    ck_assert_ptr_null(find(m, MEMO_PAGE, "kho"));
    ck_assert_ptr_null(find(m, MEMO_ENTRY, "khoá"));
    memo_forget(m, MEMO_PAGE);
    ck_assert_ptr_null(find(m, MEMO_PAGE, "khoá"));
    ck_assert_str_eq(find(m, MEMO_XHTML, "khoá"), "hai");
    memo_drop(m);
}
END_TEST

START_TEST(unused_goes)
{
    struct memo *m = memo_new();
    put(m, MEMO_PAGE, "a", "1");
    put(m, MEMO_PAGE, "b", "2");
    memo_end(m);
    ck_assert_str_eq(find(m, MEMO_PAGE, "a"), "1");
    memo_end(m); /* nobody asked for b */
    ck_assert_ptr_null(find(m, MEMO_PAGE, "b"));
    ck_assert_str_eq(find(m, MEMO_PAGE, "a"), "1");
    memo_end(m);
    memo_end(m);
    ck_assert_uint_eq(memo_bytes(m), 0);
    memo_drop(m);
}
END_TEST

START_TEST(numbers_stand_for_keys)
{
    struct memo *m = memo_new();
    uint64_t a = memo_number(m, MEMO_NAMES, "a", 1), b = memo_number(m, MEMO_NAMES, "b", 1);
    ck_assert(a != 0 && b != 0 && a != b);
    ck_assert_uint_eq(memo_number(m, MEMO_NAMES, "a", 1), a);
    memo_end(m);
    memo_end(m);
    ck_assert_uint_gt(memo_number(m, MEMO_NAMES, "a", 1), b); /* forgotten: a number that was never given */
    ck_assert_uint_eq(memo_number(NULL, MEMO_NAMES, "a", 1), 0);
    memo_drop(m);
}
END_TEST

static void count_drop(void *object)
{
    ++*(int *)object;
}

START_TEST(objects_are_dropped_once)
{
    struct memo *m = memo_new();
    int first = 0, second = 0;
    ck_assert_ptr_eq(memo_keep(m, MEMO_SUBSET, "x", 1, &first, count_drop), &first);
    ck_assert_ptr_eq(memo_keep(m, MEMO_SUBSET, "x", 1, &second, count_drop), &first);
    ck_assert_int_eq(second, 1);
    ck_assert_ptr_eq(memo_object(m, MEMO_SUBSET, "x", 1), &first);
    ck_assert_int_eq(first, 0);
    memo_drop(m);
    ck_assert_int_eq(first, 1);
}
END_TEST

START_TEST(none_keeps_nothing)
{
    size_t n;
    int object;
    memo_put(NULL, MEMO_PAGE, "a", 1, "b", 1);
    ck_assert_ptr_null(memo_find(NULL, MEMO_PAGE, "a", 1, &n));
    ck_assert_ptr_null(memo_object(NULL, MEMO_PAGE, "a", 1));
    ck_assert_ptr_eq(memo_keep(NULL, MEMO_PAGE, "a", 1, &object, count_drop), &object);
    memo_end(NULL);
    memo_drop(NULL);
}
END_TEST

#define MANY 20000

static void put_and_find(void *ctx, size_t i, unsigned worker)
{
    struct memo *m = ctx;
    size_t key = i / 2, n;
    (void)worker;
    memo_put(m, MEMO_DEFLATED, &key, sizeof key, &key, sizeof key);
    const size_t *value = memo_find(m, MEMO_DEFLATED, &key, sizeof key, &n);
    if (value == NULL || n != sizeof key || *value != key)
        abort();
}

START_TEST(several_threads)
{
    struct memo *m = memo_new();
    struct workers *w = workers_new(4);
    workers_run(w, MANY, put_and_find, m);
    size_t found = 0, n;
    for (size_t key = 0; key < MANY; key++)
        found += memo_find(m, MEMO_DEFLATED, &key, sizeof key, &n) != NULL;
    ck_assert_uint_eq(found, MANY / 2);
    workers_drop(w);
    memo_drop(m);
}
END_TEST

TEST_MAIN("memo")
{
    tcase_add_test(c, found_by_key_and_kind);
    tcase_add_test(c, unused_goes);
    tcase_add_test(c, numbers_stand_for_keys);
    tcase_add_test(c, objects_are_dropped_once);
    tcase_add_test(c, none_keeps_nothing);
    tcase_add_test(c, several_threads);
}
