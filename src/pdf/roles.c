/* Roles of the structure tree (ISO 32000-1, 14.8.4). */
#include "pdf/roles.h"

#include <stdlib.h>

#include "base/mem.h"

static const char *const names[TAG_ROLE_COUNT] = {
    [TAG_NONE] = "Div",
    [TAG_DOCUMENT] = "Document",
    [TAG_PART] = "Part",
    [TAG_ART] = "Art",
    [TAG_SECT] = "Sect",
    [TAG_DIV] = "Div",
    [TAG_H1] = "H1",
    [TAG_H2] = "H2",
    [TAG_H3] = "H3",
    [TAG_H4] = "H4",
    [TAG_H5] = "H5",
    [TAG_H6] = "H6",
    [TAG_P] = "P",
    [TAG_L] = "L",
    [TAG_LI] = "LI",
    [TAG_LBL] = "Lbl",
    [TAG_LBODY] = "LBody",
    [TAG_BLOCKQUOTE] = "BlockQuote",
    [TAG_QUOTE] = "Quote",
    [TAG_FIGURE] = "Figure",
    [TAG_FORMULA] = "Formula",
    [TAG_CAPTION] = "Caption",
    [TAG_TABLE] = "Table",
    [TAG_THEAD] = "THead",
    [TAG_TBODY] = "TBody",
    [TAG_TR] = "TR",
    [TAG_TH] = "TH",
    [TAG_TD] = "TD",
    [TAG_TOC] = "TOC",
    [TAG_TOCI] = "TOCI",
    [TAG_INDEX] = "Index",
    [TAG_REFERENCE] = "Reference",
    [TAG_NOTE] = "Note",
    [TAG_LINK] = "Link",
    [TAG_SPAN] = "Span",
    [TAG_CODE] = "Code",
};

const char *role_name(uint8_t role)
{
    return role < TAG_ROLE_COUNT ? names[role] : names[TAG_DIV];
}

static uint8_t role_of(const struct tag *tag, bool linked)
{
    bool has_alt = tag->alt != NULL && *tag->alt != '\0';
    if (tag->role == TAG_LINK && !linked)
        return TAG_SPAN;
    if ((tag->role == TAG_FIGURE || tag->role == TAG_FORMULA) && !has_alt)
        return TAG_DIV;
    return tag->role;
}

void roles_init(struct roles *r, const struct pages *pages, const bool *linked)
{
    r->pages = pages;
    r->items = mem_calloc(pages->n_tags + 1, sizeof *r->items);
    for (size_t i = 1; i < pages->n_tags; i++)
        r->items[i] = role_of(&pages->tags[i], linked[i]);
}

void roles_free(struct roles *r)
{
    free(r->items);
}

uint32_t roles_tag(const struct roles *r, uint32_t tag)
{
    return tag < r->pages->n_tags ? tag : 0;
}
