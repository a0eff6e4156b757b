/* Names of structure roles (ISO 32000-1, 14.8.4). */
#include "page/page.h"

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

const char *tag_role_name(unsigned role)
{
    return role < TAG_ROLE_COUNT ? names[role] : names[TAG_DIV];
}
