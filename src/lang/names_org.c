/* How far the name of a body reaches: "Bộ Tài chính", "Học viện Báo chí và Tuyên truyền", "Ministry of Energy".
 *
 * A Vietnamese body's name has a head ("Bộ"), what it deals with, and names. Each pair of syllables has a capital on
 * the first alone ("Năng lượng"), so where a name ends does not show: known pairs are looked up, an unknown pair is a
 * capital and the one syllable behind it.
 */
#include <string.h>

#include "lang/names_org.h"

struct extent {
    const struct name_line *l;
    size_t head;  /* first word */
    size_t first; /* word behind the head */
    size_t at;    /* word looked at */
    size_t good;  /* behind the last word that surely belongs to the name; 0: none */
};

static const struct name_token *word(const struct extent *e, size_t i)
{
    return &e->l->item[i];
}

static bool is_joined_to(const struct extent *e, size_t i)
{
    return i > 0 && name_line_joined(e->l, i - 1);
}

/* Does a capital stand in words [from, to)? */
static bool has_capital(const struct extent *e, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if (word(e, i)->upper)
            return true;
    return false;
}

static bool take(struct extent *e, size_t words)
{
    bool capital = has_capital(e, e->at, e->at + words);
    e->at += words;
    if (capital)
        e->good = e->at;
    return true;
}

static bool take_place(struct extent *e)
{
    size_t k = name_line_phrase(e->l, e->at, NC_PLACE);
    const struct name_token *w = word(e, e->at);
    if (k == 0 || !(w->upper || has_capital(e, e->at, e->at + k)) || (k == 1 && !w->upper))
        return false;
    return take(e, k);
}

/* "Giáo dục và Đào tạo": the part behind "và" has a capital again and is no name of its own. */
static bool take_joint(struct extent *e)
{
    const struct name_token *w = word(e, e->at);
    size_t next = e->at + 1;
    if (next >= e->l->n || !is_joined_to(e, next) || !word(e, next)->upper)
        return false;
    bool dash = w->dash, field = name_line_phrase(e->l, next, NC_FIELD) > 0;
    if (dash)
        return e->good == e->at && (field || has_capital(e, e->at - 1, e->at)) && take(e, 1);
    if (w->key_n != strlen("và") || memcmp(w->key, "và", w->key_n) != 0 || !field || e->good != e->at)
        return false;
    return take(e, 1);
}

static bool begins_person(const struct extent *e, size_t i)
{
    return i > e->first && name_line_phrase(e->l, i, NC_SURNAME) == 1 && i + 1 < e->l->n && is_joined_to(e, i + 1) &&
           word(e, i + 1)->upper && name_line_phrase(e->l, i, NC_FIELD | NC_PLACE) == 0;
}

/* Words that never end the name of a body. */
static bool is_plain_word(const struct extent *e, size_t i)
{
    return name_line_phrase(e->l, i, NC_STARTER | NC_SPEECH | NC_TITLE | NC_NOT | NC_PLACE_HEAD) > 0 ||
           word(e, i)->digit || word(e, i)->dash;
}

/* A run of capitals; behind a single one the lower-case syllable that makes a pair with it. */
static bool take_capitals(struct extent *e)
{
    size_t from = e->at;
    while (e->at < e->l->n && (e->at == from || is_joined_to(e, e->at)) && word(e, e->at)->upper &&
           !begins_person(e, e->at) && (e->at == from || name_line_phrase(e->l, e->at, NC_PLACE | NC_FIELD) == 0))
        e->at++;
    if (e->at == from)
        return false;
    e->good = e->at;
    bool single = e->at == from + 1 && word(e, from)->syllable && !word(e, from)->capitals;
    if (single && e->at < e->l->n && is_joined_to(e, e->at) && word(e, e->at)->syllable && !word(e, e->at)->upper &&
        !is_plain_word(e, e->at))
        e->good = ++e->at;
    return true;
}

static bool take_next(struct extent *e)
{
    if (e->at >= e->l->n || !is_joined_to(e, e->at) || begins_person(e, e->at))
        return false;
    if (e->at > e->first && word(e, e->at)->upper && name_line_phrase(e->l, e->at, NC_TITLE) > 1)
        return false;
    if (take_place(e))
        return true;
    if (take_joint(e))
        return true;
    size_t field = name_line_phrase(e->l, e->at, NC_FIELD);
    const struct name_token *w = word(e, e->at);
    bool joint =
        field == 1 && !w->upper && e->at > e->first && (strcmp(w->key, "và") == 0 || strcmp(w->key, "về") == 0);
    if (field > 0 && !joint)
        return take(e, field);
    return w->upper && take_capitals(e);
}

/* "Công ty hóa dầu Yeochun NCC": a common word and what the body deals with go before a name from abroad. */
static size_t begin_of(const struct extent *e)
{
    size_t i = e->first;
    if (!word(e, e->head)->sentence || word(e, i)->upper)
        return e->head;
    while (i < e->good && !word(e, i)->upper)
        i++;
    bool foreign =
        i < e->good && !(word(e, i)->syllable && !word(e, i)->capitals) && name_line_phrase(e->l, i, NC_PLACE) == 0;
    return foreign ? i : e->head;
}

size_t names_org_extent(const struct name_line *l, size_t i, size_t *begin)
{
    size_t head = name_line_phrase(l, i, NC_ORG_HEAD);
    if (head == 0 || !l->item[i].upper)
        return 0;
    struct extent e = {l, i, i + head, i + head, 0};
    if (head > 1 && strncmp(l->item[i].lang, "vi", 2) == 0 && has_capital(&e, i + 1, i + head))
        e.good = 0; /* "Trường ĐH" alone is no name */
    while (take_next(&e))
        ;
    if (e.good <= e.first)
        return 0;
    *begin = begin_of(&e);
    return e.good;
}
