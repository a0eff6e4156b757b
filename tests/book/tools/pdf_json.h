/* Objects of a PDF as qpdf writes them into JSON. */
#ifndef BOOK_PDF_JSON_H
#define BOOK_PDF_JSON_H

#include <cjson/cJSON.h>
#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"

struct pdf_json {
    cJSON *root;
    const cJSON **objects; /* by number */
    size_t n;
    const cJSON *trailer;
};

/* Returns -1 when the file is not what it should be. */
int json_open(struct pdf_json *j, const char *file);
void json_close(struct pdf_json *j);

/* What a reference leads to (of a stream, its dictionary); other values stand for themselves; NULL gives NULL. */
const cJSON *json_value(const struct pdf_json *j, const cJSON *v);
/* The value of a key "/Key" of a dictionary or a reference to one. */
const cJSON *json_get(const struct pdf_json *j, const cJSON *dict, const char *key);
/* Number of the object that a reference names, 0: no reference. */
size_t json_number(const cJSON *v);
/* A name without its slash, or NULL. */
const char *json_name(const cJSON *v);
/* A text string as UTF-8, or NULL. */
const char *json_text(const cJSON *v, struct arena *a);
/* A byte string (IDs) as hex or text, without prefix, or NULL. */
const char *json_bytes(const cJSON *v);
/* Appends the decoded bytes of a stream (a reference). Returns false if it is none. */
bool json_stream(const struct pdf_json *j, const cJSON *ref, struct buf *out);
/* UTF-16BE after its byte order mark → UTF-8. */
void utf16_to_utf8(const unsigned char *s, size_t n, struct buf *out);

#endif
