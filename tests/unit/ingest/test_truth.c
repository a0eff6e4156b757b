/* The articles of tests/ingest against their truth files: every field, heading, caption and fragment, and nothing of
 * what a reader must not see.
 *
 * title, lead (its beginning), headings, captions (beginnings), must_contain in order, must_not_contain, must_once,
 * n_paragraphs, n_list_items: null or absent is not compared. date, author, source_url: null means empty.
 */
#include <cjson/cJSON.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/utf8.h"
#include "ingest_fixture.h"
#include "unit/suite.h"

#define FOLDER SOURCE_DIR "/tests/ingest"

static struct buf faults;

static void fault(const char *id, const char *what, const char *detail)
{
    buf_puts(&faults, id);
    buf_puts(&faults, ": ");
    buf_puts(&faults, what);
    buf_puts(&faults, ": ");
    buf_puts(&faults, detail != NULL ? detail : "(none)");
    buf_putc(&faults, '\n');
}

static const char *string_of(const cJSON *o, const char *key)
{
    const cJSON *v = cJSON_GetObjectItem(o, key);
    return cJSON_IsString(v) ? v->valuestring : NULL;
}

/* Quotes and dashes of every kind are one, spaces are single, letters of `fold` are small. */
static char *folded(const char *s, bool fold)
{
    static const struct {
        const char *from, *to;
    } marks[] = {{"“", "\""}, {"”", "\""}, {"‘", "'"},   {"’", "'"},
                 {"–", "-"},  {"—", "-"},  {"…", "..."}, {"\u00A0", " "}};
    struct buf out = BUF_INIT;
    while (*s != '\0') {
        size_t i = 0, n = sizeof marks / sizeof *marks;
        while (i < n && strncmp(s, marks[i].from, strlen(marks[i].from)) != 0)
            i++;
        if (i < n) {
            buf_puts(&out, marks[i].to);
            s += strlen(marks[i].from);
        } else if (*s == ' ' || *s == '\n') {
            if (out.n > 0 && out.p[out.n - 1] != ' ')
                buf_putc(&out, ' ');
            s++;
        } else {
            buf_putc(&out, *s++);
        }
    }
    char *text = out.n == 0 ? arena_strdup(arena, "")
                 : fold     ? utf8_lower_str(arena, out.p, out.n)
                            : arena_strndup(arena, out.p, out.n);
    buf_free(&out);
    size_t n = strlen(text);
    while (n > 0 && text[n - 1] == ' ')
        text[--n] = '\0';
    return text;
}

static bool begins(const char *s, const char *start)
{
    return strncmp(s, start, strlen(start)) == 0;
}

/* The field is the truth's value or one of KEY_any. */
static bool is_one(const cJSON *truth, const char *key, const char *got, bool fold)
{
    const char *want = string_of(truth, key), *any = arena_printf(arena, "%s_any", key);
    const cJSON *item;
    if (want == NULL && (got == NULL || *got == '\0'))
        return true;
    if (got == NULL)
        return false;
    got = folded(got, fold);
    if (want != NULL && strcmp(folded(want, fold), got) == 0)
        return true;
    cJSON_ArrayForEach(item, cJSON_GetObjectItem(truth, any)) if (cJSON_IsString(item) &&
                                                                  strcmp(folded(item->valuestring, fold), got) ==
                                                                      0) return true;
    return false;
}

static void check_fields(const char *id, const cJSON *truth, const cJSON *got)
{
    bool fold = cJSON_IsTrue(cJSON_GetObjectItem(truth, "title_fold_case"));
    if (string_of(truth, "title") != NULL && !is_one(truth, "title", string_of(got, "title"), fold))
        fault(id, "title", string_of(got, "title"));
    if (string_of(truth, "subtitle") != NULL && !is_one(truth, "subtitle", string_of(got, "subtitle"), false))
        fault(id, "subtitle", string_of(got, "subtitle"));
    if (cJSON_HasObjectItem(truth, "author") && !is_one(truth, "author", string_of(got, "author"), true))
        fault(id, "author", string_of(got, "author"));
    if (cJSON_HasObjectItem(truth, "source_url") && !is_one(truth, "source_url", string_of(got, "source_url"), false))
        fault(id, "source_url", string_of(got, "source_url"));
    if (string_of(truth, "source_name") != NULL && string_of(got, "source_name") != NULL &&
        !is_one(truth, "source_name", string_of(got, "source_name"), false))
        fault(id, "source_name", string_of(got, "source_name"));
    const char *want = string_of(truth, "date"), *date = string_of(got, "date");
    if (cJSON_HasObjectItem(truth, "date") &&
        (want == NULL
             ? date != NULL
             : date == NULL || !begins(date, arena_strndup(arena, want, strlen(want) < 16 ? strlen(want) : 16))))
        fault(id, "date", date);
    const char *lead = string_of(got, "lead");
    want = string_of(truth, "lead");
    if (want != NULL ? lead == NULL || !begins(folded(lead, false), folded(want, false))
                     : cJSON_HasObjectItem(truth, "lead") && lead != NULL)
        fault(id, "lead", lead);
}

