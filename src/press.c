#include "press.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "image/profile.h"
#include "print/marks.h"
#include "print/preflight.h"

/* Free profiles of printing on coated paper, where Debian's packages put them; the first that is there is taken. */
static const char *const system_profiles[] = {"/usr/share/color/icc/FOGRA39L_coated.icc",
                                              "/usr/share/color/icc/colord/FOGRA39L_coated.icc",
                                              "/usr/share/color/icc/ghostscript/default_cmyk.icc"};

static const char *find_profile(void)
{
    for (size_t i = 0; i < sizeof system_profiles / sizeof *system_profiles; i++)
        if (access(system_profiles[i], R_OK) == 0)
            return system_profiles[i];
    return NULL;
}

static int take_profile(struct press_job *p, const char *path, struct arena *a, struct diag *d)
{
    const struct srcpos pos = p->manifest->print.profile_pos;
    struct profile about;
    char *bytes;
    size_t n;
    if (file_read(path, PROFILE_MAX_BYTES, &bytes, &n, d, pos) != 0)
        return -1;
    bool good = profile_read(bytes, n, &about) && about.components == 4 && about.output;
    if (good)
        p->condition = (struct pdf_condition){memcpy(arena_alloc(a, n), bytes, n), n,
                                              arena_strdup(a, *about.name ? about.name : path_stem(a, path))};
    else
        diag_add(d, MSG_PROFILE_KIND, pos, path, NULL);
    free(bytes);
    return good ? 0 : -1;
}

static int read_condition(struct press_job *p, struct arena *a, struct diag *d)
{
    const struct manifest *m = p->manifest;
    const char *path = m->print.profile != NULL ? path_join(a, m->folder, m->print.profile) : find_profile();
    p->profile = path;
    if (path != NULL)
        return take_profile(p, path, a, d);
    diag_add(d, MSG_PROFILE_NONE, DIAG_NOWHERE, NULL);
    return -1;
}

bool press_attaches(const struct press_job *p)
{
    return p->manifest->attach_sources && p->manifest->preset == PRESET_ARCHIVE;
}

/* Passwords belong to confidential books and to no other. */
static int read_passwords(struct press_job *p, const struct press_wishes *w, struct diag *d)
{
    static const char *const presets[] = {"archive", "press", "confidential"};
    bool confidential = p->manifest->preset == PRESET_CONFIDENTIAL;
    enum msg wrong = MSG_CONFIDENTIAL_PASSWORDS;
    if (confidential && p->manifest->attach_sources)
        wrong = MSG_CONFIDENTIAL_ARCHIVE;
    else if (!confidential && w->password_file != NULL)
        wrong = MSG_PASSWORD_ALONE;
    else if (!confidential || w->check)
        return 0;
    else if (w->password_file != NULL)
        return passwords_read(&p->passwords, w->password_file, d);
    diag_add(d, wrong, wrong == MSG_CONFIDENTIAL_ARCHIVE ? p->manifest->archive_pos : DIAG_NOWHERE,
             presets[p->manifest->preset], NULL);
    return -1;
}

int press_read(struct press_job *p, const struct manifest *m, const struct press_wishes *w, struct arena *a,
               struct diag *d)
{
    static const enum pdf_claim claims[] = {PDF_CLAIM_ARCHIVE, PDF_CLAIM_PRESS, PDF_CLAIM_NONE};
    *p = (struct press_job){.job = m->preset == PRESET_PRESS, .claim = claims[m->preset], .manifest = m};
    p->colours = w->grey || !m->colour ? PDF_GREY : p->job ? PDF_PRESS : PDF_SCREEN;
    if (read_passwords(p, w, d) != 0)
        return -1;
    if (p->job && m->attach_sources)
        diag_add(d, MSG_PRESS_ARCHIVE, m->archive_pos, NULL);
    if (!w->check && (m->linearize || m->preset == PRESET_CONFIDENTIAL)) {
        p->finisher = pdf_finisher_open(d);
        if (p->finisher == NULL)
            return -1;
    }
    return p->job ? read_condition(p, a, d) : 0;
}

void press_close(struct press_job *p)
{
    passwords_wipe(&p->passwords);
    pdf_finisher_close(p->finisher);
    p->finisher = NULL;
}

static int finish(const struct press_job *p, const struct buf *pdf, struct out_file *out, struct diag *d)
{
    bool encrypted = *p->passwords.user != '\0';
    const struct pdf_finish how = {p->manifest->linearize, encrypted ? p->passwords.user : NULL,
                                   encrypted ? p->passwords.owner : NULL};
    return pdf_finish(p->finisher, &how, pdf, out, d);
}

int press_write(const struct press_job *p, const struct pdf_input *in, struct out_file *out, struct diag *d)
{
    if (p->finisher == NULL)
        return pdf_write(in, out, d);
    struct buf pdf = BUF_INIT;
    struct out_file *memory = out_open_memory(&pdf);
    int status = pdf_write(in, memory, d);
    out_abandon(memory);
    if (status == 0)
        status = finish(p, &pdf, out, d);
    buf_free(&pdf);
    return status;
}

int press_finish(const struct press_job *p, struct buf *pdf, struct diag *d)
{
    if (p->finisher == NULL)
        return 0;
    struct buf finished = BUF_INIT;
    struct out_file *memory = out_open_memory(&finished);
    int status = finish(p, pdf, memory, d);
    out_abandon(memory);
    buf_free(pdf);
    *pdf = finished;
    return status;
}

const struct pages *press_pages(const struct press_job *p, const struct pages *book, struct arena *a)
{
    const struct marks_options o = {p->manifest->print.bleed, p->manifest->print.marks};
    return p->job ? marks_add(book, &o, a) : book;
}

const struct pages *press_sheets(const struct press_job *p, const struct pages *book, enum impose_scheme scheme,
                                 struct arena *a)
{
    struct impose_options o = impose_defaults(scheme);
    o.caliper = p->manifest->print.caliper;
    if (p->job) {
        o.bleed = p->manifest->print.bleed;
        o.marks = p->manifest->print.marks;
    }
    return impose(book, &o, a);
}

void press_preflight(const struct press_job *p, const struct pages *book, struct diag *d)
{
    struct preflight_limits limits = preflight_defaults(p->job);
    limits.grey = p->colours == PDF_GREY;
    preflight(book, &limits, d);
    if (p->job)
        preflight_count(book, d);
}

void press_preflight_cover(const struct press_job *p, const struct pages *sheet, struct diag *d)
{
    struct preflight_limits limits = preflight_defaults(true);
    limits.dpi = 0;
    limits.rgb = false;
    if (p->job)
        preflight(sheet, &limits, d);
}

void press_apply(const struct press_job *p, struct pdf_input *in)
{
    in->colours = p->colours;
    in->condition = p->job ? &p->condition : NULL;
    in->max_dpi = (unsigned)p->manifest->max_dpi;
}
