/* The head of a page: JSON-LD, Open Graph and other meta elements, links. What is unfilled ("{{…}}") or empty counts as
 * not there. */
#include <cjson/cJSON.h>
#include <libxml/uri.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "ingest/html.h"
#include "ingest/stages.h"
#include "lang/dates.h"

#define MAX_LD ((size_t)1 << 20) /* bytes of one JSON-LD script */
#define MAX_LD_DEPTH 8

size_t html_entity(const char *entity, char out[8])
{
    char word[16];
    size_t n = strcspn(entity, ";");
    unsigned long cp = 0;
    if (entity[0] != '&' || n < 2 || n > sizeof word)
        return 0;
    memcpy(word, entity + 1, n - 1);
    word[n - 1] = '\0';
    if (word[0] == '#') {
        bool hex = word[1] == 'x' || word[1] == 'X';
        cp = strtoul(word + (hex ? 2 : 1), NULL, hex ? 16 : 10);
    } else {
        const htmlEntityDesc *known = htmlEntityLookup((const xmlChar *)word);
        cp = known != NULL ? known->value : 0;
    }
    return cp == 0 || cp > 0x10FFFF ? 0 : utf8_put(out, (uint32_t)cp);
}

/* A value for a field: entities that were escaped twice are read, white space is folded, invisible characters go. */
static const char *tidy(struct reading *r, const char *s)
{
    if (s == NULL || strstr(s, "{{") != NULL || strstr(s, "{%") != NULL)
        return NULL;
    struct buf out = BUF_INIT;
    while (*s != '\0') {
        char one[8];
        const char *end = *s == '&' ? memchr(s, ';', strnlen(s, 14)) : NULL;
        size_t length = end != NULL ? html_entity(s, one) : 0;
        if (length > 0) {
            buf_put(&out, one, length);
            s = end + 1;
        } else {
            buf_putc(&out, *s++);
        }
    }
    size_t n;
    char *nfc = utf8_nfc(r->a, out.n > 0 ? out.p : "", out.n, &n);
    buf_free(&out);
    size_t dropped = r->dropped.n;
    reading_put(r, nfc, n, 0);
    r->dropped.n = dropped; /* the head is not part of the text that must be accounted for */
    struct text text = text_finish(r->builder, r->a);
    return text.n > 0 ? text.s : NULL;
}

static void set(const char **field, const char *value)
{
    if (*field == NULL && value != NULL)
        *field = value;
}

/* Of addresses the first that is more than a mark in the page ("#article"). */
static void set_url(const char **field, const char *value)
{
    if (value != NULL && *value != '#')
        set(field, value);
}

static void set_date(struct doc_date *field, const char *value)
{
    size_t start, end;
    struct doc_date date;
    if (field->year != 0 || value == NULL)
        return;
    if ((doc_date_parse(value, &date) || date_find(value, strlen(value), &date, &start, &end)) && date.day != 0)
        *field = date;
}

/* ---- JSON-LD ---- */

static const char *json_string(const cJSON *object, const char *key)
{
    const cJSON *value = cJSON_GetObjectItem(object, key);
    return cJSON_IsString(value) ? value->valuestring : NULL;
}

static bool is_article_type(const cJSON *type)
{
    const char *s = cJSON_IsString(type) ? type->valuestring : NULL;
    if (s != NULL)
        return strstr(s, "Article") != NULL || strstr(s, "Posting") != NULL || strcmp(s, "Report") == 0;
    const cJSON *item;
    cJSON_ArrayForEach(item, type) if (cJSON_IsString(item) && is_article_type(item)) return true;
    return false;
}

/* Puts the names of authors that are persons behind those that are there, with commas between. */
static void add_names(struct reading *r, const cJSON *author, unsigned depth, struct buf *names)
{
    const cJSON *item;
    if (cJSON_IsArray(author) && depth < 2) {
        cJSON_ArrayForEach(item, author) add_names(r, item, depth + 1, names);
        return;
    }
    const char *type = json_string(author, "@type");
    if (cJSON_IsObject(author) && type != NULL && strcmp(type, "Organization") == 0)
        return;
    const char *name = tidy(r, cJSON_IsString(author) ? author->valuestring : json_string(author, "name"));
    if (name != NULL && names->n > 0)
        buf_puts(names, ", ");
    if (name != NULL)
        buf_puts(names, name);
}

static const char *author_names(struct reading *r, const cJSON *author)
{
    struct buf names = BUF_INIT;
    add_names(r, author, 0, &names);
    const char *all = names.n > 0 ? arena_strndup(r->a, names.p, names.n) : NULL;
    buf_free(&names);
    return all;
}

static void read_ld_object(struct reading *r, const cJSON *object, struct page_meta *out)
{
    const cJSON *page = cJSON_GetObjectItem(object, "mainEntityOfPage");
    set(&out->headline, tidy(r, json_string(object, "headline")));
    set(&out->description, tidy(r, json_string(object, "description")));
    set(&out->author, author_names(r, cJSON_GetObjectItem(object, "author")));
    set(&out->publisher, tidy(r, json_string(cJSON_GetObjectItem(object, "publisher"), "name")));
    set_url(&out->url, cJSON_IsString(page) ? tidy(r, page->valuestring) : tidy(r, json_string(page, "@id")));
    set_url(&out->url, tidy(r, json_string(object, "url")));
    set_date(&out->date, tidy(r, json_string(object, "datePublished")));
    set(&out->body, tidy(r, json_string(object, "articleBody")));
}

