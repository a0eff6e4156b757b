/* The head of a document of state: its key in book.yaml, and its words on the cover. */
#include "book/document_head.h"

#include <stddef.h>
#include <string.h>

#include "book/manifest_reading.h"
#include "lang/data.h"
#include "lang/dates.h"

struct raw_document {
    const char *number, *place;
    bool national_title;
};

static const struct yaml_key document_keys[] = {
    {"number", YT_STRING, false, offsetof(struct raw_document, number), NULL},
    {"place", YT_STRING, false, offsetof(struct raw_document, place), NULL},
    {"national-title", YT_BOOL, false, offsetof(struct raw_document, national_title), NULL},
    {NULL, YT_STRING, false, 0, NULL}};
static const struct yaml_schema document_schema = {document_keys, sizeof(struct raw_document), -1, -1};

static void read_document(struct manifest_reading *r, const struct yaml_node *value)
{
    struct raw_document raw = {.national_title = true};
    if (value->kind != YAML_MAP) {
        manifest_fault(r, MSG_YAML_WRONG_TYPE, value->pos, "document", diag_word(WORD_A_MAP));
        return;
    }
    manifest_fill(r, value, &document_schema, &raw);
    r->m->document.pos = value->pos;
    r->m->document.given = true;
    r->m->document.number = raw.number;
    r->m->document.place = raw.place;
    r->m->document.national_title = raw.national_title;
}

const struct manifest_key manifest_document_keys[] = {{"document", read_document}, {NULL, NULL}};

static bool said(const char *s)
{
    return s && *s;
}

/* A number below 10 is written with a zero before it. */
static const char *two_digits(struct arena *a, const char *number)
{
    size_t digits = strspn(number, "0123456789");
    return digits == 1 ? arena_printf(a, "0%s", number) : number;
}

/* "Hà Nội, ngày 05 tháng 02 năm 2026", or "" where either is not known. */
static const char *place_and_date(const struct assembly *as)
{
    const struct book *book = as->book;
    if (!said(as->m->document.place) || !book->date.day)
        return "";
    return arena_printf(as->a, "%s, %s", as->m->document.place,
                        date_write(as->a, book->language, &book->date, DATE_LONG, false));
}

bool document_head_put(const struct assembly *as, struct doc_node *cover)
{
    const struct manifest *m = as->m;
    const char *lang = as->book->language;
    if (!m->document.given || !m->document_head)
        return false;
    if (m->document.national_title) {
        make_leaf(as->a, cover, DOC_STATE, data_word(lang, "words.national-title"));
        make_leaf(as->a, cover, DOC_STATE, data_word(lang, "words.national-motto"));
    }
    if (said(m->document.number))
        make_leaf(as->a, cover, DOC_NUMBER,
                  make_filled(as, "words.document-number", two_digits(as->a, m->document.number)));
    const char *where = place_and_date(as);
    if (*where)
        make_leaf(as->a, cover, DOC_PLACE, where);
    return *where != '\0';
}

void document_head_check(const struct assembly *as)
{
    const struct manifest *m = as->m;
    if (!m->document.given || !m->document_head)
        return;
    for (size_t i = 0; i < m->n_front; i++)
        if (strcmp(m->front[i].kind, "cover") == 0)
            return;
    diag_add(as->d, MSG_BOOK_DOCUMENT_NO_COVER, m->document.pos, NULL);
}
