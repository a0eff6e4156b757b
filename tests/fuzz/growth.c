/* How the time for an input grows with its length: every reader on shapes that invite quadratic work, at n and at 10 n
 * bytes. Linear work gives 10, n log n a little more, quadratic work 100.
 *
 *   growth [-v] [-s] [PART]    shapes whose name begins with PART; -v: a line for each shape; -s: stricter, for a
 * machine that does nothing else
 *   growth -l [PART]           the names of these shapes
 *   growth -r NAME BYTES       reads one shape of this length once, for a program that counts instructions
 *
 * Only a reading of 10 n that takes longer than the patience can fail: shorter ones say nothing on a busy machine. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "build.h"
#include "fuzz.h"
#include "ingest/ingest.h"

/* n in bytes; times as long for ten times as much, at the most; seconds; the shortest of so many times counts. */
struct limits {
    size_t small;
    double growth, patience;
    int tries;
};
/* In between 12 and 100, for machines that do other things. */
static const struct limits usual = {(size_t)20 << 10, 25, 0.4, 3}, strict = {(size_t)50 << 10, 12, 0.05, 9};

/* `head`, then `unit` until there are enough bytes, then `tail`. In a unit '\1' becomes a number that counts up. */
struct shape {
    const char *name, *head, *unit, *tail;
};

