/* The document tree: what ingest makes of an article and what the book is made of.
 *
 * One kind of node for all. *Leaf* kinds carry text and have no block children; *container* kinds have children
 * and no text. Every visible word of the book stands in the text of exactly one leaf, in reading order; the two back
 * ends walk the same leaves, so both show the same words.
 *
 * Grammar (checked by doc_check()):
 *   ARTICLE    = block*  NOTE*                                    (what ingest gives)
 *   BOOK       = (COVER | TITLEPAGE | IMPRINT | CONTENTS | MATTER | PART | CHAPTER | SOURCES | INDEX)*
 *   PART       = LABEL? TITLE ENTRY*                   (its chapters follow as siblings, with its number in `part`)
 *   CHAPTER    = LABEL? KICKER? TITLE SUBTITLE? LEAD* BYLINE? CONTENTS? block* SOURCE_BLOCK? NOTE*
 *                                                         (LABEL: its number as shown)
 *   MATTER     = LABEL? TITLE META* block* NOTE*          (foreword, annex "Phụ lục 1", briefing block: headed pages)
 *   CONTENTS   = TITLE? ENTRY*                            (without a TITLE: at a chapter's head)
 *   ENTRY      = LABEL? TITLE PAGEREF META*               (level 0: matter, 1: part, 2: chapter, 3 …: its sections)
 *   INDEX      = TITLE DIV*                               (a DIV a letter, its LABEL; name "index-group")
 *   DIV of an index = LABEL? (TITLE META)-ENTRY*          (META: a SPAN_PAGEREF a place, then "see also")
 *   SOURCES    = TITLE (HEADING | SOURCE)*                        (a HEADING a language, where there are several)
 *   SOURCE     = LABEL? TITLE META* PAGEREF? URL?
 *   SOURCE_BLOCK = LABEL? META* URL?                              (at a chapter's end)
 *   COVER      = FIGURE? ISSUER* HANDLING? KICKER? TITLE SUBTITLE? FIELD* META*   (META: the foot line, left then
 * right) TITLEPAGE  = as COVER; only the EPUB shows it (its cover is a picture) FIELD      = LABEL VALUE (a row of the
 * cover's meeting block; a name in a language) IMPRINT    = TITLE? block* block      = PARAGRAPH | HEADING | LIST |
 * QUOTE | FIGURE | TABLE | CODE | RULE | DIV | RECORDS LIST       = ITEM+ ;  ITEM = block+ ;  QUOTE = block+
 * ATTRIBUTION? ;  DIV = LABEL? META* block* RECORDS    = RECORD+                                 (`name`: which:
 * "agenda", "key-messages" …) RECORD     = FIGURE? LABEL? TITLE? SUBTITLE? block* FIELD* META* URL?   (LABEL: number,
 * time; TITLE: what, who) FIGURE     = LABEL? CAPTION? CREDIT?                 (LABEL: "Hình 1."; picture in `src`, its
 * words in `alt`) TABLE      = LABEL? CAPTION? ROW+ ;  ROW = CELL+ ;  CELL: leaf NOTE       = block+ (a footnote; its
 * reference is a SPAN_NOTE)
 */
#ifndef DOC_DOC_H
#define DOC_DOC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"

