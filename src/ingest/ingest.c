/* Bytes of one file to articles: decode, choose the reader, find the structure, clean, build the tree. */
#include "ingest/ingest.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/file.h"
#include "base/mem.h"
#include "ingest/charset.h"
#include "ingest/read_epub.h"
#include "ingest/sniff.h"
#include "ingest/stages.h"
#include "lang/lang.h"

#define LANG_SAMPLE 4000 /* bytes of body text that tell the language */

bool ingest_is_article_name(const char *name)
{
    static const char *const suffixes[] = {".txt", ".html", ".htm", ".xhtml", ".md", ".markdown", ".docx", ".epub"};
    size_t n = strlen(name);
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
        size_t length = strlen(suffixes[i]);
        if (n > length && strcasecmp(name + n - length, suffixes[i]) == 0)
            return true;
    }
    return false;
}

/* The longest pieces speak for the language: menus and names are short. */
static const char *find_lang(const struct reading *r)
{
    struct buf sample = BUF_INIT;
    for (int pass = 0; pass < 2 && sample.n < 200; pass++) {
        for (size_t i = 0; i < r->pieces.n && sample.n < LANG_SAMPLE; i++) {
            const struct text *t = &r->pieces.items[i].text;
            if (r->pieces.items[i].role == ROLE_DROPPED || (t->n > 80) != (pass == 0))
                continue;
            size_t n = t->n < LANG_SAMPLE ? t->n : LANG_SAMPLE;
            while (n < t->n && ((unsigned char)t->s[n] & 0xC0) == 0x80)
                n--;
            buf_put(&sample, t->s, n);
            buf_putc(&sample, '\n');
        }
    }
    const char *lang = lang_identify(sample.n > 0 ? sample.p : "", sample.n, "vi");
    buf_free(&sample);
    return lang;
}

static int read_format(struct reading *r, enum format format, const struct decoded *text)
{
    switch (format) {
    case FORMAT_HTML:
        r->page = true;
        return read_html(r, text->s, text->n);
    case FORMAT_MARKDOWN:
        r->authored = true;
        read_markdown(r, text->s, text->n);
        return 0;
    case FORMAT_DOCX:
        return read_docx(r, text->s, text->n);
    default:
        read_text(r, text->s, text->n);
        return 0;
    }
}

static bool has_text(const struct reading *r)
{
    if (r->meta->title.n > 0)
        return true;
    for (size_t i = 0; i < r->pieces.n; i++)
        if (r->pieces.items[i].text.n > 0 || r->pieces.items[i].kind != PIECE_TEXT)
            return true;
    return false;
}

static void finish_article(struct reading *r, struct article *out)
{
    if (!r->finished) {
        structure_find(r);
        clean_pieces(r);
    }
    tree_build(r, out);
}

static void add_article(struct articles *out, size_t *cap, const struct article *article)
{
    mem_grow((void **)&out->items, cap, out->n + 1, sizeof *out->items);
    out->items[out->n++] = *article;
}

/* Articles that were gathered on the heap move to the arena. */
static void keep_articles(struct arena *a, struct articles *out)
{
    struct article *items = arena_calloc(a, out->n + 1, sizeof *items);
    for (size_t i = 0; i < out->n; i++) {
        items[i] = out->items[i];
        items[i].root->meta = &items[i].meta;
    }
    free(out->items);
    out->items = items;
}

/* What was recorded while the whole file was read stands in its first article. */
static void move_records(struct reading *from, struct reading *to)
{
    for (size_t i = 0; i < from->dropped.n; i++)
        record_dropped(to, from->dropped.items[i].line, from->dropped.items[i].rule, from->dropped.items[i].text,
                       strlen(from->dropped.items[i].text));
    for (size_t i = 0; i < from->merged.n; i++)
        record_merged(to, from->merged.items[i].line, from->merged.items[i].rule, from->merged.items[i].text,
                      strlen(from->merged.items[i].text));
    for (size_t i = 0; i < from->changed.n; i++) {
        const struct record_change *c = &from->changed.items[i];
        record_changed(to, c->line, c->rule, (struct text){.s = c->before, .n = (uint32_t)strlen(c->before)},
                       (struct text){.s = c->after, .n = (uint32_t)strlen(c->after)});
    }
}

/* Each part is an article. */
static void split_articles(struct reading *r, const struct article *whole, struct articles *out)
{
    size_t cap = 0, at = 0;
    struct reading part;
    struct article article = *whole;
    for (size_t i = 0; split_part(r, &at, i + 1, &part, &article.meta); i++) {
        reading_set_lang(&part, r->meta->lang);
        if (i == 0)
            move_records(r, &part);
        finish_article(&part, &article);
        article.split_of = whole->meta.file;
        add_article(out, &cap, &article);
        reading_end(&part);
    }
    keep_articles(r->a, out);
}

static int refuse_empty(const struct reading *r)
{
    diag_add(r->diag, MSG_INGEST_EMPTY, (struct srcpos){r->path, 0, 0}, NULL);
    return -1;
}

/* The language that the user says, else the article, else that of its words. */
static void choose_lang(struct reading *r)
{
    const char *said = r->options != NULL ? r->options->lang : NULL;
    if (said == NULL)
        said = r->meta->lang;
    reading_set_lang(r, said != NULL ? said : find_lang(r));
}

