/* QR codes of sources, by libqrencode. */
#ifndef BOOK_QR_H
#define BOOK_QR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/memo.h"

/* Modules of a QR code, without its quiet zone. */
struct qr {
    uint32_t side;       /* modules a side; 0: the text is too long for a code */
    const uint8_t *dark; /* side * side bytes, 1: dark */
};

/* Encodes a text: error correction M, L above 150 bytes (ISO/IEC 18004). */
struct qr qr_encode(struct arena *a, const char *text);

/* The same; a code that was made before is found in `memo` (NULL: none). */
struct qr qr_recall(struct memo *memo, struct arena *a, const char *text);

#endif
