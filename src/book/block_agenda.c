/* The agenda: when, what, who leads, whether the press is there. */
#include "book/block_make.h"
#include "book/manifest_blocks.h"

/* "15 phút", "1 giờ 30 phút" */
static const char *duration(const struct assembly *as, int minutes)
{
    const char *m = block_filled(as, "minutes", arena_printf(as->a, "%d", minutes % 60));
    const char *h = block_filled(as, "hours", arena_printf(as->a, "%d", minutes / 60));
    if (minutes < 60)
        return m;
    return minutes % 60 == 0 ? h : arena_printf(as->a, "%s %s", h, m);
}

/* "08:30", or with its end "08:30 – 08:45" */
static const char *span_of(const struct assembly *as, int start, int end)
{
    const char *from = manifest_clock(as->a, start);
    return end > start ? arena_printf(as->a, "%s – %s", from, manifest_clock(as->a, end)) : from;
}

/* "15 phút · Mở cho báo chí", or what is known of it; NULL: nothing. */
static const char *how_long(const struct assembly *as, const struct agenda_item *item)
{
    bool known = item->start >= 0 && item->end > item->start;
    const char *minutes = known ? duration(as, item->end - item->start) : NULL, *press = NULL;
    if (item->press != PRESS_NOT_SAID)
        press = block_word(as, item->press == PRESS_OPEN ? "press-open" : "press-closed");
    return minutes && press ? arena_printf(as->a, "%s · %s", minutes, press) : minutes ? minutes : press;
}

static void put_item(const struct assembly *as, struct doc_node *records, const struct agenda_item *item)
{
    struct doc_node *record = block_record(as, records, item->pos);
    if (item->start >= 0) {
        make_leaf(as->a, record, DOC_LABEL, manifest_clock(as->a, item->start));
        record->target = manifest_clock(as->a, item->start);
    }
    make_leaf(as->a, record, DOC_TITLE, item->title);
    block_text(as, record, item->note);
    block_leaf(as, record, DOC_META, item->lead);
    block_leaf(as, record, DOC_META, how_long(as, item));
}

/* Day and place of the meeting, under the title of the page. */
static void put_occasion(const struct assembly *as, struct doc_node *to)
{
    const char *day = cover_meeting_day(as), *place = as->m->meeting.place;
    bool has_day = day && *day, has_place = place && *place;
    if (!has_day && !has_place)
        return;
    bool below_title = to->last && to->last->kind == DOC_TITLE;
    if (below_title) { /* each on a line of its own: together they seldom fit one, and would be divided anywhere */
        block_leaf(as, to, DOC_META, day);
        block_leaf(as, to, DOC_META, place);
        return;
    }
    const char *line = has_day && has_place ? arena_printf(as->a, "%s · %s", day, place) : has_day ? day : place;
    make_leaf(as->a, to, DOC_PARAGRAPH, line);
}

/* How long all items together take, and from when to when. */
static void put_total(const struct assembly *as, struct doc_node *to, const struct agenda *agenda)
{
    const struct agenda_item *first = &agenda->items[0], *last = &agenda->items[agenda->n - 1];
    if (agenda->minutes < 0)
        return;
    struct doc_node *div = doc_new(as->a, DOC_DIV, to->pos);
    div->name = "agenda-total";
    doc_append(to, div);
    const char *total = block_filled(as, "total", duration(as, agenda->minutes));
    make_leaf(as->a, div, DOC_META, arena_printf(as->a, "%s (%s)", total, span_of(as, first->start, last->end)));
}

void block_put_agenda(const struct assembly *as, struct doc_node *to, const char *name)
{
    const struct agenda *agenda = &as->m->blocks.agenda;
    put_occasion(as, to);
    struct doc_node *records = block_records(as, to, name);
    for (size_t i = 0; i < agenda->n; i++)
        put_item(as, records, &agenda->items[i]);
    put_total(as, to, agenda);
}
