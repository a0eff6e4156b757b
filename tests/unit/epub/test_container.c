/* Which entries are deflated. */
#include <libdeflate.h>

#include "epub/container.h"
#include "unit/epub/sample.h"
#include "unit/suite.h"

#define PART ((size_t)100 << 10)

static struct libdeflate_compressor *tool;
static char *bytes; /* three parts of text */

static void setup(void)
{
    tool = container_tool();
    bytes = mem_alloc(3 * PART);
    for (size_t i = 0; i < 3 * PART; i++)
        bytes[i] = "Hai ben da ky. "[i * 7 / 5 % 15];
}

static void teardown(void)
{
    container_tool_drop(tool);
    free(bytes);
}

/* What no compressor makes smaller: numbers of Marsaglia's xorshift. */
static void put_noise(char *to, size_t n)
{
    uint32_t x = 2463534242;
    for (size_t i = 0; i < n; i++) {
        x ^= x << 13;
        x ^= x >> 17;
        x ^= x << 5;
        to[i] = (char)(x >> 24);
    }
}

static bool is_deflated(size_t n)
{
    struct packed packed;
    container_pack(tool, bytes, n, &packed);
    ck_assert_uint_eq(packed.all, n);
    ck_assert_uint_eq(packed.crc, libdeflate_crc32(0, bytes, n));
    if (!packed.deflated) {
        ck_assert_uint_eq(packed.n, n);
        ck_assert_ptr_null(packed.bytes);
        return false;
    }
    char *again = mem_alloc(n);
    struct libdeflate_decompressor *back = libdeflate_alloc_decompressor();
    ck_assert_int_eq(libdeflate_deflate_decompress(back, packed.bytes, packed.n, again, n, NULL), LIBDEFLATE_SUCCESS);
    ck_assert_int_eq(memcmp(again, bytes, n), 0);
    libdeflate_free_decompressor(back);
    free(again);
    free(packed.bytes);
    return true;
}

START_TEST(text_is_deflated)
{
    ck_assert(is_deflated(3 * PART));
    ck_assert(is_deflated(1000));
    ck_assert(!is_deflated(0));
}
END_TEST

START_TEST(noise_is_stored)
{
    put_noise(bytes, 3 * PART);
    ck_assert(!is_deflated(3 * PART));
    ck_assert(!is_deflated(1000));
}
END_TEST

/* A photograph: its head is text, the rest is not. A short one is tried whole. */
START_TEST(the_middle_of_long_entries_tells)
{
    put_noise(bytes + PART, PART);
    ck_assert(!is_deflated(3 * PART));
    put_noise(bytes, 20 << 10);
    ck_assert(is_deflated(60 << 10)); /* 20 KB of noise, the middle of text; and below 64 KB */
}
END_TEST

/* What stands around a piece that gets smaller is packed as a whole. */
START_TEST(noise_around_text_is_deflated)
{
    put_noise(bytes, PART);
    put_noise(bytes + 2 * PART, PART);
    ck_assert(is_deflated(3 * PART));
}
END_TEST

TEST_MAIN("container")
{
    tcase_add_checked_fixture(c, setup, teardown);
    tcase_add_test(c, text_is_deflated);
    tcase_add_test(c, noise_is_stored);
    tcase_add_test(c, the_middle_of_long_entries_tells);
    tcase_add_test(c, noise_around_text_is_deflated);
}