/* ---- blocks ---- */

struct seen {
    struct buf text; /* all that a reader sees, block by block */
    size_t paragraphs, items;
    const cJSON *blocks;
};

static void see_string(struct seen *seen, const char *s)
{
    if (s != NULL) {
        buf_puts(&seen->text, folded(s, false));
        buf_putc(&seen->text, '\n');
    }
}

static void see_items(struct seen *seen, const cJSON *items)
{
    const cJSON *item, *cell;
    cJSON_ArrayForEach(item, items)
    {
        if (cJSON_IsArray(item)) {
            cJSON_ArrayForEach(cell, item)
                see_string(seen, cJSON_IsString(cell) ? cell->valuestring : string_of(cell, "text"));
            continue;
        }
        see_string(seen, string_of(item, "text"));
        seen->items++;
        see_items(seen, cJSON_GetObjectItem(item, "items"));
    }
}

static void see_blocks(struct seen *seen, const cJSON *article)
{
    const cJSON *block;
    seen->blocks = cJSON_GetObjectItem(article, "blocks");
    see_string(seen, string_of(article, "lead"));
    cJSON_ArrayForEach(block, seen->blocks)
    {
        static const char *const keys[] = {"text", "attribution", "caption", "credit"};
        const char *type = string_of(block, "type");
        seen->paragraphs += type != NULL && strcmp(type, "paragraph") == 0;
        for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
            see_string(seen, string_of(block, keys[i]));
        see_items(seen, cJSON_GetObjectItem(block, "items"));
        size_t items = seen->items;
        see_items(seen, cJSON_GetObjectItem(block, "rows"));
        seen->items = items;
    }
}

static void check_fragments(const char *id, const cJSON *truth, const cJSON *got, const struct seen *seen)
{
    const char *at = seen->text.p;
    const cJSON *item;
    cJSON_ArrayForEach(item, cJSON_GetObjectItem(truth, "must_contain"))
    {
        const char *hit = strstr(at, folded(item->valuestring, false));
        if (hit == NULL)
            fault(id, "missing or out of order", item->valuestring);
        else
            at = hit + 1;
    }
    const char *title = string_of(got, "title"), *author = string_of(got, "author");
    cJSON_ArrayForEach(item, cJSON_GetObjectItem(truth, "must_not_contain"))
    {
        const char *bad = folded(item->valuestring, false);
        if (strstr(seen->text.p, bad) != NULL || (title != NULL && strstr(folded(title, false), bad) != NULL) ||
            (author != NULL && strstr(folded(author, false), bad) != NULL))
            fault(id, "leaked", item->valuestring);
    }
    cJSON_ArrayForEach(item, cJSON_GetObjectItem(truth, "must_once"))
    {
        const char *once = folded(item->valuestring, false), *hit = strstr(seen->text.p, once);
        if (hit != NULL && strstr(hit + 1, once) != NULL)
            fault(id, "twice", item->valuestring);
    }
}

static bool is_kind(const cJSON *block, const char *kind)
{
    const char *type = string_of(block, "type");
    return type != NULL && strcmp(type, kind) == 0;
}

static void check_headings(const char *id, const cJSON *truth, const cJSON *blocks)
{
    const cJSON *want = cJSON_GetObjectItem(truth, "headings"), *block;
    if (!cJSON_IsArray(want))
        return;
    want = want->child;
    cJSON_ArrayForEach(block, blocks)
    {
        if (!is_kind(block, "heading"))
            continue;
        const char *text = folded(string_of(block, "text"), false);
        if (want == NULL || strcmp(folded(string_of(want, "text"), false), text) != 0)
            fault(id, "heading", text);
        else if (cJSON_GetNumberValue(cJSON_GetObjectItem(want, "level")) !=
                 cJSON_GetNumberValue(cJSON_GetObjectItem(block, "level")))
            fault(id, "level of heading", text);
        want = want != NULL ? want->next : NULL;
    }
    if (want != NULL)
        fault(id, "heading missing", string_of(want, "text"));
}

