/* Ingest: raw articles become documents.
 *
 * Stages, a file each: charset.c (bytes → UTF-8 NFC lines) → sniff.c (which format) → read_text.c, read_html.c,
 * read_markdown.c … (format → raw blocks) → structure.c and its parts (title, date, lead, headings, lists, captions …)
 * → clean.c (typography). Whatever is not taken as it stood is written into the article's records: nothing is lost.
 */
#ifndef INGEST_INGEST_H
#define INGEST_INGEST_H

#include "doc/article.h"

struct ingest_options {
    const char *const *keep; /* rule ids whose drops are kept, NULL-terminated; NULL: none */
    const char *lang;        /* language that the user says, or NULL: found out */
    enum split split;
};

/* Articles of one file. */
struct articles {
    struct article *items;
    size_t n;
    /* What the file seems to need, when it was not split but holds several articles: SPLIT_H1 or SPLIT_ARTICLES (there
     * was a warning, too); and how many it would give. */
    enum split proposed;
    size_t n_proposed;
};

/* Name of a split as the front matter and book.yaml say it: "h1". */
const char *ingest_split_name(enum split split);

/* A file as it was read. The path is for names and messages: nothing is opened. */
struct ingest_source {
    const char *path, *bytes;
    size_t n;
};

/* Reads a file into articles of the arena `a`, which must outlive them. Returns -1 after an error message when nothing
 * usable is in the file. Safe to call from several threads with different arenas and diags. */
int ingest_bytes(struct arena *a, const struct ingest_source *from, const struct ingest_options *o,
                 struct articles *out, struct diag *d);

/* The article as the JSON of the contract: one line without a newline at its end, or indented when `pretty`. */
void ingest_json(const struct article *article, bool pretty, struct buf *out);

/* The article as Markdown that ingest_bytes() reads back to the same document: see to_markdown.c. `base` goes before
 * the relative paths of pictures (a folder with "/" at its end); NULL: they stay. */
void ingest_markdown(const struct article *article, const char *base, struct buf *out);

/* The media type (RFC 6838) of a file, found as ingest_bytes() finds its format, and in *suffix the usual end of such a
 * file's name. The path only decides between text and Markdown. */
const char *ingest_media_type(const char *path, const char *bytes, size_t n, const char **suffix);

/* True if a file of this name is taken for an article in a folder (by suffix: txt html htm xhtml md markdown docx
 * epub). */
bool ingest_is_article_name(const char *name);

/* Once, before threads start: libxml2's global state. */
void ingest_init(void);

#endif
