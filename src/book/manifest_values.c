/* Single values of book.yaml: dates, languages, lists of words, files of names. */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/utf8.h"
#include "book/manifest_reading.h"
#include "lang/data.h"
#include "lang/dates.h"

/* More names than any gazetteer has. */
#define NAMES_MAX_BYTES ((size_t)4 << 20)

void manifest_fault(struct manifest_reading *r, enum msg id, struct srcpos pos, const char *arg, const char *arg2)
{
    diag_add(r->d, id, pos, arg ? arg : "", arg2 ? arg2 : "", NULL);
    r->faults++;
}

bool manifest_fill(struct manifest_reading *r, const struct yaml_node *map, const struct yaml_schema *schema, void *out)
{
    int faults = yaml_fill(map, schema, out, 0, r->a, r->d);
    r->faults += faults;
    return faults == 0;
}

bool manifest_is_one_of(const char *word, size_t n, const char *const *words)
{
    for (; *words; words++)
        if (strlen(*words) == n && memcmp(*words, word, n) == 0)
            return true;
    return false;
}

struct srcpos manifest_place(const struct yaml_node *map, const char *key)
{
    const struct yaml_node *node = map ? yaml_lookup(map, key) : NULL;
    return node ? node->pos : DIAG_NOWHERE;
}

/* A date in ISO form or as people write it; nothing else may stand beside it. */
bool manifest_date(const char *s, struct doc_date *out)
{
    size_t start, end;
    return doc_date_parse(s, out) || (date_find(s, strlen(s), out, &start, &end) && start == 0 && end == strlen(s));
}

bool manifest_check_date(struct manifest_reading *r, const char *date, struct srcpos pos, struct doc_date *out)
{
    if (manifest_date(date, out))
        return true;
    manifest_fault(r, MSG_BOOK_DATE, pos, date, NULL);
    return false;
}

static bool is_language_code(const char *s)
{
    size_t n = strlen(s);
    if (n < 2 || n > 35)
        return false;
    for (size_t i = 0; i < n; i++) {
        char c = s[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!letter && (i < 2 || !(c == '-' || (c >= '0' && c <= '9'))))
            return false;
    }
    return s[n - 1] != '-';
}

const char *manifest_language(struct manifest_reading *r, const char *code, struct srcpos pos)
{
    if (!code || !*code)
        return NULL;
    if (!is_language_code(code))
        manifest_fault(r, MSG_BOOK_LANGUAGE, pos, code, NULL);
    else if (!data_has_language(code))
        diag_add(r->d, MSG_BOOK_LANGUAGE_WORDS, pos, code, NULL);
    return code;
}

const char *const *manifest_strings(struct arena *a, const struct yaml_array *array)
{
    if (array->n == 0)
        return NULL;
    const char **list = arena_calloc(a, array->n + 1, sizeof *list);
    memcpy(list, array->items, array->n * sizeof *list);
    return list;
}

const char *manifest_text_file(struct manifest_reading *r, const char *file, struct srcpos pos, size_t limit, size_t *n)
{
    char *bytes;
    size_t n_bytes;
    if (file_read(path_join(r->a, r->m->folder, file), limit, &bytes, &n_bytes, r->d, pos) < 0) {
        r->faults++;
        return NULL;
    }
    const char **texts = arena_calloc(r->a, r->m->n_texts + 1, sizeof *texts);
    for (size_t i = 0; i < r->m->n_texts; i++)
        texts[i] = r->m->texts[i];
    texts[r->m->n_texts++] = path_join(r->a, r->m->folder, file);
    r->m->texts = texts;
    const char *text = utf8_nfc(r->a, bytes, n_bytes, n);
    free(bytes);
    return text;
}

const char *const *manifest_names(struct manifest_reading *r, const char *file, struct srcpos pos)
{
    size_t n, count = 1, used = 0;
    const char *text = manifest_text_file(r, file, pos, NAMES_MAX_BYTES, &n);
    if (!text)
        return NULL;
    for (size_t i = 0; i < n; i++)
        count += text[i] == '\n' || text[i] == '\0';
    const char **names = arena_calloc(r->a, count + 1, sizeof *names);
    for (const char *line = text; line < text + n;) {
        size_t length = strcspn(line, "\r\n"), end = strcspn(line, "\r\n#");
        while (end > 0 && (line[end - 1] == ' ' || line[end - 1] == '\t'))
            end--;
        size_t begin = strspn(line, " \t");
        if (begin < end)
            names[used++] = arena_strndup(r->a, line + begin, end - begin);
        line += length;
        while (line < text + n && (*line == '\n' || *line == '\r' || *line == '\0')) /* a zero byte ends a line too */
            line++;
    }
    return names;
}
