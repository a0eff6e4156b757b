/* What the stages of ingest share: one article being read.
 *
 * A reader turns its format into a flat row of *pieces* in reading order. A piece is a block of text with what the
 * format said about it (heading, list item, quotation, picture …) and where it stood. The stages of structure.c then
 * give roles to pieces: title, lead, heading, caption, boilerplate. At the end tree.c makes the document from the
 * pieces that stay and records from those that do not, so that no character can get lost on the way: a piece never
 * vanishes.
 */
#ifndef INGEST_READING_H
#define INGEST_READING_H

#include "doc/article.h"
#include "doc/text_build.h"
#include "ingest/ingest.h"
#include "ingest/phrases.h"

enum piece_kind {
    PIECE_TEXT,    /* a paragraph or a line */
    PIECE_HEADING, /* `level` */
    PIECE_FIGURE,  /* text: caption, credit: its credit; src, alt */
    PIECE_TABLE,   /* node; text: caption */
    PIECE_CODE,
    PIECE_RULE
};

/* What becomes of a piece. */
enum role {
    ROLE_BODY,
    ROLE_TITLE, /* its text is the field, word by word */
    ROLE_SUBTITLE,
    ROLE_LEAD,
    ROLE_ATTRIBUTION, /* of the quotation that it stands in */
    ROLE_DROPPED,     /* left out: records.dropped */
    ROLE_MERGED       /* said again elsewhere, or taken over in another form: records.merged */
};

/* A container around pieces: LIST, ITEM, QUOTE, DIV or NOTE. Pieces of one frame stand together. */
struct frame {
    enum doc_kind kind;
    struct frame *parent;
    bool ordered;
    uint16_t number;
    const char *name, *id;
    uint32_t line;
    struct doc_node *node; /* made by tree.c when the first piece in it stays */
};

struct piece {
    enum piece_kind kind;
    enum role role;
    const char *rule; /* ROLE_DROPPED, ROLE_MERGED: why */
    struct text text, credit;
    const char *low; /* lower case of `text` when it is short (PIECE_SHORT), else "" */
    struct frame *in;
    struct doc_node *node;
    const char *src, *alt, *id, *name;
    uint32_t line;
    uint16_t blank;  /* empty lines before it */
    uint16_t indent; /* columns of white space before it */
    uint8_t level;
    bool said;        /* the format itself says the kind: rules for plain text keep away */
    bool bold;        /* all of it is strong */
    bool linked;      /* all of it is a link */
    bool spelled;     /* Markdown: begins with an entity, so that a dash there means nothing more */
    bool after_image; /* follows a picture that has no caption yet */
    bool begins;      /* an article, in a file of several */
    uint32_t figure;  /* HTML: number of the element that it shares with a picture and its caption, or 0 */
    bool centred;     /* HTML: so set, or in italics as a whole */
    uint8_t hint;     /* enum hint */
    uint8_t zone;     /* enum zone */
};

/* What class names, ids and properties of a page say about a block. */
enum hint { HINT_NONE, HINT_CAPTION, HINT_LEAD, HINT_AUTHOR, HINT_DATE, HINT_TITLE, HINT_SUBTITLE, HINT_SOURCE };

/* Where in a page a block stands. */
enum zone { ZONE_OUT, ZONE_HEAD, ZONE_MAIN, ZONE_TAIL };

#define PIECE_SHORT 400 /* bytes up to which a piece is looked at by the rules for lines */

struct pieces {
    struct piece *items;
    size_t n, cap;
};

/* Growing arrays of records; moved into the article at the end. */
struct record_list {
    struct record *items;
    size_t n, cap;
};
struct change_list {
    struct record_change *items;
    size_t n, cap;
};

struct page_meta;

