/* Hyphenation by patterns, with libhyphen and the dictionaries that come as packages.
 *
 * Dictionaries name their charset in the first line. The Russian one is KOI8-R, which libhyphen would have us speak; it
 * is turned into UTF-8 when it is read, so that points are counted in characters for all, and its patterns are
 * completed.
 */
#include "lang/hyphen.h"

#include <hyphen.h>
#include <pthread.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ucnv.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/library.h"
#include "base/mem.h"
#include "base/utf8.h"

#define uthash_fatal(msg) mem_fail()
#include <uthash.h>

#define HYPHEN_FUNCTIONS(X, of)                                                                                        \
    X(of, hnj_hyphen_free)                                                                                             \
    X(of, hnj_hyphen_hyphenate3)                                                                                       \
    X(of, hnj_hyphen_load_file)

LIBRARY_STRUCT(libhyphen, HYPHEN_FUNCTIONS);
static LIBRARY_TABLE(libhyphen, HYPHEN_SONAME, HYPHEN_FUNCTIONS)

#define HYPHEN_DIR "/usr/share/hyphen"
#define MIN_LETTERS 5
#define MIN_BEFORE 2
#define MIN_BEHIND 3
/* Longer words are none. */
#define MAX_LETTERS 60
#define MAX_BYTES (MAX_LETTERS * 4)
/* Longest line of patterns. */
#define MAX_PATTERN 200
/* We count ourselves what must stay at the ends of words: without these lines libhyphen takes minima of its own. */
#define NO_MINIMA "LEFTHYPHENMIN 1\nRIGHTHYPHENMIN 1\nCOMPOUNDLEFTHYPHENMIN 1\nCOMPOUNDRIGHTHYPHENMIN 1\n"
/* Dictionaries have some 100 KB. */
#define MAX_FILE (4 << 20)

    struct hyphen {
    HyphenDict *patterns;
    bool cyrillic;
};

static const struct {
    const char *lang, *file;
    bool cyrillic;
} languages[] = {{"en", "hyph_en_US.dic", false}, {"ru", "hyph_ru_RU.dic", true}};
#define N_LANGUAGES (sizeof languages / sizeof *languages)

/* Number of a language, or N_LANGUAGES. */
static size_t find_language(const char *lang)
{
    size_t i = 0;
    while (i < N_LANGUAGES && (strncmp(languages[i].lang, lang, 2) != 0 || (lang[2] != '\0' && lang[2] != '-')))
        i++;
    return i;
}

bool hyphen_wanted(const char *lang)
{
    return find_language(lang) < N_LANGUAGES;
}

static int read_whole(const char *path, struct buf *b)
{
    FILE *f = fopen(path, "rb");
    if (f == NULL)
        return -1;
    char part[4096];
    for (size_t n = 1; n > 0 && b->n <= MAX_FILE;) {
        n = fread(part, 1, sizeof part, f);
        buf_put(b, part, n);
    }
    bool whole = !ferror(f) && b->n <= MAX_FILE;
    fclose(f);
    return whole ? 0 : -1;
}

/* A dictionary's text in UTF-8: `out` gets what stands behind the charset's line. */
static int to_utf8(const struct buf *in, struct buf *out)
{
    char charset[32];
    const char *end = memchr(in->p, '\n', in->n);
    size_t n = end != NULL ? (size_t)(end - in->p) : 0, body = n + 1;
    while (n > 0 && (in->p[n - 1] == '\r' || in->p[n - 1] == ' '))
        n--;
    if (n == 0 || n >= sizeof charset)
        return -1;
    memcpy(charset, in->p, n);
    charset[n] = '\0';
    if (strcmp(charset, "UTF-8") == 0) {
        buf_put(out, in->p + body, in->n - body);
        return 0;
    }
    UErrorCode status = U_ZERO_ERROR;
    int32_t cap = (int32_t)(in->n - body) * 3 + 1;
    char *text = mem_calloc((size_t)cap, 1);
    int32_t size = ucnv_convert("UTF-8", charset, text, cap, in->p + body, (int32_t)(in->n - body), &status);
    if (U_SUCCESS(status))
        buf_put(out, text, (size_t)size);
    free(text);
    return U_SUCCESS(status) ? 0 : -1;
}

/* A pattern: letters, and at each byte of them (and behind the last) a digit. */
struct pattern {
    UT_hash_handle hh;
    size_t n;
    char *letters, *digits; /* n, n + 1 */
};

static struct pattern *find_pattern(struct pattern *all, const char *letters, size_t n)
{
    struct pattern *p;
    HASH_FIND(hh, all, letters, n, p);
    return p;
}

static struct pattern *add_pattern(struct pattern **all, struct arena *a, const char *letters, size_t n)
{
    struct pattern *p = arena_alloc(a, sizeof *p);
    p->n = n;
    p->letters = arena_strndup(a, letters, n);
    p->digits = arena_calloc(a, n + 1, 1);
    HASH_ADD_KEYPTR(hh, *all, p->letters, n, p);
    return p;
}

