/* Finding dates as newspapers, agencies and offices write them.
 *
 * Every such date shows a year of four digits, so the text is scanned for those and only the surroundings of each one
 * are split into tokens: the cost stays linear however long the text is. Around a year the *core* (day, month, year in
 * one of six shapes) is matched first; the time of day, weekday and zone that may stand on either side are then added,
 * since one line may put them before ("14:00 | 29/11/2021") and the next one behind. Month and weekday names come from
 * the data files of all languages at once: a Vietnamese page may quote a Russian date line.
 */
#include <string.h>

#include "base/bytes.h"
#include "base/utf8.h"
#include "lang/date_tokens.h"
#include "lang/dates.h"
#include "lang/syllable.h"

enum { YEAR_MIN = 1500, YEAR_MAX = 2199 };

static bool is_sign(const struct token *t, uint32_t sign)
{
    return t->kind == TOKEN_SIGN && t->sign == sign;
}

static bool is_number(const struct token *t, int least, int most, int max_digits)
{
    return t->kind == TOKEN_NUMBER && t->digits <= max_digits && t->value >= least && t->value <= most;
}

static bool is_year(const struct token *t)
{
    return t->kind == TOKEN_NUMBER && t->digits == 4 && t->value >= YEAR_MIN && t->value <= YEAR_MAX;
}

/* Moves *i behind one of the list's forms if one stands there. */
static void skip_list(const struct tokens *t, size_t *i, enum date_list list)
{
    *i += date_match_list(t, *i, list);
}

static void skip_sign(const struct tokens *t, size_t *i, const char *signs)
{
    const struct token *token = &t->item[*i];
    if (token->kind == TOKEN_SIGN && token->sign < 128 && strchr(signs, (int)token->sign))
        (*i)++;
}

/* A month by name, or by number behind the word for month. Moves *i; returns 1 … 12 or 0. */
static int match_month(const struct tokens *t, size_t *i)
{
    if (t->item[*i].kind != TOKEN_WORD)
        return 0;
    size_t word = date_match_list(t, *i, LIST_MONTH_WORDS);
    if (word) {
        size_t at = *i + word;
        skip_sign(t, &at, ".");
        if (is_number(&t->item[at], 1, 12, 2)) {
            *i = at + 1;
            return t->item[at].value;
        }
    }
    int month = 0;
    size_t best = 0;
    for (int m = 0; m < 12; m++) {
        size_t length = date_match_list(t, *i, (enum date_list)(LIST_M1 + m));
        if (length > best) {
            best = length;
            month = m + 1;
        }
    }
    *i += best;
    return month;
}

/* ---- the core ---- */

static bool set_day(struct doc_date *out, int year, int month, int day)
{
    static const int8_t days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    if (month < 1 || month > 12 || day < 0 || day > days[month - 1] || (month == 2 && day == 29 && !leap))
        return false;
    out->year = (int16_t)year;
    out->month = (int8_t)month;
    out->day = (int8_t)day;
    return true;
}

/* "29/11/2021 г." and "2021 ж.": the word for year behind the number. */
static void skip_year_word(const struct tokens *t, size_t *i)
{
    size_t word = date_match_list(t, *i, LIST_YEAR_AFTER);
    if (!word)
        return;
    size_t letters = utf8_count(t->item[*i].word, t->item[*i].length);
    *i += word;
    if (letters == 1)
        skip_sign(t, i, ".");
}

/* Three numbers with the same sign between them, the year last or first. Numbers of documents ("Nghị định số
 * 05/11/2002/NĐ-CP") and paths of addresses look alike, but go on before or behind. */
