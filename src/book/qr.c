/* QR codes: libqrencode's symbol copied into the arena, one byte a module. */
#include "book/qr.h"

#include <qrencode.h>
#include <stddef.h>
#include <string.h>

#include "base/library.h"

/* Above this length level M makes a symbol too large for the margin. */
#define LONG_TEXT 150

#define QRENCODE_FUNCTIONS(X, of)                                                                                      \
    X(of, QRcode_encodeString8bit)                                                                                     \
    X(of, QRcode_free)

LIBRARY_STRUCT(qrencode, QRENCODE_FUNCTIONS);
static LIBRARY_TABLE(qrencode, QRENCODE_SONAME, QRENCODE_FUNCTIONS)

    struct qr qr_encode(struct arena *a, const char *text)
{
    struct qr qr = {0};
    QRecLevel level = strlen(text) > LONG_TEXT ? QR_ECLEVEL_L : QR_ECLEVEL_M;
    QRcode *code = qrencode()->QRcode_encodeString8bit(text, 0, level);
    if (code == NULL)
        return qr;
    uint32_t side = (uint32_t)code->width;
    uint8_t *dark = arena_alloc(a, (size_t)side * side);
    for (size_t i = 0; i < (size_t)side * side; i++)
        dark[i] = code->data[i] & 1;
    qrencode()->QRcode_free(code);
    qr.side = side;
    qr.dark = dark;
    return qr;
}

struct qr qr_recall(struct memo *memo, struct arena *a, const char *text)
{
    size_t n;
    const void *known = memo_find(memo, MEMO_QR, text, strlen(text), &n);
    if (known == NULL) {
        struct qr made = qr_encode(a, text);
        memo_put(memo, MEMO_QR, text, strlen(text), made.dark, (size_t)made.side * made.side);
        return made;
    }
    struct qr qr = {0};
    while ((size_t)qr.side * qr.side < n)
        qr.side++;
    qr.dark = n > 0 ? memcpy(arena_alloc(a, n), known, n) : NULL;
    return qr;
}
