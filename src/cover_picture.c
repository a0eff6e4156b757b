#include "cover_picture.h"

#include <string.h>

#include "doc/doc_key.h"
#include "image/image.h"

/* All that the picture shows, but for the design and the fonts: with these the memo forgets it. */
static void put_key(const struct layout_input *in, const struct doc_node *cover, struct buf *key)
{
    key_number(key, (uint64_t)COVER_WIDTH << 32 | COVER_HEIGHT);
    key_number(key, in->book->manifest->colour);
    key_string(key, in->book->language);
    key_string(key, in->book->manifest->handling);
    key_tree(key, cover);
    for (const struct doc_node *node = cover; node != NULL; node = doc_next(cover, node)) {
        const struct image *image = node->src != NULL ? image_set_lookup(in->images, node->src) : NULL;
        key_string(key, image != NULL ? image->sha256 : NULL);
    }
}

static void draw(const struct layout_input *in, struct buf *png, struct diag *d)
{
    struct layout *l = layout_cover(in, COVER_WIDTH, COVER_HEIGHT, d);
    if (l != NULL && raster_page(layout_pages(l), 0, COVER_WIDTH, COVER_HEIGHT, png) != 0)
        buf_clear(png);
    layout_drop(l);
}

void cover_picture_make(const struct layout_input *in, struct buf *png, struct diag *d)
{
    const struct doc_node *cover = doc_child(in->book->root, DOC_COVER);
    struct memo *memo = workers_memo(in->workers);
    struct buf key = BUF_INIT;
    size_t n;
    if (cover == NULL)
        return;
    if (memo != NULL)
        put_key(in, cover, &key);
    const void *known = memo_find(memo, MEMO_PICTURE, key.p, key.n, &n);
    if (known != NULL) {
        buf_put(png, known, n);
    } else {
        draw(in, png, d);
        memo_put(memo, MEMO_PICTURE, key.p, key.n, png->p, png->n);
    }
    buf_free(&key);
}