static size_t core_numeric(const struct tokens *t, size_t i, struct doc_date *out)
{
    const struct token *a = &t->item[i];
    if (a->kind != TOKEN_NUMBER || i + 5 > t->n)
        return 0;
    const struct token *b = a + 2, *c = a + 4, *after = a + 5, *before = i ? a - 1 : NULL;
    uint32_t sign = a[1].kind == TOKEN_SIGN ? a[1].sign : 0;
    if (!(sign == '/' || sign == '.' || sign == '-' || sign == 0x2011 || sign == 0x2013) || !is_sign(&a[3], sign) ||
        b->kind != TOKEN_NUMBER || c->kind != TOKEN_NUMBER)
        return 0;
    if (before && !a->spaced && before->kind == TOKEN_SIGN && (before->sign == '/' || before->sign == sign))
        return 0;
    if (after->kind == TOKEN_SIGN && after->sign == '/' && !after->spaced && !after[1].spaced &&
        after[1].kind != TOKEN_END)
        return 0;
    bool found;
    if (is_year(c) && a->digits <= 2 && b->digits <= 2)
        found = set_day(out, c->value, b->value, a->value) ||
                /* the American order, when the Vietnamese one is impossible */
                set_day(out, c->value, a->value, b->value);
    else
        found = is_year(a) && b->digits <= 2 && c->digits <= 2 && set_day(out, a->value, b->value, c->value);
    return found && out->day > 0 ? i + 5 : 0;
}

/* The year that ends a date, with the word behind it. */
static size_t year_at_end(const struct tokens *t, size_t i, int month, int day, struct doc_date *out)
{
    if (!is_year(&t->item[i]) || !set_day(out, t->item[i].value, month, day))
        return 0;
    i++;
    skip_year_word(t, &i);
    return i;
}

/* "29 tháng 11 năm 2021", "29th of November, 2021", "29-Nov-2021", "29 июня 2020 г." */
static size_t core_day_month_year(const struct tokens *t, size_t i, struct doc_date *out)
{
    if (!is_number(&t->item[i], 1, 31, 2))
        return 0;
    int day = t->item[i++].value;
    skip_list(t, &i, LIST_ORDINALS);
    skip_sign(t, &i, "-./");
    skip_list(t, &i, LIST_BEFORE_MONTH);
    int month = match_month(t, &i);
    if (!month)
        return 0;
    skip_sign(t, &i, ".,-/");
    skip_list(t, &i, LIST_YEAR_WORDS);
    return year_at_end(t, i, month, day, out);
}

/* "November 29, 2021", "Tháng Mười Một 29, 2021"; or the month alone: "tháng 11/2021", "ноябрь 2021 г." */
static size_t core_month_first(const struct tokens *t, size_t i, struct doc_date *out)
{
    int month = match_month(t, &i), day = 0;
    if (!month)
        return 0;
    skip_sign(t, &i, ".");
    if (is_number(&t->item[i], 1, 31, 2)) {
        day = t->item[i++].value;
        skip_list(t, &i, LIST_ORDINALS);
    }
    skip_sign(t, &i, day ? "," : ",-/");
    skip_list(t, &i, LIST_BEFORE_MONTH);
    skip_list(t, &i, LIST_YEAR_WORDS);
    return year_at_end(t, i, month, day, out);
}

/* "2021 жылғы 29 қараша" */
static size_t core_year_first(const struct tokens *t, size_t i, struct doc_date *out)
{
    if (!is_year(&t->item[i]))
        return 0;
    int year = t->item[i++].value, day = 0;
    size_t before = i;
    skip_year_word(t, &i);
    if (i == before)
        return 0;
    skip_sign(t, &i, ",");
    if (is_number(&t->item[i], 1, 31, 2)) {
        day = t->item[i++].value;
        skip_sign(t, &i, "-");
    }
    int month = match_month(t, &i);
    return month && set_day(out, year, month, day) ? i : 0;
}

/* A core that begins at token i and holds the year's token. Returns the token behind it, or 0. */
static size_t match_core(const struct tokens *t, size_t i, struct doc_date *out)
{
    static size_t (*const shapes[])(const struct tokens *, size_t, struct doc_date *) = {
        core_numeric, core_day_month_year, core_month_first, core_year_first};
    size_t start = i;
    skip_list(t, &i, LIST_DAY_WORDS);
    for (size_t k = 0; k < sizeof shapes / sizeof *shapes; k++) {
        struct doc_date date = {.hour = -1, .minute = -1};
        size_t end = shapes[k](t, i, &date);
        if (end > t->year && start <= t->year) {
            *out = date;
            return end;
        }
    }
    return 0;
}

/* ---- what stands around it ---- */

