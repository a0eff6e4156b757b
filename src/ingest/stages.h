/* The stages of ingest, in the order in which they run. Each looks at the pieces and gives roles; structure.c calls
 * them. */
#ifndef INGEST_STAGES_H
#define INGEST_STAGES_H

#include "ingest/reading.h"

/* Readers: bytes of a decoded text become pieces. */
void read_text(struct reading *r, const char *s, size_t n);
void read_markdown(struct reading *r, const char *s, size_t n);
int read_html(struct reading *r, const char *s, size_t n);
/* Word: bytes of the archive. Returns -1 after a message when it is damaged. */
int read_docx(struct reading *r, const char *bytes, size_t n);
/* HTML inside another format: all of it is text. Its pieces stand in `frame`. */
void read_html_fragment(struct reading *r, const char *s, size_t n, uint32_t line, struct frame *frame);
/* The character of an entity ("&amp;", "&#x2B;") as UTF-8; returns its length, 0: unknown. */
size_t html_entity(const char *entity, char out[8]);
/* html_fields.c: title, lead, author, date and source of a page, from its head and its pieces, once the language is
 * known. */
void html_choose_fields(struct reading *r);
/* Captions go to the pictures before them, from piece number `from` on. */
void html_attach_captions(struct reading *r, size_t from);

/* split.c: the pieces from number *at on that make the next part of a text that is split at its level-1 headings, as a
 * reading of its own with the fields of the whole; the caller ends it. *at moves behind them; `number` counts the parts
 * from 1. Returns false when there are none left. */
bool split_part(const struct reading *whole, size_t *at, size_t number, struct reading *part,
                struct article_meta *meta);

/* several.c: does the text hold several articles, by their titles and dates? How many, 0 or 1 when not; *how gets what
 * would split them. several_mark() marks their first pieces. Once the language is known, before structure_find(). */
size_t several_find(const struct reading *r, enum split *how);
size_t several_mark(struct reading *r);

/* structure.c: finds title, date, author, source, lead, headings, lists, captions, quotations and boilerplate. */
void structure_find(struct reading *r);

/* labels.c: "Title: …", "Source: …" at the top of a text. Returns true when the text is such a record. */
bool labels_find(struct reading *r);
/* lists.c: lines with markers become items. */
void lists_find(struct reading *r);
/* boilerplate.c: what a portal puts around an article. Lines by themselves first; teasers once the title is known. */
void boilerplate_lines(struct reading *r);
void boilerplate_teasers(struct reading *r);
void boilerplate_tail(struct reading *r);
/* portal.c: what a page pasted as text has above and below its article. */
void portal_find_head(struct reading *r);
void portal_find_tail(struct reading *r);
/* repeats.c: the same line or sentences twice in a row, the title again. */
void repeats_find(struct reading *r);
/* metadata.c */
void metadata_find_dates(struct reading *r);
void metadata_find_sources(struct reading *r);
void metadata_find_title(struct reading *r);
void metadata_find_author(struct reading *r);
void metadata_find_lead(struct reading *r);
/* captions.c, headings.c, quotes.c */
void captions_find_pairs(struct reading *r);
void captions_find(struct reading *r);
void headings_find(struct reading *r);
void headings_level(struct reading *r);
void quotes_find(struct reading *r);

/* True if the line holds a date and next to nothing else; *date gets it. metadata.c */
bool metadata_is_date_line(const struct reading *r, const struct piece *p, struct doc_date *date);
/* A date line that says "updated". metadata.c */
bool metadata_is_update(const struct reading *r, const struct piece *p);
/* Takes an author from a text such as "By Linh Harcourt (Reuters)"; false when it names none. byline.c */
bool metadata_author_of(const struct reading *r, const char *s, size_t n, struct text *out);
/* Byte where a picture credit begins ("Ảnh: …") in a short text, SIZE_MAX: none. captions.c */
size_t captions_credit(const struct reading *r, const struct piece *p);

/* clean.c: typography of everything that stays. */
void clean_pieces(struct reading *r);

/* tree.c: the document and the article's records from pieces and roles. */
void tree_build(struct reading *r, struct article *out);

#endif
