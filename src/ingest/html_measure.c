/* Which part of a page is the article.
 *
 * Paragraphs vote: each block of running text gives points to the elements around it, fewer with the distance, as
 * readability tools have done since Arc90's. What is in links does not count, and blocks that call themselves related
 * news, comments or menus count little. The winner may be one column of several, so it is widened as long as its parent
 * adds running text too.
 */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "ingest/html.h"

#define MIN_VOTE 25 /* bytes of text that make a paragraph */

static bool is_invisible_element(const xmlNode *node)
{
    static const char *const names[] = {"script",   "style",  "noscript", "template", "head",  "svg",
                                        "iframe",   "object", "canvas",   "video",    "audio", "select",
                                        "textarea", "input",  "datalist", "map"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (html_is(node, names[i]))
            return true;
    return false;
}

static bool is_display_none(const xmlNode *node)
{
    const char *style = html_attribute(node, "style");
    if (html_attribute(node, "hidden") != NULL)
        return true;
    const char *display = style != NULL ? strstr(style, "display") : NULL;
    if (display == NULL)
        return false;
    display += 7;
    while (*display == ' ' || *display == ':')
        display++;
    return strncmp(display, "none", 4) == 0;
}

static bool word_matches(const struct data_list *list, const char *word, size_t n)
{
    for (size_t i = 0; i < list->n; i++) {
        size_t length = strlen(list->items[i]);
        if ((length == n && memcmp(list->items[i], word, n) == 0) ||
            (length >= 6 && length < n && memmem(word, n, list->items[i], length) != NULL))
            return true;
    }
    return false;
}

/* One of the names as it stands ("sr-only"). */
static bool whole_name_matches(const struct data_list *list, const char *names)
{
    while (*names != '\0') {
        size_t n = strcspn(names, " \t\n");
        for (size_t i = 0; n > 0 && i < list->n; i++)
            if (strlen(list->items[i]) == n && strncasecmp(list->items[i], names, n) == 0)
                return true;
        names += n + (names[n] != '\0');
    }
    return false;
}

/* The words of a class name: parted by signs and by capitals inside ("articleBody"). */
static bool names_match(const struct phrases *p, enum phrase_list list, const char *names)
{
    if (whole_name_matches(&p->common[list], names) || whole_name_matches(&p->own[list], names))
        return true;
    char word[64];
    size_t n = 0;
    for (const char *s = names;; s++) {
        bool inner = (*s >= 'a' && *s <= 'z') || (*s >= '0' && *s <= '9');
        bool capital = *s >= 'A' && *s <= 'Z';
        if ((!inner && !capital) || (capital && s > names && s[-1] >= 'a' && s[-1] <= 'z') || n + 1 >= sizeof word) {
            if (n > 0 && (word_matches(&p->own[list], word, n) || word_matches(&p->common[list], word, n)))
                return true;
            n = 0;
        }
        if (*s == '\0')
            return false;
        if (inner || capital)
            word[n++] = (char)tolower((unsigned char)*s);
    }
}

/* Attributes whose values name what an element is for. */
static bool is_naming(const char *attribute)
{
    static const char *const attributes[] = {"class", "id", "itemprop", "rel", "type"};
    static const char *const ends[] = {"role",   "name",      "type",  "field", "slot",
                                       "testid", "component", "block", "module"};
    for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++)
        if (strcasecmp(attribute, attributes[i]) == 0)
            return true;
    size_t n = strlen(attribute);
    if (strncasecmp(attribute, "data-", 5) != 0)
        return false;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (n > strlen(ends[i]) && strcasecmp(attribute + n - strlen(ends[i]), ends[i]) == 0)
            return true;
    return false;
}

