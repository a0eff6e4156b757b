/* `agenda:` of book.yaml: when each item begins and ends is worked out from what is said, and what cannot be true is
 * found. */
#include <string.h>

#include "book/manifest_blocks.h"

#define DAY 1440 /* minutes */

struct raw_item {
    struct srcpos pos;
    const char *title, *lead;
    const struct yaml_node *start, *end, *minutes, *note;
    int press;
};

static const char *const press_words[] = {"", "open", "closed", NULL};

static const struct yaml_key item_keys[] = {{"title", YT_STRING, true, offsetof(struct raw_item, title), NULL},
                                            {"start", YT_NODE, false, offsetof(struct raw_item, start), NULL},
                                            {"end", YT_NODE, false, offsetof(struct raw_item, end), NULL},
                                            {"minutes", YT_NODE, false, offsetof(struct raw_item, minutes), NULL},
                                            {"lead", YT_STRING, false, offsetof(struct raw_item, lead), NULL},
                                            {"press", YT_ENUM, false, offsetof(struct raw_item, press), press_words},
                                            {"note", YT_NODE, false, offsetof(struct raw_item, note), NULL},
                                            {NULL, YT_STRING, false, 0, NULL}};
static const struct yaml_schema item_schema = {item_keys, sizeof(struct raw_item), offsetof(struct raw_item, pos), -1};

/* ---- times ---- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

size_t manifest_time(const char *s, int *out)
{
    size_t hours = 0, at;
    while (hours < 3 && is_digit(s[hours]))
        hours++;
    if (hours == 0 || hours > 2 || (s[hours] != ':' && s[hours] != 'h' && s[hours] != '.'))
        return 0;
    at = hours + 1;
    if (!is_digit(s[at]) || !is_digit(s[at + 1]) || is_digit(s[at + 2]))
        return 0;
    int hour = hours == 1 ? s[0] - '0' : (s[0] - '0') * 10 + s[1] - '0';
    int minute = (s[at] - '0') * 10 + s[at + 1] - '0';
    *out = hour * 60 + minute;
    return minute < 60 && *out <= DAY ? at + 2 : 0;
}

const char *manifest_clock(struct arena *a, int minutes)
{
    return arena_printf(a, "%02d:%02d", minutes / 60, minutes % 60);
}

/* Beginning and end of the meeting, of "08:30 – 11:30"; -1: not said. */
static void meeting_span(const char *s, int *start, int *end)
{
    *start = *end = -1;
    for (const char *p = s ? s : ""; *p;) {
        int minutes;
        bool inside = p > s && is_digit(p[-1]);
        size_t n = inside ? 0 : manifest_time(p, &minutes);
        if (n > 0 && *start < 0)
            *start = minutes;
        else if (n > 0)
            *end = minutes;
        p += n > 0 ? n : 1;
    }
}

static bool is_said(const struct yaml_node *node)
{
    return node && (node->kind != YAML_SCALAR || node->scalar[0]);
}

/* A time of day, or -1 when it is not said or (after a fault) wrong. */
static int read_time(struct manifest_reading *r, const struct yaml_node *node)
{
    int minutes;
    if (!is_said(node))
        return -1;
    const char *s = node->kind == YAML_SCALAR ? node->scalar : "";
    size_t n = manifest_time(s, &minutes);
    if (n > 0 && s[n] == '\0')
        return minutes;
    manifest_fault(r, MSG_BOOK_TIME, node->pos, s, NULL);
    return -1;
}

static int read_minutes(struct manifest_reading *r, const struct yaml_node *node)
{
    int minutes = 0;
    if (!is_said(node))
        return -1;
    const char *s = node->kind == YAML_SCALAR ? node->scalar : "";
    size_t n = strspn(s, "0123456789");
    for (size_t i = 0; i < n && i < 5; i++)
        minutes = minutes * 10 + s[i] - '0';
    if (n > 0 && s[n] == '\0' && minutes > 0 && minutes <= DAY)
        return minutes;
    manifest_fault(r, MSG_BOOK_MINUTES, node->pos, s, NULL);
    return -1;
}

/* ---- arithmetic ---- */

struct day {
    struct manifest_reading *r;
    int from, to; /* of the meeting */
    int before;   /* end of the item before; -1: not known */
    int began;    /* its beginning */
    bool whole;   /* all times are known so far */
};

static const char *clock_of(struct day *d, int minutes)
{
    return manifest_clock(d->r->a, minutes);
}

static void say_gap(struct day *d, struct srcpos pos, int from, int to)
{
    const char *minutes = arena_printf(d->r->a, "%d", to - from);
    diag_add(d->r->d, MSG_BOOK_AGENDA_GAP, pos, minutes, clock_of(d, from), clock_of(d, to), NULL);
}

