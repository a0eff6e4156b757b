/* Reads a text from memory and keeps the result for a test. */
#ifndef TEST_INGEST_FIXTURE_H
#define TEST_INGEST_FIXTURE_H

#include <check.h>
#include <string.h>

#include "ingest/ingest.h"

static struct arena *arena;
static struct diag *diag;
static struct articles articles;

static inline void set_up(void)
{
    ingest_init();
    arena = arena_new();
    diag = diag_new();
}

static inline void tear_down(void)
{
    diag_drop(diag);
    arena_drop(arena);
}

/* The article of these bytes; NULL when they are refused. The tree is checked. */
static inline const struct article *read_bytes(const char *name, const char *bytes, size_t n)
{
    if (ingest_bytes(arena, &(struct ingest_source){name, bytes, n}, NULL, &articles, diag) != 0)
        return NULL;
    const char *wrong = doc_check(articles.items[0].root, arena);
    ck_assert_msg(wrong == NULL, "%s", wrong != NULL ? wrong : "");
    return &articles.items[0];
}

static inline const struct article *read_string(const char *name, const char *s)
{
    const struct article *article = read_bytes(name, s, strlen(s));
    ck_assert_ptr_nonnull(article);
    return article;
}

/* The tree as text, for comparing. */
static inline const char *dump(const struct article *article)
{
    struct buf out = BUF_INIT;
    doc_dump(article->root, &out);
    const char *s = arena_strndup(arena, out.p, out.n);
    buf_free(&out);
    return s;
}

static inline const char *rule_of(const struct record *items, size_t n, const char *text)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(items[i].text, text) == 0)
            return items[i].rule;
    return "";
}

#endif