static const struct shape shapes[] = {
    {"txt/words", "", "chợ ", ""},
    {"txt/one-word", "", "a", ""},
    {"txt/short-lines", "", "a b\n", ""},
    {"txt/blank-lines", "a", "\n", "b"},
    {"txt/numbered-lines", "", "Dòng \1 ở đây\n", ""},
    {"txt/same-line", "", "Chợ nổi trên sông buổi sớm\n", ""},
    {"txt/same-sentence", "", "Gạo mới ra đồng. ", ""},
    {"txt/doubling", "", "x y ", ""},
    {"txt/bullets", "", "- x\n", ""},
    {"txt/items", "", "\1. x\n", ""},
    {"txt/deep-items", "", "1.1.1.1. x\n", ""},
    {"txt/dates", "", "1/1/2024 ", ""},
    {"txt/date-lines", "", "Thứ Ba, 12/03/2024, 08:15\n", ""},
    {"txt/date-words", "", "ngày 1 tháng 1 ", ""},
    {"txt/quotes", "", "\"", ""},
    {"txt/open-quotes", "", "“a ", ""},
    {"txt/brackets", "", "(", ""},
    {"txt/addresses", "", "https://a.b/ ", ""},
    {"txt/half-address", "https://", "a.", ""},
    {"txt/marks", "a", "\u0301", ""},
    {"txt/marks-out-of-order", "a", "\u0301\u0323", ""},
    {"txt/marks-of-marks", "a", "\u0f73\u0344", ""},
    {"txt/marks-on-letters", "", "\u1ea5\u0323\u0301", ""},
    {"txt/invisible", "", "\u200b", ""},
    {"txt/invisible-between", "", "a\u200b", ""},
    {"txt/names", "", "Lê Văn Mẫu ", ""},
    {"txt/captions", "", "Ảnh: Thuyền\n", ""},
    {"txt/captions-inside", "", "Ảnh: Thuyền ", ""},
    {"txt/see-also", "", "Xem thêm: Đường về\n", ""},
    {"txt/labels", "", "Nguồn: a\n", ""},
    {"txt/tabs", "", "a\tb\tc\n", ""},
    {"txt/tab-line", "", "a\t", ""},
    {"txt/capitals", "", "HÀNG HOÁ\n", ""},
    {"txt/dashes", "", "– ", ""},
    {"txt/dots", "", ".", ""},
    {"txt/speech", "", "– A, – b nói. ", ""},
    {"txt/bad-bytes", "", "\xff", ""},
    {"txt/bad-lines", "", "\xff a\n", ""},
    {"txt/mojibake", "", "Chá»£ ná»•i\n", ""},
    {"txt/tcvn3", "", "Ch\xee n\xe6i ", ""},
    {"txt/cyrillic", "", "рынок на реке ", ""},
    {"html/div", "<p>x", "<div>", ""},
    {"html/paragraphs", "<html>", "<p>x</p>", ""},
    {"html/mixed-marks", "<p>", "<b>a<i>b</b>c</i>", ""},
    {"html/open-marks", "<p>", "<b>a<i>b", ""},
    {"html/links", "<p>", "<a href='http://a.b/'>x</a> ", ""},
    {"html/open-links", "<p>", "<a href='http://a.b/'>x", ""},
    {"html/rows", "<p><table>", "<tr><td>Chợ nổi<td>Trên sông", "</table>"},
    {"html/cells", "<p><table><tr><td>a<td>b<tr>", "<td>a", "</table>"},
    {"html/tables", "<p>", "<table><tr><td>a<td>b<tr><td>c<td>d</table>", ""},
    {"html/nested-tables", "<p>", "<table><tr><td>a<td>", ""},
    {"html/items", "<p><ul>", "<li>x", ""},
    {"html/nested-lists", "<p>", "<ul><li>x", ""},
    {"html/headings", "<p>", "<h2>x</h2><p>y", ""},
    {"html/breaks", "<p>", "x<br>", ""},
    {"html/images", "<p>", "<img src=a.jpg>", ""},
    {"html/figures", "<p>", "<figure><img src=a.jpg><figcaption>x</figcaption></figure>", ""},
    {"html/entities", "<p>", "&amp;", ""},
    {"html/half-entities", "<p>", "&", ""},
    {"html/comments", "<p>", "<!--", ""},
    {"html/less-than", "<p>", "<", ""},
    {"html/half-tags", "<p>", "<a", ""},
    {"html/half-tags-ended", "<p>", "<a<a<a<a<a<a<a<a<a<a<a<a<a<a<a<a", ">"},
    {"html/attributes", "<p ", "a\1=b ", ">x"},
    {"html/classes", "<p>", "<p class='sapo related'>x</p>", ""},
    {"html/one-class", "<p class='", "sapo ", "'>x"},
    {"html/meta", "<html><head>", "<meta name=author content=x>", "<p>x"},
    {"html/data", "<html><head><script type='application/ld+json'>", "[", "</script><p>x"},
    {"html/data-objects", "<html><head><script type='application/ld+json'>", "{\"author\":", "</script><p>x"},
    {"html/data-list", "<html><head><script type='application/ld+json'>[", "{\"name\":\"x\"},", "{}]</script><p>x"},
    {"html/title", "<html><title>", "a - ", "</title><p>a"},
    {"html/quotes", "<p>", "<blockquote><p>x</p></blockquote>", ""},
    {"html/captions", "<p>", "<p class=caption>x</p>", ""},
    {"html/unknown", "<p>", "<x-y>z", ""},
    {"md/stars", "", "*", ""},
    {"md/strong", "", "**a", ""},
    {"md/emphasis", "", "*a_b ", ""},
    {"md/nested", "", "*a **b ", ""},
    {"md/brackets", "", "[", ""},
    {"md/links", "", "[a](b)", ""},
    {"md/half-links", "", "[a](", ""},
    {"md/images", "", "![a](b)\n\n", ""},
    {"md/ticks", "", "`a", ""},
    {"md/more-ticks", "", "`a``b", ""},
    {"md/fences", "", "```\n\n", ""},
    {"md/quotes", "", ">", "a"},
    {"md/quote-lines", "", "> a\n\n", ""},
    {"md/bullets", "", "- a\n", ""},
    {"md/bullets-in-line", "", "- ", "a"},
    {"md/items", "", "1. a\n", ""},
    {"md/notes", "", "[^\1] ", "\n"},
    {"md/note-bodies", "", "[^\1]: a\n\n", ""},
    {"md/noted", "", "a[^\1]\n\n[^\1]: b\n\n", ""},
    {"md/one-note", "[^1]: b\n\n", "a[^1] ", ""},
    {"md/divs", "", "::: a\n", "b"},
    {"md/divs-with-text", "", "::: a\nb\n", ""},
    {"md/divs-in-turn", "", "::: a\nb\n:::\n\n", ""},
    {"md/closing-divs", "", ":::\n", "b"},
    {"md/table", "|a|b|\n|---|---|\n", "|chợ|sông|\n", ""},
    {"md/tables", "", "|a|b|\n|---|---|\n|c|d|\n\n", ""},
    {"md/wide-table", "", "|a", "|\n"},
    {"md/definitions", "", "[a\1]: b\n", ""},
    {"md/defined-links", "[a]: b\n\n", "[a] ", ""},
    {"md/headings", "", "# x\n\n", ""},
    {"md/ids", "", "# x {#a\1}\n\n", ""},
    {"md/half-tags", "", "<a ", ""},
    {"md/html", "", "<div>\n\n", ""},
    {"md/html-blocks", "", "<p>a</p>\n\n", ""},
    {"md/addresses", "", "http://a.b ", ""},
    {"md/entities", "", "&amp;", ""},
    {"md/escapes", "", "\\*", ""},
    {"md/front-keys", "---\ntitle: x\n", "k\1: v\n", "---\na"},
    {"md/front-depth", "---\ntitle: ", "[", "\n---\na"},
    {"md/dashes", "", "---\n", "a"},
    {"yaml/chapters", "chapters:\n", "  - c\1.txt\n", ""},
    {"yaml/same-chapter", "chapters:\n", "  - c.txt\n", ""},
    {"yaml/parts", "parts:\n", "  - {title: x, chapters: [c\1.txt]}\n", ""},
    {"yaml/keys", "", "k\1: x\n", ""},
    {"yaml/same-key", "", "title: x\n", ""},
    {"yaml/depth", "title: ", "[", ""},
    {"yaml/anchors", "title: [", "&a\1 x, ", "]"},
    {"yaml/long-key", "", "k", ": x\n"},
    {"book/words", "# T\n\n", "chợ ", "\n"},
    {"book/paragraphs", "# T\n\n", "Chợ nổi.\n\n", ""},
    {"book/one-word", "# T\n\n", "a", "\n"},
    {"book/many-words", "# T\n\n", "w\1 ", "\n"},
    {"book/strong", "# T\n\n", "**a** b ", "\n"},
    {"book/headings", "# T\n\n", "## H \1\n\nx\n\n", ""},
    {"book/long-title", "# ", "chợ ", "\n\nx"},
    {"book/long-heading", "# T\n\nx\n\n## ", "chợ ", "\n\nx"},
    {"book/table", "# T\n\n|a|b|\n|---|---|\n", "|c\1|d|\n", ""},
    {"book/long-cell", "# T\n\n|a|b|\n|---|---|\n|", "chợ ", "|d|\n"},
    {"book/list", "# T\n\n", "- a\1\n", ""},
    {"book/notes", "# T\n\n", "a[^\1]\n\n[^\1]: b\n\n", ""},
    {"book/one-long-note", "# T\n\na[^1]\n\n[^1]: ", "chợ ", "\n"},
    {"book/quotes", "# T\n\n", "> a \1\n\n", ""},
    {"book/code", "# T\n\n```\n", "int x\1;\n", "```\n"},
    {"book/links", "# T\n\n", "[a](http://b.c/\1) ", "\n"},
    {"book/names", "# T\n\n", "ông Lê Văn Mẫu ", "\n"},
    {"book/strange-letters", "# T\n\n", "䷀𓀀", "\n"},
    {"book/marks", "# T\n\na", "\u0301", "\n"},
    {"book/mixed-scripts", "# T\n\n", "aбa ", "\n"},
    {"book/breaks", "# T\n\n", "a\\\n", "b\n"},
    {"yaml/front", "chapters: [a]\nfront: [", "contents, ", "cover]"},
};

