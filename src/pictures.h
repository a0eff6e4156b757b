/* The pictures of a book's figures, from files and from inside Word and EPUB files. */
#ifndef PICTURES_H
#define PICTURES_H

#include "doc/doc.h"
#include "image/image.h"

struct picture_source;

/* Pictures go to `set`, which must outlive it. */
struct picture_source *picture_source_new(struct image_set *set, struct arena *a, struct diag *d);
void picture_source_drop(struct picture_source *s);

/* Where an article's pictures may lie. */
struct picture_place {
    const char *root;    /* folder of the book */
    const char *article; /* path of the article's file: `src` is relative to its folder */
    const char *origin;  /* a further folder, of picture_origin(), or NULL */
    bool words_stay;     /* the description of a picture that cannot be had goes before its caption, or becomes it */
};

/* Folder of the original of a file that `ingest --to markdown` wrote: its pictures lie there, and may be outside of the
 * book's folder. It counts only when the original is there and has the bytes that the file's front matter says; else,
 * and for every other file, NULL. Little of the file is looked at, so this may go before rights are given up. *is_link
 * tells whether the path is a symbolic link, which leads elsewhere. */
const char *picture_origin(struct arena *a, const char *article, bool *is_link);

/* Loads the picture of a figure: `src` becomes the path under which the set has it, or NULL with a warning when it
 * cannot be had; its caption then stays as a note. `src` may name an entry of an archive
 * ("bai.docx#word/media/image1.png"). Nothing is fetched from the web. */
void picture_load(struct picture_source *s, const struct picture_place *place, struct doc_node *figure);

#endif
