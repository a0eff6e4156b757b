/* Families as fonts/NAME.yaml describe them, and where their files lie. Used by the font set alone.
 *
 *   family: Gentium Book Plus
 *   role: text                            what it is for; shown by the command `fonts`
 *   serif: yes
 *   package: fonts-sil-gentiumplus        the Debian package that brings it
 *   folders: [/usr/share/fonts/truetype/gentiumplus]
 *   faces:
 *     - {file: GentiumBookPlus-Regular.ttf, weight: 400}
 *     - {file: GentiumBookPlus-Italic.ttf, weight: 400, italic: yes}
 *   fallback:                             in the order of trying; scale in per mille of the asked size
 *     - {family: Noto Serif, scale: 850}
 *
 * A folder that is not absolute is taken from the folder of the descriptions.
 */
#ifndef FONT_FAMILY_H
#define FONT_FAMILY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/yaml.h"

struct family;

struct face {
    const char *file;
    int64_t weight;
    bool italic;
    struct srcpos pos;
    const char *path; /* where it was found; NULL: it was not, or not yet looked for */
    bool broken;      /* found, but of no use */
    uint32_t serial;  /* among all faces of all families */
};

struct fallback {
    const char *name;
    int64_t scale; /* per mille */
    struct srcpos pos;
    struct family *family;
};

struct family {
    const char *name, *role, *package;
    bool serif;
    struct yaml_array folders;   /* const char * */
    struct yaml_array faces;     /* struct face */
    struct yaml_array fallbacks; /* struct fallback */
    struct srcpos pos;
    bool located; /* its files were looked for */
    bool told_missing, told_slope;
    struct family *next;
};

/* Reads all descriptions in `dir`, in the order of their file names. Returns NULL after messages on everything that is
 * wrong. */
struct family *families_read(struct arena *a, const char *dir, struct diag *d);

/* The family of that name, or NULL. */
struct family *families_lookup(struct family *all, const char *name);

/* The names of all families, for messages: "Inter, Noto Serif". */
const char *families_names(struct arena *a, const struct family *all);

/* How fontconfig is asked; made at the first need, because starting it takes longer than all direct look-ups together.
 */
struct locator;
struct locator *locator_new(void);
void locator_drop(struct locator *l);

/* Finds the files of the family's faces: in its folders, or, where none of them is there, wherever fontconfig knows a
 * family of exactly this name. Does nothing the second time. */
void family_locate(struct family *f, struct locator *l, struct arena *a, const char *dir);

/* True if a face was found that is not known to be broken. */
bool family_installed(const struct family *f);

#endif
