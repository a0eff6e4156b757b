/* Writing dates: patterns from the data files, so that a language is added without code. */
#include "lang/dates.h"

#include <string.h>

#include "lang/data.h"

static const char *item_or(const char *lang, const char *path, size_t i, const char *otherwise)
{
    struct data_list list = data_lookup(lang, path);
    return i < list.n ? list.items[i] : otherwise;
}

/* The month's name: as in a date, or as it stands alone where the language tells them apart. */
static const char *month_name(const char *lang, int month, bool alone)
{
    if (month < 1 || month > 12)
        return "";
    const char *name = item_or(lang, "dates.names", (size_t)month - 1, "");
    return alone ? item_or(lang, "dates.names-alone", (size_t)month - 1, name) : name;
}

static bool field_is(const char *p, size_t n, const char *name)
{
    return strlen(name) == n && memcmp(p, name, n) == 0;
}

static void put_field(struct buf *out, const char *lang, const char *p, size_t n, const struct doc_date *date)
{
    if (field_is(p, n, "d"))
        buf_int(out, date->day);
    else if (field_is(p, n, "m"))
        buf_int(out, date->month);
    else if (field_is(p, n, "y"))
        buf_int(out, date->year);
    else if (field_is(p, n, "0d") || field_is(p, n, "dd"))
        buf_printf(out, "%02d", date->day);
    else if (field_is(p, n, "0m"))
        buf_printf(out, "%02d", date->month);
    else if (field_is(p, n, "mm"))
        buf_printf(out, date->month < 3 ? "%02d" : "%d", date->month);
    else if (field_is(p, n, "M"))
        buf_puts(out, month_name(lang, date->month, false));
    else if (field_is(p, n, "N"))
        buf_puts(out, month_name(lang, date->month, true));
}

static void put_pattern(struct buf *out, const char *lang, const char *pattern, const struct doc_date *date)
{
    for (const char *p = pattern; *p; p++) {
        const char *close = *p == '{' ? strchr(p, '}') : NULL;
        if (!close) {
            buf_putc(out, *p);
            continue;
        }
        put_field(out, lang, p + 1, (size_t)(close - p) - 1, date);
        p = close;
    }
}

/* A date without its day or month is written with what it has. */
static const char *pattern_for(const struct doc_date *date, enum date_form form)
{
    if (!date->month)
        return NULL;
    if (!date->day || form == DATE_MONTH)
        return form == DATE_NUMERIC ? "dates.month-numeric" : "dates.month";
    return form == DATE_LONG ? "dates.long" : "dates.numeric";
}

const char *date_write(struct arena *a, const char *lang, const struct doc_date *date, enum date_form form, bool time)
{
    if (!date->year)
        return "";
    struct buf out = BUF_INIT;
    const char *path = pattern_for(date, form);
    if (path)
        put_pattern(&out, lang, data_word(lang, path), date);
    else
        buf_int(&out, date->year);
    if (time && date->hour >= 0 && date->minute >= 0)
        buf_printf(&out, " %02d:%02d", date->hour, date->minute);
    const char *text = arena_strndup(a, out.p, out.n);
    buf_free(&out);
    return text;
}