static void check_captions(const char *id, const cJSON *truth, const cJSON *blocks)
{
    const cJSON *want, *block;
    cJSON_ArrayForEach(want, cJSON_GetObjectItem(truth, "captions"))
    {
        bool found = false;
        cJSON_ArrayForEach(block, blocks)
        {
            const char *caption = is_kind(block, "figure") ? string_of(block, "caption") : NULL;
            found |= caption != NULL && begins(folded(caption, false), folded(want->valuestring, false));
        }
        if (!found)
            fault(id, "caption missing", want->valuestring);
    }
}

static void check_counts(const char *id, const cJSON *truth, const struct seen *seen)
{
    const cJSON *paragraphs = cJSON_GetObjectItem(truth, "n_paragraphs"),
                *items = cJSON_GetObjectItem(truth, "n_list_items");
    if (cJSON_IsNumber(paragraphs) && (size_t)paragraphs->valueint != seen->paragraphs)
        fault(id, "paragraphs", arena_printf(arena, "%zu", seen->paragraphs));
    if (cJSON_IsNumber(items) && (size_t)items->valueint != seen->items)
        fault(id, "list items", arena_printf(arena, "%zu", seen->items));
}

static void check_article(const char *id, const cJSON *truth, const cJSON *got)
{
    struct seen seen = {.text = BUF_INIT};
    see_blocks(&seen, got);
    buf_putc(&seen.text, '\0');
    check_fields(id, truth, got);
    check_fragments(id, truth, got, &seen);
    check_headings(id, truth, seen.blocks);
    check_captions(id, truth, seen.blocks);
    check_counts(id, truth, &seen);
    buf_free(&seen.text);
}

/* ---- files ---- */

static const char *source_of(const char *folder, const char *id)
{
    static const char *const suffixes[] = {"txt", "html", "md"};
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
        const char *path = arena_printf(arena, "%s/%s.%s", folder, id, suffixes[i]);
        if (access(path, R_OK) == 0)
            return path;
    }
    return NULL;
}

static cJSON *json_file(const char *path)
{
    char *bytes;
    size_t n;
    ck_assert_int_eq(file_read(path, FILE_MAX_BYTES, &bytes, &n, diag, DIAG_NOWHERE), 0);
    cJSON *json = cJSON_ParseWithLength(bytes, n);
    ck_assert_msg(json != NULL, "%s: no JSON", path);
    free(bytes);
    return json;
}

static void check_truth(const char *folder, const char *name)
{
    cJSON *truth = json_file(arena_printf(arena, "%s/%s", folder, name));
    const char *id = string_of(truth, "id"), *path = source_of(folder, id);
    ck_assert_msg(path != NULL, "%s: no article", id);
    char *bytes;
    size_t n;
    ck_assert_int_eq(file_read(path, FILE_MAX_BYTES, &bytes, &n, diag, DIAG_NOWHERE), 0);
    struct buf out = BUF_INIT;
    ingest_json(read_bytes(path, bytes, n), false, &out);
    cJSON *got = cJSON_ParseWithLength(out.p, out.n);
    ck_assert_msg(got != NULL, "%s: ingest writes no JSON", id);
    check_article(id, truth, got);
    cJSON_Delete(got);
    cJSON_Delete(truth);
    buf_free(&out);
    free(bytes);
}

static size_t check_folder(const char *folder)
{
    static const char suffix[] = ".expected.json";
    DIR *dir = opendir(folder);
    size_t count = 0;
    ck_assert_ptr_nonnull(dir);
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        size_t n = strlen(entry->d_name), m = sizeof suffix - 1;
        if (n <= m || strcmp(entry->d_name + n - m, suffix) != 0)
            continue;
        check_truth(folder, entry->d_name);
        count++;
    }
    closedir(dir);
    return count;
}

static void check_faults(void)
{
    if (faults.n == 0)
        return;
    buf_putc(&faults, '\0');
    ck_abort_msg("%s", faults.p);
}

START_TEST(every_article_has_its_true_structure)
{
    faults = (struct buf)BUF_INIT;
    ck_assert_uint_ge(check_folder(FOLDER), 20);
    check_faults();
}
END_TEST

/* Pages and pastes of many shapes; their text is the same few paragraphs. */
START_TEST(every_shape_has_its_true_structure)
{
    faults = (struct buf)BUF_INIT;
    ck_assert_uint_ge(check_folder(FOLDER "/shapes"), 30);
    check_faults();
}
END_TEST

TEST_MAIN("truth")
{
    tcase_set_timeout(c, 60);
    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_add_test(c, every_article_has_its_true_structure);
    tcase_add_test(c, every_shape_has_its_true_structure);
}
