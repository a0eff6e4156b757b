/* Bytes to text: UTF-8 in NFC with '\n' line ends. */
#ifndef INGEST_CHARSET_H
#define INGEST_CHARSET_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/diag.h"

struct decoded {
    char *s; /* NUL-terminated, without BOM and NUL characters */
    size_t n;
    const char *encoding; /* "UTF-8", "UTF-16LE", "TCVN3", "UTF-8 (VNI-Windows)" for mojibake … */
    bool plain;           /* as utf8_is_plain() says */
};

/* Decodes; `path` names the file in messages. Returns -1 after a message when the bytes are no text. */
int charset_decode(struct arena *a, const char *path, const char *bytes, size_t n, struct decoded *out, struct diag *d);

#endif
