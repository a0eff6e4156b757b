/* Word: styles. A style says what it is by its outline level, or by the name that Word gives it in every language
 * ("heading 1"; only ids are translated), or by the style that it is based on.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "ingest/docx.h"

#define MAX_HOPS 12 /* styles based on styles */

/* ---- elements by key ---- */

static int compare_entries(const void *x, const void *y)
{
    const struct docx_entry *a = x, *b = y;
    return strcmp(a->key, b->key);
}

void docx_index(struct docx_index *index, xmlDocPtr file, const char *element, const char *key)
{
    const xmlNode *root = file != NULL ? xmlDocGetRootElement(file) : NULL;
    size_t cap = 0;
    for (const xmlNode *node = root != NULL ? root->children : NULL; node != NULL; node = node->next) {
        const char *value = xml_is(node, element) ? xml_attribute(node, key) : NULL;
        if (value == NULL)
            continue;
        mem_grow((void **)&index->items, &cap, index->n + 1, sizeof *index->items);
        index->items[index->n++] = (struct docx_entry){.key = value, .node = node};
    }
    if (index->n > 1)
        qsort(index->items, index->n, sizeof *index->items, compare_entries);
}

struct docx_entry *docx_find(const struct docx_index *index, const char *key)
{
    struct docx_entry wanted = {.key = key};
    if (key == NULL || index->n == 0)
        return NULL;
    return bsearch(&wanted, index->items, index->n, sizeof *index->items, compare_entries);
}

const char *docx_value(const xmlNode *node, const char *child)
{
    const xmlNode *found = xml_child(node, child);
    return found != NULL ? xml_attribute(found, "val") : NULL;
}

bool docx_is_on(const xmlNode *properties, const char *name, bool otherwise)
{
    const xmlNode *node = xml_child(properties, name);
    const char *value = node != NULL ? xml_attribute(node, "val") : NULL;
    if (node == NULL)
        return otherwise;
    return value == NULL ||
           (strcmp(value, "0") != 0 && strcasecmp(value, "false") != 0 && strcasecmp(value, "none") != 0);
}

/* ---- what a style is ---- */

static bool is_outline(const char *value)
{
    return value != NULL && value[0] >= '0' && value[0] <= '8' && value[1] == '\0';
}

/* "heading 3", or an id "Heading3" of a style that has another name. */
static uint8_t level_of_name(const char *name)
{
    if (name == NULL || strncasecmp(name, "heading", 7) != 0)
        return 0;
    name += 7 + (name[7] == ' ');
    return *name >= '1' && *name <= '9' && name[1] == '\0' ? (uint8_t)(*name - '0') : 0;
}

static void take_name(struct docx_look *look, const char *name)
{
    if (name == NULL)
        return;
    if (strcasecmp(name, "title") == 0)
        look->level = DOCX_TITLE;
    else if (strcasecmp(name, "subtitle") == 0)
        look->level = DOCX_SUBTITLE;
    else if (strcasecmp(name, "caption") == 0)
        look->caption = true;
    else if (strcasecmp(name, "quote") == 0 || strcasecmp(name, "intense quote") == 0)
        look->quote = true;
    else if (strncasecmp(name, "toc ", 4) == 0 || strcasecmp(name, "toc heading") == 0)
        look->contents = true;
    else
        look->level = level_of_name(name);
}

/* Properties in the order of their strength: what is said first holds. */
struct said {
    const char *outline, *list, *depth, *align;
    int bold; /* -1: not said */
};

static void take_properties(struct said *said, const xmlNode *paragraph, const xmlNode *run)
{
    const xmlNode *numbering = xml_child(paragraph, "numPr");
    if (said->outline == NULL)
        said->outline = docx_value(paragraph, "outlineLvl");
    if (said->list == NULL)
        said->list = docx_value(numbering, "numId");
    if (said->depth == NULL)
        said->depth = docx_value(numbering, "ilvl");
    if (said->align == NULL)
        said->align = docx_value(paragraph, "jc");
    if (said->bold < 0 && xml_child(run, "b") != NULL)
        said->bold = docx_is_on(run, "b", false);
}

struct docx_look docx_look(const struct docx *d, const xmlNode *properties)
{
    struct docx_look look = {0};
    struct said said = {.bold = -1};
    const char *id = docx_value(properties, "pStyle");
    take_properties(&said, properties, NULL);
    for (int hops = 0; id != NULL && hops < MAX_HOPS; hops++) {
        const struct docx_entry *entry = docx_find(&d->styles, id);
        const xmlNode *style = entry != NULL ? entry->node : NULL;
        const char *name = docx_value(style, "name");
        if (look.level == 0 && !look.caption && !look.quote && !look.contents)
            take_name(&look, name != NULL ? name : id);
        if (look.level == 0)
            look.level = level_of_name(id);
        take_properties(&said, xml_child(style, "pPr"), xml_child(style, "rPr"));
        id = docx_value(style, "basedOn");
    }
    if (look.level == 0 && is_outline(said.outline) && said.outline[0] <= '5')
        look.level = (uint8_t)(said.outline[0] - '0' + 1);
    look.bold = said.bold > 0;
    look.centred = said.align != NULL && strcmp(said.align, "center") == 0;
    look.list = said.list != NULL && strcmp(said.list, "0") != 0 ? said.list : NULL;
    look.depth = is_outline(said.depth) ? (unsigned)(said.depth[0] - '0') : 0;
    return look;
}
