/* Metadata: who, what, when; where the page numbers come from; and what the accessibility of this very book is,
 * computed from its content. Nothing is claimed that was not looked at, and no conformance but what the publisher has
 * signed. */
#include <string.h>

#include "base/utf8.h"
#include "epub/href.h"
#include "epub/package.h"

static void put_dc(struct xml *x, const char *name, const char *id, const char *value)
{
    if (value == NULL || *value == '\0')
        return;
    xml_begin(x, name);
    xml_attr(x, "id", id);
    xml_puts(x, value);
    xml_end(x);
    xml_nl(x);
}

static void put_meta(struct xml *x, const char *property, const char *value)
{
    xml_begin(x, "meta");
    xml_attr(x, "property", property);
    xml_puts(x, value);
    xml_end(x);
    xml_nl(x);
}

static void put_refines(struct xml *x, const char *id, const char *property, const char *value)
{
    xml_begin(x, "meta");
    xml_attr(x, "refines", id);
    xml_attr(x, "property", property);
    if (strcmp(property, "role") == 0)
        xml_attr(x, "scheme", "marc:relators");
    xml_puts(x, value);
    xml_end(x);
    xml_nl(x);
}

static void put_title(struct xml *x, const char *id, const char *text, const char *type, const char *seq)
{
    if (text == NULL || *text == '\0')
        return;
    put_dc(x, "dc:title", id + 1, text);
    put_refines(x, id, "title-type", type);
    put_refines(x, id, "display-seq", seq);
}

/* A personal name of two to four capitalized words is filed under its last word: the given name in Vietnamese, the
 * family name in most other languages. Anything else is filed as it stands. */
static const char *file_as(struct arena *a, const char *name)
{
    size_t words = 0, n = strlen(name), last = 0;
    for (size_t i = 0; i < n;) {
        size_t at = i;
        uint32_t cp = utf8_next(name, n, &i);
        bool begins = at == 0 || name[at - 1] == ' ';
        if (begins && !utf8_is_upper(cp))
            return name;
        if (!begins && cp != ' ' && cp != '-' && cp != '\'' && !utf8_is_letter(cp))
            return name;
        if (begins) {
            words++;
            last = at;
        }
    }
    if (words < 2 || words > 4)
        return name;
    return arena_printf(a, "%s, %.*s", name + last, (int)(last - 1), name);
}

static void put_person(struct xml *x, const char *element, const char *id, const char *name, const char *role,
                       const char *filed)
{
    put_dc(x, element, id + 1, name);
    put_refines(x, id, "role", role);
    put_refines(x, id, "file-as", filed);
}

/* The issuing body and whom book.yaml names. */
static void put_creators(struct xml *x, struct arena *a, const struct book *book)
{
    unsigned n = 0;
    if (book->author != NULL && book->author[0] != '\0')
        put_person(x, "dc:creator", arena_printf(a, "#cr-%u", ++n), book->author, "edt", book->author);
    const struct manifest_creator *c = book->manifest != NULL ? book->manifest->metadata.filed : NULL;
    for (; c != NULL && c->name != NULL; c++)
        if (book->author == NULL || strcmp(c->name, book->author) != 0)
            put_person(x, "dc:creator", arena_printf(a, "#cr-%u", ++n), c->name, "edt",
                       c->file_as != NULL ? c->file_as : file_as(a, c->name));
}

struct names {
    const char **items;
    size_t n;
};

static bool seen(const struct names *s, const char *name)
{
    for (size_t i = 0; i < s->n; i++)
        if (strcmp(s->items[i], name) == 0)
            return true;
    return false;
}

/* Each article's author once, in the order of the book. */
static void put_contributors(struct xml *x, struct arena *a, const struct plan *p)
{
    struct names names = {arena_calloc(a, p->n_pieces + 1, sizeof *names.items), 0};
    for (size_t i = 0; i < p->n_pieces; i++) {
        const struct article_meta *m = p->pieces[i].top->meta;
        if (!p->pieces[i].first || m == NULL || m->author.n == 0)
            continue;
        const char *name = plan_plain(a, &m->author);
        if (seen(&names, name))
            continue;
        names.items[names.n++] = name;
        put_person(x, "dc:contributor", arena_printf(a, "#co-%zu", names.n), name, "aut", file_as(a, name));
    }
}

/* The book's language first, then those of articles in another. */
static void put_languages(struct xml *x, struct arena *a, const struct plan *p)
{
    struct names names = {arena_calloc(a, p->n_pieces + 1, sizeof *names.items), 0};
    names.items[names.n++] = p->in->book->language;
    put_dc(x, "dc:language", NULL, p->in->book->language);
    for (size_t i = 0; i < p->n_pieces; i++) {
        const char *lang = p->pieces[i].top->lang;
        if (plan_lang(lang) == NULL || seen(&names, lang))
            continue;
        names.items[names.n++] = lang;
        put_dc(x, "dc:language", NULL, lang);
    }
}

