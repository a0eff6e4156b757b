/* What the book says of itself: language, title, identifiers, time stamp. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/utf8.h"
#include "book/assemble.h"
#include "lang/data.h"
#include "lang/dates.h"

/* The name space of briefbook's identifiers: the version 5 UUID of "https://briefbook.example/ns" among URLs. */
static const uint8_t name_space[16] = {0x1e, 0x62, 0xe3, 0xb3, 0x53, 0x53, 0x54, 0x99,
                                       0x96, 0x1c, 0x73, 0x8b, 0xa4, 0xd0, 0x87, 0xb3};

/* The language of most chapters; the first wins a tie. */
static const char *common_language(const struct assembly *as)
{
    const char *best = NULL;
    size_t most = 0;
    for (size_t i = 0; i < as->n; i++) {
        size_t count = 0;
        if (!as->chapters[i].lang)
            continue;
        for (size_t k = 0; k < as->n; k++)
            count += as->chapters[k].lang && strcmp(as->chapters[k].lang, as->chapters[i].lang) == 0;
        if (count > most) {
            most = count;
            best = as->chapters[i].lang;
        }
    }
    return best ? best : "vi";
}

static struct doc_date newest(const struct assembly *as)
{
    struct doc_date date = {.year = 0, .hour = -1, .minute = -1};
    for (size_t i = 0; i < as->n; i++)
        if (as->chapters[i].date.year && (!date.year || doc_date_compare(&as->chapters[i].date, &date) > 0))
            date = as->chapters[i].date;
    return date;
}

static const char *default_title(const struct assembly *as, const struct doc_date *date)
{
    const char *lang = as->book->language, *briefing = data_word(lang, "words.briefing");
    if (as->n == 1 && as->chapters[0].article->meta.title.n > 0)
        return make_plain(as->a, &as->chapters[0].article->meta.title).s;
    if (!date->year)
        return briefing;
    return arena_printf(as->a, "%s, %s", briefing, date_write(as->a, lang, date, DATE_LONG, false));
}

/* ---- time ---- */

/* Days from 1970-01-01 (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms"). */
static int64_t days_from_civil(int64_t y, int m, int d)
{
    y -= m <= 2;
    int64_t era = (y >= 0 ? y : y - 399) / 400, year = y - era * 400;
    int64_t day = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
    return era * 146097 + year * 365 + year / 4 - year / 100 + day - 719468;
}

static int64_t seconds_of(const struct doc_date *date)
{
    int month = date->month ? date->month : 1, day = date->day ? date->day : 1;
    int64_t seconds = days_from_civil(date->year, month, day) * 86400;
    if (date->hour >= 0)
        seconds += date->hour * 3600 + (date->minute > 0 ? date->minute * 60 : 0);
    if (date->has_zone)
        seconds -= (int64_t)date->zone_minutes * 60;
    return seconds;
}

/* The last second that PDF and EPUB can write with a year of four digits. */
#define LAST_SECOND INT64_C(253402300799)

static bool read_epoch(const char *env, int64_t *out)
{
    if (!env || !*env)
        return false;
    char *end;
    errno = 0;
    long long v = strtoll(env, &end, 10);
    if (*end || errno || v < 0 || v > LAST_SECOND || *env < '0' || *env > '9')
        return false;
    *out = v;
    return true;
}

static int64_t time_stamp(const struct assembly *as, const struct doc_date *date, const char *env)
{
    int64_t epoch;
    if (read_epoch(env, &epoch))
        return epoch;
    if (env && *env)
        diag_add(as->d, MSG_BOOK_EPOCH, DIAG_NOWHERE, env, NULL);
    static const struct doc_date none = {.year = 2000, .month = 1, .day = 1, .hour = -1, .minute = -1};
    epoch = seconds_of(date->year ? date : &none);
    return epoch < 0 ? 0 : epoch;
}

/* ---- identifiers ---- */

static bool is_uuid(const char *s)
{
    for (size_t i = 0; i < 36; i++) {
        bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (dash ? s[i] != '-' : !s[i] || !strchr("0123456789abcdefABCDEF", s[i]))
            return false;
    }
    return s[36] == '\0';
}

static void identify(const struct assembly *as)
{
    struct book *book = as->book;
    const char *given = as->m->metadata.identifier;
    const char *name = given && *given ? given : book->name;
    char uuid[37];
    if (given && strncmp(given, "urn:uuid:", 9) == 0)
        given += 9;
    if (given && is_uuid(given)) {
        book->uuid = given;
    } else {
        file_uuid5(name_space, arena_printf(as->a, "%s#epub", name), uuid);
        book->uuid = arena_strdup(as->a, uuid);
    }
    file_uuid5(name_space, arena_printf(as->a, "%s#pdf", name), uuid);
    book->pdf_uuid = arena_strdup(as->a, uuid);
}

/* ---- the whole ---- */

static const char *nfc(struct arena *a, const char *s)
{
    size_t n;
    return s && *s ? utf8_nfc(a, s, strlen(s), &n) : NULL;
}

/* The chapters' tags, each once, in the order of the book. */
/* Adds those of `more` that are not among the `n` tags yet. Returns their new number. */
static size_t add_tags(const struct assembly *as, const char **tags, size_t n, const char *const *more)
{
    for (; more && *more; more++) {
        const char *word = nfc(as->a, *more);
        size_t k = 0;
        while (k < n && word && strcmp(tags[k], word) != 0)
            k++;
        if (word && k == n)
            tags[n++] = word;
    }
    return n;
}

/* The subjects that book.yaml names, then the chapters' tags. */
static const char *const *all_tags(const struct assembly *as)
{
    size_t room = 0, n = 0;
    for (size_t i = 0; i < as->n; i++)
        for (const char *const *tag = as->chapters[i].from ? as->chapters[i].from->tags : NULL; tag && *tag; tag++)
            room++;
    const char *const *own = as->m->metadata.subjects;
    for (const char *const *tag = own; tag && *tag; tag++)
        room++;
    const char **tags = arena_calloc(as->a, room + 1, sizeof *tags);
    n = add_tags(as, tags, n, own);
    for (size_t i = 0; i < as->n; i++)
        n = add_tags(as, tags, n, as->chapters[i].from ? as->chapters[i].from->tags : NULL);
    return n > 0 ? tags : NULL;
}

void describe_book(const struct assembly *as, const char *epoch_env)
{
    const struct manifest *m = as->m;
    struct book *book = as->book;
    struct doc_date date = m->date.year ? m->date : newest(as);
    book->manifest = m;
    book->language = m->language && *m->language ? m->language : common_language(as);
    book->name = m->name ? m->name : "briefing";
    book->title = nfc(as->a, m->title);
    if (!book->title)
        book->title = default_title(as, &date);
    book->subtitle = nfc(as->a, m->subtitle);
    book->running_title = book->title;
    book->author = nfc(as->a, m->issuer.name);
    book->description = m->metadata.description ? nfc(as->a, m->metadata.description) : book->subtitle;
    book->tags = all_tags(as);
    book->date = date;
    book->epoch = time_stamp(as, &date, epoch_env);
    identify(as);
}
