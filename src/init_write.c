/* The text of a new book.yaml. What explains the keys stands in src/data/<language>/init.yaml. */
#include <string.h>

#include "base/utf8.h"
#include "init.h"
#include "lang/data.h"

#define LONG_TITLE 60 /* characters that a running head can hold */
#define SHORT_TITLE 45

/* A text in double quotes. */
static void put_quoted(struct buf *out, const char *s, size_t n)
{
    buf_putc(out, '"');
    for (size_t i = 0; i < n; i++) {
        if (s[i] == '"' || s[i] == '\\')
            buf_putc(out, '\\');
        buf_putc(out, (unsigned char)s[i] < ' ' ? ' ' : s[i]);
    }
    buf_putc(out, '"');
}

/* Lines of an explanation as comments. */
static void put_comment(struct buf *out, const char *indent, const char *text)
{
    for (const char *line = text; *line != '\0';) {
        size_t n = strcspn(line, "\n");
        buf_printf(out, "%s#%s%.*s\n", indent, n > 0 ? " " : "", (int)n, line);
        line += n + (line[n] == '\n');
    }
}

static void explain(struct buf *out, const char *lang, const char *key)
{
    put_comment(out, "", data_word(lang, key));
}

static size_t characters(const char *s, size_t n)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        count += ((unsigned char)s[i] & 0xC0) != 0x80;
    return count;
}

/* Bytes of a shorter title: up to a sign that ends a thought, else whole words. */
static size_t short_length(const char *s, size_t n)
{
    static const char *const ends[] = {": ", " – ", " — ", " - ", "; ", ". ", "? ", ", "};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        const char *at = strstr(s, ends[i]);
        size_t length = at != NULL ? (size_t)(at - s) : 0, shown = characters(s, length);
        if (shown >= 8 && shown <= LONG_TITLE)
            return length;
    }
    size_t best = 0;
    for (size_t i = 0; i < n; i++)
        if (s[i] == ' ' && characters(s, i) <= SHORT_TITLE)
            best = i;
    return best;
}

static void put_chapter(struct buf *out, const struct init_file *f, const char *indent, const char *lang)
{
    const struct article_meta *meta = &f->article->meta;
    char date[32];
    struct doc_date day = meta->date;
    day.hour = day.minute = -1;
    day.has_zone = false;
    doc_date_iso(&day, date);
    buf_printf(out, "%s- file: ", indent);
    put_quoted(out, f->name, strlen(f->name));
    buf_printf(out, "%s%s\n", *date != '\0' ? "   # " : "", date);
    if (meta->title.n > 0) {
        buf_printf(out, "%s  # title: ", indent);
        put_quoted(out, meta->title.s, meta->title.n);
        buf_putc(out, '\n');
    }
    if (meta->title.n > 0 && characters(meta->title.s, meta->title.n) > LONG_TITLE) {
        buf_printf(out, "%s  short: ", indent);
        put_quoted(out, meta->title.s, short_length(meta->title.s, meta->title.n));
        buf_putc(out, '\n');
    }
    if (f->n_articles > 1)
        buf_printf(out, "%s  %ssplit: %s   # %zu %s\n", indent, f->sure ? "" : "# ", ingest_split_name(f->split),
                   f->n_articles, data_word(lang, f->sure ? "init.split-sure" : "init.split"));
    if (f->same != NULL)
        buf_printf(out, "%s  omit: yes   # %s %s\n", indent, data_word(lang, "init.same"), f->same->name);
}

/* The language of most articles; the first wins a tie. */
static const char *common_language(const struct init_file *files, size_t n)
{
    const char *best = "vi";
    size_t most = 0;
    for (size_t i = 0; i < n; i++) {
        size_t count = 0;
        for (size_t k = 0; files[i].article->meta.lang != NULL && k < n; k++)
            count += files[k].article->meta.lang != NULL &&
                     strcmp(files[k].article->meta.lang, files[i].article->meta.lang) == 0;
        if (count > most) {
            most = count;
            best = files[i].article->meta.lang;
        }
    }
    return best;
}

static void put_chapters(struct buf *out, const struct init_file *files, size_t n, const char *lang)
{
    buf_puts(out, "chapters:\n");
    for (size_t i = 0; i < n; i++)
        put_chapter(out, &files[i], "  ", lang);
}

static void put_parts(struct buf *out, const struct init_file *files, size_t n, const char *const *titles,
                      const char *lang, const char *language)
{
    buf_puts(out, "parts:\n");
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || files[i].part != files[i - 1].part) {
            const char *title = titles[files[i].part];
            buf_puts(out, i > 0 ? "\n  - title: " : "  - title: ");
            title = title != NULL ? title : data_word(language, "init.others");
            put_quoted(out, title, strlen(title));
            buf_printf(out, "   # %s\n    chapters:\n", data_word(lang, "init.part-title"));
        }
        put_chapter(out, &files[i], "      ", lang);
    }
}

void init_write(const struct init_file *files, size_t n, const char *const *part_titles, unsigned n_parts,
                const char *lang, struct buf *out)
{
    const char *language = common_language(files, n);
    explain(out, lang, "init.head");
    buf_puts(out, "\n");
    explain(out, lang, "init.title");
    buf_puts(out, "title: ");
    const char *title = data_word(language, "words.briefing");
    put_quoted(out, title, strlen(title));
    buf_printf(out, "\nlanguage: %s\n\n", language);
    explain(out, lang, "init.people");
    buf_puts(out, "\n");
    explain(out, lang, "init.looks");
    buf_puts(out, "layout: briefing-a4\n\n");
    explain(out, lang, "init.matter");
    buf_puts(out, "front: [cover, contents]\nback: [sources]\n\n");
    explain(out, lang, "init.blocks");
    buf_puts(out, "\n");
    explain(out, lang, "init.index");
    buf_puts(out, "\n");
    explain(out, lang, "init.chapters");
    if (n_parts < 2)
        put_chapters(out, files, n, lang);
    else
        put_parts(out, files, n, part_titles, lang, language);
}
