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
    if (path != NULL)
        return take_profile(p, path, a, d);
    diag_add(d, MSG_PROFILE_NONE, DIAG_NOWHERE, NULL);
    return -1;
}

int press_read(struct press_job *p, const struct manifest *m, bool grey, struct arena *a, struct diag *d)
{
    *p = (struct press_job){.job = m->preset == PRESET_PRESS, .manifest = m};
    p->claim = p->job ? PDF_CLAIM_PRESS : PDF_CLAIM_ARCHIVE;
    p->colours = grey || !m->colour ? PDF_GREY : p->job ? PDF_PRESS : PDF_SCREEN;
    return p->job ? read_condition(p, a, d) : 0;
}

const struct pages *press_pages(const struct press_job *p, const struct pages *book, struct arena *a)
{
    const struct marks_options o = {p->manifest->print.bleed, p->manifest->print.marks};
    return p->job ? marks_add(book, &o, a) : book;
}

void press_preflight(const struct press_job *p, const struct pages *book, struct diag *d)
{
    struct preflight_limits limits = preflight_defaults(p->job);
    limits.grey = p->colours == PDF_GREY;
    preflight(book, &limits, d);
    if (p->job)
        preflight_count(book, d);
}

void press_apply(const struct press_job *p, struct pdf_input *in)
{
    in->colours = p->colours;
    in->condition = p->job ? &p->condition : NULL;
    in->max_dpi = (unsigned)p->manifest->max_dpi;
}
