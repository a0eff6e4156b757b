/* Building a book: every stage in order. */
#ifndef BUILD_H
#define BUILD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/diag.h"
#include "book/book.h"
#include "print/impose.h"

struct build_cache;

/* What a build is asked to do. Strings are borrowed; NULL or 0: not said. */
struct build_options {
    const char *const *sources; /* operands: a folder, a book.yaml, article files, "-" */
    size_t n_sources;
    const char *out_dir;    /* folder of NAME.pdf and NAME.epub; NULL: "." */
    const char *pdf, *epub; /* these outputs alone */
    const char *layout;     /* overrides the book's */
    const char *layouts_dir, *fonts_dir;
    struct settings settings;
    const char *const *keep;   /* rules of ingest that drop nothing, NULL-terminated */
    unsigned jobs;             /* threads; 0: one a processor */
    const char *dump;          /* stage to print, after which the build stops */
    const char *trace;         /* decisions to print, names with commas between; stops as well */
    const char *report;        /* file for the JSON of all that ingest changed */
    enum impose_scheme impose; /* also sheets for the press */
    const char *recipients;    /* CSV file: copies for these readers instead of the book */
    const char *password_file; /* two lines: what opens a confidential PDF, and what gives all rights to it */
    const char *depfile;       /* file for Make rules */
    const char *epoch;         /* value of SOURCE_DATE_EPOCH, or NULL */
    const char *version;       /* "briefbook 0.1.0" */
    struct build_cache *cache; /* of earlier builds in this process with the same options; NULL: none */
    bool grey;                 /* all in shades of black: --proof grey */
    bool cover_spread;         /* also back, spine and front of the cover on one sheet */
    bool strict;               /* warnings stop the build before anything is written */
    bool dedupe;               /* of articles with the same text only the first stays */
    bool open;                 /* gives up no rights before articles are read: --sandbox off */
    bool check;                /* find everything wrong, write nothing */
};

/* Where a build's results went, for messages; strings are the arena's that build_book() was given. */
struct build_result {
    const char *copies;                       /* the register of copies */
    const char *pdf, *epub, *sheets, *spread; /* paths; NULL: not written */
    const char **inputs;                      /* paths of what was read, as far as it came; NULLs among them */
    size_t n_inputs;
    bool confined; /* the process may have given up what this build needs: nothing was done, a new process will do it */
    size_t pages;
};

/* Builds. Diagnostics go to `d`, what --dump and --trace print to `dump`. Returns the exit status: 0 built; 2 the
 * command line is wrong (no such layout, an output would replace an input); 1 anything else. */
int build_book(const struct build_options *o, struct arena *a, struct diag *d, struct buf *dump,
               struct build_result *result);

#endif
