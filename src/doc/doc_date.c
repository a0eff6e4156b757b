/* Dates in ISO 8601, whole or in part. Words of languages are lang/dates.c's matter. */
#include <stdio.h>

#include "doc/doc.h"

void doc_date_iso(const struct doc_date *date, char out[32])
{
    size_t n = 0;
    out[0] = '\0';
    if (date->year == 0)
        return;
    n += (size_t)snprintf(out, 32, "%04d", date->year);
    if (date->month == 0)
        return;
    n += (size_t)snprintf(out + n, 32 - n, "-%02d", date->month);
    if (date->day == 0)
        return;
    n += (size_t)snprintf(out + n, 32 - n, "-%02d", date->day);
    if (date->hour < 0)
        return;
    n += (size_t)snprintf(out + n, 32 - n, "T%02d:%02d", date->hour, date->minute < 0 ? 0 : date->minute);
    if (!date->has_zone)
        return;
    int zone = date->zone_minutes < 0 ? -date->zone_minutes : date->zone_minutes;
    if (zone == 0)
        snprintf(out + n, 32 - n, "Z");
    else
        snprintf(out + n, 32 - n, "%c%02d:%02d", date->zone_minutes < 0 ? '-' : '+', zone / 60, zone % 60);
}

/* Reads exactly `digits` digits and moves *s behind them; -1 when there are fewer. */
static int take_number(const char **s, int digits)
{
    int value = 0;
    for (int i = 0; i < digits; i++) {
        char c = (*s)[i];
        if (c < '0' || c > '9')
            return -1;
        value = value * 10 + (c - '0');
    }
    *s += digits;
    return value;
}

static int month_days(int year, int month)
{
    static const int8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

/* "Z", "+07:00", "+0700", "+07" or nothing. */
static bool take_zone(const char **s, struct doc_date *out)
{
    if (**s == 'Z' || **s == 'z') {
        ++*s;
        out->has_zone = true;
        return true;
    }
    if (**s != '+' && **s != '-')
        return true;
    int sign = **s == '-' ? -1 : 1;
    ++*s;
    int hours = take_number(s, 2);
    if (**s == ':')
        ++*s;
    int minutes = **s >= '0' && **s <= '9' ? take_number(s, 2) : 0;
    if (hours < 0 || hours > 14 || minutes < 0 || minutes > 59)
        return false;
    out->has_zone = true;
    out->zone_minutes = (int16_t)(sign * (hours * 60 + minutes));
    return true;
}

static void skip_seconds(const char **s)
{
    if (**s != ':')
        return;
    ++*s;
    while ((**s >= '0' && **s <= '9') || **s == '.' || **s == ',')
        ++*s;
}

static bool take_time(const char **s, struct doc_date *out)
{
    int hour = take_number(s, 2);
    if (hour < 0 || hour > 24 || **s != ':')
        return false;
    ++*s;
    int minute = take_number(s, 2);
    if (minute < 0 || minute > 59 || (hour == 24 && minute > 0))
        return false;
    out->hour = (int8_t)(hour % 24);
    out->minute = (int8_t)minute;
    skip_seconds(s);
    while (**s == ' ')
        ++*s;
    return take_zone(s, out);
}

bool doc_date_parse(const char *s, struct doc_date *out)
{
    struct doc_date date = {.hour = -1, .minute = -1};
    int year = take_number(&s, 4);
    if (year < 1000)
        return false;
    date.year = (int16_t)year;
    if (*s == '-') {
        s++;
        int month = take_number(&s, 2);
        if (month < 1 || month > 12)
            return false;
        date.month = (int8_t)month;
        if (*s == '-') {
            s++;
            int day = take_number(&s, 2);
            if (day < 1 || day > month_days(year, month))
                return false;
            date.day = (int8_t)day;
            if (*s == 'T' || *s == 't' || *s == ' ') {
                s++;
                if (!take_time(&s, &date))
                    return false;
            }
        }
    }
    if (*s != '\0')
        return false;
    *out = date;
    return true;
}

int doc_date_compare(const struct doc_date *a, const struct doc_date *b)
{
    const int x[] = {a->year, a->month, a->day, a->hour, a->minute};
    const int y[] = {b->year, b->month, b->day, b->hour, b->minute};
    for (size_t i = 0; i < sizeof x / sizeof *x; i++)
        if (x[i] != y[i])
            return x[i] < y[i] ? -1 : 1;
    return 0;
}
