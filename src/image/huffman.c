/* Lengths by the in-place method of A. Moffat and J. Katajainen (In-place calculation of minimum-redundancy codes, WADS
 * 1995); codes that come out too long are shortened until Kraft's sum is 1 again, which costs next to nothing. */
#include "image/huffman.h"

#include <stdlib.h>
#include <string.h>

#define MOST_BITS 15

struct symbol {
    uint32_t count; /* then: the parent's place, the depth */
    uint16_t number;
};

static int compare(const void *x, const void *y)
{
    const struct symbol *a = x, *b = y;
    if (a->count != b->count)
        return a->count < b->count ? -1 : 1;
    return a->number < b->number ? -1 : a->number > b->number;
}

/* Replaces the counts of n >= 2 sorted symbols by the places of parents, leaves and inner nodes merged as they come. */
static void build_tree(struct symbol *s, unsigned n)
{
    unsigned root = 0, leaf = 2;
    s[0].count += s[1].count;
    for (unsigned next = 1; next < n - 1; next++) {
        uint32_t sum = 0;
        for (int child = 0; child < 2; child++) {
            if (leaf >= n || (root < next && s[root].count < s[leaf].count)) {
                sum += s[root].count;
                s[root++].count = next;
            } else {
                sum += s[leaf++].count;
            }
        }
        s[next].count = sum;
    }
}

/* Turns the parents' places into depths of the leaves, the rarest first. */
static void find_depths(struct symbol *s, unsigned n)
{
    s[n - 2].count = 0;
    for (unsigned i = n - 2; i-- > 0;)
        s[i].count = s[s[i].count].count + 1;
    unsigned open = 1, depth = 0;
    int inner = (int)n - 2, at = (int)n - 1;
    while (open > 0) {
        unsigned used = 0;
        while (inner >= 0 && s[inner].count == depth) {
            used++;
            inner--;
        }
        for (; open > used; open--)
            s[at--].count = depth;
        open = 2 * used;
        depth++;
    }
}

/* How many codes there are of each length, none longer than the limit. */
static void limit_lengths(unsigned *of_length, const struct symbol *s, unsigned n, unsigned limit)
{
    uint32_t kraft = 0;
    for (unsigned i = 0; i < n; i++)
        of_length[s[i].count < limit ? s[i].count : limit]++;
    for (unsigned length = 1; length <= limit; length++)
        kraft += of_length[length] << (limit - length);
    for (; kraft > 1u << limit; kraft--) { /* two leaves below one that goes a level deeper */
        unsigned length = limit - 1;
        of_length[limit]--;
        while (of_length[length] == 0)
            length--;
        of_length[length]--;
        of_length[length + 1] += 2;
    }
}

static uint16_t reversed(unsigned code, unsigned length)
{
    unsigned out = 0;
    for (; length > 0; length--, code >>= 1)
        out = out << 1 | (code & 1);
    return (uint16_t)out;
}

static void assign_codes(struct huffman_code *out, unsigned n)
{
    unsigned of_length[MOST_BITS + 1] = {0}, next[MOST_BITS + 2] = {0};
    for (unsigned i = 0; i < n; i++)
        of_length[out->length[i]]++;
    of_length[0] = 0;
    for (unsigned length = 1; length <= MOST_BITS; length++)
        next[length + 1] = (next[length] + of_length[length]) << 1;
    for (unsigned i = 0; i < n; i++)
        if (out->length[i] > 0)
            out->bits[i] = reversed(next[out->length[i]]++, out->length[i]);
}

void huffman_make(const uint32_t *counts, unsigned n, unsigned limit, struct huffman_code *out)
{
    struct symbol used[HUFFMAN_MOST];
    unsigned of_length[MOST_BITS + 1] = {0}, k = 0;
    memset(out, 0, sizeof *out);
    for (unsigned i = 0; i < n; i++)
        if (counts[i] > 0)
            used[k++] = (struct symbol){counts[i], (uint16_t)i};
    if (k == 0)
        return;
    if (k == 1) {
        out->length[used[0].number] = 1;
        assign_codes(out, n);
        return;
    }
    qsort(used, k, sizeof *used, compare);
    build_tree(used, k);
    find_depths(used, k);
    limit_lengths(of_length, used, k, limit);
    unsigned at = 0;
    for (unsigned length = limit; length > 0; length--)
        for (unsigned i = 0; i < of_length[length]; i++)
            out->length[used[at++].number] = (uint8_t)length;
    assign_codes(out, n);
}