struct reading {
    struct arena *a;
    const char *path;
    const struct ingest_options *options;
    struct diag *diag;
    struct text_builder *builder;
    const struct phrases *phrases; /* of the language */
    struct pieces pieces;
    struct article_meta *meta;
    struct record_list dropped, merged, guessed;
    struct change_list changed;
    struct link_place *links, **links_end;
    enum split split;        /* asked for by the options or the front matter */
    bool plain;              /* utf8_is_plain() says so of the text itself, if not of what its escapes stand for */
    bool spaced;             /* plain text with an empty line after every line */
    bool paper;              /* of an office, below the state's name: who signed it is no author */
    bool wrapped;            /* plain text that was wrapped at a fixed width */
    bool letter;             /* begins with place and date, as letters and official papers do */
    bool page;               /* HTML: metadata may come from the head */
    bool pasted;             /* plain text: a whole page, with the menu above its article */
    bool authored;           /* Markdown: structure is said, lines are not guessed at */
    bool private_said;       /* a private-use character was reported: once is enough */
    bool finished;           /* `ingested:` Markdown: nothing is guessed or cleaned */
    struct doc_date updated; /* HTML: when the page says it was changed last, and where */
    uint32_t updated_line;
    const struct page_meta *head; /* HTML: what the page's head says (html.h) */
    const char *description;      /* of the head: what a lead may look like */
};

/* Begins and ends the reading of one article. `encoding` is kept. */
void reading_begin(struct reading *r, struct arena *a, const char *path, const struct ingest_options *o,
                   struct diag *d);
void reading_end(struct reading *r);

/* Sets the language and with it the words that rules look for. */
void reading_set_lang(struct reading *r, const char *lang);

/* Appends a piece of this kind at a source line; the pointer holds until the next piece is added. */
struct piece *piece_add(struct reading *r, enum piece_kind kind, uint32_t line);
/* Appends a piece of text that is as the builder made it. */
struct piece *piece_add_text(struct reading *r, enum piece_kind kind, struct text text, uint32_t line);
/* Gives the piece another text; `low` follows. */
void piece_set_text(struct reading *r, struct piece *p, struct text text);
/* Makes room for a piece before number `at` and returns it, empty, on the line of its neighbour. */
struct piece *piece_insert(struct reading *r, size_t at);
/* Cuts piece `at` in two before byte `offset` of its text; white space at the cut goes. Returns false at its ends. */
bool piece_split(struct reading *r, size_t at, size_t offset);
struct text text_slice(struct arena *a, const struct text *t, size_t from, size_t to);

/* Gives up a piece: to records.dropped unless its rule is kept, or to records.merged. */
void piece_drop(struct reading *r, struct piece *p, const char *rule);
void piece_merge(struct reading *r, struct piece *p, const char *rule);
/* True while the piece is an ordinary paragraph that no rule has taken. */
bool piece_is_open(const struct piece *p);
/* Number of the next (previous) piece from `i` on (down) that is still in the text, or n (SIZE_MAX). */
size_t piece_next(const struct reading *r, size_t i);
size_t piece_prev(const struct reading *r, size_t i);

struct frame *frame_new(struct reading *r, enum doc_kind kind, struct frame *parent, uint32_t line);

/* Can a table of so many columns and cells be set? Else it is to be read as paragraphs: false, after a warning. */
bool reading_takes_table(struct reading *r, uint32_t line, size_t columns, size_t cells);
#define TABLE_MOST_COLUMNS 64
#define TABLE_MOST_CELLS 100000

/* Adds a record; texts are copied. */
void record_dropped(struct reading *r, uint32_t line, const char *rule, const char *s, size_t n);
void record_merged(struct reading *r, uint32_t line, const char *rule, const char *s, size_t n);
void record_guessed(struct reading *r, uint32_t line, const char *rule, const char *s, size_t n);
void record_changed(struct reading *r, uint32_t line, const char *rule, struct text before, struct text after);

/* Text of the input for the builder: what is invisible is left out and recorded. */
void reading_put(struct reading *r, const char *s, size_t n, uint32_t line);
/* The same for what stands in the decoded text itself. */
void reading_put_source(struct reading *r, const char *s, size_t n, uint32_t line);

/* What names an entry of the archive that is being read, beside the archive: "bai.docx#word/media/image1.png". */
const char *reading_inner_path(const struct reading *r, const char *entry);

/* True if the user wants to keep what this rule would drop. */
bool rule_kept(const struct reading *r, const char *rule);

#endif
