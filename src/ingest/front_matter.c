/* Front matter by hand and by site generators. What generators write is often no strict YAML ("title: A: B"), so lines
 * that are "key: value" are read one by one when YAML refuses the whole. Between "+++" stands TOML, of which the lines
 * "key = value" above its first table are read.
 */
#include "ingest/front_matter.h"

#include <string.h>

#include "base/file.h"
#include "base/utf8.h"
#include "base/yaml.h"
#include "lang/data.h"
#include "lang/dates.h"

/* Value without invisible characters and with single spaces. */
static struct text tidy(struct reading *r, const char *s)
{
    size_t dropped = r->dropped.n;
    reading_put(r, s, strlen(s), 1);
    r->dropped.n = dropped;
    return text_finish(r->builder, r->a);
}

static bool is_one_of(const char *key, const char *const *words)
{
    for (; *words != NULL; words++)
        if (strcmp(key, *words) == 0)
            return true;
    return false;
}

static void take_date(struct doc_date *field, const char *value)
{
    size_t start, end;
    struct doc_date date;
    if (doc_date_parse(value, &date) || date_find(value, strlen(value), &date, &start, &end))
        *field = date;
}

static void take_field(struct reading *r, const char *key, const char *value, uint32_t line)
{
    static const char *const url_keys[] = {"source_url",   "url",    "link", "canonical_url",
                                           "original_url", "source", NULL};
    static const char *const source_keys[] = {"source_name", "source", "publisher", "site", NULL};
    static const char *const date_keys[] = {"date",         "pubdate",        "publishdate",  "publish_date",
                                            "published_at", "date_published", "published_on", NULL};
    static const char *const subtitle_keys[] = {"subtitle", "sub_title", "subheadline", "subheading", NULL};
    static const char *const author_keys[] = {"author", "authors", "byline", "creator", NULL};
    struct article_meta *meta = r->meta;
    struct text text = tidy(r, value);
    if (text.n == 0 || strcmp(text.s, "null") == 0 || strcmp(text.s, "~") == 0)
        return;
    bool url = strncmp(text.s, "http://", 7) == 0 || strncmp(text.s, "https://", 8) == 0;
    if (strcmp(key, "title") == 0)
        meta->title = text;
    else if (is_one_of(key, subtitle_keys))
        meta->subtitle = text;
    else if (strcmp(key, "lead") == 0 || strcmp(key, "sapo") == 0)
        meta->lead = text;
    else if (is_one_of(key, date_keys) && (meta->date.year == 0 || strcmp(key, "date") == 0))
        take_date(&meta->date, text.s);
    else if (strcmp(key, "accessed") == 0)
        take_date(&meta->accessed, text.s);
    else if (is_one_of(key, author_keys))
        meta->author = text;
    else if ((strcmp(key, "lang") == 0 || strcmp(key, "language") == 0) && data_has_language(text.s))
        meta->lang = text.s;
    else if (strcmp(key, "split") == 0)
        r->split = strcmp(text.s, "h1") == 0 ? SPLIT_H1 : strcmp(text.s, "articles") == 0 ? SPLIT_ARTICLES : SPLIT_NONE;
    else if (strcmp(key, "ingested") == 0)
        r->finished = true;
    else if (strcmp(key, "original") == 0)
        meta->file = path_join(r->a, path_dir(r->a, r->path), text.s);
    else if (strcmp(key, "original_sha256") == 0 && text.n == 64)
        memcpy(meta->sha256, text.s, 65);
    else if (url && is_one_of(key, url_keys))
        meta->source_url = text.s;
    else if (!url && is_one_of(key, source_keys))
        meta->source_name = text.s;
    if (strcmp(key, "date") == 0)
        meta->date_line = line;
}

static void take_node(struct reading *r, const struct yaml_node *node)
{
    if (node->kind == YAML_SCALAR) {
        take_field(r, node->key, node->scalar, node->pos.line);
        return;
    }
    for (const struct yaml_node *item = node->kind == YAML_MAP ? node->first : NULL; item != NULL; item = item->next)
        if (item->kind == YAML_SCALAR && strcmp(item->key, "name") == 0) /* "author: {name: …, email: …}" */
            take_field(r, node->key, item->scalar, item->pos.line);
    if (node->kind != YAML_LIST)
        return;
    struct buf joined = BUF_INIT;
    for (const struct yaml_node *item = node->first; item != NULL; item = item->next) {
        if (item->kind != YAML_SCALAR || *item->scalar == '\0')
            continue;
        buf_puts(&joined, joined.n > 0 ? ", " : "");
        buf_puts(&joined, item->scalar);
    }
    if (joined.n > 0)
        take_field(r, node->key, arena_strndup(r->a, joined.p, joined.n), node->pos.line);
    buf_free(&joined);
}

/* "key: value" or "key = value" lines without indent; quotes around the value go. */
static void take_lines(struct reading *r, const char *s, size_t n, char sign)
{
    uint32_t line = 2;
    for (size_t i = 0; i < n; line++) {
        const char *end = memchr(s + i, '\n', n - i);
        size_t length = end != NULL ? (size_t)(end - s) - i : n - i;
        const char *colon = memchr(s + i, sign, length);
        if (sign == '=' && length > 0 && s[i] == '[')
            return;
        if (colon != NULL && s[i] != ' ' && s[i] != '-' && s[i] != '#') {
            size_t named = (size_t)(colon - s) - i;
            while (named > 0 && s[i + named - 1] == ' ')
                named--;
            char *key = arena_strndup(r->a, s + i, named);
            const char *value = colon + 1, *stop = s + i + length;
            while (value < stop && *value == ' ')
                value++;
            while (stop > value && stop[-1] == ' ')
                stop--;
            if (stop - value >= 2 && (*value == '"' || *value == '\'') && stop[-1] == *value) {
                value++;
                stop--;
            }
            take_field(r, key, arena_strndup(r->a, value, (size_t)(stop - value)), line);
        }
        i += length + 1;
    }
}

bool front_matter_is_ingested(const char *s, size_t n)
{
    const char *line = n > 4 ? memchr(s, '\n', n < 16 ? n : 16) : NULL;
    static const char key[] = "ingested:";
    return line != NULL && memcmp(s, "---", 3) == 0 && (size_t)(s + n - line) > sizeof key &&
           memcmp(line + 1, key, sizeof key - 1) == 0;
}

size_t front_matter_read(struct reading *r, const char *s, size_t n)
{
    bool toml = n >= 8 && memcmp(s, "+++", 3) == 0;
    if (n < 8 || (memcmp(s, "---", 3) != 0 && !toml))
        return 0;
    size_t from = 3;
    while (from < n && s[from] == ' ')
        from++;
    if (from >= n || s[from] != '\n')
        return 0;
    const char *end = memmem(s + from, n - from, toml ? "\n+++" : "\n---", 4);
    if (end == NULL)
        return 0;
    size_t length = (size_t)(end - s) - from;
    struct diag *quiet = diag_new();
    r->finished = front_matter_is_ingested(s, n);
    struct yaml_node *map = toml ? NULL : yaml_read(r->a, r->path, s + from, length, quiet);
    if (map != NULL && map->kind == YAML_MAP) {
        for (const struct yaml_node *node = map->first; node != NULL; node = node->next)
            take_node(r, node);
    } else {
        take_lines(r, s + from + 1, length > 0 ? length - 1 : 0, toml ? '=' : ':');
    }
    diag_drop(quiet);
    size_t after = (size_t)(end - s) + 4;
    while (after < n && s[after] != '\n')
        after++;
    return after < n ? after + 1 : n;
}
