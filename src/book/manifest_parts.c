/* `parts:` and `chapters:` of book.yaml. */
#include <string.h>

#include "book/manifest_reading.h"

struct raw_chapter {
    const char *file, *title, *short_title, *summary, *date, *lang;
    struct yaml_array tags;
    bool omit;
    int split;
    const struct yaml_node *digest;
};

struct raw_part {
    const char *title;
    struct yaml_node *chapters;
};

static const char *const split_words[] = {"none", "h1", "spine", "articles", NULL}; /* as enum split */

#define TEXT(key, type, field)                                                                                         \
    {                                                                                                                  \
        key, YT_STRING, false, offsetof(type, field), NULL                                                             \
    }

static const struct yaml_key chapter_keys[] = {
    {"file", YT_STRING, true, offsetof(struct raw_chapter, file), NULL},
    TEXT("title", struct raw_chapter, title),
    TEXT("short", struct raw_chapter, short_title),
    TEXT("summary", struct raw_chapter, summary),
    TEXT("date", struct raw_chapter, date),
    TEXT("lang", struct raw_chapter, lang),
    {"tags", YT_STRINGS, false, offsetof(struct raw_chapter, tags), NULL},
    {"omit", YT_BOOL, false, offsetof(struct raw_chapter, omit), NULL},
    {"split", YT_ENUM, false, offsetof(struct raw_chapter, split), split_words},
    {"digest", YT_NODE, false, offsetof(struct raw_chapter, digest), NULL},
    {NULL, YT_STRING, false, 0, NULL}};
static const struct yaml_schema chapter_schema = {chapter_keys, sizeof(struct raw_chapter), -1, -1};

static const struct yaml_key part_keys[] = {{"title", YT_STRING, true, offsetof(struct raw_part, title), NULL},
                                            {"chapters", YT_NODE, true, offsetof(struct raw_part, chapters), NULL},
                                            {NULL, YT_STRING, false, 0, NULL}};
static const struct yaml_schema part_schema = {part_keys, sizeof(struct raw_part), -1, -1};

static void take_chapter(struct manifest_reading *r, const struct raw_chapter *raw, const struct yaml_node *node,
                         struct manifest_chapter *out)
{
    struct doc_date date;
    const struct yaml_node *file = node->kind == YAML_MAP ? yaml_lookup(node, "file") : node;
    *out = (struct manifest_chapter){.pos = file ? file->pos : node->pos,
                                     .file = raw->file,
                                     .title = raw->title,
                                     .short_title = raw->short_title,
                                     .summary = raw->summary,
                                     .date = raw->date,
                                     .lang = manifest_language(r, raw->lang, manifest_place(node, "lang")),
                                     .tags = manifest_strings(r->a, &raw->tags),
                                     .omit = raw->omit,
                                     .split = (enum split)raw->split};
    if (raw->date)
        manifest_check_date(r, raw->date, manifest_place(node, "date"), &date);
    manifest_read_digest(r, raw->digest, out);
}

static bool is_null(const struct yaml_node *node)
{
    return node->kind == YAML_SCALAR && !node->quoted && node->scalar[0] == '\0';
}

static void read_chapters(struct manifest_reading *r, const struct yaml_node *list, struct manifest_part *part)
{
    size_t count = 0;
    if (list->kind != YAML_LIST) {
        if (!is_null(list))
            manifest_fault(r, MSG_YAML_WRONG_TYPE, list->pos, "chapters", diag_word(WORD_A_LIST));
        return;
    }
    for (const struct yaml_node *node = list->first; node; node = node->next)
        count++;
    part->chapters = arena_calloc(r->a, count + 1, sizeof *part->chapters);
    for (const struct yaml_node *node = list->first; node; node = node->next) {
        struct raw_chapter raw = {0};
        if (node->kind == YAML_SCALAR && node->scalar[0]) {
            raw.file = node->scalar;
        } else if (node->kind == YAML_MAP) {
            manifest_fill(r, node, &chapter_schema, &raw);
        } else {
            manifest_fault(r, MSG_BOOK_CHAPTER_SHAPE, node->pos, NULL, NULL);
            continue;
        }
        struct manifest_chapter chapter;
        take_chapter(r, &raw, node, &chapter);
        if (!chapter.omit && chapter.file)
            part->chapters[part->n_chapters++] = chapter;
    }
}

static void read_part(struct manifest_reading *r, const struct yaml_node *node)
{
    struct raw_part raw = {0};
    if (node->kind != YAML_MAP) {
        manifest_fault(r, MSG_BOOK_PART_SHAPE, node->pos, NULL, NULL);
        return;
    }
    manifest_fill(r, node, &part_schema, &raw);
    struct manifest_part *part = &r->m->parts[r->m->n_parts++];
    part->pos = node->pos;
    part->title = raw.title;
    if (raw.chapters)
        read_chapters(r, raw.chapters, part);
}

/* The value of a key, NULL for a null. */
static const struct yaml_node *value_of(const struct yaml_node *root, const char *key)
{
    const struct yaml_node *node = yaml_lookup(root, key);
    return node && !is_null(node) ? node : NULL;
}

void manifest_read_parts(struct manifest_reading *r, const struct yaml_node *root)
{
    const struct yaml_node *chapters = value_of(root, "chapters"), *parts = value_of(root, "parts");
    size_t count = 1, n = 0;
    int faults = r->faults;
    if (parts && parts->kind != YAML_LIST) {
        manifest_fault(r, MSG_YAML_WRONG_TYPE, parts->pos, "parts", diag_word(WORD_A_LIST));
        parts = NULL;
    }
    for (const struct yaml_node *node = parts ? parts->first : NULL; node; node = node->next)
        count++;
    r->m->parts = arena_calloc(r->a, count, sizeof *r->m->parts);
    if (chapters && parts && parts->first)
        manifest_fault(r, MSG_BOOK_BOTH_LISTS, chapters->key_pos, NULL, NULL);
    if (chapters && !(parts && parts->first))
        read_chapters(r, chapters, &r->m->parts[r->m->n_parts++]);
    for (const struct yaml_node *node = parts ? parts->first : NULL; node; node = node->next)
        read_part(r, node);
    for (size_t i = 0; i < r->m->n_parts; i++)
        n += r->m->parts[i].n_chapters;
    if (n == 0 && r->faults == faults)
        manifest_fault(r, MSG_BOOK_NO_CHAPTERS, chapters ? chapters->pos : parts ? parts->pos : root->pos, NULL, NULL);
}
