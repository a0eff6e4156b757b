/* The cover's words: issuing body, handling mark, kicker, title, meeting block, foot line. The title page of the EPUB
 * repeats them, since the cover is a picture there. */
#include <string.h>

#include "base/utf8.h"
#include "book/assemble.h"
#include "book/document_head.h"
#include "lang/data.h"
#include "lang/dates.h"

static bool said(const char *s)
{
    return s && *s;
}

/* Day of the week, 0: Monday (Sakamoto's method). */
static size_t weekday(const struct doc_date *date)
{
    static const int offset[] = {0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4};
    int y = date->year - (date->month < 3);
    int sunday_first = (y + y / 4 - y / 100 + y / 400 + offset[date->month - 1] + date->day) % 7;
    return (size_t)(sunday_first + 6) % 7;
}

/* A pattern with {t} time of day, {w} weekday, {L} long date; what is not said falls away with the ", " before it. */
static const char *fill_when(struct arena *a, const char *pattern, const char *t, const char *w, const char *l)
{
    struct buf out = BUF_INIT;
    for (const char *p = pattern; *p; p++) {
        const char *value = NULL;
        if (p[0] == '{' && p[1] && p[2] == '}')
            value = p[1] == 't' ? t : p[1] == 'w' ? w : p[1] == 'L' ? l : NULL;
        if (!value)
            continue;
        if (out.n > 0 && *value)
            buf_puts(&out, ", ");
        buf_puts(&out, value);
        p += 2;
    }
    const char *text = arena_strndup(a, out.p ? out.p : "", out.n);
    buf_free(&out);
    return text;
}

/* "08:30 – 11:30, thứ Năm, ngày 20 tháng 11 năm 2025" */
static const char *meeting_time(const struct assembly *as, const char *time)
{
    const struct manifest *m = as->m;
    const char *lang = as->book->language;
    struct doc_date date;
    if (!said(m->meeting.date))
        return time;
    if (!manifest_date(m->meeting.date, &date) || !date.day)
        return fill_when(as->a, "{t}{L}", time, "", m->meeting.date);
    struct data_list names = data_lookup(lang, "dates.weekday-names");
    size_t day = weekday(&date);
    return fill_when(as->a, data_word(lang, "dates.when"), time, day < names.n ? names.items[day] : "",
                     date_write(as->a, lang, &date, DATE_LONG, false));
}

static const char *with_capital(struct arena *a, const char *s)
{
    size_t i = 0, n = strlen(s);
    if (n == 0)
        return s;
    uint32_t first = utf8_upper(utf8_next(s, n, &i));
    char put[4];
    size_t length = utf8_put(put, first);
    return arena_printf(a, "%.*s%s", (int)length, put, s + i);
}

const char *cover_meeting_day(const struct assembly *as)
{
    return with_capital(as->a, meeting_time(as, ""));
}

static void put_field(const struct assembly *as, struct doc_node *cover, const char *word, const char *value)
{
    if (!said(value))
        return;
    struct doc_node *field = doc_new(as->a, DOC_FIELD, cover->pos);
    doc_append(cover, field);
    make_leaf(as->a, field, DOC_LABEL, data_word(as->book->language, word));
    make_leaf(as->a, field, DOC_VALUE, value);
}

static bool has_meeting(const struct manifest *m)
{
    return said(m->meeting.name) || said(m->meeting.date) || said(m->meeting.place) || said(m->meeting.time) ||
           said(m->meeting.chair);
}

/* "Tài liệu phục vụ cuộc họp" where there is a meeting; else what the thing is, unless the title says so already. */
static const char *kicker(const struct assembly *as)
{
    const char *briefing = data_word(as->book->language, "words.briefing");
    if (has_meeting(as->m))
        return data_word(as->book->language, "words.kicker");
    return strncmp(as->book->title, briefing, strlen(briefing)) == 0 ? NULL : briefing;
}

struct doc_node *cover_make(const struct assembly *as, enum doc_kind kind)
{
    const struct manifest *m = as->m;
    const struct book *book = as->book;
    struct doc_node *cover = doc_new(as->a, kind, (struct srcpos){m->file, 0, 0});
    cover->id = kind == DOC_COVER ? "cover" : "title-page";
    if (m->issuer.logo_path && !(m->document_head && m->document.given)) { /* a document of state bears none */
        struct doc_node *logo = doc_new(as->a, DOC_FIGURE, m->issuer.logo_pos);
        logo->src = m->issuer.logo_path;
        logo->alt = make_filled(as, "words.logo", said(m->issuer.name) ? m->issuer.name : "");
        doc_append(cover, logo);
    }
    if (said(m->issuer.name))
        make_leaf(as->a, cover, DOC_ISSUER, m->issuer.name);
    if (said(m->issuer.department))
        make_leaf(as->a, cover, DOC_ISSUER, m->issuer.department);
    bool dated = document_head_put(as, cover);
    if (said(m->handling))
        make_leaf(as->a, cover, DOC_HANDLING, m->handling);
    const char *above = kicker(as);
    if (above)
        make_leaf(as->a, cover, DOC_KICKER, above);
    make_leaf(as->a, cover, DOC_TITLE, book->title);
    if (said(book->subtitle))
        make_leaf(as->a, cover, DOC_SUBTITLE, book->subtitle);
    put_field(as, cover, "words.meeting", m->meeting.name);
    put_field(as, cover, "words.meeting-time", meeting_time(as, said(m->meeting.time) ? m->meeting.time : ""));
    put_field(as, cover, "words.meeting-place", m->meeting.place);
    put_field(as, cover, "words.meeting-chair", m->meeting.chair);
    if (book->date.year && !dated)
        make_leaf(as->a, cover, DOC_META,
                  with_capital(as->a, date_write(as->a, book->language, &book->date, DATE_MONTH, false)));
    return cover;
}