enum doc_kind {
    /* containers */
    DOC_ARTICLE,
    DOC_BOOK,
    DOC_COVER,
    DOC_TITLEPAGE,
    DOC_IMPRINT,
    DOC_CONTENTS,
    DOC_ENTRY,
    DOC_PART,
    DOC_CHAPTER,
    DOC_MATTER,
    DOC_SOURCES,
    DOC_SOURCE,
    DOC_SOURCE_BLOCK,
    DOC_INDEX,
    DOC_FIELD,
    DOC_LIST,
    DOC_ITEM,
    DOC_QUOTE,
    DOC_FIGURE,
    DOC_TABLE,
    DOC_ROW,
    DOC_NOTE,
    DOC_DIV,
    DOC_RECORDS,
    DOC_RECORD,
    DOC_LAST_CONTAINER = DOC_RECORD,
    /* leaves */
    DOC_PARAGRAPH,
    DOC_HEADING,
    DOC_TITLE,
    DOC_SUBTITLE,
    DOC_LEAD,
    DOC_KICKER,
    DOC_BYLINE,
    DOC_CAPTION,
    DOC_CREDIT,
    DOC_ATTRIBUTION,
    DOC_CELL,
    DOC_CODE,
    DOC_RULE, /* a thematic break: a leaf without text */
    DOC_LABEL,
    DOC_META,
    DOC_URL,
    DOC_VALUE,
    DOC_ISSUER,
    DOC_HANDLING,
    DOC_STATE,  /* the head of a document of state: national title, then motto */
    DOC_NUMBER, /* its number and symbol */
    DOC_PLACE,  /* its place and date */
    DOC_PAGEREF, /* text is empty; the page label of `target`, which back ends look up */
    DOC_KIND_COUNT
};

enum span_kind {
    SPAN_STRONG,
    SPAN_EMPHASIS,
    SPAN_CODE,
    SPAN_SUPERSCRIPT,
    SPAN_SUBSCRIPT,
    SPAN_LINK, /* value: absolute http(s), mailto, or "#id". In an article a link whose words begin with that "#id" is
                  a cross-reference: book/ writes number, title and page there */
    SPAN_NOTE, /* value: id of the DOC_NOTE; the span's text is the reference number */
    SPAN_LANG, /* value: BCP 47 language */
    SPAN_PAGEREF, /* value: id whose page label stands here; the span is empty */
    SPAN_TIE,   /* spaces inside should not break; value: NULL; "=" inside a name, which is worse; "!" where a break is
                   forbidden; "~" where another would be a little better */
    SPAN_ANCHOR /* value: id of this spot (index) */
};

/* A stretch of a text, in bytes from its start; end is behind the last byte. */
struct span {
    uint32_t start, end;
    enum span_kind kind;
    const char *value;
};

/* Text in NFC with its spans, sorted by start, longer first; spans nest or are apart, but ties may cross others. `s`
 * is NUL-terminated; it has single spaces, none at its ends but before a page's number, and '\n' for a forced line
 * break; in CODE spaces stand as they were written, also where a line begins. */
struct text {
    const char *s;
    uint32_t n;
    uint32_t n_spans;
    const struct span *spans;
};

struct article_meta;

struct doc_node {
    enum doc_kind kind : 8; /* a book has many nodes: without holes they take less */
    uint8_t level;   /* HEADING: 2 … 6; ENTRY: see the grammar; LIST: depth from 0 */
    bool ordered;    /* LIST */
    bool header;     /* ROW, CELL: a head */
    bool continues;  /* PARAGRAPH: set without indent (first after a heading, list, quote …) */
    uint8_t align;   /* CELL: 0 not said, 'l', 'c', 'r' */
    uint16_t number; /* CHAPTER, PART, NOTE, FIGURE, TABLE, SOURCE: its number, 0: none; LIST: first number */
    uint16_t part;   /* CHAPTER: number of its part, 0: none */
    uint32_t seq;    /* place in reading order over the whole tree, from 1; given by doc_number_nodes() */
    struct doc_node *parent, *first, *last, *next, *prev;
    struct text text;   /* leaves */
    const char *id;     /* unique in the book: PDF destination, EPUB fragment; NULL: nothing points here */
    const char *lang;   /* NULL: as the parent */
    const char *target; /* ENTRY, PAGEREF: id pointed at; URL: the address; SOURCE: the chapter's id; RECORD: its time
                           or date as HTML wants it, or NULL */
    const char *src;    /* FIGURE: path of the picture, relative to the article, or absolute; NULL: not there */
    const char *alt;    /* FIGURE: alternative text */
    const char *name;   /* DIV, RECORDS, MATTER: which; CODE: language */
    const char *file;   /* CHAPTER: the slug its EPUB file and ids are made of ("ch-thu-do") */
    const struct article_meta *meta; /* ARTICLE, CHAPTER, SOURCE, SOURCE_BLOCK */
    struct srcpos pos;               /* where it stood in the input */
};

