/* The imprint: who issued the book, when, how it was made, and of which files exactly. */
#include <string.h>

#include "book/matter.h"
#include "doc/text_build.h"
#include "lang/data.h"
#include "lang/dates.h"

static const char *word(const struct assembly *as, const char *path)
{
    return data_word(as->book->language, path);
}

static struct doc_node *put_row(const struct assembly *as, struct doc_node *table, const char *head, const char *value)
{
    struct doc_node *row = doc_new(as->a, DOC_ROW, table->pos);
    doc_append(table, row);
    make_leaf(as->a, row, DOC_CELL, head)->header = true;
    make_leaf(as->a, row, DOC_CELL, value);
    return row;
}

/* A row with a head, unless there is nothing to say. */
static void put_fact(const struct assembly *as, struct doc_node *table, const char *head, const char *value)
{
    if (value && *value)
        put_row(as, table, word(as, head), value);
}

/* "A, B, C" */
static const char *join(struct arena *a, const char *const *items)
{
    struct buf list = BUF_INIT;
    for (; items && *items; items++) {
        buf_puts(&list, list.n > 0 ? ", " : "");
        buf_puts(&list, *items);
    }
    const char *joined = arena_strdup(a, buf_str(&list));
    buf_free(&list);
    return joined;
}

static const char *issuer(const struct assembly *as)
{
    const char *name = as->m->issuer.name, *department = as->m->issuer.department;
    if (!name || !*name)
        return department;
    return department && *department ? arena_printf(as->a, "%s, %s", name, department) : name;
}

static void put_facts(const struct assembly *as, struct doc_node *imprint)
{
    const struct manifest *m = as->m;
    const struct book_making *making = m->making;
    struct doc_node *table = doc_new(as->a, DOC_TABLE, imprint->pos);
    put_fact(as, table, "words.imprint-title", as->book->title);
    put_fact(as, table, "words.imprint-subtitle", as->book->subtitle);
    put_fact(as, table, "words.imprint-issuer", issuer(as));
    put_fact(as, table, "words.imprint-creators", join(as->a, m->metadata.creators));
    put_fact(as, table, "words.imprint-publisher", m->metadata.publisher);
    put_fact(as, table, "words.imprint-date", date_write(as->a, as->book->language, &as->book->date, DATE_LONG, false));
    put_fact(as, table, "words.imprint-handling", m->handling);
    put_fact(as, table, "words.imprint-rights", m->metadata.rights);
    put_fact(as, table, "words.imprint-identifier", m->metadata.identifier);
    if (making) {
        put_fact(as, table, "words.imprint-program", making->program);
        put_fact(as, table, "words.imprint-layout", making->layout);
        put_fact(as, table, "words.imprint-fonts", join(as->a, making->fonts ? making->fonts(making, as->a) : NULL));
    }
    if (table->first)
        doc_append(imprint, table);
}

const char *imprint_hash(struct arena *a, const char *sha256)
{
    struct buf groups = BUF_INIT;
    size_t n = strlen(sha256);
    for (size_t i = 0; i < n; i += 16)
        buf_printf(&groups, "%s%.16s", i > 0 ? " " : "", sha256 + i);
    const char *text = arena_strdup(a, buf_str(&groups));
    buf_free(&groups);
    return text;
}

/* The file's name without the folders of whoever made the book. */
static const char *file_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static void put_file(const struct assembly *as, struct doc_node *table, const char *number,
                     const struct article_meta *meta)
{
    struct doc_node *row = doc_new(as->a, DOC_ROW, table->pos);
    doc_append(table, row);
    make_leaf(as->a, row, DOC_CELL, number ? number : "–");
    /* the hash below the name, so that both have room on the narrowest page */
    const char *name = file_name(meta->file), *hash = imprint_hash(as->a, meta->sha256);
    struct text_builder *b = text_builder_new();
    text_put(b, name, strlen(name));
    text_break(b);
    text_begin(b, SPAN_CODE, NULL);
    text_put(b, hash, strlen(hash));
    text_end(b, SPAN_CODE);
    struct doc_node *cell = doc_new(as->a, DOC_CELL, row->pos);
    cell->text = text_finish(b, as->a);
    text_builder_drop(b);
    doc_append(row, cell);
}

static void put_heads(const struct assembly *as, struct doc_node *table)
{
    static const char *const heads[] = {"words.chapter", "words.imprint-file"};
    struct doc_node *row = doc_new(as->a, DOC_ROW, table->pos);
    row->header = true;
    doc_append(table, row);
    for (size_t i = 0; i < 2; i++)
        make_leaf(as->a, row, DOC_CELL, word(as, heads[i]))->header = true;
}

/* Each file once: where several chapters come from one, beside the first. */
static void put_files(const struct assembly *as, struct doc_node *imprint)
{
    struct doc_node *table = doc_new(as->a, DOC_TABLE, imprint->pos);
    put_heads(as, table);
    for (size_t i = 0; i < as->n; i++) {
        const struct article_meta *meta = &as->chapters[i].article->meta;
        bool again = i > 0 && as->chapters[i - 1].article->meta.file &&
                     strcmp(as->chapters[i - 1].article->meta.file, meta->file) == 0;
        if (meta->sha256[0] && !again)
            put_file(as, table, number_label(as, (unsigned)(i + 1)), meta);
    }
    for (size_t i = 0; i < as->inputs.n; i++)
        if (as->inputs.items[i].matter && as->inputs.items[i].articles.n > 0 &&
            as->inputs.items[i].articles.items[0].meta.sha256[0])
            put_file(as, table, NULL, &as->inputs.items[i].articles.items[0].meta);
    if (table->first == table->last)
        return;
    make_leaf(as->a, imprint, DOC_HEADING, word(as, "words.imprint-files"))->level = 2;
    doc_append(imprint, table);
}

void imprint_put(const struct assembly *as, struct doc_node *root, const struct manifest_matter *matter)
{
    struct doc_node *imprint = doc_new(as->a, DOC_IMPRINT, matter->pos);
    imprint->id = "imprint";
    make_leaf(as->a, imprint, DOC_TITLE, word(as, "words.imprint"));
    put_facts(as, imprint);
    put_files(as, imprint);
    doc_append(root, imprint);
}