/* Days since 1970-01-01 as a date of the proleptic Gregorian calendar. */
static void civil(int64_t days, int64_t *year, unsigned *month, unsigned *day)
{
    days += 719468; /* from 0000-03-01 */
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    int64_t of_era = days - era * 146097;
    int64_t years = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * years + years / 4 - years / 100);
    int64_t shifted = (5 * of_year + 2) / 153;
    *day = (unsigned)(of_year - (153 * shifted + 2) / 5 + 1);
    *month = (unsigned)(shifted < 10 ? shifted + 3 : shifted - 9);
    *year = years + era * 400 + (*month <= 2);
}

static const char *timestamp(struct arena *a, int64_t epoch)
{
    int64_t days = epoch / 86400, rest = epoch % 86400, year;
    if (rest < 0) {
        rest += 86400;
        days--;
    }
    unsigned month, day;
    civil(days, &year, &month, &day);
    return arena_printf(a, "%04lld-%02u-%02uT%02u:%02u:%02uZ", (long long)year, month, day, (unsigned)(rest / 3600),
                        (unsigned)(rest / 60 % 60), (unsigned)(rest % 60));
}

/* Where page numbers come from: in the words of EPUB Accessibility 1.1 and in those of its successor. */
static void put_page_source(struct xml *x, struct arena *a, const struct plan *p)
{
    if (!p->facts.markers || p->in->book->pdf_uuid == NULL)
        return;
    const char *source = arena_printf(a, "urn:uuid:%s", p->in->book->pdf_uuid);
    put_dc(x, "dc:source", "src-pages", source);
    put_refines(x, "#src-pages", "source-of", "pagination");
    put_meta(x, "pageBreakSource", source);
}

/* The conformance that the publisher has signed, or NULL. */
static const char *claim_of(const struct plan *p)
{
    const struct manifest *m = p->in->book->manifest;
    return m != NULL && m->metadata.certifier != NULL ? m->metadata.conformance : NULL;
}

static void put_summary(struct xml *x, const struct plan *p)
{
    const struct facts *f = &p->facts;
    const struct {
        bool holds;
        const char *sentence;
    } facts[] = {
        {true, "accessibility.contents"},
        {f->markers, "accessibility.pages"},
        {!f->pictures, "accessibility.text"},
        {f->pictures && !f->pictures_lacking_alt, "accessibility.pictures"},
        {f->pictures_lacking_alt, "accessibility.pictures-lacking"},
        {f->table_heads, "accessibility.tables"},
        {f->notes, "accessibility.notes"},
        {f->index, "accessibility.index"},
        {claim_of(p) == NULL, "accessibility.unchecked"},
    };
    struct buf b = BUF_INIT;
    for (size_t i = 0; i < sizeof facts / sizeof facts[0]; i++) {
        if (!facts[i].holds)
            continue;
        if (b.n > 0)
            buf_putc(&b, ' ');
        buf_puts(&b, plan_word(p, facts[i].sentence));
    }
    xml_begin(x, "meta");
    xml_attr(x, "property", "schema:accessibilitySummary");
    xml_attr(x, "xml:lang", p->in->book->language);
    xml_puts(x, buf_str(&b));
    xml_end(x);
    xml_nl(x);
    buf_free(&b);
}

/* Only what is signed in book.yaml, in the publisher's name. */
static void put_claim(struct xml *x, const struct plan *p)
{
    const char *claim = claim_of(p);
    if (claim == NULL)
        return;
    const struct manifest *m = p->in->book->manifest;
    xml_begin(x, "meta");
    xml_attr(x, "property", "dcterms:conformsTo");
    xml_attr(x, "id", "conf");
    xml_puts(x, claim);
    xml_end(x);
    xml_nl(x);
    put_refines(x, "#conf", "a11y:certifiedBy", m->metadata.certifier);
    struct arena *a = arena_new();
    const char *report = m->metadata.certifier_report != NULL ? href_external(a, m->metadata.certifier_report) : NULL;
    if (report != NULL) {
        xml_begin(x, "link");
        xml_attr(x, "rel", "a11y:certifierReport");
        xml_attr(x, "refines", "#conf");
        xml_attr(x, "href", report);
        xml_close(x);
        xml_nl(x);
    }
    arena_drop(a);
}

