/* LZ77 with three places where a match is looked for: the byte before (runs), the row above, and where the same four
 * bytes stood last. Blocks have codes of their own (RFC 1951, section 3.2.7).
 *
 * The window is a buffer of at most twice its size. A long blank stretch empties it: nothing behind it can be reached.
 */
#include "image/pack.h"

#include <libdeflate.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "image/huffman.h"

#define WINDOW ((size_t)32768)
#define LEAST_MATCH 3
#define LONGEST_MATCH 258
#define HASH_BITS 12
#define WAYS 6 /* places that are remembered for each four bytes */
#define BLOCK_TOKENS 2048
#define END_OF_BLOCK 256
#define N_LITERALS 286
#define N_DISTANCES 30
#define N_LENGTHS 19
#define ADLER 65521u

/* A literal (distance 0) or a match. */
struct token {
    uint16_t length; /* or the byte */
    uint16_t distance;
};

struct pack {
    struct buf *out;
    size_t row;
    uint64_t bits; /* not yet written, the oldest lowest */
    unsigned n_bits;
    uint32_t adler;
    uint8_t window[2 * WINDOW + LONGEST_MATCH];
    size_t n;                             /* bytes in the window */
    uint32_t base;                        /* bytes before it; a picture has fewer than 4 GiB */
    uint32_t heads[1 << HASH_BITS][WAYS]; /* 1 + where four such bytes stood last, counted from the beginning */
    struct token tokens[BLOCK_TOKENS];
    size_t n_tokens;
    uint32_t literals[N_LITERALS], distances[N_DISTANCES];
};

static const uint16_t length_base[29] = {3,  4,  5,  6,  7,  8,  9,  10, 11,  13,  15,  17,  19,  23, 27,
                                         31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258};
static const uint8_t length_extra[29] = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2,
                                         2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0};
static const uint16_t distance_base[N_DISTANCES] = {1,    2,    3,    4,    5,    7,    9,    13,    17,    25,
                                                    33,   49,   65,   97,   129,  193,  257,  385,   513,   769,
                                                    1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577};
static const uint8_t distance_extra[N_DISTANCES] = {0, 0, 0, 0, 1, 1, 2, 2,  3,  3,  4,  4,  5,  5,  6,
                                                    6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13};

static unsigned place_in(const uint16_t *bases, unsigned n, unsigned v)
{
    unsigned low = 0, high = n - 1;
    while (low < high) {
        unsigned middle = (low + high + 1) / 2;
        if (bases[middle] <= v)
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}

/* ---- bits ---- */

static void put_bits(struct pack *p, uint32_t v, unsigned n)
{
    p->bits |= (uint64_t)v << p->n_bits;
    p->n_bits += n;
    while (p->n_bits >= 8) {
        buf_putc(p->out, (char)(p->bits & 255));
        p->bits >>= 8;
        p->n_bits -= 8;
    }
}

/* ---- blocks ---- */

/* The lengths of both codes as deflate writes them: 16 repeats the one before 3 to 6 times, 17 and 18 are zeros. */
struct lengths {
    uint8_t symbol[N_LITERALS + N_DISTANCES], extra[N_LITERALS + N_DISTANCES];
    unsigned n;
    uint32_t counts[N_LENGTHS];
};

static void add_length(struct lengths *l, uint8_t symbol, unsigned extra)
{
    l->symbol[l->n] = symbol;
    l->extra[l->n++] = (uint8_t)extra;
    l->counts[symbol]++;
}

static void add_run(struct lengths *l, uint8_t value, unsigned n)
{
    for (unsigned take; value == 0 && n >= 3; n -= take) {
        take = n < 138 ? n : 138;
        add_length(l, take < 11 ? 17 : 18, take < 11 ? take - 3 : take - 11);
    }
    if (value != 0 && n > 0) {
        add_length(l, value, 0);
        n--;
        for (unsigned take; n >= 3; n -= take) {
            take = n < 6 ? n : 6;
            add_length(l, 16, take - 3);
        }
    }
    for (; n > 0; n--)
        add_length(l, value, 0);
}

static void find_lengths(struct lengths *l, const uint8_t *all, unsigned n)
{
    memset(l, 0, sizeof *l);
    for (unsigned i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && all[end] == all[i]; end++)
            ;
        add_run(l, all[i], end - i);
    }
}

