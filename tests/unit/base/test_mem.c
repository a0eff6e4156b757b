/* Arenas and growing arrays. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/mem.h"
#include "unit/suite.h"

static const size_t sizes[] = {0, 1, 15, 16, 17, 4000, 4096, 5000, 70000, 3000000};

/* Check writes to a pipe at every assertion: inner loops count faults and assert once. */
START_TEST(allocations_are_zeroed_and_aligned)
{
    struct arena *a = arena_new();
    size_t size = sizes[_i];

    for (int k = 0; k < 50; k++) {
        unsigned char *p = arena_alloc(a, size);
        ck_assert_uint_eq((uintptr_t)p % _Alignof(max_align_t), 0);
        size_t faults = 0;
        for (size_t i = 0; i < size; i++)
            faults += p[i] != 0;
        ck_assert_uint_eq(faults, 0);
        memset(p, 0xA5, size);
    }
    ck_assert_uint_ge(arena_used(a), 50 * size);
    arena_drop(a);
}
END_TEST

START_TEST(pieces_do_not_overlap)
{
    struct arena *a = _i == 0 ? arena_new() : arena_new_small();
    unsigned char *pieces[500];

    for (unsigned i = 0; i < 500; i++) {
        pieces[i] = arena_alloc(a, i + 1);
        memset(pieces[i], (int)(i & 0xFF), i + 1);
    }
    unsigned faults = 0;
    for (unsigned i = 0; i < 500; i++)
        for (unsigned k = 0; k <= i; k++)
            faults += pieces[i][k] != (i & 0xFF);
    ck_assert_uint_eq(faults, 0);
    arena_drop(a);
}
END_TEST

/* Large pieces between small ones do not leave the rest of a block idle. */
START_TEST(small_arenas_hold_little_more_than_they_give)
{
    struct arena *a = arena_new_small();

    arena_alloc(a, 1);
    ck_assert_uint_le(arena_held(a), 2048);
    for (unsigned i = 0; i < 400; i++)
        arena_alloc(a, i % 10 == 0 ? 2500 : 100);
    ck_assert_uint_ge(arena_held(a), arena_used(a));
    ck_assert_uint_le(arena_held(a), arena_used(a) / 5 * 6);
    arena_reset(a);
    ck_assert_uint_ge(arena_held(a), 2500);
    arena_drop(a);
}
END_TEST

START_TEST(reset_keeps_a_block_and_zeroes_again)
{
    struct arena *a = arena_new();

    for (int round = 0; round < 20; round++) {
        for (int i = 0; i < 100; i++) {
            char *p = arena_alloc(a, 1000);
            ck_assert_int_eq(p[999], 0);
            p[999] = 'x';
        }
        ck_assert_uint_gt(arena_used(a), 99999);
        arena_reset(a);
        ck_assert_uint_eq(arena_used(a), 0);
    }
    arena_drop(a);
}
END_TEST

START_TEST(strings_are_copied)
{
    struct arena *a = arena_new();

    ck_assert_str_eq(arena_strndup(a, "Hà Nội", 3), "Hà");
    ck_assert_str_eq(arena_strndup(a, NULL, 0), "");
    ck_assert_str_eq(arena_strdup(a, "Huế"), "Huế");
    ck_assert_ptr_null(arena_strdup(a, NULL));
    ck_assert_str_eq(arena_printf(a, "%s %d", "trang", 47), "trang 47");
    char *many = arena_calloc(a, 10, 10);
    ck_assert_int_eq(many[99], 0);
    arena_drop(a);
    arena_drop(NULL);
}
END_TEST

START_TEST(arrays_grow)
{
    int *p = NULL;
    size_t cap = 0;

    for (size_t i = 0; i < 1000; i++) {
        void *v = p;
        mem_grow(&v, &cap, i + 1, sizeof *p);
        p = v;
        p[i] = (int)i;
    }
    ck_assert_uint_ge(cap, 1000);
    ck_assert_int_eq(p[0], 0);
    ck_assert_int_eq(p[999], 999);
    free(p);
}
END_TEST

START_TEST(overflow_ends_the_program)
{
    struct arena *a = arena_new();

    arena_calloc(a, SIZE_MAX / 2, 3);
}
END_TEST

START_TEST(impossible_size_ends_the_program)
{
    struct arena *a = arena_new();

    arena_alloc(a, SIZE_MAX - 8);
}
END_TEST

TEST_MAIN("mem")
{
    tcase_add_loop_test(c, allocations_are_zeroed_and_aligned, 0, sizeof sizes / sizeof *sizes);
    tcase_add_loop_test(c, pieces_do_not_overlap, 0, 2);
    tcase_add_test(c, small_arenas_hold_little_more_than_they_give);
    tcase_add_test(c, reset_keeps_a_block_and_zeroes_again);
    tcase_add_test(c, strings_are_copied);
    tcase_add_test(c, arrays_grow);
    tcase_add_exit_test(c, overflow_ends_the_program, 1);
    tcase_add_exit_test(c, impossible_size_ends_the_program, 1);
}