static void read_ld(struct reading *r, const cJSON *value, struct page_meta *out, unsigned depth)
{
    const cJSON *item;
    if (value == NULL || depth > MAX_LD_DEPTH)
        return;
    if (cJSON_IsArray(value)) {
        cJSON_ArrayForEach(item, value) read_ld(r, item, out, depth + 1);
        return;
    }
    if (is_article_type(cJSON_GetObjectItem(value, "@type")))
        read_ld_object(r, value, out);
    read_ld(r, cJSON_GetObjectItem(value, "@graph"), out, depth + 1);
}

static void read_script(struct reading *r, const xmlNode *node, struct page_meta *out)
{
    const char *type = html_attribute(node, "type");
    if (type == NULL || strcasecmp(type, "application/ld+json") != 0 || node->children == NULL ||
        node->children->content == NULL)
        return;
    const char *s = (const char *)node->children->content;
    size_t n = strlen(s);
    if (n > MAX_LD) {
        diag_add(r->diag, MSG_INGEST_PAGE_DATA, (struct srcpos){r->path, html_info(node)->line, 0}, "1 MB", NULL);
        return;
    }
    cJSON *json = cJSON_ParseWithLength(s, n);
    read_ld(r, json, out, 0);
    cJSON_Delete(json);
}

/* ---- meta and link elements ---- */

static void read_meta(struct reading *r, const xmlNode *node, struct page_meta *out)
{
    const char *name = html_attribute(node, "property"), *content = html_attribute(node, "content");
    if (name == NULL)
        name = html_attribute(node, "name");
    if (name == NULL)
        name = html_attribute(node, "itemprop");
    if (name == NULL || content == NULL)
        return;
    const char *value = tidy(r, content);
    if (strcasecmp(name, "og:title") == 0)
        set(&out->og_title, value);
    else if (strcasecmp(name, "og:description") == 0 || strcasecmp(name, "description") == 0)
        set(&out->description, value);
    else if (strcasecmp(name, "og:url") == 0)
        set_url(&out->url, value);
    else if (strcasecmp(name, "og:site_name") == 0 || strcasecmp(name, "application-name") == 0)
        set(&out->site, value);
    else if (strcasecmp(name, "author") == 0 || strcasecmp(name, "article:author") == 0 ||
             strcasecmp(name, "dc.creator") == 0)
        set(&out->meta_author, value != NULL && strstr(value, "://") == NULL ? value : NULL);
    else if (strcasecmp(name, "article:published_time") == 0 || strcasecmp(name, "pubdate") == 0 ||
             strcasecmp(name, "datePublished") == 0 || strcasecmp(name, "dc.date") == 0 ||
             strcasecmp(name, "date") == 0)
        set_date(&out->date, value);
}

static void read_link(struct reading *r, const xmlNode *node, struct page_meta *out)
{
    const char *rel = html_attribute(node, "rel"), *href = html_attribute(node, "href");
    if (rel != NULL && href != NULL && strcasecmp(rel, "canonical") == 0)
        out->canonical = tidy(r, href);
}

/* ---- the address ---- */

static bool is_absolute(const char *url)
{
    return url != NULL && (strncasecmp(url, "http://", 7) == 0 || strncasecmp(url, "https://", 8) == 0);
}

/* The address itself, or what it is beside `base` (RFC 3986, 5.2); NULL when that cannot be told. */
static const char *resolve(struct reading *r, const char *url, const char *base)
{
    if (url == NULL || *url == '\0' || is_absolute(url))
        return is_absolute(url) ? url : NULL;
    xmlChar *built = base != NULL ? xmlBuildURI((const xmlChar *)url, (const xmlChar *)base) : NULL;
    const char *whole =
        built != NULL && is_absolute((const char *)built) ? arena_strdup(r->a, (const char *)built) : NULL;
    xmlFree(built);
    return whole;
}

/* The canonical address wins over the others; those that are relative are meant beside <base>, else beside the page. */
void html_settle_url(struct reading *r, struct page_meta *page)
{
    const char *base = is_absolute(page->base) ? page->base : NULL;
    const char *known[] = {page->saved_from, page->url, page->canonical};
    for (size_t i = 0; i < sizeof known / sizeof *known && base == NULL; i++)
        base = is_absolute(known[i]) ? known[i] : NULL;
    const char *canonical = resolve(r, page->canonical, base), *said = resolve(r, page->url, base);
    page->url = canonical != NULL ? canonical : said != NULL ? said : page->saved_from;
}

void html_read_meta(struct reading *r, xmlNode *root, struct page_meta *out)
{
    memset(out, 0, sizeof *out);
    for (xmlNode *node = root; node != NULL; node = html_next(root, node)) {
        if (node->type != XML_ELEMENT_NODE)
            continue;
        if (html_is(node, "script"))
            read_script(r, node, out);
        else if (html_is(node, "meta"))
            read_meta(r, node, out);
        else if (html_is(node, "link"))
            read_link(r, node, out);
        else if (html_is(node, "base"))
            set(&out->base, tidy(r, html_attribute(node, "href")));
        else if (html_is(node, "html"))
            set(&out->lang, html_attribute(node, "lang"));
        else if (html_is(node, "title") && node->children != NULL && out->title == NULL &&
                 (node->parent == NULL || html_is(node->parent, "head")))
            out->title = tidy(r, (const char *)node->children->content);
    }
}