/* "+07:00", "+0700", "+7" at token i; returns the token behind, or 0. */
static size_t match_offset(const struct tokens *t, size_t i, int *minutes)
{
    bool minus = is_sign(&t->item[i], '-') || is_sign(&t->item[i], 0x2212);
    if (!minus && !is_sign(&t->item[i], '+'))
        return 0;
    const struct token *hours = &t->item[++i];
    if (hours->spaced || hours->kind != TOKEN_NUMBER || hours->digits > 4)
        return 0;
    int total = hours->digits == 4 ? hours->value / 100 * 60 + hours->value % 100 : hours->value * 60;
    i++;
    if (hours->digits <= 2 && is_sign(&t->item[i], ':') && t->item[i + 1].digits == 2) {
        total += t->item[i + 1].value;
        i += 2;
    }
    if (total > 14 * 60)
        return 0;
    *minutes = minus ? -total : total;
    return i;
}

static int zone_minutes(const char *digits)
{
    int v = 0;
    for (; *digits >= '0' && *digits <= '9'; digits++)
        v = v * 10 + (*digits - '0');
    return v;
}

/* "GMT+7", "(UTC +03:00)", "ICT", "Z". */
static size_t match_named_zone(const struct tokens *t, size_t i, int *minutes)
{
    struct data_list names = date_zone_names(), offsets = date_zone_offsets();
    for (size_t k = 0; k < names.n && k < offsets.n; k++) {
        size_t length = date_match_form(t, i, names.items[k]);
        if (!length)
            continue;
        *minutes = zone_minutes(offsets.items[k]);
        int explicit_minutes;
        size_t end = *minutes == 0 ? match_offset(t, i + length, &explicit_minutes) : 0;
        if (!end)
            return i + length;
        *minutes = explicit_minutes;
        return end;
    }
    return 0;
}

/* A zone behind a time of day; `iso` allows "-03:00", elsewhere that is a span of hours. */
static size_t match_zone(const struct tokens *t, size_t i, bool iso, struct doc_date *out)
{
    int minutes = 0;
    bool bracket = is_sign(&t->item[i], '(');
    if (bracket)
        i++;
    size_t end = match_named_zone(t, i, &minutes);
    if (!end && (iso || is_sign(&t->item[i], '+')))
        end = match_offset(t, i, &minutes);
    if (!end || (bracket && !is_sign(&t->item[end], ')')))
        return 0;
    out->has_zone = true;
    out->zone_minutes = (int16_t)minutes;
    return end + bracket;
}

static void apply_half_day(const struct tokens *t, size_t *i, int *hour)
{
    size_t am = date_match_list(t, *i, LIST_AM), pm = date_match_list(t, *i, LIST_PM);
    if (am && *hour == 12)
        *hour = 0;
    if (pm && *hour < 12)
        *hour += 12;
    if (am + pm) {
        *i += am > pm ? am : pm;
        if (is_sign(&t->item[*i], '.') && !t->item[*i].spaced && t->item[*i - 1].end - t->item[*i - 1].start == 1)
            (*i)++;
    }
}

/* "14:00", "14:00:05.123 PM", "16h08", "14 giờ 30 phút", with a zone. Returns the token behind it, or 0. */
static size_t match_time(const struct tokens *t, size_t i, bool iso, struct doc_date *out)
{
    if (!is_number(&t->item[i], 0, 24, 2))
        return 0;
    int hour = t->item[i++].value, minute = 0;
    size_t word;
    if (is_sign(&t->item[i], ':') && is_number(&t->item[i + 1], 0, 59, 2) && t->item[i + 1].digits == 2) {
        minute = t->item[i + 1].value;
        i += 2;
        if (is_sign(&t->item[i], ':') && is_number(&t->item[i + 1], 0, 60, 2))
            i += 2;
        if (is_sign(&t->item[i], '.') && !t->item[i].spaced && t->item[i + 1].kind == TOKEN_NUMBER &&
            !t->item[i + 1].spaced)
            i += 2;
    } else if ((word = date_match_list(t, i, LIST_HOUR_WORDS)) != 0) {
        i += word;
        if (is_number(&t->item[i], 0, 59, 2)) {
            minute = t->item[i++].value;
            skip_list(t, &i, LIST_MINUTE_WORDS);
        }
    } else {
        return 0;
    }
    apply_half_day(t, &i, &hour);
    if (hour > 23)
        return 0;
    out->hour = (int8_t)hour;
    out->minute = (int8_t)minute;
    size_t zone = match_zone(t, i, iso, out);
    return zone ? zone : i;
}

