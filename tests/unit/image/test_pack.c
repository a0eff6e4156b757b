/* image/pack.c, image/huffman.c: what is packed is unpacked to the same bytes, and no code breaks deflate's rules. */
#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "image/huffman.h"
#include "image/pack.h"
#include "unit/suite.h"

#define MOST 400000

static uint32_t seed;

static uint32_t rnd(uint32_t n)
{
    seed = seed * 1664525 + 1013904223;
    return (seed >> 8) % n;
}

/* Adds a stretch of some kind to both the stream and what it should hold. */
static size_t add(struct pack *p, uint8_t *to, size_t room, size_t row)
{
    static const size_t longest[] = {40, 300, 3000, 100000};
    size_t n = 1 + rnd((uint32_t)longest[rnd(4)]);
    if (n > room)
        n = room;
    switch (rnd(5)) {
    case 0:
        memset(to, 0, n);
        pack_zeros(p, n);
        return n;
    case 1: /* noise */
        for (size_t i = 0; i < n; i++)
            to[i] = (uint8_t)rnd(256);
        break;
    case 2: /* runs */
        for (size_t i = 0; i < n; i++)
            to[i] = i > 0 && rnd(20) > 0 ? to[i - 1] : (uint8_t)rnd(16);
        break;
    case 3: /* rows that are nearly alike */
        for (size_t i = 0; i < n; i++)
            to[i] = i >= row && rnd(50) > 0 ? to[i - row] : (uint8_t)rnd(4);
        break;
    default: /* few letters, as text has */
        for (size_t i = 0; i < n; i++)
            to[i] = (uint8_t) "abracadabra simsalabim"[(i * i / 7 + i) % 22];
        break;
    }
    pack_bytes(p, to, n);
    return n;
}

START_TEST(unpacks_to_the_same)
{
    uint8_t *bytes = mem_alloc(MOST + 1), *back = mem_alloc(MOST + 1);
    struct buf out = BUF_INIT;
    size_t row = 1 + (size_t)_i * 37 % 900, n = 0, got = 0;
    seed = (uint32_t)_i;
    struct pack *p = pack_new(&out, row);
    for (uint32_t i = 0; i < (uint32_t)_i % 40; i++)
        n += add(p, bytes + n, MOST - n, row);
    pack_end(p);
    struct libdeflate_decompressor *z = libdeflate_alloc_decompressor();
    ck_assert_int_eq(libdeflate_zlib_decompress(z, out.p, out.n, back, MOST + 1, &got), LIBDEFLATE_SUCCESS);
    libdeflate_free_decompressor(z);
    ck_assert_uint_eq(got, n);
    ck_assert_int_eq(memcmp(bytes, back, n), 0);
    buf_free(&out);
    free(bytes);
    free(back);
}
END_TEST

START_TEST(blank_is_cheap)
{
    struct buf out = BUF_INIT;
    struct pack *p = pack_new(&out, 801);
    pack_zeros(p, 2560 * 801);
    pack_end(p);
    ck_assert_uint_lt(out.n, 2200); /* two bits for 258 bytes */
    buf_free(&out);
}
END_TEST

/* Kraft's sum is 1, no length is beyond the limit, and rarer symbols have no shorter codes. */
START_TEST(codes_are_complete)
{
    uint32_t counts[HUFFMAN_MOST] = {0};
    struct huffman_code code;
    unsigned limit = _i % 2 ? 15 : 9, n = 2 + (unsigned)_i % 200;
    seed = (uint32_t)_i + 1;
    counts[0] = counts[1] = 1;
    for (unsigned i = 2; i < n; i++) /* Fibonacci's numbers make the longest codes */
        counts[i] = _i % 3 == 0 && i < 40 ? counts[i - 1] + counts[i - 2] : rnd(1u << rnd(20)) * rnd(2);
    huffman_make(counts, n, limit, &code);
    uint32_t kraft = 0;
    for (unsigned i = 0; i < n; i++) {
        ck_assert_uint_le(code.length[i], limit);
        ck_assert_int_eq(code.length[i] > 0, counts[i] > 0);
        kraft += code.length[i] > 0 ? 1u << (15 - code.length[i]) : 0;
        for (unsigned k = 0; k < n; k++)
            if (counts[k] > counts[i] && counts[i] > 0)
                ck_assert_uint_le(code.length[k], code.length[i]);
    }
    ck_assert_uint_eq(kraft, 1u << 15);
}
END_TEST

START_TEST(few_symbols)
{
    uint32_t counts[4] = {0, 0, 7, 0};
    struct huffman_code code;
    huffman_make(counts, 4, 15, &code);
    ck_assert_uint_eq(code.length[2], 1);
    ck_assert_int_eq(code.length[0] + code.length[1] + code.length[3], 0);
    counts[2] = 0;
    huffman_make(counts, 4, 15, &code);
    ck_assert_uint_eq(code.length[2], 0);
}
END_TEST

TEST_MAIN("pack")
{
    tcase_add_loop_test(c, unpacks_to_the_same, 0, 160);
    tcase_add_test(c, blank_is_cheap);
    tcase_add_loop_test(c, codes_are_complete, 0, 200);
    tcase_add_test(c, few_symbols);
}