static char *make(const struct shape *s, size_t n, size_t *length)
{
    struct buf b = BUF_INIT;

    buf_puts(&b, s->head);
    for (int count = 1; b.n < n; count++)
        for (const char *c = s->unit; *c != '\0'; c++) {
            if (*c == '\1')
                buf_int(&b, count);
            else
                buf_putc(&b, *c);
        }
    buf_puts(&b, s->tail);
    *length = b.n;
    return buf_str(&b);
}

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void read_article(struct arena *a, const char *name, const char *s, size_t n, struct diag *d)
{
    struct articles articles;
    struct buf json = BUF_INIT;

    ingest_bytes(a, &(struct ingest_source){name, s, n}, NULL, &articles, d);
    for (size_t i = 0; i < articles.n; i++)
        ingest_json(&articles.items[i], true, &json);
    buf_free(&json);
}

static void build(struct arena *a, const char *s, size_t n, struct diag *d)
{
    const char *source = fuzz_write("book.md", s, n);
    struct build_options o = {.sources = &source,
                              .n_sources = 1,
                              .pdf = "/dev/null",
                              .epub = "/dev/zero",
                              .layouts_dir = SOURCE_DIR "/layouts",
                              .fonts_dir = SOURCE_DIR "/fonts",
                              .jobs = 1,
                              .open = true, /* the next one must still read and write */
                              .version = "briefbook 0"};
    struct build_result result;
    struct buf dump = BUF_INIT;

    if (build_book(&o, a, d, &dump, &result) != 0)
        fuzz_fail("no book: %s", diag_stored(d) > 0 ? diag_text(d, 0, "en") : "");
    buf_free(&dump);
}