static void read_pattern(struct pattern **all, struct arena *a, const char *line, size_t n)
{
    char *letters = arena_calloc(a, n + 1, 1), *digits = arena_calloc(a, n + 1, 1);
    size_t k = 0;
    for (size_t i = 0; i < n; i++) {
        if (line[i] >= '0' && line[i] <= '9')
            digits[k] = (char)(line[i] - '0');
        else
            letters[k++] = line[i];
    }
    if (k > 0 && find_pattern(*all, letters, k) == NULL)
        memcpy(add_pattern(all, a, letters, k)->digits, digits, k + 1);
}

/* The digits that all patterns at the end of `letters` give it; false when there are none. */
static bool gather(struct pattern *known, const char *letters, size_t n, char *digits)
{
    bool any = false;
    memset(digits, 0, n + 1);
    for (size_t from = 0; from < n; from++) {
        const struct pattern *p = find_pattern(known, letters + from, n - from);
        for (size_t i = 0; p != NULL && i <= p->n; i++)
            digits[from + i] = p->digits[i] > digits[from + i] ? p->digits[i] : digits[from + i];
        any = any || p != NULL;
    }
    return any;
}

static void write_pattern(const char *letters, const char *digits, size_t n, struct buf *out)
{
    for (size_t i = 0; i <= n; i++) {
        if (digits[i] > 0)
            buf_putc(out, (char)('0' + digits[i]));
        if (i < n)
            buf_putc(out, letters[i]);
    }
    buf_putc(out, '\n');
}

/* libhyphen looks at the longest pattern alone that ends at a letter, so a dictionary has to have the shorter ones
 * worked into the longer. The English one has, the Russian one has not and would lose a third of its points. */
static void complete(struct pattern *known, struct arena *a, struct buf *out)
{
    struct pattern *done = NULL;
    char digits[MAX_PATTERN + 1];
    for (const struct pattern *p = known; p != NULL; p = p->hh.next)
        for (size_t n = 1; n <= p->n; n++) {
            bool cut = n < p->n && ((unsigned char)p->letters[n] & 0xC0) == 0x80;
            if (cut || find_pattern(done, p->letters, n) != NULL || !gather(known, p->letters, n, digits))
                continue;
            add_pattern(&done, a, p->letters, n);
            write_pattern(p->letters, digits, n, out);
        }
    HASH_CLEAR(hh, done);
}

/* A dictionary's patterns, complete. Lines in capitals are settings and not wanted; a dictionary of several levels or
 * with changes of spelling is left as it is. */
static void prepare(const struct buf *in, struct buf *out)
{
    struct arena *a = arena_new();
    struct pattern *known = NULL;
    bool simple = memmem(in->p, in->n, "NEXTLEVEL", 9) == NULL && memchr(in->p, '/', in->n) == NULL;
    for (size_t at = 0; simple && at < in->n;) {
        const char *line = in->p + at, *end = memchr(line, '\n', in->n - at);
        size_t n = end != NULL ? (size_t)(end - line) : in->n - at;
        at += n + 1;
        while (n > 0 && (line[n - 1] == '\r' || line[n - 1] == ' '))
            n--;
        if (n > 0 && n <= MAX_PATTERN && line[0] != '%' && line[0] != '#' && !(line[0] >= 'A' && line[0] <= 'Z'))
            read_pattern(&known, a, line, n);
    }
    buf_puts(out, "UTF-8\n" NO_MINIMA);
    if (simple)
        complete(known, a, out);
    else
        buf_put(out, in->p, in->n);
    HASH_CLEAR(hh, known);
    arena_drop(a);
}

static HyphenDict *load(const char *path)
{
    struct buf raw = BUF_INIT, patterns = BUF_INIT, text = BUF_INIT;
    HyphenDict *dictionary = NULL;
    if (read_whole(path, &raw) == 0 && raw.n > 0 && to_utf8(&raw, &patterns) == 0 && patterns.n > 0) {
        prepare(&patterns, &text);
        FILE *f = fmemopen(text.p, text.n, "r");
        if (f != NULL) {
            dictionary = libhyphen()->hnj_hyphen_load_file(f);
            fclose(f);
        }
    }
    buf_free(&raw);
    buf_free(&patterns);
    buf_free(&text);
    return dictionary;
}

struct hyphen *hyphen_open(const char *dir, const char *lang)
{
    size_t i = find_language(lang);
    if (i == N_LANGUAGES)
        return NULL;
    struct buf path = BUF_INIT;
    buf_printf(&path, "%s/%s", dir, languages[i].file);
    HyphenDict *patterns = load(buf_str(&path));
    buf_free(&path);
    if (patterns == NULL)
        return NULL;
    struct hyphen *h = mem_calloc(1, sizeof *h);
    *h = (struct hyphen){patterns, languages[i].cyrillic};
    return h;
}

