#include "pdf_outputs.h"

#include "build_making.h"

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
    press_apply(o->press, in);
    return o->n_stamps > 0 ? pdf_write(in, out, o->d) : press_write(o->press, in, out, o->d);
}

int pdf_outputs_book(const struct pdf_outputs *o, struct out_file *out)
{
    struct pdf_info info = info_of(o);
    struct pdf_input in = {.pages = press_pages(o->press, o->pages, o->a), .info = &info};
    if (o->attachments != NULL && press_attaches(o->press))
        in.attachments = attachments_for(o->attachments, o->hidden, o->a, &in.n_attachments);
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
    const char *file = arena_printf(a, "%s-%s.pdf", path_stem(a, main), scheme_name(scheme, a));
    return path_join(a, path_dir(a, main), file);
}
