/* Builds a text with spans piece by piece, as readers meet them. */
#ifndef DOC_TEXT_BUILD_H
#define DOC_TEXT_BUILD_H

#include "doc/doc.h"

struct text_builder;

struct text_builder *text_builder_new(void);
void text_builder_drop(struct text_builder *b);
void text_builder_clear(struct text_builder *b);

/* Appends bytes (UTF-8). White space runs become one space, none at the start; '\n' only by text_break(). */
void text_put(struct text_builder *b, const char *s, size_t n);
/* The same for bytes that are known to be tidy (utf8_is_tidy()). */
void text_put_tidy(struct text_builder *b, const char *s, size_t n);
/* The text that begins keeps its spaces and its '\n' as they are: code. A tab becomes four spaces. Until it is
 * finished. */
void text_verbatim(struct text_builder *b);
/* A forced line break. */
void text_break(struct text_builder *b);
/* Begins and ends a span; ends match the last open begin of that kind. `value` is copied into the arena later. */
void text_begin(struct text_builder *b, enum span_kind kind, const char *value);
void text_end(struct text_builder *b, enum span_kind kind);
/* Bytes so far. */
size_t text_length(const struct text_builder *b);
/* The text, in NFC, trimmed, empty and overhanging spans removed, sorted; the builder is cleared. */
struct text text_finish(struct text_builder *b, struct arena *a);

#endif