/* Part of a Vietnamese name, by its look: a capitalized syllable that is no word of dates. */
static bool is_name_syllable(const struct tokens *t, size_t i)
{
    const struct token *token = &t->item[i];
    return token->kind == TOKEN_WORD && token->upper && syllable_fits(token->word, token->length) &&
           !date_match_list(t, i, LIST_AT_WORDS) && !date_match_list(t, i, LIST_DAY_WORDS) &&
           !date_match_list(t, i, LIST_WEEKDAYS) && !date_match_list(t, i, LIST_WEEKDAY_WORDS);
}

/* "Lê Thu, 14/05/2022": Thu is a woman's name there. Short forms of English days are Vietnamese syllables too. */
static bool is_name(const struct tokens *t, size_t i)
{
    const struct token *token = &t->item[i];
    return token->upper && token->length <= 4 && syllable_fits(token->word, token->length) &&
           ((i > 0 && is_name_syllable(t, i - 1)) || is_name_syllable(t, i + 1));
}

static size_t match_weekday(const struct tokens *t, size_t i)
{
    size_t names = date_match_list(t, i, LIST_WEEKDAYS);
    if (names == 1 && is_name(t, i))
        names = 0;
    if (names)
        return i + names;
    size_t word = date_match_list(t, i, LIST_WEEKDAY_WORDS);
    return word && is_number(&t->item[i + word], 2, 7, 1) ? i + word + 1 : 0;
}

static bool is_separator(const struct token *t)
{
    return t->kind == TOKEN_SIGN && (strchr(",|-()/;", (int)(t->sign < 128 ? t->sign : 'x')) || t->sign == 0x2013 ||
                                     t->sign == 0x2014 || t->sign == 0x00B7 || t->sign == 0x2022);
}

/* Does a run of times, weekdays and separators that begins at token i end exactly at `core`? */
static bool match_before(const struct tokens *t, size_t i, size_t core, struct doc_date *out)
{
    struct doc_date date = *out;
    bool has_time = out->hour >= 0, first = true;
    while (i < core) {
        size_t end = 0;
        if (!first && is_separator(&t->item[i]))
            end = i + 1;
        if (!end)
            end = match_weekday(t, i);
        if (!end && !has_time && (end = match_time(t, i, false, &date)) != 0)
            has_time = true;
        if (!end && (end = i + date_match_list(t, i, LIST_AT_WORDS)) > i && first && has_time)
            return false;
        if (end <= i)
            return false;
        i = end;
        first = false;
    }
    if (i != core)
        return false;
    *out = date;
    return true;
}

/* Takes what stands before the core; returns the first token of the whole. */
static size_t extend_before(const struct tokens *t, size_t core, struct doc_date *out)
{
    size_t reach = core > 14 ? core - 14 : 0;
    for (size_t i = reach; i < core; i++) {
        bool starts = match_weekday(t, i) || (t->item[i].kind == TOKEN_NUMBER && out->hour < 0) ||
                      (date_match_list(t, i, LIST_AT_WORDS) && t->item[i + 1].kind == TOKEN_NUMBER);
        /* a number that belongs to a larger one or to a range is no time */
        if (starts && i > 0 && t->item[i].kind == TOKEN_NUMBER && !t->item[i].spaced && t->item[i - 1].sign != '(')
            continue;
        if (starts && match_before(t, i, core, out))
            return i;
    }
    return core;
}