static void put_codes(struct pack *p, const struct huffman_code *literals, const struct huffman_code *distances)
{
    static const uint8_t order[N_LENGTHS] = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
    uint8_t all[N_LITERALS + N_DISTANCES];
    unsigned n = N_LITERALS, m = N_DISTANCES, k = N_LENGTHS;
    struct lengths lengths;
    struct huffman_code code;
    while (n > END_OF_BLOCK + 1 && literals->length[n - 1] == 0)
        n--;
    while (m > 1 && distances->length[m - 1] == 0)
        m--;
    memcpy(all, literals->length, n);
    memcpy(all + n, distances->length, m);
    find_lengths(&lengths, all, n + m);
    huffman_make(lengths.counts, N_LENGTHS, 7, &code);
    while (k > 4 && code.length[order[k - 1]] == 0)
        k--;
    put_bits(p, n - 257, 5);
    put_bits(p, m - 1, 5);
    put_bits(p, k - 4, 4);
    for (unsigned i = 0; i < k; i++)
        put_bits(p, code.length[order[i]], 3);
    for (unsigned i = 0; i < lengths.n; i++) {
        uint8_t symbol = lengths.symbol[i];
        put_bits(p, code.bits[symbol], code.length[symbol]);
        if (symbol >= 16)
            put_bits(p, lengths.extra[i], symbol == 16 ? 2 : symbol == 17 ? 3 : 7);
    }
}

static void put_token(struct pack *p, const struct token *t, const struct huffman_code *literals,
                      const struct huffman_code *distances)
{
    if (t->distance == 0) {
        put_bits(p, literals->bits[t->length], literals->length[t->length]);
        return;
    }
    unsigned length = place_in(length_base, 29, t->length), symbol = 257 + length;
    put_bits(p, literals->bits[symbol], literals->length[symbol]);
    put_bits(p, t->length - length_base[length], length_extra[length]);
    unsigned distance = place_in(distance_base, N_DISTANCES, t->distance);
    put_bits(p, distances->bits[distance], distances->length[distance]);
    put_bits(p, t->distance - distance_base[distance], distance_extra[distance]);
}

static void put_block(struct pack *p, bool last)
{
    struct huffman_code literals, distances;
    p->literals[END_OF_BLOCK] = 1;
    p->literals[0]++; /* a code has two symbols at least */
    p->distances[0]++;
    p->distances[1]++; /* zlib wants that of the distances, too */
    huffman_make(p->literals, N_LITERALS, 15, &literals);
    huffman_make(p->distances, N_DISTANCES, 15, &distances);
    put_bits(p, last, 1);
    put_bits(p, 2, 2);
    put_codes(p, &literals, &distances);
    for (size_t i = 0; i < p->n_tokens; i++)
        put_token(p, &p->tokens[i], &literals, &distances);
    put_bits(p, literals.bits[END_OF_BLOCK], literals.length[END_OF_BLOCK]);
    memset(p->literals, 0, sizeof p->literals);
    memset(p->distances, 0, sizeof p->distances);
    p->n_tokens = 0;
}

static void add_token(struct pack *p, size_t length, size_t distance)
{
    if (p->n_tokens == BLOCK_TOKENS)
        put_block(p, false);
    p->tokens[p->n_tokens++] = (struct token){(uint16_t)length, (uint16_t)distance};
    if (distance == 0) {
        p->literals[length]++;
        return;
    }
    p->literals[257 + place_in(length_base, 29, (unsigned)length)]++;
    p->distances[place_in(distance_base, N_DISTANCES, (unsigned)distance)]++;
}

/* ---- matches ---- */

/* Where four such bytes stood, the latest place first. */
static uint32_t *head_of(struct pack *p, size_t at)
{
    uint32_t v;
    memcpy(&v, p->window + at, 4);
    return p->heads[v * 2654435761u >> (32 - HASH_BITS)];
}

static size_t common(const uint8_t *a, const uint8_t *b, size_t most)
{
    size_t n = 0;
    uint64_t x, y;
    for (; n + 8 <= most; n += 8) {
        memcpy(&x, a + n, 8);
        memcpy(&y, b + n, 8);
        if (x != y)
            return n + (size_t)__builtin_ctzll(x ^ y) / 8;
    }
    while (n < most && a[n] == b[n])
        n++;
    return n;
}

