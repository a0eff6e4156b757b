/* Paragraphs: text in, set lines out. The whole way from itemize.c to line.c behind one call. */
#ifndef LAYOUT_PAR_H
#define LAYOUT_PAR_H

#include "base/arena.h"
#include "base/diag.h"
#include "doc/doc.h"
#include "font/font_set.h"
#include "layout/tags.h"
#include "page/page.h"
#include "style/design.h"

struct memo;
struct word_cache; /* shaped words; one a worker (shape.h) */

/* Lines that end inside what belongs together because the text could not be set well otherwise, and the penalties of
 * their ends together (linebreak.h). */
struct tear_count {
    uint32_t n;
    int64_t cost;
};

/* What setting paragraphs needs; one a piece of work, so that no two threads share one. */
struct par_ctx {
    const struct design *design;
    struct font_set *fonts;
    struct word_cache *words;
    struct arena *out;     /* what lives as long as the pages: words of links and tags, ids */
    struct arena *shown;   /* what pages show, runs: until it is painted; NULL: `out` */
    struct arena *work;    /* lines, boxes and their items: until these are on pages; NULL: `out` */
    struct arena *scratch; /* reset by par_set() at its end */
    struct tag_list *tags;
    struct diag *diag;
    /* Label of the page where `id` lies, for SPAN_PAGEREF; NULL while it is not known (a placeholder is set). */
    const char *(*page_label)(void *user, const char *id);
    void *user;
    struct reported *reported; /* characters without a glyph that were reported: once a piece; NULL at the beginning */
    struct buf *dump;          /* not NULL: whoever calls par_set() writes every paragraph here first (par_dump()) */
    unsigned dumped;           /* EXPLAIN_… of layout.h: what is written */
    struct tear_count *tears;  /* every tear is added here; NULL: nowhere */
    struct memo *memo;         /* of earlier work; NULL: none */
};

/* How one paragraph is to be set. */
struct par_request {
    const struct text *text;
    const struct style *style;
    const char *lang;     /* base language of the text */
    struct srcpos pos;    /* for messages */
    scaled width;         /* of the lines, after block indents */
    scaled first_indent;  /* of the first line; negative: the following lines hang */
    uint32_t first_lines; /* so many lines are indented like the first; 0 is 1 */
    int looseness;        /* wanted lines more or less than the best number */
    scaled last_room;     /* kept free at the end of the last line (contents: leaders and number) */
    uint32_t tag;         /* structure element that the text belongs to; 0: artifact */
};

/* An id at a place in a line. */
struct par_anchor {
    const char *id;
    scaled x;
};

struct par_line {
    struct page_item *items; /* x from the paragraph's left edge, y from the base line (mostly 0; rise is in the run) */
    uint32_t n_items;
    uint32_t start, end;      /* bytes of the request's text; `start` is where its first word begins */
    scaled width;             /* from the left edge to the end of the last word */
    scaled top, bottom;       /* how far ink reaches above and below the base line, both positive, from the glyphs */
    const char *const *notes; /* ids of the notes that are referred to in this line */
    uint32_t n_notes;
    const struct par_anchor *anchors;
    uint32_t n_anchors;
    bool hyphenated; /* ends with a hyphen that the text does not have */
    bool last;       /* last line of the paragraph */
};

struct par {
    struct par_line *lines;
    uint32_t n;
    uint32_t torn;   /* lines that end inside a name, a date, a pair "A – B" … */
    int32_t badness; /* worst line's, 10000: overfull, which was reported */
};

/* Memory for what is needed until pages are composed. */
static inline struct arena *par_work(const struct par_ctx *ctx)
{
    return ctx->work != NULL ? ctx->work : ctx->out;
}

/* Memory for what pages show. */
static inline struct arena *par_shown(const struct par_ctx *ctx)
{
    return ctx->shown != NULL ? ctx->shown : ctx->out;
}

/* Sets a paragraph. Text that is empty gives no line. */
void par_set(struct par_ctx *ctx, const struct par_request *r, struct par *out);

/* What it would cost to set a paragraph one line shorter or longer, in units of page breaking (100: an empty line on a
 * page); 0: it can't be within the limits of good lines. */
struct par_choices {
    int32_t longer, shorter;
};
void par_choices(struct par_ctx *ctx, const struct par_request *r, struct par_choices *out);

/* Natural width of a text on one line: for folios, labels, leaders. Adds no tags and says nothing. */
scaled par_natural_width(struct par_ctx *ctx, const struct par_request *r);

/* Writes what ctx->dumped asks for about a paragraph: --dump=breaks, hlist, --trace=linebreak. Sets no lines. */
void par_dump(struct par_ctx *ctx, const struct par_request *r, struct buf *out);

#endif
