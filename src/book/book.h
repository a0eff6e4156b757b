/* The book: order, front and back matter, numbers, ids, sources.
 *
 * manifest.c (book.yaml → struct manifest) → assemble.c (articles → chapters; parts) → matter: cover.c, contents.c,
 * sources.c … → number.c (numbers, ids) → mark.c (ties, languages on every text).
 *
 * What the program itself writes is in the tree like everything else: the chapter's number is its LABEL ("1", "IV"), a
 * part's LABEL is "Phần I", figures and tables have theirs ("Hình 1.", "Bảng 1.", "Ảnh (không kèm theo):" for a caption
 * whose picture is missing), a source's META ends in "(trang N)" with a SPAN_PAGEREF for N. A chapter's `name` is its
 * title for heads and nav.
 */
#ifndef BOOK_BOOK_H
#define BOOK_BOOK_H

#include "base/yaml.h"
#include "book/blocks.h"
#include "doc/article.h"

enum numbering { NUMBER_ARABIC, NUMBER_ROMAN, NUMBER_NONE };

struct manifest_chapter {
    struct srcpos pos;
    const char *file; /* as written, relative to the manifest's folder */
    const char *title, *short_title, *summary, *date, *lang;
    const char *const *tags; /* NULL-terminated, or NULL */
    bool omit;
    enum split split;
    enum { DIGEST_UNSAID, DIGEST_YES, DIGEST_NO } digest; /* UNSAID: as the book */
    const char *const *digest_lines;                      /* the user's own, NULL-terminated; NULL: found */
    struct srcpos digest_pos;
};

struct manifest_part {
    struct srcpos pos;
    const char *title; /* NULL: chapters without a part */
    struct manifest_chapter *chapters;
    size_t n_chapters;
};

/* A page group at front or back: "cover", "contents", "sources" … or a file of the user's own. */
struct manifest_matter {
    struct srcpos pos;
    const char *kind; /* "file" for the user's own */
    const char *file, *title;
    const char *const *with; /* briefing blocks that share the pages of this one, NULL-terminated; NULL: none */
};

/* What `index:` says about a name. */
enum index_rule_kind {
    INDEX_ADD,     /* look for it, even where nothing else shows that it is a name */
    INDEX_OMIT,    /* no entry */
    INDEX_MERGE,   /* its pages go to the entry `to` */
    INDEX_SEE,     /* the same, and an entry of its own says "see `to`" */
    INDEX_SEE_ALSO /* its entry also names `to` */
};

struct index_rule {
    enum index_rule_kind kind;
    struct srcpos pos;
    const char *name, *to; /* to: NULL for ADD and OMIT */
};

/* A spelling and the one that the house prefers. */
struct house_word {
    struct srcpos pos;
    const char *from, *to;
};

/* How the book is made, for the imprint, and what its lists show. */
struct book_making {
    const char *program; /* "briefbook 0.1.0" */
    const char *layout;  /* its name */
    /* Families with versions, NULL-terminated, in `a`: asked only by what shows them, for all faces are opened. NULL:
     * not known. */
    const char *const *(*fonts)(const struct book_making *making, struct arena *a);
    const void *fonts_of;                 /* the function's own */
    unsigned contents_depth;              /* 1: chapters, 2: their sections too, 3: and those below */
    bool part_contents, chapter_contents; /* on dividers; at the head of chapters with several sections */
    unsigned digest_lines;                /* of text that a page holds below the heads of a digest; 0: not known */
    unsigned digest_letters;              /* of such a line */
};

/* What the PDF is for. */
enum preset { PRESET_ARCHIVE, PRESET_PRESS, PRESET_CONFIDENTIAL };

struct manifest_creator {
    const char *name, *file_as; /* file_as: NULL when nothing is said */
};