static void remember(struct pack *p, uint32_t *head, size_t at)
{
    memmove(head + 1, head, (WAYS - 1) * sizeof *head);
    *head = p->base + (uint32_t)at + 1;
}

/* A match at a distance, if it is longer than what was found before. */
static void try_match(const struct pack *p, size_t at, size_t distance, size_t most, struct token *best)
{
    if (distance == 0 || distance > at || distance > WINDOW)
        return;
    size_t length = common(p->window + at, p->window + at - distance, most);
    if (length > best->length)
        *best = (struct token){(uint16_t)length, (uint16_t)distance};
}

/* Tokens for the bytes of the window from `at` on. */
static void find_tokens(struct pack *p, size_t at)
{
    while (at < p->n) {
        size_t most = p->n - at < LONGEST_MATCH ? p->n - at : LONGEST_MATCH;
        struct token best = {0, 0};
        try_match(p, at, 1, most, &best);
        if (best.length < most)
            try_match(p, at, p->row, most, &best);
        if (most >= 4) {
            uint32_t *head = head_of(p, at);
            for (unsigned i = 0; i < WAYS && best.length < most && head[i] > p->base; i++)
                try_match(p, at, p->base + at + 1 - head[i], most, &best);
            remember(p, head, at);
        }
        if (best.length < LEAST_MATCH || (best.length == LEAST_MATCH && best.distance > 4096)) {
            add_token(p, p->window[at++], 0);
            continue;
        }
        add_token(p, best.length, best.distance);
        for (size_t end = at + best.length; ++at < end;)
            if (best.distance > 1 && p->n - at >= 4)
                remember(p, head_of(p, at), at);
    }
}

/* Makes room for `n` bytes, at most WINDOW. */
static void slide(struct pack *p, size_t n)
{
    if (p->n + n <= 2 * WINDOW)
        return;
    size_t gone = p->n - WINDOW;
    memmove(p->window, p->window + gone, WINDOW);
    p->n = WINDOW;
    p->base += (uint32_t)gone;
}

/* ---- from outside ---- */

struct pack *pack_new(struct buf *out, size_t row)
{
    struct pack *p = mem_calloc(1, sizeof *p);
    p->out = out;
    p->row = row;
    p->adler = 1;
    buf_put(out, "\x78\x01", 2); /* a window of 32 KiB; the quickest way */
    return p;
}

void pack_bytes(struct pack *p, const uint8_t *bytes, size_t n)
{
    p->adler = libdeflate_adler32(p->adler, bytes, n);
    for (size_t take; n > 0; bytes += take, n -= take) {
        take = n < WINDOW ? n : WINDOW;
        slide(p, take);
        memcpy(p->window + p->n, bytes, take);
        p->n += take;
        find_tokens(p, p->n - take);
    }
}

/* Runs of zeros; the first is a literal unless one stands before. */
static void put_zeros(struct pack *p, size_t n)
{
    if (p->n == 0 || p->window[p->n - 1] != 0) {
        add_token(p, 0, 0);
        n--;
    }
    for (size_t take; n > 0; n -= take) {
        take = n < LONGEST_MATCH ? n : LONGEST_MATCH;
        if (take >= LEAST_MATCH) {
            add_token(p, take, 1);
            continue;
        }
        for (size_t i = 0; i < take; i++)
            add_token(p, 0, 0);
    }
}

void pack_zeros(struct pack *p, size_t n)
{
    if (n == 0)
        return;
    uint32_t low = p->adler & 0xFFFF, high = p->adler >> 16;
    p->adler = (uint32_t)((high + (uint64_t)low * (n % ADLER)) % ADLER) << 16 | low;
    put_zeros(p, n);
    if (n >= WINDOW) { /* one zero byte stands for them: nothing before it is within reach */
        p->base += (uint32_t)(p->n + n - 1);
        p->n = 1;
        p->window[0] = 0;
        return;
    }
    slide(p, n);
    memset(p->window + p->n, 0, n);
    p->n += n;
}

void pack_end(struct pack *p)
{
    put_block(p, true);
    if (p->n_bits > 0)
        put_bits(p, 0, 8 - p->n_bits);
    for (int shift = 24; shift >= 0; shift -= 8)
        buf_putc(p->out, (char)(p->adler >> shift & 255));
    free(p);
}