/* A date as the article gives it: parts that are not said are 0 (month, day), -1 (hour, minute) or have no zone. */
struct doc_date {
    int16_t year; /* 0: no date */
    int8_t month, day, hour, minute;
    bool has_zone;
    int16_t zone_minutes;
};

/* What is known of an article. Absent: n of a text is 0, pointers are NULL. */
struct article_meta {
    const char *id; /* base name of the file without suffix */
    const char *lang;
    struct text title, subtitle, lead, author;
    struct doc_date date;
    const char *source_name, *source_url;
    struct doc_date accessed;
    const char *file; /* as named by the user (or by `original:` of an ingested file) */
    char sha256[65];  /* of that file's bytes */
    const char *attached; /* name under which the PDF carries that file; NULL: it does not */
    const char *encoding;
    bool withheld; /* nothing but a placeholder: another article was taken away from these readers */
    uint32_t title_line, date_line, author_line, lead_line, url_line; /* source lines, 0: none */
};

/* Makes a node of the arena, without a parent. */
struct doc_node *doc_new(struct arena *a, enum doc_kind kind, struct srcpos pos);
/* Makes a leaf with plain text (copied). */
struct doc_node *doc_new_text(struct arena *a, enum doc_kind kind, struct srcpos pos, const char *s, size_t n);
/* Appends `child` (without a parent) as the last child. */
void doc_append(struct doc_node *parent, struct doc_node *child);
/* Puts `node` (without a parent) behind `after`. */
void doc_insert_after(struct doc_node *after, struct doc_node *node);
/* Takes the node out of its parent. */
void doc_unlink(struct doc_node *node);
/* Next node in preorder below `root`, or NULL at the end; start with node == root. doc_skip(): not into `node`. */
struct doc_node *doc_next(const struct doc_node *root, const struct doc_node *node);
struct doc_node *doc_skip(const struct doc_node *root, const struct doc_node *node);
/* First child of that kind, or NULL. */
struct doc_node *doc_child(const struct doc_node *node, enum doc_kind kind);
bool doc_is_leaf(enum doc_kind kind);
/* Name of a kind as dumps show it ("paragraph"). */
const char *doc_kind_name(enum doc_kind kind);
/* The language that holds at a node. */
const char *doc_lang(const struct doc_node *node, const char *otherwise);

/* Numbers all nodes in reading order (`seq`, from 1). Returns the count. */
uint32_t doc_number_nodes(struct doc_node *root);

/* Checks grammar and links of the tree and sorted, whole spans. Returns NULL, or what is wrong (in the arena). */
const char *doc_check(const struct doc_node *root, struct arena *a);

/* Writes the tree as indented text, a node a line, with spans: --dump=doc. */
void doc_dump(const struct doc_node *root, struct buf *out);

/* A text made of bytes (copied), without spans. */
struct text text_make(struct arena *a, const char *s, size_t n);
/* Adds a span; the array is copied into the arena and kept sorted. For few spans; builders of many use text_build.h. */
void text_add_span(struct arena *a, struct text *t, struct span span);

/* ISO 8601 of a date ("2021-11-29T14:00+07:00", "2021-11", "2021"), "" for none. */
void doc_date_iso(const struct doc_date *date, char out[32]);
/* Reads such a date. Returns false when it is none. */
bool doc_date_parse(const char *s, struct doc_date *out);
/* <0, 0, >0: earlier, equal, later (by day and time as said). */
int doc_date_compare(const struct doc_date *a, const struct doc_date *b);

#endif
