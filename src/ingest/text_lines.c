/* Lines of a plain text. */
#include "ingest/text_lines.h"

#include <string.h>

#include "base/utf8.h"

#define TAB_COLUMNS 8

/* White space at s[i], in bytes; 0: none. Invisible characters count, or a line of U+FEFF would be text. */
static size_t space_length(const char *s, size_t n, size_t i)
{
    if (s[i] == ' ' || s[i] == '\t')
        return 1;
    if ((unsigned char)s[i] < 0x80)
        return s[i] == '\f' || s[i] == '\v' ? 1 : 0;
    size_t next = i;
    uint32_t cp = utf8_next(s, n, &next);
    return utf8_is_space(cp) ? next - i : 0;
}

bool text_lines_next(struct text_lines *in, struct text_line *out)
{
    unsigned blank = 0;
    while (in->at < in->n) {
        const char *s = in->s + in->at, *end = memchr(s, '\n', in->n - in->at);
        size_t n = end != NULL ? (size_t)(end - s) : in->n - in->at, skip = 0;
        unsigned indent = 0;
        in->at += n + 1;
        in->number++;
        for (size_t space; skip < n && (space = space_length(s, n, skip)) > 0; skip += space)
            indent += s[skip] == '\t' ? TAB_COLUMNS : 1;
        while (n > skip && (s[n - 1] == ' ' || s[n - 1] == '\t'))
            n--;
        if (skip == n) {
            blank++;
            continue;
        }
        *out = (struct text_line){.s = s + skip,
                                  .n = n - skip,
                                  .number = in->number,
                                  .indent = (uint16_t)(indent < 999 ? indent : 999),
                                  .blank = (uint16_t)(blank < 99 ? blank : 99)};
        return true;
    }
    return false;
}
