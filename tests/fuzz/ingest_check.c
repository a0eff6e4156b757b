/* Reading an article, and what must be true of the result whatever the bytes are. */
#include <cjson/cJSON.h>
#include <libxml/HTMLparser.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unicode/unorm2.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "fuzz.h"
#include "ingest/charset.h"
#include "ingest/sniff.h"

/* ---- accounts of characters ---- */

#define CODE_POINTS 0x110000u

/* How often each character is still to be found; those that were counted, so that the table is cheap to clear. */
static int32_t balance[CODE_POINTS];
static uint32_t *counted;
static size_t n_counted, cap_counted;

static void count_one(uint32_t cp, int32_t sign)
{
    if (utf8_is_space(cp))
        return;
    if (balance[cp] == 0) {
        mem_grow((void **)&counted, &cap_counted, n_counted + 1, sizeof *counted);
        counted[n_counted++] = cp;
    }
    balance[cp] += sign;
}

/* Counts the characters, taken apart (NFD): where a text is cut does not matter then. */
static void count(const char *s, size_t n, int32_t sign)
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *nfd = unorm2_getNFDInstance(&status);

    for (size_t i = 0; i < n;) {
        UChar parts[20];
        uint32_t cp = utf8_next(s, n, &i);
        int32_t length = unorm2_getDecomposition(nfd, (UChar32)cp, parts, 20, &status);
        if (length < 0 || U_FAILURE(status)) {
            count_one(cp, sign);
            continue;
        }
        for (int32_t k = 0; k < length;) {
            uint32_t part = parts[k++];
            if (part >= 0xD800 && part < 0xDC00 && k < length)
                part = 0x10000u + ((part - 0xD800u) << 10) + (parts[k++] - 0xDC00u);
            count_one(part, sign);
        }
    }
}

static void count_string(const char *s, int32_t sign)
{
    if (s != NULL)
        count(s, strlen(s), sign);
}

static void clear_account(void)
{
    for (size_t i = 0; i < n_counted; i++)
        balance[counted[i]] = 0;
    n_counted = 0;
}

static void close_account(const char *path)
{
    for (size_t i = 0; i < n_counted; i++)
        FUZZ_CHECK(balance[counted[i]] == 0, "%s: U+%04X is %s, %d of it", path, (unsigned)counted[i],
                   balance[counted[i]] > 0 ? "lost" : "made up", (int)abs(balance[counted[i]]));
    clear_account();
}

/* Takes off what the article has of the input. A field counts when it was taken from a line of the text. */
static void take_article(const struct article *article)
{
    const struct article_meta *meta = &article->meta;
    const struct records *r = &article->records;

    if (meta->title_line > 0)
        count(meta->title.s, meta->title.n, -1);
    if (meta->lead_line > 0)
        count(meta->lead.s, meta->lead.n, -1);
    count(meta->subtitle.s, meta->subtitle.n, -1);
    for (const struct doc_node *n = article->root; n != NULL; n = doc_next(article->root, n))
        count(n->text.s, n->text.n, -1);
    for (size_t i = 0; i < r->n_dropped; i++)
        count_string(r->dropped[i].text, -1);
    for (size_t i = 0; i < r->n_merged; i++)
        count_string(r->merged[i].text, -1);
    for (size_t i = 0; i < r->n_changed; i++) {
        if (r->changed[i].line == 0) /* of a field that no piece of the text is */
            continue;
        count_string(r->changed[i].before, -1);
        count_string(r->changed[i].after, 1);
    }
}

/* ---- what a reader of a page sees ---- */

static bool is_unseen(const xmlNode *node)
{
    static const char *const names[] = {"script", "style",    "noscript", "template", "head",  "svg",
                                        "iframe", "object",   "canvas",   "video",    "audio", "select",
                                        "input",  "textarea", "datalist", "map"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcasecmp((const char *)node->name, names[i]) == 0)
            return true;
    return false;
}

/* A page that hides parts by attributes is no case for this simple account. */
static bool hides(const xmlNode *node)
{
    for (const xmlAttr *a = node->properties; a != NULL; a = a->next)
        if (strcasecmp((const char *)a->name, "style") == 0 || strcasecmp((const char *)a->name, "hidden") == 0 ||
            strncasecmp((const char *)a->name, "aria-", 5) == 0)
            return true;
    return false;
}

static bool see(const xmlNode *node)
{
    for (; node != NULL; node = node->next) {
        if ((node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) && node->content != NULL)
            count_string((const char *)node->content, 1);
        else if (node->type == XML_ELEMENT_NODE && (hides(node) || (!is_unseen(node) && !see(node->children))))
            return false;
    }
    return true;
}