static void read_once(const char *kind, const char *s, size_t n)
{
    struct arena *a = arena_new();
    struct diag *d = diag_new();

    if (strncmp(kind, "book/", 5) == 0)
        build(a, s, n, d);
    else if (strncmp(kind, "yaml/", 5) == 0)
        manifest_read(a, &(struct manifest_file){"book.yaml", "/nowhere", s, n}, (struct settings){NULL, 0}, d);
    else
        read_article(a,
                     strncmp(kind, "md/", 3) == 0     ? "a.md"
                     : strncmp(kind, "html/", 5) == 0 ? "a.html"
                                                      : "a.txt",
                     s, n, d);
    diag_drop(d);
    arena_drop(a);
}

/* The shortest of several times; long ones are not repeated. */
static double measure(const struct shape *s, size_t n, int tries)
{
    size_t length;
    char *bytes = make(s, n, &length);
    double best = 1e9;

    for (int i = 0; i < tries && (i == 0 || best < 2); i++) {
        double from = now();
        read_once(s->name, bytes, length);
        double took = now() - from;
        best = took < best ? took : best;
    }
    free(bytes);
    return best;
}

static bool try_shape(const struct shape *s, const struct limits *l, bool verbose)
{
    double some = measure(s, l->small, l->tries), more = measure(s, 10 * l->small, l->tries);
    double growth = more / (some > 1e-5 ? some : 1e-5);
    bool bad = growth > l->growth && more > l->patience;

    if (bad || verbose)
        printf("%-26s %9.2f ms %9.2f ms %6.1f%s\n", s->name, some * 1e3, more * 1e3, growth, bad ? "  too much" : "");
    fflush(stdout);
    return !bad;
}

/* Returns the exit status. */
static int read_shape(const char *name, size_t n)
{
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        size_t length;

        if (strcmp(shapes[i].name, name) != 0)
            continue;
        char *bytes = make(&shapes[i], n, &length);
        read_once(name, bytes, length);
        free(bytes);
        return 0;
    }
    fprintf(stderr, "growth: no shape '%s'\n", name);
    return 1;
}

static bool begins_with(const char *s, const char *part)
{
    return strncmp(s, part, strlen(part)) == 0;
}

static void list_shapes(const char *part)
{
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
        if (begins_with(shapes[i].name, part))
            puts(shapes[i].name);
}

int main(int argc, char **argv)
{
    bool verbose = false, list = false;
    const struct limits *limits = &usual;
    const char *part = "";
    size_t tried = 0, bad = 0;

    if (argc == 4 && strcmp(argv[1], "-r") == 0) {
        ingest_init();
        return read_shape(argv[2], strtoul(argv[3], NULL, 10));
    }
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "-v") == 0)
            verbose = true;
        else if (strcmp(argv[i], "-l") == 0)
            list = true;
        else if (strcmp(argv[i], "-s") == 0)
            limits = &strict;
        else
            part = argv[i];
    }
    if (list) {
        list_shapes(part);
        return 0;
    }
    ingest_init();
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        if (!begins_with(shapes[i].name, part))
            continue;
        tried++;
        bad += !try_shape(&shapes[i], limits, verbose);
    }
    printf("%zu shapes, %zu grow too fast\n", tried, bad);
    return bad > 0 || tried == 0;
}