/* What stood behind the last article and is none is recorded in that article. */
static void add_left_out(struct reading *rest, struct article *last)
{
    struct article none = {.meta = *rest->meta};
    struct records *records = &last->records;
    tree_build(rest, &none);
    struct record *all = arena_calloc(rest->a, records->n_dropped + none.records.n_dropped + 1, sizeof *all);
    for (size_t i = 0; i < records->n_dropped; i++)
        all[i] = records->dropped[i];
    for (size_t i = 0; i < none.records.n_dropped; i++)
        all[records->n_dropped + i] = none.records.dropped[i];
    records->dropped = all;
    records->n_dropped += none.records.n_dropped;
}

/* Each document of an EPUB's spine is an article. */
static int read_spine(struct reading *r, struct epub *epub, const struct article *whole, struct articles *out)
{
    size_t cap = 0;
    for (bool more = true; more;) {
        struct reading part;
        struct article article = *whole;
        reading_begin(&part, r->a, r->path, r->options, r->diag);
        part.meta = &article.meta;
        epub_fields(epub, &article.meta);
        more = epub_next(epub, &part);
        if (more) {
            choose_lang(&part);
            finish_article(&part, &article);
            article.split_of = whole->meta.file;
            article.meta.id = arena_printf(r->a, "%s-%zu", whole->meta.id, out->n + 1);
            add_article(out, &cap, &article);
        } else if (out->n > 0) {
            add_left_out(&part, &out->items[out->n - 1]);
        }
        reading_end(&part);
    }
    if (out->n == 0)
        return refuse_empty(r);
    keep_articles(r->a, out);
    if (out->n == 1) {
        out->items[0].meta.id = whole->meta.id;
        out->items[0].split_of = NULL;
    }
    return 0;
}

static int read_epub(struct reading *r, const struct decoded *text, struct article *article, struct articles *out)
{
    struct epub *epub = epub_open(r->a, r->path, text->s, text->n, r->diag);
    int status = -1;
    if (epub != NULL && r->split == SPLIT_H1) {
        epub_fields(epub, r->meta);
        while (epub_next(epub, r))
            status = 0;
        if (status == 0) {
            choose_lang(r);
            split_articles(r, article, out);
        } else {
            status = refuse_empty(r);
        }
    } else if (epub != NULL) {
        status = read_spine(r, epub, article, out);
    }
    epub_close(epub);
    return status;
}

/* Does the file fall into parts? */
static bool is_split(struct reading *r)
{
    if (r->split == SPLIT_ARTICLES)
        return several_mark(r) > 1;
    return r->split == SPLIT_H1 && r->pieces.n > 0;
}

/* Several articles in one file are one chapter unless the user says otherwise. */
static void propose_split(struct reading *r, struct articles *out)
{
    enum split how;
    size_t n = r->page || r->finished || r->split != SPLIT_NONE ? 0 : several_find(r, &how);
    if (n < 2)
        return;
    out->proposed = how;
    out->n_proposed = n;
    diag_add(r->diag, MSG_INGEST_SEVERAL, (struct srcpos){r->path, 0, 0}, arena_printf(r->a, "%zu", n),
             ingest_split_name(how), NULL);
}

const char *ingest_split_name(enum split split)
{
    static const char *const names[] = {"none", "h1", "spine", "articles"};
    return names[split];
}

static int read_articles(struct reading *r, enum format format, const struct decoded *text, struct article *article,
                         struct articles *out)
{
    r->meta = &article->meta;
    r->split = r->options != NULL ? r->options->split : SPLIT_NONE;
    r->plain = text->plain;
    if (format == FORMAT_EPUB)
        return read_epub(r, text, article, out);
    if (read_format(r, format, text) != 0)
        return -1;
    if (!has_text(r))
        return refuse_empty(r);
    choose_lang(r);
    if (is_split(r)) {
        split_articles(r, article, out);
        return 0;
    }
    propose_split(r, out);
    html_choose_fields(r);
    finish_article(r, article);
    out->items = article;
    out->n = 1;
    return 0;
}

/* The text of the file, and with it the format. Archives keep their bytes. */
static int find_format(struct arena *a, const char *path, struct decoded *text, enum format *format, struct diag *d)
{
    const char *what = "";
    struct srcpos pos = {path, 0, 0};
    struct decoded bytes = *text;
    *format = sniff_bytes(bytes.s, bytes.n, &what);
    if (bytes.n == 0) {
        diag_add(d, MSG_INGEST_EMPTY, pos, NULL);
        return -1;
    }
    if (*format == FORMAT_DOCX || *format == FORMAT_EPUB)
        return 0;
    if (*format != FORMAT_TEXT) {
        diag_add(d, MSG_INGEST_FORMAT, pos, what, NULL);
        return -1;
    }
    if (charset_decode(a, path, bytes.s, bytes.n, text, d) != 0)
        return -1;
    *format = sniff_text(path, text->s, text->n);
    return 0;
}

int ingest_bytes(struct arena *a, const struct ingest_source *from, const struct ingest_options *o,
                 struct articles *out, struct diag *d)
{
    struct decoded text = {.s = (char *)from->bytes, .n = from->n, .encoding = "UTF-8"};
    enum format format;
    *out = (struct articles){0};
    if (find_format(a, from->path, &text, &format, d) != 0)
        return -1;
    struct article *article = arena_alloc(a, sizeof *article);
    article->meta.id = path_stem(a, from->path);
    article->meta.file = arena_strdup(a, from->path);
    article->meta.encoding = text.encoding;
    article->meta.date = (struct doc_date){.hour = -1, .minute = -1};
    article->meta.accessed = article->meta.date;
    file_sha256(from->bytes, from->n, article->meta.sha256);
    struct reading r;
    reading_begin(&r, a, from->path, o, d);
    int status = read_articles(&r, format, &text, article, out);
    reading_end(&r);
    return status;
}
