/* Dates as people write them, in the four languages. */
#ifndef LANG_DATES_H
#define LANG_DATES_H

#include "doc/doc.h"

enum date_form {
    DATE_NUMERIC, /* 29/11/2021 (vi), 29 November 2021 for en, 29.11.2021 for ru and kk */
    DATE_LONG,    /* ngày 29 tháng 11 năm 2021 */
    DATE_MONTH    /* tháng 11 năm 2021 */
};

/* Writes a date for readers; with `time` the hour and minute where known ("29/11/2021 14:00"). In the arena. */
const char *date_write(struct arena *a, const char *lang, const struct doc_date *date, enum date_form form, bool time);

/* Finds a date in free text ("Thứ ba, 13/12/2016 | 12:30 GMT+7", "29 Nov 2021", ISO, "28 tháng 11 2016" …). Fills `out`
 * and the byte range [*start, *end) that it covers with its time, weekday and zone. Returns false when there is none.
 * Day before month, except in forms that say otherwise. */
bool date_find(const char *s, size_t n, struct doc_date *out, size_t *start, size_t *end);

/* True if the line is a day, a month and a time of day without a year, and nothing else ("21 tháng 3 lúc 20:15",
 * "3 МАР, 11:20"): what networks and agencies write over what is new. */
bool date_is_yearless(const char *s, size_t n);

#endif
