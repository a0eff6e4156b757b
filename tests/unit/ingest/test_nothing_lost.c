/* Nothing is lost: every character of every article that is no white space is in a block, a field, or a record. */
#include <libxml/HTMLparser.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/file.h"
#include "base/utf8.h"
#include "ingest/charset.h"
#include "ingest/ingest.h"
#include "ingest/sniff.h"
#include "unit/folder.h"
#include "unit/suite.h"

#define CHARACTERS 0x30000

struct account {
    long *balance;
    bool letters_only;
};

static void add(struct account *a, const char *s, size_t n, long sign)
{
    struct arena *scratch = arena_new();
    size_t length;
    const char *nfc = utf8_nfc(scratch, s, n, &length);
    for (size_t i = 0; i < length;) {
        uint32_t cp = utf8_next(nfc, length, &i);
        if (cp < CHARACTERS && !utf8_is_space(cp) && (!a->letters_only || utf8_is_letter(cp)))
            a->balance[cp] += sign;
    }
    arena_drop(scratch);
}

/* The numbers that refer to notes are the program's own. */
static void take_text(struct account *a, const struct text *t)
{
    size_t from = 0;
    for (uint32_t i = 0; i < t->n_spans; i++) {
        if (t->spans[i].kind != SPAN_NOTE)
            continue;
        add(a, t->s + from, t->spans[i].start - from, -1);
        from = t->spans[i].end;
    }
    add(a, t->s + from, t->n - from, -1);
}

static void take_article(struct account *a, const struct article *article)
{
    const struct article_meta *meta = &article->meta;
    const struct records *r = &article->records;
    if (meta->title_line > 0)
        add(a, meta->title.s, meta->title.n, -1);
    if (meta->lead_line > 0)
        add(a, meta->lead.s, meta->lead.n, -1);
    add(a, meta->subtitle.s != NULL ? meta->subtitle.s : "", meta->subtitle.n, -1);
    for (const struct doc_node *n = article->root; n != NULL; n = doc_next(article->root, n))
        take_text(a, &n->text);
    for (size_t i = 0; i < r->n_dropped; i++)
        add(a, r->dropped[i].text, strlen(r->dropped[i].text), -1);
    for (size_t i = 0; i < r->n_merged; i++)
        add(a, r->merged[i].text, strlen(r->merged[i].text), -1);
    for (size_t i = 0; i < r->n_changed; i++) {
        if (r->changed[i].line == 0) /* of a field that is no part of the text */
            continue;
        add(a, r->changed[i].before, strlen(r->changed[i].before), -1);
        add(a, r->changed[i].after, strlen(r->changed[i].after), 1);
    }
}

/* ---- what a reader of the input sees ---- */

static bool is_unseen(const xmlNode *node)
{
    static const char *const names[] = {"script",   "style",  "noscript", "template", "head",  "svg",
                                        "iframe",   "object", "canvas",   "video",    "audio", "select",
                                        "textarea", "input",  "datalist", "map"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcasecmp((const char *)node->name, names[i]) == 0)
            return true;
    xmlChar *style = xmlGetProp((xmlNode *)node, (const xmlChar *)"style");
    const char *display = style != NULL ? strstr((char *)style, "display") : NULL;
    bool none = display != NULL && strncmp(display + 7 + strspn(display + 7, " :"), "none", 4) == 0;
    xmlFree(style);
    return none || xmlHasProp((xmlNode *)node, (const xmlChar *)"hidden") != NULL;
}

static void see_page(struct account *a, const xmlNode *node)
{
    for (; node != NULL; node = node->next) {
        if ((node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) && node->content != NULL)
            add(a, (const char *)node->content, strlen((const char *)node->content), 1);
        else if (node->type == XML_ELEMENT_NODE && !is_unseen(node))
            see_page(a, node->children);
    }
}

static void see_html(struct account *a, const struct decoded *text)
{
    const int options = HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING;
    htmlDocPtr doc = htmlReadMemory(text->s, (int)text->n, NULL, "UTF-8", options);
    if (doc != NULL)
        see_page(a, xmlDocGetRootElement(doc));
    xmlFreeDoc(doc);
}

static void blank(char *from, char *to)
{
    while (from < to)
        *from++ = ' ';
}