/* Lists of names, the hints first: the first that matches wins. */
static const struct {
    enum phrase_list list;
    enum hint hint;
} name_lists[] = {{PHRASE_HTML_CAPTION, HINT_CAPTION}, {PHRASE_HTML_LEAD, HINT_LEAD},
                  {PHRASE_HTML_AUTHOR, HINT_AUTHOR},   {PHRASE_HTML_DATE, HINT_DATE},
                  {PHRASE_HTML_SOURCE, HINT_SOURCE},   {PHRASE_HTML_SUBTITLE, HINT_SUBTITLE},
                  {PHRASE_HTML_TITLE, HINT_TITLE},     {PHRASE_HTML_FIGURE, HINT_NONE},
                  {PHRASE_HTML_UNSEEN, HINT_NONE},     {PHRASE_HTML_NOISE, HINT_NONE}};
#define NAME_LISTS (sizeof name_lists / sizeof *name_lists)

/* One bit for each list that has one of the element's names. */
static unsigned lists_naming(const struct reading *r, const xmlNode *node)
{
    unsigned found = 0;
    for (const xmlAttr *a = node->properties; a != NULL; a = a->next) {
        const char *value =
            a->children != NULL && a->children->content != NULL ? (const char *)a->children->content : "";
        if (*value == '\0' || !is_naming((const char *)a->name))
            continue;
        for (size_t i = 0; i < NAME_LISTS; i++)
            if (!(found & 1u << i) && names_match(r->phrases, name_lists[i].list, value))
                found |= 1u << i;
    }
    return found;
}

static bool has_noise_role(const xmlNode *node)
{
    static const char *const roles[] = {"navigation", "complementary", "contentinfo", "search", "dialog", "alert"};
    const char *role = html_attribute(node, "role");
    for (size_t i = 0; role != NULL && i < sizeof roles / sizeof *roles; i++)
        if (strcasecmp(role, roles[i]) == 0)
            return true;
    return false;
}

static void read_names(const struct reading *r, const xmlNode *node, struct html_info *info)
{
    info->hidden = is_invisible_element(node) || is_display_none(node);
    if (html_is(node, "time"))
        info->hint = HINT_DATE;
    if (html_is(node, "figcaption"))
        info->hint = HINT_CAPTION;
    info->noise = html_is(node, "nav") || html_is(node, "aside") || html_is(node, "footer") || html_is(node, "form") ||
                  html_is(node, "button");
    if (node->properties == NULL || html_is(node, "body") || html_is(node, "html"))
        return;
    unsigned named = lists_naming(r, node);
    for (size_t i = 0; i < NAME_LISTS; i++) {
        if (!(named & 1u << i))
            continue;
        if (info->hint == HINT_NONE)
            info->hint = (uint8_t)name_lists[i].hint;
        info->figure |= name_lists[i].list == PHRASE_HTML_FIGURE;
        info->unseen |= name_lists[i].list == PHRASE_HTML_UNSEEN;
        info->noise |= name_lists[i].list == PHRASE_HTML_NOISE;
    }
    info->noise |= has_noise_role(node);
}

static uint32_t count_bytes(const xmlNode *text)
{
    uint32_t count = 0;
    for (const xmlChar *s = text->content; s != NULL && *s != '\0'; s++)
        count += *s > ' ';
    return count;
}

/* Records for elements that the parser made up itself (html, body, tbody). */
static struct html_info *info_of(struct reading *r, xmlNode *node)
{
    if (node->_private == NULL)
        node->_private = arena_alloc(r->a, sizeof(struct html_info));
    return node->_private;
}

static void add_text(struct reading *r, const xmlNode *root, const xmlNode *text)
{
    uint32_t bytes = count_bytes(text);
    bool link = false, direct = true;
    if (bytes == 0)
        return;
    for (xmlNode *up = text->parent; up != NULL && up->type == XML_ELEMENT_NODE; up = up->parent) {
        struct html_info *info = info_of(r, up);
        link |= html_is(up, "a");
        info->text += bytes;
        info->link += link ? bytes : 0;
        info->direct += direct ? bytes : 0;
        direct = direct && !html_is_block(up);
        if (up == root)
            break;
    }
}