static void put_accessibility(struct xml *x, const struct plan *p)
{
    const struct facts *f = &p->facts;
    const struct {
        bool holds;
        const char *feature;
    } features[] = {
        {true, "tableOfContents"},
        {true, "readingOrder"},
        {true, "structuralNavigation"},
        {true, "displayTransformability"},
        {f->pictures && !f->pictures_lacking_alt, "alternativeText"},
        {f->markers, "pageBreakMarkers"},
        {f->markers, "pageNavigation"},
        {f->index, "index"},
        {true, "ARIA"},
    };
    put_meta(x, "schema:accessMode", "textual");
    if (f->pictures)
        put_meta(x, "schema:accessMode", "visual");
    put_meta(x, "schema:accessModeSufficient", f->pictures_lacking_alt ? "textual,visual" : "textual");
    for (size_t i = 0; i < sizeof features / sizeof features[0]; i++)
        if (features[i].holds)
            put_meta(x, "schema:accessibilityFeature", features[i].feature);
    put_meta(x, "schema:accessibilityHazard", "none");
    put_summary(x, p);
    put_claim(x, p);
    const struct manifest *m = p->in->book->manifest;
    if (m != NULL && m->metadata.contact != NULL) /* asked for by EPUB Accessibility 1.2 */
        put_meta(x, "a11y:contactEmail", m->metadata.contact);
}

static void put_series(struct xml *x, const struct manifest *m)
{
    if (m == NULL || m->metadata.series == NULL || *m->metadata.series == '\0')
        return;
    xml_begin(x, "meta");
    xml_attr(x, "property", "belongs-to-collection");
    xml_attr(x, "id", "series");
    xml_puts(x, m->metadata.series);
    xml_end(x);
    xml_nl(x);
    put_refines(x, "#series", "collection-type", "series");
    if (m->metadata.series_number != NULL && *m->metadata.series_number != '\0')
        put_refines(x, "#series", "group-position", m->metadata.series_number);
}

static void put_book(struct xml *x, struct arena *a, const struct plan *p)
{
    const struct book *book = p->in->book;
    put_dc(x, "dc:identifier", "uid", arena_printf(a, "urn:uuid:%s", book->uuid));
    const char *given = book->manifest != NULL ? book->manifest->metadata.identifier : NULL;
    if (given != NULL && strstr(given, book->uuid) == NULL)
        put_dc(x, "dc:identifier", NULL, given); /* an ISBN or the like beside our own */
    put_title(x, "#t-main", book->title, "main", "1");
    put_title(x, "#t-sub", book->subtitle, "subtitle", "2");
    put_creators(x, a, book);
    put_contributors(x, a, p);
    put_languages(x, a, p);
    const struct manifest *m = book->manifest;
    const char *publisher = m != NULL ? m->metadata.publisher : NULL;
    put_dc(x, "dc:publisher", NULL, publisher != NULL ? publisher : book->author);
    struct doc_date day = book->date;
    day.hour = day.minute = -1;
    day.has_zone = false;
    char date[32];
    doc_date_iso(&day, date);
    put_dc(x, "dc:date", NULL, date);
    put_dc(x, "dc:description", NULL, book->description);
    for (const char *const *tag = book->tags; tag != NULL && *tag != NULL; tag++)
        put_dc(x, "dc:subject", NULL, *tag);
    put_dc(x, "dc:rights", NULL, m != NULL ? m->metadata.rights : NULL);
    put_series(x, m);
}

void package_metadata_write(struct xml *x, const struct package *k)
{
    const struct plan *p = k->plan;
    struct arena *a = arena_new();
    xml_begin(x, "metadata");
    xml_attr(x, "xmlns:dc", "http://purl.org/dc/elements/1.1/");
    xml_nl(x);
    put_book(x, a, p);
    put_page_source(x, a, p);
    put_meta(x, "dcterms:modified", timestamp(a, p->in->book->epoch));
    put_accessibility(x, p);
    if (p->in->copy_line != NULL)
        put_meta(x, "dcterms:audience", p->in->copy_line);
    if (k->fonts->n > 0)
        put_meta(x, "ibooks:specified-fonts", "true");
    if (p->in->generator != NULL) {
        xml_begin(x, "meta");
        xml_attr(x, "name", "generator");
        xml_attr(x, "content", p->in->generator);
        xml_close(x);
        xml_nl(x);
    }
    if (p->in->cover_png != NULL) {
        xml_begin(x, "meta");
        xml_attr(x, "name", "cover");
        xml_attr(x, "content", "cover-image");
        xml_close(x);
        xml_nl(x);
    }
    xml_end(x);
    xml_nl(x);
    arena_drop(a);
}
