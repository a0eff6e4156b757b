#include "pdf_outputs.h"

#include "build_making.h"
#include "print/spread.h"

static struct pdf_info info_of(const struct pdf_outputs *o)
{
    const struct book *book = o->book;
    return (struct pdf_info){.title = book->title,
                             .author = book->author,
                             .subject = book->description != NULL ? book->description : book->subtitle,
                             .keywords = build_keywords(o->a, book),
                             .lang = book->language,
                             .producer = o->version,
                             .uuid = book->pdf_uuid,
                             .epoch = book->epoch,
                             .claim = o->press->claim};
}

/* What came of the pages goes to the file; copies are finished one by one. */
static int write(const struct pdf_outputs *o, struct pdf_input *in, struct out_file *out)
{
    in->fonts = o->fonts;
    in->workers = o->workers;
    in->stamps = o->stamps;
    in->n_stamps = o->n_stamps;
    in->stamped = o->stamped;
    in->company = o->company;
    press_apply(o->press, in);
    return o->n_stamps > 0 ? pdf_write(in, out, o->d) : press_write(o->press, in, out, o->d);
}

static void forget(void *layout, size_t n)
{
    layout_forget_shown(layout, n);
}

int pdf_outputs_book(const struct pdf_outputs *o, struct out_file *out)
{
    struct pdf_info info = info_of(o);
    struct pdf_input in = {.pages = press_pages(o->press, o->pages, o->a), .info = &info};
    if (o->attachments != NULL && press_attaches(o->press))
        in.attachments = attachments_for(o->attachments, o->hidden, o->a, &in.n_attachments);
    if (o->ends != NULL) {
        in.painted = forget;
        in.user = o->ends;
    }
    return write(o, &in, out);
}

/* Sheets are to be printed, folded and cut: nothing in them is for reading on a screen. */
static struct pdf_info sheet_info(const struct pdf_outputs *o, const char *what)
{
    struct pdf_info info = {.title = arena_printf(o->a, "%s (%s)", o->book->title, what),
                            .lang = o->book->language,
                            .producer = o->version,
                            .epoch = o->book->epoch};
    info.claim = o->press->job ? PDF_CLAIM_PRESS : PDF_CLAIM_NONE;
    return info;
}

static const char *scheme_name(enum impose_scheme scheme, struct arena *a)
{
    return scheme == IMPOSE_BOOKLET ? "booklet" : arena_printf(a, "%u", (unsigned)scheme);
}

int pdf_outputs_sheets(const struct pdf_outputs *o, enum impose_scheme scheme, struct out_file *out)
{
    struct pdf_info info = sheet_info(o, scheme_name(scheme, o->a));
    struct pdf_input in = {.pages = press_sheets(o->press, o->pages, scheme, o->a), .info = &info};
    return write(o, &in, out);
}

void pdf_outputs_advise(const struct pages *pages, enum impose_scheme scheme, const char *path, struct arena *a,
                        struct diag *d)
{
    struct impose_advice n = impose_count(pages, scheme);
    unsigned section = scheme == IMPOSE_BOOKLET ? 4 : (unsigned)scheme, full = n.pages / section;
    const unsigned numbers[] = {n.pages, full, section, n.sheets, n.pages % section, n.blank, full * section};
    const char *said[7];
    for (size_t i = 0; i < 7; i++)
        said[i] = arena_printf(a, "%u", numbers[i]);
    diag_add(d, n.blank > 0 ? MSG_SHEETS_BLANK : MSG_SHEETS, (struct srcpos){path, 0, 0}, said[0], said[1], said[2],
             said[3], said[4], said[5], said[6], NULL);
}

const char *pdf_outputs_sheets_path(const char *main, enum impose_scheme scheme, struct arena *a)
{
    return pdf_outputs_beside(main, scheme_name(scheme, a), a);
}

/* ---- the cover ---- */

static struct spread_line set_line(const struct pdf_outputs *o, struct layout *layout, const struct layout_label *label)
{
    struct spread_line line = {.size = label->size};
    line.n = layout_label(layout, label, o->a, &line.items, &line.width);
    return line;
}

/* "8.4", in millimetres. */
static const char *in_mm(const struct pdf_outputs *o, scaled length)
{
    int64_t hundredths = muldiv(length, 100, mm_milli(1000));
    return arena_printf(o->a, "%lld.%02lld", (long long)(hundredths / 100), (long long)(hundredths % 100));
}

/* The title in the largest type that the spine takes. */
static struct spread_line spine_title(const struct pdf_outputs *o, struct layout *layout, const struct spread *s)
{
    struct layout_label label = {.s = o->book->title, .role = ROLE_COVER_TITLE, .size = PT(10), .ink = INK_BLACK};
    struct spread_line line = set_line(o, layout, &label);
    label.size = spread_title_size(s, line.width, line.size);
    if (label.size > 0)
        return set_line(o, layout, &label);
    return (struct spread_line){0};
}

int pdf_outputs_cover(const struct pdf_outputs *o, struct layout *layout, const struct pdf_cover *cover,
                      struct out_file *out)
{
    const struct manifest *m = o->press->manifest;
    const struct page *first = &o->pages->items[0];
    struct spread s = {.front = doc_child(o->book->root, DOC_COVER) != NULL ? first : NULL,
                       .width = first->width,
                       .height = first->height,
                       .spine = spread_spine(cover->pages, m->print.caliper),
                       .upward = m->print.spine_up,
                       .margin = mm_milli(20000),
                       .bleed = m->print.bleed,
                       .marks = m->print.marks};
    const struct srcpos pos = {cover->path, 0, 0};
    diag_add(o->d, MSG_COVER_SPINE, pos, in_mm(o, s.spine), arena_printf(o->a, "%zu", cover->pages),
             in_mm(o, m->print.caliper), NULL);
    s.title = spine_title(o, layout, &s);
    if (s.title.n == 0)
        diag_add(o->d, MSG_COVER_SPINE_THIN, pos, NULL);
    if (m->issuer.name != NULL && *m->issuer.name != '\0') {
        const struct layout_label issuer = {m->issuer.name, ROLE_COVER_ISSUER, PT(10), INK_BLACK};
        s.back = set_line(o, layout, &issuer);
    }
    struct pdf_info info = sheet_info(o, "cover");
    struct pdf_input in = {.pages = spread_make(o->pages, &s, o->a), .info = &info};
    press_preflight_cover(o->press, in.pages, o->d);
    return write(o, &in, out);
}

const char *pdf_outputs_beside(const char *main, const char *what, struct arena *a)
{
    return path_join(a, path_dir(a, main), arena_printf(a, "%s-%s.pdf", path_stem(a, main), what));
}