static void measure(struct reading *r, xmlNode *root)
{
    for (xmlNode *node = root; node != NULL;) {
        if (node->type == XML_ELEMENT_NODE) {
            struct html_info *info = info_of(r, node);
            read_names(r, node, info);
            if (info->hidden && node != root) {
                node = html_skip(root, node);
                continue;
            }
            if (html_is(node, "img"))
                for (xmlNode *up = node; up != NULL && up->type == XML_ELEMENT_NODE; up = up->parent)
                    info_of(r, up)->has_image = true;
        } else if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) {
            add_text(r, root, node);
        }
        node = html_next(root, node);
    }
}

static bool in_noise(const xmlNode *root, const xmlNode *node)
{
    for (; node != NULL && node != root && node->type == XML_ELEMENT_NODE; node = node->parent)
        if (html_info(node) != NULL && html_info(node)->noise)
            return true;
    return false;
}

/* A block with running text of its own votes for the elements around it. */
static void vote(const xmlNode *root, xmlNode *node)
{
    const struct html_info *info = html_info(node);
    if (!html_is_block(node) || info->direct < MIN_VOTE || info->link * 2 > info->text || html_is(node, "li") ||
        html_is(node, "button") || html_is(node, "option"))
        return;
    float points = 1.0f + (float)(info->direct > 600 ? 600 : info->direct) / 100.0f;
    if (in_noise(root, node))
        points *= 0.1f;
    float share = 1.0f;
    int level = 0;
    for (xmlNode *up = html_is(node, "p") ? node->parent : node; up != NULL && level < 5; up = up->parent, level++) {
        if (html_info(up) == NULL || html_is(up, "body") || html_is(up, "html"))
            return;
        html_info(up)->score += points * share;
        share = level == 0 ? 0.6f : share * 0.6f;
    }
}

static float value_of(const struct html_info *info)
{
    float density = info->text > 0 ? (float)info->link / (float)info->text : 1.0f;
    return info->score * (1.0f - density) * (info->noise ? 0.5f : 1.0f);
}

/* Text that is not in links. */
static uint32_t plain(const xmlNode *node)
{
    const struct html_info *info = html_info(node);
    return info != NULL ? info->text - info->link : 0;
}

/* Up to the parent while that adds running text; up to an <article> or articleBody that is not much larger. */
static xmlNode *widen(xmlNode *best)
{
    xmlNode *main = best;
    for (xmlNode *up = best->parent; up != NULL && html_info(up) != NULL; up = up->parent) {
        if (html_is(up, "body") || html_is(up, "html"))
            break;
        const struct html_info *info = html_info(up);
        bool grows = info->score > html_info(main)->score * 0.75f && plain(up) * 10 > plain(main) * 12 &&
                     info->link * 3 < info->text;
        const char *prop = html_attribute(up, "itemprop");
        bool named = html_is(up, "article") || (prop != NULL && strcmp(prop, "articleBody") == 0);
        if (grows || (named && plain(up) < plain(main) * 2 + 600))
            main = up;
    }
    return main;
}

xmlNode *html_find_main(struct reading *r, xmlNode *root)
{
    xmlNode *best = NULL;
    float best_value = 0;
    measure(r, root);
    for (xmlNode *node = root; node != NULL;) {
        bool element = node->type == XML_ELEMENT_NODE;
        if (element && html_info(node)->hidden && node != root) {
            node = html_skip(root, node);
            continue;
        }
        if (element)
            vote(root, node);
        node = html_next(root, node);
    }
    for (xmlNode *node = root; node != NULL; node = html_next(root, node)) {
        if (node->type != XML_ELEMENT_NODE || html_info(node) == NULL || html_info(node)->hidden)
            continue;
        float value = value_of(html_info(node));
        if (value > best_value) {
            best = node;
            best_value = value;
        }
    }
    return best != NULL ? widen(best) : NULL;
}