void hyphen_drop(struct hyphen *h)
{
    if (h == NULL)
        return;
    libhyphen()->hnj_hyphen_free(h->patterns);
    free(h);
}

const struct hyphen *hyphen_for(const char *lang)
{
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    static struct {
        bool tried;
        const struct hyphen *patterns;
    } known[N_LANGUAGES];
    size_t i = find_language(lang);
    if (i == N_LANGUAGES)
        return NULL;
    pthread_mutex_lock(&lock);
    if (!known[i].tried) {
        known[i].tried = true;
        known[i].patterns = hyphen_open(HYPHEN_DIR, lang);
    }
    const struct hyphen *h = known[i].patterns;
    pthread_mutex_unlock(&lock);
    return h;
}

/* A small letter of the patterns' alphabet. */
static bool is_own(const struct hyphen *h, uint32_t cp)
{
    return h->cyrillic ? (cp >= 0x430 && cp <= 0x44F) || cp == 0x451 : cp >= 'a' && cp <= 'z';
}

/* A word in Russian that begins with a capital: a name, or a sentence's first word. */
static bool is_capital(const struct hyphen *h, uint32_t cp)
{
    return h->cyrillic && ((cp >= 0x410 && cp <= 0x42F) || cp == 0x401);
}

/* Joins parts of one word or of two: between its letters a word may have these. */
static bool is_dash(uint32_t cp)
{
    return cp == 0x2013 || cp == 0x2014;
}

static bool is_apostrophe(uint32_t cp)
{
    return cp == '\'' || cp == 0x2019;
}

/* A row of letters in the word. */
struct letters {
    size_t start, end; /* bytes */
    size_t n;
};

/* Finds the letters of the word. 0 when it must stay whole. */
static size_t find_letters(const struct hyphen *h, const char *s, size_t n, struct letters *out, size_t max)
{
    size_t k = 0;
    bool joined = true;  /* what stands since the last letter may stand inside a word */
    bool within = false; /* the last character was a letter */
    for (size_t i = 0; i < n;) {
        size_t at = i;
        uint32_t cp = utf8_next(s, n, &i);
        if (is_own(h, cp) || (k == 0 && is_capital(h, cp))) {
            if (!within && (!joined || k == max))
                return 0;
            if (!within)
                out[k++] = (struct letters){at, at, 0};
            out[k - 1].end = i;
            out[k - 1].n++;
            within = true;
            continue;
        }
        if (utf8_is_letter(cp) || utf8_is_digit(cp) || (cp >= 0x300 && cp <= 0x36F))
            return 0;
        joined = k == 0 || ((within || joined) && (is_dash(cp) || is_apostrophe(cp)));
        within = false;
    }
    return k;
}

/* Points of one row of letters. */
static size_t points_of(const struct hyphen *h, const char *s, const struct letters *l, uint16_t *out, size_t max)
{
    char points[MAX_BYTES + 8] = {0},
                            word[MAX_BYTES + 1]; /* libhyphen searches it to a zero, whatever size it is told */
    char **rep = NULL;
    int *pos = NULL, *cut = NULL;
    size_t n = l->end - l->start, k = 0;
    if (l->n < MIN_LETTERS || l->n > MAX_LETTERS)
        return 0;
    memcpy(word, s + l->start, n);
    word[n] = '\0';
    size_t first = 0;
    uint32_t cp = utf8_next(word, n, &first);
    if (is_capital(h, cp))
        utf8_put(word, cp == 0x401 ? 0x451 : cp + 0x20);
    if (libhyphen()->hnj_hyphen_hyphenate3(h->patterns, word, (int)n, points, NULL, &rep, &pos, &cut, 1, 1, 1, 1) ==
        0) {
        size_t at = l->start;
        for (size_t letter = 0; letter + MIN_BEHIND < l->n && k < max; letter++) {
            utf8_next(s, l->end, &at);
            bool plain = rep == NULL || rep[letter] == NULL; /* others would change the spelling */
            if (letter + 1 >= MIN_BEFORE && (points[letter] & 1) && plain)
                out[k++] = (uint16_t)at;
        }
    }
    for (size_t i = 0; rep != NULL && i < n; i++)
        free(rep[i]);
    free(rep);
    free(pos);
    free(cut);
    return k;
}

size_t hyphen_points(const struct hyphen *h, const char *s, size_t n, uint16_t *out, size_t max)
{
    struct letters parts[4];
    size_t n_parts = n <= UINT16_MAX ? find_letters(h, s, n, parts, 4) : 0, k = 0;
    for (size_t i = 0; i < n_parts; i++)
        k += points_of(h, s, &parts[i], out + k, max - k);
    return k;
}
