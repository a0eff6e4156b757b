/* Huffman codes as deflate has them (RFC 1951, section 3.2.2): canonical, and no longer than a limit. */
#ifndef IMAGE_HUFFMAN_H
#define IMAGE_HUFFMAN_H

#include <stdint.h>

#define HUFFMAN_MOST 286 /* symbols */

struct huffman_code {
    uint8_t length[HUFFMAN_MOST]; /* 0: the symbol is not used */
    uint16_t bits[HUFFMAN_MOST];  /* with the first bit lowest, as deflate writes them */
};

/* Makes a code for `n` symbols (2 to HUFFMAN_MOST) that occur so often, with lengths up to `limit` (at most 15). A
 * single symbol gets one bit, none at all gives an empty code. */
void huffman_make(const uint32_t *counts, unsigned n, unsigned limit, struct huffman_code *out);

#endif
