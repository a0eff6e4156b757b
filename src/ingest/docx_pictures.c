/* Word: pictures. Each becomes a figure whose `src` names the document and the entry in it:
 * "bai.docx#word/media/image1.png".
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "ingest/docx.h"

#define MAX_PICTURES 1000
#define SMALL 360000 /* EMU, 1 cm: both sides of it or less make an icon or a bullet */

static const xmlNode *relation(const struct docx *d, const char *id)
{
    const struct docx_entry *link = docx_find(d->links, id);
    return link != NULL ? link->node : NULL;
}

/* Words that stand for the picture: the drawing's description, the shape's title. NULL: there are none. */
static const char *find_alt(const xmlNode *node)
{
    for (; node != NULL && !xml_is(node, "p"); node = node->parent) {
        const xmlNode *properties = xml_child(node, "docPr");
        const char *alt = xml_attribute(properties, "descr");
        if (alt == NULL && xml_is(node, "shape"))
            alt = xml_attribute(node, "alt");
        if (alt != NULL && *alt != '\0')
            return alt;
        if (properties != NULL)
            return NULL;
    }
    return NULL;
}

static bool is_small(const xmlNode *node)
{
    for (; node != NULL && !xml_is(node, "p"); node = node->parent) {
        const xmlNode *extent = xml_child(node, "extent");
        const char *cx = xml_attribute(extent, "cx"), *cy = xml_attribute(extent, "cy");
        if (cx != NULL && cy != NULL)
            return strtol(cx, NULL, 10) <= SMALL && strtol(cy, NULL, 10) <= SMALL;
    }
    return false;
}

/* The entry in which the picture lies, NULL: it cannot be taken along. */
static const char *find_entry(const struct docx *d, const xmlNode *target)
{
    const char *mode = xml_attribute(target, "TargetMode"), *href = xml_attribute(target, "Target");
    if (href == NULL || (mode != NULL && strcmp(mode, "External") == 0) || d->frame != NULL ||
        d->n_pictures >= MAX_PICTURES || strcmp(d->r->path, "-") == 0)
        return NULL;
    const char *entry = archive_entry_name(d->r->a, "word/document.xml", href);
    return archive_has(d->zip, entry) ? entry : NULL;
}

void docx_take_picture(struct docx *d, const xmlNode *node, const char *id)
{
    const xmlNode *target = relation(d, id);
    const char *alt = find_alt(node), *entry = find_entry(d, target), *about = alt;
    if (about == NULL)
        about = target != NULL && xml_attribute(target, "Target") != NULL ? xml_attribute(target, "Target") : "";
    if (entry == NULL || is_small(node)) {
        record_dropped(d->r, d->line, entry != NULL ? "small-picture" : "embedded-picture", about, strlen(about));
        d->left_out += entry == NULL;
        d->after_picture |= entry == NULL; /* its caption may follow all the same */
        return;
    }
    d->n_pictures++;
    mem_grow((void **)&d->pictures, &d->cap_pictures, d->n_waiting + 1, sizeof *d->pictures);
    d->pictures[d->n_waiting++] = (struct docx_picture){.src = reading_inner_path(d->r, entry),
                                                        .alt = alt != NULL ? arena_strdup(d->r->a, alt) : NULL,
                                                        .leads = text_length(d->r->builder) == 0};
}

bool docx_put_pictures(struct docx *d, bool leading)
{
    size_t kept = 0, put = 0;
    for (size_t i = 0; i < d->n_waiting; i++) {
        const struct docx_picture *picture = &d->pictures[i];
        if (leading && !picture->leads) {
            d->pictures[kept++] = *picture;
            continue;
        }
        struct piece *p = piece_add(d->r, PIECE_FIGURE, d->line);
        p->src = picture->src;
        p->alt = picture->alt;
        p->said = true;
        p->in = d->frame;
        put++;
    }
    d->n_waiting = kept;
    return put > 0;
}
