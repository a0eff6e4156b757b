/* Formats by their first bytes. Names lie (".txt" of a saved page), so they count only where bytes cannot tell. */
#include "ingest/sniff.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#define HEAD 4096

static const struct {
    const char *magic, *name;
} binaries[] = {
    {"%PDF-", "PDF"},
    {"\x89PNG", "PNG"},
    {"\xFF\xD8\xFF", "JPEG"},
    {"GIF8", "GIF"},
    {"\xD0\xCF\x11\xE0", "Word 97 (.doc)"},
    {"{\\rtf", "RTF"},
    {"\x1F\x8B", "gzip"},
    {"7z\xBC\xAF", "7z"},
    {"Rar!", "RAR"},
    {"SQLite format", "SQLite"},
    {"\x7F"
     "ELF",
     "ELF"},
};

/* Zip entries are named in the clear in their local headers: the first ones tell Word's format from EPUB. */
static enum format sniff_zip(const char *bytes, size_t n, const char **what)
{
    *what = "a zip archive";
    if (n > 58 && memcmp(bytes + 30, "mimetype", 8) == 0 &&
        memmem(bytes + 38, n < 120 ? n - 38 : 82, "epub+zip", 8) != NULL)
        return FORMAT_EPUB;
    if (memmem(bytes, n, "word/document.xml", 17) != NULL)
        return FORMAT_DOCX;
    if (memmem(bytes, n, "META-INF/container.xml", 22) != NULL)
        return FORMAT_EPUB;
    return FORMAT_UNKNOWN;
}

enum format sniff_bytes(const char *bytes, size_t n, const char **what)
{
    if (n >= 4 && memcmp(bytes, "PK\x03\x04", 4) == 0)
        return sniff_zip(bytes, n, what);
    for (size_t i = 0; i < sizeof binaries / sizeof *binaries; i++) {
        size_t length = strlen(binaries[i].magic);
        if (n >= length && memcmp(bytes, binaries[i].magic, length) == 0) {
            *what = binaries[i].name;
            return FORMAT_UNKNOWN;
        }
    }
    return FORMAT_TEXT;
}

static bool starts(const char *s, size_t n, const char *word)
{
    size_t length = strlen(word);
    return n >= length && strncasecmp(s, word, length) == 0;
}

static size_t count_tags(const char *s, size_t n)
{
    static const char *const tags[] = {"<p", "<div", "<br", "<span", "<a ", "<h1", "<h2", "<img", "<meta", "<article"};
    size_t count = 0;
    for (const char *at = memchr(s, '<', n); at != NULL; at = memchr(at + 1, '<', n - (size_t)(at + 1 - s)))
        for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
            count += starts(at, n - (size_t)(at - s), tags[i]);
    return count;
}

static bool is_html(const char *s, size_t n)
{
    static const char *const starts_of[] = {"<!doctype html", "<html", "<head", "<body", "<article", "<main"};
    for (size_t i = 0; i < sizeof starts_of / sizeof *starts_of; i++)
        if (starts(s, n, starts_of[i]))
            return true;
    if (starts(s, n, "<?xml") || starts(s, n, "<!--"))
        return memmem(s, n, "<html", 5) != NULL || memmem(s, n, "<HTML", 5) != NULL;
    return n > 0 && s[0] == '<' && count_tags(s, n) >= 2;
}

/* "---" on the first line, a "key:" on the second or third, "---" alone further down. */
static bool has_front_matter(const char *s, size_t n)
{
    if (n < 8 || memcmp(s, "---", 3) != 0 || (s[3] != '\n' && s[3] != ' '))
        return false;
    const char *end = memmem(s + 3, n - 3, "\n---", 4);
    return end != NULL && memchr(s + 3, ':', (size_t)(end - s - 3)) != NULL;
}

static bool has_suffix(const char *path, const char *suffix)
{
    size_t n = strlen(path), length = strlen(suffix);
    return n > length && strcasecmp(path + n - length, suffix) == 0;
}

enum format sniff_text(const char *path, const char *s, size_t n)
{
    while (n > 0 && (unsigned char)*s <= ' ') {
        s++;
        n--;
    }
    size_t head = n < HEAD ? n : HEAD;
    bool page = has_suffix(path, ".html") || has_suffix(path, ".htm") || has_suffix(path, ".xhtml");
    if (is_html(s, head) || (page && count_tags(s, head) > 0))
        return FORMAT_HTML;
    if (has_front_matter(s, n < 16 * HEAD ? n : 16 * HEAD))
        return FORMAT_MARKDOWN;
    if (has_suffix(path, ".md") || has_suffix(path, ".markdown") || has_suffix(path, ".mkd"))
        return FORMAT_MARKDOWN;
    return FORMAT_TEXT;
}