/* The said beginning against the item before it, or against the meeting. */
static void check_start(struct day *d, const struct yaml_node *node, int start, bool first)
{
    int bound = first ? d->from : d->before >= 0 ? d->before : d->began;
    if (bound < 0)
        return;
    if (start < bound || (!first && d->before < 0 && start == bound))
        manifest_fault(d->r, first ? MSG_BOOK_AGENDA_EARLY : MSG_BOOK_AGENDA_OVERLAP, node->pos, clock_of(d, start),
                       clock_of(d, bound));
    else if (start > bound && (first || d->before >= 0))
        say_gap(d, node->pos, bound, start);
}

static int find_start(struct day *d, const struct raw_item *raw, bool first)
{
    int start = read_time(d->r, raw->start);
    if (start >= 0) {
        check_start(d, raw->start, start, first);
        return start;
    }
    start = first ? d->from : d->before;
    if (start < 0 && !is_said(raw->start) && d->whole)
        manifest_fault(d->r, MSG_BOOK_AGENDA_NO_START, raw->pos, raw->title, NULL);
    return start;
}

static int find_end(struct day *d, const struct raw_item *raw, int start)
{
    int end = read_time(d->r, raw->end), minutes = read_minutes(d->r, raw->minutes);
    if (start < 0)
        return end;
    if (end >= 0 && end <= start) {
        manifest_fault(d->r, MSG_BOOK_AGENDA_BACKWARD, raw->end->pos, clock_of(d, end), clock_of(d, start));
        return -1;
    }
    if (minutes < 0)
        return end;
    if (end >= 0 && end != start + minutes)
        manifest_fault(d->r, MSG_BOOK_AGENDA_CONTRADICTS, raw->minutes->pos, arena_printf(d->r->a, "%d", minutes),
                       arena_printf(d->r->a, "%d", end - start));
    if (start + minutes <= DAY)
        return start + minutes;
    manifest_fault(d->r, MSG_BOOK_AGENDA_MIDNIGHT, raw->minutes->pos, raw->title, NULL);
    return -1;
}

static void take_item(struct day *d, const struct raw_item *raw, struct agenda *agenda)
{
    struct agenda_item *item = &agenda->items[agenda->n];
    bool first = agenda->n == 0;
    *item = (struct agenda_item){raw->pos, -1, -1, raw->title, raw->lead, raw->press, NULL};
    item->note = manifest_take_text(d->r, raw->note, "note");
    item->start = find_start(d, raw, first);
    item->end = find_end(d, raw, item->start);
    if (!first && d->before < 0 && item->start > d->began)
        item[-1].end = item->start; /* it lasted until this one */
    d->whole = item->start >= 0;
    d->before = item->end;
    d->began = item->start;
    agenda->n++;
}

/* The last item may last as long as the meeting; all together are as long as they are. */
static void finish(struct day *d, struct agenda *agenda)
{
    struct agenda_item *last = &agenda->items[agenda->n - 1];
    if (last->end < 0 && last->start >= 0 && d->to > last->start)
        last->end = d->to;
    if (last->end >= 0 && d->to >= 0 && last->end > d->to)
        manifest_fault(d->r, MSG_BOOK_AGENDA_LATE, last->pos, clock_of(d, last->end), clock_of(d, d->to));
    else if (last->end >= 0 && last->end < d->to)
        say_gap(d, last->pos, last->end, d->to);
    for (size_t i = 0; i < agenda->n; i++) {
        const struct agenda_item *item = &agenda->items[i];
        bool known = item->start >= 0 && item->end > item->start && agenda->minutes >= 0;
        agenda->minutes = known ? agenda->minutes + item->end - item->start : -1;
    }
}

void manifest_read_agenda(struct manifest_reading *r, const struct yaml_node *list)
{
    struct agenda *agenda = &r->m->blocks.agenda;
    struct day day = {.r = r, .before = -1, .began = -1, .whole = true};
    size_t n = manifest_count(r, list, "agenda");
    if (n == 0)
        return;
    meeting_span(r->m->meeting.time, &day.from, &day.to);
    agenda->items = arena_calloc(r->a, n, sizeof *agenda->items);
    for (const struct yaml_node *node = list->first; node; node = node->next) {
        struct raw_item raw = {.pos = node->pos};
        if (manifest_fill_item(r, node, &item_schema, &raw, "agenda"))
            take_item(&day, &raw, agenda);
    }
    if (agenda->n == n)
        finish(&day, agenda);
}