/* Takes what stands behind the core; returns the token behind the whole. */
static size_t extend_behind(const struct tokens *t, size_t end, struct doc_date *out)
{
    if (t->item[end].kind == TOKEN_WORD && strcmp(t->item[end].word, "t") == 0 && !t->item[end].spaced) {
        size_t time = match_time(t, end + 1, true, out);
        if (time)
            return time;
    }
    size_t taken = end;
    for (size_t i = end, signs = 0; signs < 4; signs++) {
        size_t item = match_weekday(t, i);
        if (!item && out->hour < 0)
            item = match_time(t, i, false, out);
        if (item) {
            i = taken = item;
            continue;
        }
        size_t word = date_match_list(t, i, LIST_AT_WORDS);
        if (!word && !is_separator(&t->item[i]))
            break;
        i += word ? word : 1;
    }
    if (is_sign(&t->item[taken], ')')) {
        for (size_t k = end; k < taken; k++) {
            if (is_sign(&t->item[k], '('))
                return taken + 1;
            if (is_sign(&t->item[k], ')'))
                break;
        }
    }
    return taken;
}

/* Looks at the surroundings of the year of four digits that stands at byte `at`. */
static bool find_around(const char *s, size_t n, size_t at, struct doc_date *out, size_t *start, size_t *end)
{
    struct tokens t;
    size_t from = at > REACH ? at - REACH : 0, to = at + 4 + REACH < n ? at + 4 + REACH : n;
    /* begin and end between words, else half a word could look like a whole one */
    while (from > 0 && from < at && s[from - 1] != ' ')
        from++;
    while (to < n && to > at + 4 && s[to] != ' ')
        to--;
    date_split(s, from, to, &t);
    for (t.year = 0; t.year < t.n && t.item[t.year].start != at; t.year++)
        ;
    if (t.year == t.n)
        return false;
    for (size_t i = t.year > 8 ? t.year - 8 : 0; i <= t.year; i++) {
        size_t behind = match_core(&t, i, out);
        if (!behind)
            continue;
        behind = extend_behind(&t, behind, out);
        *start = t.item[extend_before(&t, i, out)].start;
        *end = t.item[behind - 1].end;
        return true;
    }
    return false;
}

bool date_find(const char *s, size_t n, struct doc_date *out, size_t *start, size_t *end)
{
    size_t i = 0;
    date_words_load();
    while ((i += bytes_to_digit(s + i, n - i)) < n) {
        size_t run = i;
        while (run < n && s[run] >= '0' && s[run] <= '9')
            run++;
        if (run - i == 4 && (s[i] == '1' || s[i] == '2') && find_around(s, n, i, out, start, end))
            return true;
        i = run;
    }
    return false;
}

/* A day and a month without a year at token i; returns the token behind, or 0. */
static size_t match_day_and_month(const struct tokens *t, size_t i)
{
    bool day = is_number(&t->item[i], 1, 31, 2);
    size_t at = i + day;
    skip_list(t, &at, LIST_DAY_WORDS);
    if (!day) {
        day = is_number(&t->item[at], 1, 31, 2);
        at += day;
    }
    if (day && (is_sign(&t->item[at], '/') || is_sign(&t->item[at], '.')) && !t->item[at].spaced &&
        is_number(&t->item[at + 1], 1, 12, 2))
        return at + 2;
    if (day)
        skip_list(t, &at, LIST_BEFORE_MONTH);
    size_t month = at;
    if (match_month(t, &month) == 0)
        return 0;
    if (day)
        return month;
    return is_number(&t->item[month], 1, 31, 2) ? month + 1 : 0; /* "May 17" */
}

bool date_is_yearless(const char *s, size_t n)
{
    struct tokens t; /* large: date_split() fills what is read */
    struct doc_date date = {.hour = -1, .minute = -1};
    bool day = false, time = false;
    if (n > REACH || bytes_to_digit(s, n) == n) /* most lines have none */
        return false;
    date_words_load();
    date_split(s, 0, n, &t);
    for (size_t i = 0, end = 0; i < t.n; i = end) {
        end = match_weekday(&t, i);
        if (end <= i && !time && (end = match_time(&t, i, false, &date)) > i)
            time = true;
        if (end <= i && !day && (end = match_day_and_month(&t, i)) > i)
            day = true;
        if (end <= i)
            end = i + date_match_list(&t, i, LIST_AT_WORDS);
        if (end <= i && t.item[i].kind == TOKEN_SIGN)
            end = i + 1;
        if (end <= i)
            return false;
    }
    return day && time;
}
