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
    uint32_t body;   /* words below it that JSON-LD has as the article (html_body.c) */
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
/* What the element's style says of its weight: 1 bold, -1 normal, 0 nothing. */
int html_weight(const xmlNode *node);
bool html_is_centred(const xmlNode *node);
/* The date that an element says in an attribute: <time datetime>, <abbr title="2021-…">, "content". NULL: none. */
const char *html_datetime(const xmlNode *node);
/* The sibling behind or before a node, without blank text; is it a line break, behind? */
const xmlNode *html_beside(const xmlNode *node, bool behind);
bool html_next_is_break(const xmlNode *br);
/* Next node in document order below `root`; html_skip(): not into `node`. */
xmlNode *html_next(const xmlNode *root, const xmlNode *node);
xmlNode *html_skip(const xmlNode *root, const xmlNode *node);

/* html_measure.c: fills the sums, hints and scores; returns the element that holds the article, or NULL. */
xmlNode *html_find_main(struct reading *r, xmlNode *root);

/* html_meta.c: what the head of the page says. Strings are in the arena or NULL. */
struct page_meta {
    const char *title, *og_title, *headline, *description;
    const char *author, *meta_author;
    const char *url, *canonical, *base, *saved_from; /* as the page writes them, until html_settle_url() */
    const char *site, *publisher, *lang;
    const char *body; /* JSON-LD: the article's words without their structure */
    struct doc_date date;
};
void html_read_meta(struct reading *r, xmlNode *root, struct page_meta *out);
/* Leaves in `url` the page's whole address, or NULL. */
void html_settle_url(struct reading *r, struct page_meta *page);

/* html_body.c: the element that holds the words of JSON-LD's articleBody, if they stand in the page and `guess` misses
 * them or has much else; else `guess`. After html_find_main(). */
xmlNode *html_main_by_body(xmlNode *root, const char *body, xmlNode *guess);

/* html_title.c: gives the title its role and field; returns the number of its piece, SIZE_MAX: it is the head's. */
size_t html_choose_title(struct reading *r, const struct page_meta *page);

#endif
