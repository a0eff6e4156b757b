/* JSON-LD may repeat the words of the article ("articleBody"). They have no structure, and many pages give only their
 * beginning, but they tell which blocks of the page belong together: a block is the article's when the runs of words
 * that it is made of stand in them. Each run is looked up in a hash table, so the cost is linear in both texts.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "ingest/html.h"
#include "ingest/words.h"

#define RUN 6        /* words */
#define MIN_WORDS 60 /* of a body that is believed */
#define HASH_STEP 0x9E3779B97F4A7C15u
#define MAX_WORDS 20000 /* of the body that are looked at */

/* Words as hashes, one after another. */
struct words {
    uint64_t *hash;
    size_t n, cap;
};

static bool is_word_char(uint32_t cp)
{
    return utf8_is_letter(cp) || utf8_is_digit(cp);
}

static void add_words(struct words *w, const char *s, size_t n, size_t most)
{
    uint64_t hash = 0;
    for (size_t i = 0; i < n && w->n < most;) {
        uint32_t cp = utf8_next(s, n, &i);
        if (is_word_char(cp))
            hash = (hash ^ utf8_lower(cp)) * HASH_STEP + 1;
        if (hash != 0 && (!is_word_char(cp) || i >= n)) {
            mem_grow((void **)&w->hash, &w->cap, w->n + 1, sizeof *w->hash);
            w->hash[w->n++] = hash;
            hash = 0;
        }
    }
}

static uint64_t run_at(const struct words *w, size_t i)
{
    uint64_t hash = 0;
    for (size_t k = 0; k < RUN; k++)
        hash = (hash ^ w->hash[i + k]) * HASH_STEP;
    return hash | 1;
}

/* The runs of the body: an open hash table. */
struct runs {
    uint64_t *slot;
    size_t mask;
};

static bool has_run(const struct runs *runs, uint64_t run)
{
    for (size_t at = (size_t)(run >> 20) & runs->mask; runs->slot[at] != 0; at = (at + 1) & runs->mask)
        if (runs->slot[at] == run)
            return true;
    return false;
}

static void fill(struct runs *runs, const struct words *body)
{
    size_t size = 64;
    while (size < 3 * body->n)
        size *= 2;
    runs->slot = mem_calloc(size, sizeof *runs->slot);
    runs->mask = size - 1;
    for (size_t i = 0; i + RUN <= body->n; i++) {
        uint64_t run = run_at(body, i);
        size_t at = (size_t)(run >> 20) & runs->mask;
        while (runs->slot[at] != 0 && runs->slot[at] != run)
            at = (at + 1) & runs->mask;
        runs->slot[at] = run;
    }
}

/* ---- the page ---- */

/* Words of an element that stand in the body, and all. */
struct share {
    uint32_t found, all;
};

/* The text that an element has itself, with its inline children. */
static void own_words(const xmlNode *element, struct words *out)
{
    out->n = 0;
    for (const xmlNode *node = element->children; node != NULL;) {
        bool apart = node->type == XML_ELEMENT_NODE &&
                     (html_is_block(node) || (html_info(node) != NULL && html_info(node)->hidden));
        if (apart) {
            node = html_skip(element, node);
            continue;
        }
        if ((node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) && node->content != NULL)
            add_words(out, (const char *)node->content, strlen((const char *)node->content), MAX_WORDS);
        node = html_next(element, node);
    }
}

static struct share share_of(const struct words *own, const struct runs *runs)
{
    size_t found = 0, behind = 0;
    for (size_t i = 0; i + RUN <= own->n; i++) {
        if (!has_run(runs, run_at(own, i)))
            continue;
        found += i + RUN - (i > behind ? i : behind);
        behind = i + RUN;
    }
    return (struct share){(uint32_t)found, (uint32_t)own->n};
}

struct tally {
    xmlNode *root, *guess;
    struct share whole, in_guess;
    struct words own;
};

static bool is_in(const xmlNode *node, const xmlNode *element)
{
    while (node != NULL && node != element)
        node = node->parent;
    return node != NULL;
}

/* Adds the element's own words to all elements around it. */
static void count_element(struct tally *t, xmlNode *node, const struct runs *runs)
{
    own_words(node, &t->own);
    struct share share = share_of(&t->own, runs);
    t->whole.found += share.found;
    if (share.all > 0 && is_in(node, t->guess)) {
        t->in_guess.found += share.found;
        t->in_guess.all += share.all;
    }
    for (xmlNode *up = node; share.found > 0 && up != NULL && up->type == XML_ELEMENT_NODE; up = up->parent) {
        html_info(up)->body += share.found;
        if (up == t->root)
            break;
    }
}

static void count_page(struct tally *t, const struct runs *runs)
{
    for (xmlNode *node = t->root; node != NULL;) {
        const struct html_info *info = node->type == XML_ELEMENT_NODE ? html_info(node) : NULL;
        if (info != NULL && (info->hidden || info->text == 0) && node != t->root) {
            node = html_skip(t->root, node);
            continue;
        }
        if (info != NULL && info->direct > 0 && (html_is_block(node) || node == t->root))
            count_element(t, node, runs);
        node = html_next(t->root, node);
    }
}

/* The innermost element that has nearly all of the words. */
static xmlNode *innermost(xmlNode *root, uint32_t found)
{
    xmlNode *best = root;
    for (xmlNode *node = root->children; node != NULL;) {
        bool holds = node->type == XML_ELEMENT_NODE && html_info(node) != NULL && !html_info(node)->hidden &&
                     (uint64_t)html_info(node)->body * 10 >= (uint64_t)found * 9;
        best = holds ? node : best;
        node = holds ? node->children : node->next;
    }
    return best;
}

/* "… and then": pages that give the beginning alone say so by dots, or stop in a sentence. */
static bool is_cut(const char *body)
{
    size_t n = strlen(body);
    bool dots = n > 3 && (strcmp(body + n - 3, "...") == 0 || strcmp(body + n - 3, "\xE2\x80\xA6") == 0);
    return dots || !words_end_sentence(body, n);
}

xmlNode *html_main_by_body(xmlNode *root, const char *body, xmlNode *guess)
{
    struct words words = {0};
    struct runs runs = {0};
    struct tally t = {.root = root, .guess = guess};
    if (body == NULL || guess == NULL)
        return guess;
    add_words(&words, body, strlen(body), MAX_WORDS);
    xmlNode *main = guess;
    if (words.n >= MIN_WORDS) {
        fill(&runs, &words);
        count_page(&t, &runs);
        bool stands = t.whole.found * 10 >= words.n * 6;
        bool misses = t.in_guess.found * 10 < t.whole.found * 9;
        bool mixed = t.in_guess.found * 10 < t.in_guess.all * 7 && words.n < MAX_WORDS && !is_cut(body);
        if (stands && (misses || mixed))
            main = innermost(root, t.whole.found);
    }
    free(words.hash);
    free(runs.slot);
    free(t.own.hash);
    return main;
}
