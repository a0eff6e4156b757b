/* A page between libxml2 and the pieces. Only the html_*.c and read_html.c files include this. */
#ifndef INGEST_HTML_H
#define INGEST_HTML_H

#include <libxml/HTMLparser.h>

#include "ingest/reading.h"

/* What is kept about each element, in node->_private. Sums are over the visible text below it. */
struct html_info {
    uint32_t line;
    uint32_t text;   /* bytes without white space */
    uint32_t link;   /* of them inside links */
    uint32_t direct; /* of them in the element itself and its inline children */
    float score;
    uint8_t hint; /* enum hint, from class names */
    bool noise;   /* class names or the element itself say that it is no part of an article */
    bool hidden;
    bool unseen; /* class names say that it is no part of the text around it: words for screen readers, edit links */
    bool figure; /* a picture with its caption, whatever the element */
    bool has_image;
    bool note; /* a reference leads here: it is read apart from the text around it (html_notes.h) */
};

static inline struct html_info *html_info(const xmlNode *node)
{
    return node->_private;
}

/* Parses the text (UTF-8). NULL after a message. The caller ends it with xmlFreeDoc(). */
htmlDocPtr html_parse(struct reading *r, const char *s, size_t n);

bool html_is(const xmlNode *node, const char *name);
/* True for elements that begin a new line in a page. */
bool html_is_block(const xmlNode *node);
/* Value of an attribute, borrowed; NULL: not there. */
const char *html_attribute(const xmlNode *node, const char *name);
/* The address of a picture, borrowed; pages that load lazily keep it in another attribute. NULL: there is none. */
const char *html_image_source(const xmlNode *img);
/* Smaller than any picture of an article. */
bool html_is_icon(const xmlNode *img);
/* Next node in document order below `root`; html_skip(): not into `node`. */
xmlNode *html_next(const xmlNode *root, const xmlNode *node);
xmlNode *html_skip(const xmlNode *root, const xmlNode *node);

/* html_measure.c: fills the sums, hints and scores; returns the element that holds the article, or NULL. */
xmlNode *html_find_main(struct reading *r, xmlNode *root);

/* html_meta.c: what the head of the page says. Strings are in the arena or NULL. */
struct page_meta {
    const char *title, *og_title, *headline, *description;
    const char *author, *meta_author;
    const char *url, *site, *publisher, *lang;
    struct doc_date date;
};
void html_read_meta(struct reading *r, xmlNode *root, struct page_meta *out);

/* html_title.c: gives the title its role and field; returns the number of its piece, SIZE_MAX: it is the head's. */
size_t html_choose_title(struct reading *r, const struct page_meta *page);

#endif