/* Blanks every stretch from `open` to `close`. */
static void blank_between(char *s, const char *open, const char *close)
{
    char *from = s;
    while ((from = strstr(from, open)) != NULL) {
        char *to = strstr(from + strlen(open), close);
        if (to == NULL)
            return;
        blank(from, to + strlen(close));
    }
}

static void see_markdown(struct account *a, const struct decoded *text)
{
    char *s = strdup(text->s);
    if (strncmp(s, "---", 3) == 0 || strncmp(s, "+++", 3) == 0) {
        char *end = strstr(s + 3, s[0] == '-' ? "\n---" : "\n+++");
        if (end != NULL)
            blank(s, end + 4);
    }
    blank_between(s, "<style", "</style>");
    blank_between(s, "<script", "</script>");
    blank_between(s, "<", ">");
    for (char *image = s; (image = strstr(image, "![")) != NULL;) {
        char *end = strchr(image, ')');
        if (end == NULL)
            break;
        blank(image, end + 1);
    }
    blank_between(s, "](", ")");
    blank_between(s, "[^", "]");
    add(a, s, strlen(s), 1);
    free(s);
}

static void see(struct account *a, const char *path, const struct decoded *text)
{
    switch (sniff_text(path, text->s, text->n)) {
    case FORMAT_HTML:
        see_html(a, text);
        break;
    case FORMAT_MARKDOWN:
        a->letters_only = true;
        see_markdown(a, text);
        break;
    default:
        add(a, text->s, text->n, 1);
        break;
    }
}

static void check_balance(const struct account *a, const char *path)
{
    char what[4096];
    size_t used = 0, faults = 0;
    for (uint32_t cp = 0; cp < CHARACTERS; cp++) {
        if (a->balance[cp] == 0)
            continue;
        char utf8[5] = {0};
        utf8_put(utf8, cp);
        if (used + 40 < sizeof what)
            used += (size_t)snprintf(what + used, sizeof what - used, " %s(U+%04X) %+ld", utf8, (unsigned)cp,
                                     a->balance[cp]);
        faults++;
    }
    ck_assert_msg(faults == 0, "%s: %zu characters do not balance:%s", path, faults, what);
}

static void check_file(const char *path)
{
    struct arena *arena = arena_new();
    struct diag *diag = diag_new();
    struct account account = {.balance = calloc(CHARACTERS, sizeof(long))};
    struct articles articles;
    struct decoded text;
    char *bytes;
    size_t n;
    ck_assert_int_eq(file_read(path, FILE_MAX_BYTES, &bytes, &n, diag, DIAG_NOWHERE), 0);
    ck_assert_int_eq(ingest_bytes(arena, &(struct ingest_source){path, bytes, n}, NULL, &articles, diag), 0);
    ck_assert_int_eq(charset_decode(arena, path, bytes, n, &text, diag), 0);
    see(&account, path, &text);
    for (size_t i = 0; i < articles.n; i++) {
        const char *wrong = doc_check(articles.items[i].root, arena);
        ck_assert_msg(wrong == NULL, "%s", wrong != NULL ? wrong : "");
        take_article(&account, &articles.items[i]);
    }
    check_balance(&account, path);
    free(account.balance);
    free(bytes);
    diag_drop(diag);
    arena_drop(arena);
}

static bool is_article(const char *name)
{
    return name_ends(name, ".txt") || name_ends(name, ".html") || name_ends(name, ".md");
}

static size_t check_folder(const char *folder)
{
    return each_file(folder, is_article, check_file);
}

START_TEST(own_articles)
{
    ingest_init();
    ck_assert_uint_gt(check_folder(SOURCE_DIR "/tests/ingest"), 0);
    ck_assert_uint_gt(check_folder(SOURCE_DIR "/tests/ingest/shapes"), 0);
}
END_TEST

START_TEST(articles_of_others)
{
    ingest_init();
    const char *corpus = CORPUS_DIR;
    if (*corpus != '\0')
        ck_assert_uint_gt(check_folder(corpus), 0);
}
END_TEST

TEST_MAIN("nothing_lost")
{
    tcase_set_timeout(c, 120);
    tcase_add_test(c, own_articles);
    tcase_add_test(c, articles_of_others);
}
