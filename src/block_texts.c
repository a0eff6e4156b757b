/* book/ and ingest/ do not know each other, so here a text of book.yaml goes through the reader of Markdown: as a file
 * that begins with `ingested: 1`, in which nothing is guessed or cleaned. */
#include "block_texts.h"

#include <string.h>

#include "ingest/ingest.h"

#define HEAD "---\ningested: 1\n---\n\n"
#define HEAD_LINES 4

/* Only marks make Markdown of a text. */
static bool has_marks(const char *s)
{
    return strpbrk(s, "*_`[]<>#&\\|~^") != NULL || strstr(s, "\n- ") != NULL || strncmp(s, "- ", 2) == 0 ||
           strstr(s, "\n1") != NULL || strncmp(s, "1", 1) == 0 || strstr(s, ":::") != NULL;
}

/* A text of several lines begins on the line behind the mark ("|") where its value begins. */
static void place(struct doc_node *root, const struct block_text *text)
{
    uint32_t first = text->pos.line + (strchr(text->s, '\n') != NULL);
    for (struct doc_node *node = root; node != NULL; node = doc_next(root, node)) {
        uint32_t line = node->pos.line > HEAD_LINES ? node->pos.line - HEAD_LINES - 1 : 0;
        node->pos = (struct srcpos){text->pos.file, first + line, 0};
    }
}

static void read_text(struct block_text *text, struct arena *a)
{
    struct articles articles;
    struct diag *quiet = diag_new(); /* what is said of files does not hold for a line of book.yaml */
    const char *file = text->pos.file != NULL ? text->pos.file : "book.yaml";
    const char *whole = arena_printf(a, HEAD "%s\n", text->s);
    if (ingest_bytes(a, &(struct ingest_source){file, whole, strlen(whole)}, NULL, &articles, quiet) == 0 &&
        articles.n == 1 && articles.items[0].root->first != NULL) {
        text->doc = articles.items[0].root;
        place(text->doc, text);
    }
    diag_drop(quiet);
}

void block_texts_read(struct manifest_blocks *blocks, struct arena *a)
{
    for (struct block_text *text = blocks->texts; text != NULL; text = text->next)
        if (has_marks(text->s))
            read_text(text, a);
}

void block_pictures_load(struct manifest *m, struct picture_source *source)
{
    struct picture_place place = {.root = m->folder, .article = m->file};
    for (struct block_text *text = m->blocks.texts; text != NULL; text = text->next)
        for (struct doc_node *node = text->doc; node != NULL; node = doc_next(text->doc, node))
            if (node->kind == DOC_FIGURE)
                picture_load(source, &place, node);
    for (size_t i = 0; i < m->blocks.n_delegations; i++)
        for (size_t k = 0; k < m->blocks.delegations[i].n; k++) {
            struct delegate *d = &m->blocks.delegations[i].members[k];
            struct doc_node photo = {.kind = DOC_FIGURE,
                                     .src = d->photo,
                                     .alt = d->photo,
                                     .pos = d->photo_pos}; /* the name stands beside it */
            picture_load(source, &place, &photo);
            d->photo = photo.src;
        }
}
