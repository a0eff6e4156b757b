/* The lines of a plain text, and which of them are one paragraph that was broken at a fixed width. */
#ifndef INGEST_TEXT_LINES_H
#define INGEST_TEXT_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct text_line {
    const char *s; /* without indent and line end */
    size_t n;
    uint32_t number;
    uint16_t indent;
    uint16_t blank; /* empty lines before it */
    bool torn;      /* a page ended before it */
};

struct text_lines {
    const char *s;
    size_t n, at;
    uint32_t number;
};

/* Next line that is not empty; false at the end. */
bool text_lines_next(struct text_lines *in, struct text_line *out);

/* How a file was wrapped, and what stood at the ends of its pages. */
struct wrap;

/* NULL: every line is a paragraph. Ended by wrap_drop(). */
struct wrap *wrap_find(const char *s, size_t n);
void wrap_drop(struct wrap *wrap);

/* Does `line` go on with the paragraph of `before`, the line above it? */
bool wrap_continues(const struct wrap *wrap, const struct text_line *before, const struct text_line *line);

/* A number of a page, a running head: copied with the text from a PDF file. */
bool wrap_is_furniture(const struct wrap *wrap, const struct text_line *line);

/* `before` ends in a hyphen that only divides a word whose rest begins `line`. */
bool wrap_divides_word(const struct wrap *wrap, const struct text_line *before, const struct text_line *line);

#endif