struct manifest {
    const char *file;   /* the book.yaml, or NULL */
    const char *folder; /* paths are relative to it */
    int faults;         /* mistakes in it: its files can be looked at, but no book can be made of it */
    const char **texts; /* paths of lists that it names (names, terms) and that were read */
    size_t n_texts;
    const char *name, *title, *subtitle, *language;
    struct doc_date date;
    struct {
        const char *name, *department, *logo;
        struct srcpos logo_pos;
        const char *logo_path; /* the picture, once it was found good; else NULL: no logo */
    } issuer;
    const char *handling;
    struct {
        const char *name, *date, *time, *place, *chair;
    } meeting;
    const char *layout;
    struct srcpos layout_pos;
    enum numbering numbering;
    bool chapter_words; /* "Chương II" instead of "2": the layout's wish, set before the book is assembled */
    bool document_head; /* the cover begins with the head of `document`: the layout's wish, set before assembling */
    struct {
        bool given;
        struct srcpos pos;
        const char *number, *place;
        bool national_title;
    } document;
    bool qr, colour;
    enum preset preset;
    struct {
        const char *profile; /* ICC profile of the printing condition; NULL: the system's */
        struct srcpos profile_pos;
        scaled bleed;
        scaled caliper; /* thickness of a leaf */
        bool marks;     /* crop and registration marks */
        bool spine_up;  /* the title on the spine reads from the foot up; else from the head down */
    } print;
    bool linearize;      /* the PDF is made for reading from a web server */
    bool attach_sources; /* the PDF carries the files that the articles were read from */
    struct srcpos archive_pos;
    int64_t max_dpi; /* of pictures in the PDF; 0: as they are */
    bool end_notes;  /* notes stand at their chapter's end */
    struct manifest_matter *front, *back;
    size_t n_front, n_back;
    struct manifest_part *parts;
    size_t n_parts;
    struct manifest_blocks blocks;
    const char *const *names; /* gazetteer, NULL-terminated, or NULL */
    struct {
        const char *identifier, *publisher, *rights, *description;
        const char *series, *series_number;
        const char *const *creators, *const *subjects; /* NULL-terminated, or NULL */
        const struct manifest_creator *filed;          /* the creators, with what they are filed under */
        /* What the publisher signs for: a claim in the words of EPUB Accessibility; who looked, and where it is told.
         */
        const char *conformance, *certifier, *certifier_report;
        const char *contact; /* mail address for questions about accessibility */
    } metadata;
    bool no_fonts; /* the EPUB carries none: readers use their own */
    struct {
        bool only_listed; /* only what `names:` and the rules name */
        bool cldr;        /* order; else syllable by syllable */
        int64_t min_mentions;
        const struct index_rule *rules;
        size_t n_rules;
    } index;
    bool digest; /* a page before each chapter that says what is in it */
    const struct house_word *house;
    size_t n_house;
    const struct book_making *making;   /* given before the book is assembled; NULL: nothing is said of it */
    struct yaml_node *layout_overrides; /* keys of --set and of book.yaml that belong to the layout, or NULL */
};

/* One --set PATH=VALUE, and all of a command line. */
struct setting {
    const char *path, *value;
};

struct settings {
    const struct setting *items;
    size_t n;
};

/* A book.yaml: its name, the folder where it lies, its bytes. */
struct manifest_file {
    const char *file, *folder, *bytes;
    size_t n;
};

/* Reads and checks a book.yaml. All mistakes are reported and counted in `faults`: where
 * there are any, only the files that it names may be used of it. Returns NULL when nothing could be read of it.
 * Settings whose top key is none of book.yaml go to layout_overrides. */
struct manifest *manifest_read(struct arena *a, const struct manifest_file *from, struct settings settings,
                               struct diag *d);

/* A manifest for articles without a book.yaml: `files` in order; front [cover, contents], back [sources]. `name_from`
 * is the folder or first file whose name gives the book's name. Mistakes in the settings are counted in `faults`. */
struct manifest *manifest_default(struct arena *a, const char *const *files, size_t n_files, const char *name_from,
                                  struct settings settings, struct diag *d);

/* Top keys that book.yaml leaves to the layout, NULL-terminated: design_keys() of style/ but for "extends" and
 * "description". */
const char *const *manifest_layout_keys(void);

/* Reads a date of book.yaml: ISO 8601, or a form that date_find() knows with nothing beside it. */
bool manifest_date(const char *s, struct doc_date *out);

struct workers;

struct book {
    struct doc_node *root; /* DOC_BOOK */
    const struct manifest *manifest;
    const char *language; /* BCP 47 */
    const char *name;     /* ASCII slug: file name of the outputs */
    const char *title;    /* plain */
    const char *subtitle;
    const char *running_title; /* for running heads */
    const char *author;        /* issuing body, or NULL */
    const char *description;
    const char *const *tags; /* of all chapters, each once, NULL-terminated; or NULL */
    const char *uuid;        /* urn:uuid of the EPUB, stable; 36 characters */
    const char *pdf_uuid;    /* the PDF's identifier: dc:source of the page list */
    int64_t epoch;           /* seconds: the book's time stamp (SOURCE_DATE_EPOCH, else date) */
    struct doc_date date;
    uint32_t n_nodes;
};

/* Where a chapter's article, or the text of a page of the user's own, comes from. */
struct book_input {
    const struct manifest_chapter *chapter; /* NULL: `matter` */
    const struct manifest_matter *matter;   /* of kind "file" */
    struct articles_ref {
        struct article *items;
        size_t n;
    } articles; /* what ingest gave; 0 when it failed */
};

/* An entry a manifest chapter, in order, then one for each file of `front` and `back`. */
struct book_inputs {
    const struct book_input *items;
    size_t n;
};

/* Puts the book together. `epoch_env` is the value of SOURCE_DATE_EPOCH or NULL. Returns NULL after an error (no
 * chapter left). The articles' nodes become part of the book. `workers` may be NULL. */
struct book *book_assemble(struct arena *a, const struct manifest *m, struct book_inputs inputs, const char *epoch_env,
                           struct workers *workers, struct diag *d);

/* Title of a chapter, part or matter node for running heads, outline and nav (the `short:` one where given); plain. */
const char *book_short_title(const struct doc_node *node);

#endif
