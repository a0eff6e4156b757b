/* Parts of digital books by EPUB's structural semantics (epub:type) and DPUB-ARIA roles: notes with their references,
 * page markers, tables of contents. Only the readers of HTML and EPUB include this. */
#ifndef INGEST_HTML_NOTES_H
#define INGEST_HTML_NOTES_H

#include "ingest/html.h"

enum html_part {
    HTML_PART_NONE,
    HTML_PART_NOTE_REFERENCE,
    HTML_PART_NOTE,
    HTML_PART_NOTES, /* a section of them */
    HTML_PART_BACKLINK,
    HTML_PART_PAGE_MARKER,
    HTML_PART_CONTENTS,
    HTML_PART_COVER
};

/* What an element says that it is. */
enum html_part html_part(const xmlNode *node);

/* What the body of a document, or its only section, says that it is. */
enum html_part html_document_part(const xmlNode *root);

/* The notes of a publication. Documents are named by their entries. */
struct html_notes;

/* Gives a document by its name, parsed, or NULL; it stays the giver's. */
typedef htmlDocPtr (*html_loader)(void *ctx, const char *name);

struct html_notes *html_notes_new(struct arena *a, html_loader load, void *ctx);
void html_notes_drop(struct html_notes *notes);

/* A new article begins: notes are numbered from 1 again. */
void html_notes_restart(struct html_notes *notes);

/* Looks through a document for references, numbers them and marks the elements of their notes (html_info.note), so that
 * the walk passes them over. */
void html_notes_find(struct html_notes *notes, const char *name, xmlNode *root);

/* The same for a page of the web: only references in the element `main` count. False when there are none. */
bool html_notes_find_in_page(struct html_notes *notes, xmlNode *root, xmlNode *main);

/* Warns if there were more notes than an article may have; those beyond are read like other text. */
void html_notes_tell(struct html_notes *notes, struct reading *r);

/* Number of the note that the element refers to, 0: it is no reference. */
unsigned html_notes_number(const struct html_notes *notes, const xmlNode *reference);

/* The notes that html_notes_find() met last and that were not there before, one call after another; NULL: no more. */
xmlNode *html_notes_next(struct html_notes *notes, unsigned *number);

/* A document is about to be freed. */
void html_notes_forget(struct html_notes *notes, const char *name);

/* What the walk through a document knows of the book around it. */
struct html_book {
    struct html_notes *notes; /* NULL: nothing of this holds */
    bool in_note;
    bool page; /* of the web: not everything in it is text */
};

/* Deals with the mark of a note, a note that is read apart, a page marker, a way back: true, and nothing else is to be
 * done about the element. */
bool html_take_book_part(struct reading *r, const struct html_book *book, xmlNode *node, uint32_t line);

/* Rule by which a whole element of a book is dropped: a table of contents, the heading over notes; or NULL. */
const char *html_book_noise(const xmlNode *node);

/* read_html.c: one document of a book, parsed and measured; then the notes that it asks for. */
void read_html_chapter(struct reading *r, struct html_notes *notes, const char *name, xmlNode *root);

#endif
