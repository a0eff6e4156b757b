/* Word: numbers that it writes itself before a paragraph. Numbers and bullets of plain lists are the list's; others are
 * words of the text ("Điều 4.", "1.2", "a)"), which other places refer to, so they are written out.
 */
#include <stdlib.h>
#include <string.h>

#include "ingest/docx.h"
#include "lang/lang.h"

#define MAX_NUMBER 9999

/* One level of a numbering as it holds for a list. */
static const xmlNode *level_of(const struct docx *d, const struct docx_entry *list, unsigned depth,
                               struct docx_entry **scheme, const char **start)
{
    char key[2] = {(char)('0' + depth), '\0'};
    const xmlNode *own = NULL, *level = NULL;
    *scheme = list != NULL ? docx_find(&d->schemes, docx_value(list->node, "abstractNumId")) : NULL;
    *start = NULL;
    for (const xmlNode *node = list != NULL ? list->node->children : NULL; node != NULL; node = node->next) {
        const char *at = xml_is(node, "lvlOverride") ? xml_attribute(node, "ilvl") : NULL;
        if (at == NULL || strcmp(at, key) != 0)
            continue;
        *start = docx_value(node, "startOverride");
        own = xml_child(node, "lvl");
    }
    const xmlNode *parent = *scheme != NULL ? (*scheme)->node : NULL;
    for (const xmlNode *node = parent != NULL ? parent->children : NULL; node != NULL && level == NULL;
         node = node->next) {
        const char *at = xml_is(node, "lvl") ? xml_attribute(node, "ilvl") : NULL;
        if (at != NULL && strcmp(at, key) == 0)
            level = node;
    }
    return own != NULL ? own : level;
}

static unsigned number_of(const char *s)
{
    long value = s != NULL ? strtol(s, NULL, 10) : 1;
    return value >= 0 && value <= MAX_NUMBER ? (unsigned)value : 1;
}

static void put_number(struct buf *out, const char *format, unsigned n)
{
    char roman[16];
    bool upper = strncmp(format, "upper", 5) == 0;
    if (strcmp(format + (upper ? 5 : 0), upper ? "Roman" : "lowerRoman") == 0 && n > 0 && n < 4000) {
        lang_roman(n, upper, roman);
        buf_puts(out, roman);
    } else if (strcmp(format, "upperLetter") == 0 || strcmp(format, "lowerLetter") == 0) {
        for (unsigned i = 0; n > 0 && i < 1 + (n - 1) / 26 && i < 8; i++)
            buf_putc(out, (char)((upper ? 'A' : 'a') + (int)((n - 1) % 26)));
    } else if (strcmp(format, "decimalZero") == 0) {
        buf_printf(out, "%02u", n);
    } else if (strcmp(format, "none") != 0) {
        buf_printf(out, "%u", n);
    }
}

/* "%1.%2." with the numbers that hold now. */
static void put_label(const struct docx *d, const struct docx_entry *list, const struct docx_entry *scheme,
                      const char *pattern, struct buf *out)
{
    for (const char *c = pattern; *c != '\0' && out->n < 200; c++) {
        if (*c != '%' || c[1] < '1' || c[1] > '9') {
            buf_putc(out, *c);
            continue;
        }
        unsigned depth = (unsigned)(*++c - '1');
        struct docx_entry *other;
        const char *start, *format = docx_value(level_of(d, list, depth, &other, &start), "numFmt");
        put_number(out, format != NULL ? format : "decimal", scheme->counters[depth]);
    }
    buf_putc(out, ' ');
}

/* "%1.", "%1)" and such: what any list shows. */
static bool is_plain(const char *pattern)
{
    size_t numbers = 0;
    for (const char *c = pattern; *c != '\0'; c++) {
        numbers += *c == '%';
        c += *c == '%' && c[1] != '\0';
        if (*c >= '0' && *c <= '9' && c[-1] == '%')
            continue;
        if (strchr(".() ", *c) == NULL)
            return false;
    }
    return numbers == 1;
}

void docx_count(struct docx *d, const struct docx_look *look, struct buf *label, bool *ordered, unsigned *number)
{
    struct docx_entry *list = docx_find(&d->lists, look->list), *scheme;
    const char *start;
    const xmlNode *level = level_of(d, list, look->depth, &scheme, &start);
    const char *format = docx_value(level, "numFmt"), *pattern = docx_value(level, "lvlText");
    *ordered = format != NULL && strcmp(format, "bullet") != 0 && strcmp(format, "none") != 0;
    *number = 1;
    if (!*ordered || scheme == NULL)
        return;
    unsigned *counters = scheme->counters;
    if (!list->used && start != NULL)
        counters[look->depth] = 0;
    list->used = true;
    for (unsigned i = 0; i < look->depth; i++)
        counters[i] += counters[i] == 0; /* a level that was left out counts as begun */
    if (counters[look->depth] == 0)
        counters[look->depth] = number_of(start != NULL ? start : docx_value(level, "start"));
    else
        counters[look->depth]++;
    for (unsigned i = look->depth + 1; i < DOCX_LEVELS; i++)
        counters[i] = 0;
    *number = counters[look->depth];
    bool plain = pattern == NULL || (strcmp(format, "decimal") == 0 && is_plain(pattern));
    if (pattern != NULL && (!plain || look->level > 0))
        put_label(d, list, scheme, pattern, label);
}
