/* The briefing blocks as book.yaml gives them: agenda, delegations, key messages …
 *
 * manifest_agenda.c and manifest_blocks.c fill these; blocks.c and its neighbours make pages of them.
 */
#ifndef BOOK_BLOCKS_H
#define BOOK_BLOCKS_H

#include "doc/doc.h"

/* A text in which a little Markdown is allowed. */
struct block_text {
    const char *s;
    struct srcpos pos;
    struct doc_node *doc; /* DOC_ARTICLE with its blocks and notes, when someone has read the Markdown; else NULL: the
                             text is set as it stands, a blank line begins a paragraph */
    struct block_text *next; /* all of the manifest, in order */
};

/* A chapter that a block refers to. */
struct block_see {
    const char *file; /* as `file:` of the chapter names it, or its base name without suffix */
    struct srcpos pos;
    struct block_see *next;     /* of the same item */
    struct block_see *next_all; /* all of the manifest */
};

enum press { PRESS_NOT_SAID, PRESS_OPEN, PRESS_CLOSED };

struct agenda_item {
    struct srcpos pos;
    int start, end; /* minutes since midnight; -1: not known */
    const char *title, *lead;
    int press; /* enum press */
    const struct block_text *note;
};

struct agenda {
    struct agenda_item *items;
    size_t n;
    int minutes; /* of all items; -1: not known of all */
};

struct delegate {
    struct srcpos pos;
    const char *name, *office, *lang;
    const char *photo; /* as written; before the book is put together: path of a picture that was loaded, or NULL */
    struct srcpos photo_pos;
    const struct block_text *biography;
};

struct delegation {
    struct srcpos pos;
    const char *side;
    struct delegate *members; /* in protocol order */
    size_t n;
};

/* Objective, argument, message; with an answer: what the other side may say, and ours. */
struct block_point {
    struct srcpos pos;
    const struct block_text *text, *answer;
    const struct block_see *see;
};

struct block_points {
    struct block_point *items;
    size_t n;
};

struct timeline_event {
    struct srcpos pos;
    struct doc_date date;
    const struct block_text *text;
    const struct block_see *see;
};

struct block_figure {
    struct srcpos pos;
    const char *label, *value, *unit, *source;
    struct doc_date date; /* year 0: not said */
};

struct agreement {
    struct srcpos pos;
    const char *number, *title, *place, *status, *url;
    struct doc_date date;
};

enum { TERM_LANGUAGES = 4 };
extern const char *const term_languages[TERM_LANGUAGES + 1]; /* "vi", "ru", "kk", "en", NULL */

struct glossary_term {
    struct srcpos pos;
    const char *term;
    const struct block_text *text;
    const char *names[TERM_LANGUAGES]; /* in term_languages; NULL: not given */
};

enum { POINTS_OBJECTIVES, POINTS_THEIRS, POINTS_ARGUMENTS, POINTS_MESSAGES, POINTS_RESPONSES, POINTS_KINDS };

struct manifest_blocks {
    struct agenda agenda;
    struct delegation *delegations;
    size_t n_delegations;
    struct block_points points[POINTS_KINDS];
    const struct block_text *press_line, *background;
    struct timeline_event *timeline; /* in order of time */
    size_t n_timeline;
    struct block_figure *figures;
    size_t n_figures;
    struct agreement *agreements;
    size_t n_agreements;
    struct glossary_term *glossary;
    size_t n_glossary;
    unsigned note_pages;
    struct block_text *texts, **last_text; /* all of them */
    struct block_see *sees, **last_see;
};

/* True if book.yaml gives the block of this name ("agenda"); false also for names that are none. */
bool blocks_given(const struct manifest_blocks *b, const char *name);

/* Is it the name of a block? */
bool blocks_is_name(const char *name);

/* Does the reference mean the chapter of this file? */
bool blocks_see_is(const struct block_see *see, const char *file);

#endif