/* False when the page is no case for the account. */
static bool see_page(const struct decoded *text)
{
    const int options = HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING;
    char *copy = mem_alloc(text->n + 1);

    for (size_t i = 0; i < text->n; i++)
        copy[i] = (unsigned char)text->s[i] < 0x20 && text->s[i] != '\n' && text->s[i] != '\t' ? ' ' : text->s[i];
    htmlDocPtr doc = htmlReadMemory(copy, (int)text->n, NULL, "UTF-8", options);
    bool whole = doc == NULL || see(xmlDocGetRootElement(doc));
    xmlFreeDoc(doc);
    free(copy);
    return whole;
}

/* ---- the reading ---- */

struct reading_result {
    struct arena *arena;
    struct diag *diag;
    struct articles articles;
    struct buf json;
    int status;
};

static void check_json(const char *json, size_t n)
{
    FUZZ_CHECK(utf8_valid(json, n), "JSON is UTF-8");
    cJSON *root = cJSON_ParseWithLength(json, n);
    FUZZ_CHECK(root != NULL && cJSON_IsObject(root), "JSON parses: %.200s", json);
    FUZZ_CHECK(cJSON_IsArray(cJSON_GetObjectItem(root, "blocks")), "JSON has blocks");
    cJSON_Delete(root);
}

static struct reading_result read_once(const char *path, const uint8_t *bytes, size_t n,
                                       const struct ingest_options *options)
{
    struct reading_result r = {.arena = arena_new(), .diag = diag_new(), .json = BUF_INIT};

    r.status =
        ingest_bytes(r.arena, &(struct ingest_source){path, (const char *)bytes, n}, options, &r.articles, r.diag);
    if (r.status != 0)
        FUZZ_CHECK(diag_count(r.diag, DIAG_ERROR) > 0, "giving up has a reason");
    for (size_t i = 0; r.status == 0 && i < r.articles.n; i++) {
        const struct article *article = &r.articles.items[i];
        const char *wrong = doc_check(article->root, r.arena);
        FUZZ_CHECK(wrong == NULL, "tree: %s", wrong);
        size_t from = r.json.n;
        ingest_json(article, (n & 1) != 0, &r.json);
        check_json(buf_str(&r.json) + from, r.json.n - from);
    }
    for (size_t i = 0; i < diag_stored(r.diag); i++) {
        const char *message = diag_text(r.diag, i, (i & 1) != 0 ? "vi" : "en");
        FUZZ_CHECK(utf8_valid(message, strlen(message)), "message is UTF-8");
    }
    return r;
}

static void end_reading(struct reading_result *r)
{
    buf_free(&r->json);
    diag_drop(r->diag);
    arena_drop(r->arena);
}

static void check_nothing_lost(const char *path, const uint8_t *bytes, size_t n, enum fuzz_account account,
                               const struct reading_result *r)
{
    struct decoded text;

    if (account == ACCOUNT_NONE || r->status != 0)
        return;
    FUZZ_CHECK(charset_decode(r->arena, path, (const char *)bytes, n, &text, r->diag) == 0, "what was read decodes");
    enum format format = sniff_text(path, text.s, text.n);
    if (account == ACCOUNT_ALL ? format != FORMAT_TEXT : format != FORMAT_HTML)
        return;
    if (account == ACCOUNT_ALL)
        count(text.s, text.n, 1);
    else if (!see_page(&text)) {
        clear_account();
        return;
    }
    for (size_t i = 0; i < r->articles.n; i++)
        take_article(&r->articles.items[i]);
    close_account(path);
}

void fuzz_ingest(const char *path, const uint8_t *bytes, size_t n, enum fuzz_account account)
{
    static const char *const langs[] = {NULL, "vi", "en", "ru", "kk", NULL, "xx", ""};
    static bool begun;
    struct ingest_options options = {.lang = langs[n % 8]};

    if (!begun)
        ingest_init();
    begun = true;
    struct reading_result once = read_once(path, bytes, n, &options), again = read_once(path, bytes, n, &options);
    FUZZ_CHECK(once.status == again.status && once.json.n == again.json.n &&
                   memcmp(buf_str(&once.json), buf_str(&again.json), once.json.n) == 0,
               "two readings agree");
    check_nothing_lost(path, bytes, n, account, &once);
    end_reading(&once);
    end_reading(&again);
}
