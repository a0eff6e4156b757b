/* Do a PDF and an EPUB carry the same book, and do page numbers lead to the same words in both?
 *
 *   book-check [OPTION]... PDF.json BOOK.epub
 *
 * PDF.json comes from `qpdf --json=2 --json-stream-data=inline --decode-level=generalized`. A line a finding; exit
 * status 1 if there is any.
 *   --min SHARE     least share of words that must be the same in both (0.995)
 *   --tree FILE     `briefbook build --dump book`: both must have the words of the book tree
 *   --struct FILE   `pdfinfo -struct-text`: poppler must find the same words in the structure tree
 *   --raw FILE      `pdftotext -raw`: and in the order of the pages
 *   --expect FILE   words that must stand in both in this order; --expect-notes FILE: in the notes
 *   --alt TEXT      a picture with this alternative text must be in both
 *   --cover no      the cover's words, cut on the PDF's cover, are not compared
 *   --cover printed the book has a title page besides: the cover's words stand on the PDF's cover alone
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/parser.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "epub_read.h"
#include "epub_zip.h"
#include "pdf_read.h"
#include "report.h"
#include "tree_read.h"

struct check {
    struct arena *a;
    struct pdf pdf;
    struct epub epub;
    double min;
    bool no_cover;
    bool printed; /* title page */
    const char *tree, *structure, *raw, *expect, *expect_notes, *alt;
    size_t *to_epub; /* for each word of the PDF its fellow */
    bool equal;      /* character for character */
};

/* ---- words ---- */

static void check_nfc(const struct flow *f, const char *rule)
{
    if (f->bare.n > 0 && !utf8_is_nfc(f->bare.p, f->bare.n))
        report_fail(rule, "the text is not in NFC");
}

static bool same_characters(const struct flow *x, const struct flow *y)
{
    return x->bare.n == y->bare.n && (x->bare.n == 0 || memcmp(x->bare.p, y->bare.p, x->bare.n) == 0);
}

/* Reports the first place where the characters part. */
static void show_first(const struct flow *x, const struct flow *y, const char *rule, const char *names)
{
    size_t i = 0;
    while (i < x->bare.n && i < y->bare.n && x->bare.p[i] == y->bare.p[i])
        i++;
    char a[300], b[300];
    report_note(rule, "%s part after %zu bytes: \"%s\" and \"%s\"", names, i,
                flow_quote(x, flow_word_at(x, i), 8, a, sizeof a), flow_quote(y, flow_word_at(y, i), 8, b, sizeof b));
}

static size_t *compare_words(struct check *c, const struct flow *pdf, const struct flow *epub, const char *rule)
{
    size_t *to, *back, pairs = flow_align(pdf, epub, &to);
    flow_align(epub, pdf, &back);
    double share = pdf->n + epub->n > 0 ? 2.0 * (double)pairs / (double)(pdf->n + epub->n) : 1;
    report_note(rule, "%zu words in the PDF, %zu in the EPUB, the same in order: %.4f", pdf->n, epub->n, share);
    if (share < c->min) {
        report_fail(rule, "only %.4f of the words are the same in the same order", share);
    }
    if (share < 1) {
        flow_show_missing(pdf, to, rule, "in the PDF only");
        flow_show_missing(epub, back, rule, "in the EPUB only");
    }
    free(back);
    return to;
}

static void check_words(struct check *c)
{
    check_nfc(&c->pdf.flow, "pdf-nfc");
    check_nfc(&c->pdf.notes, "pdf-nfc");
    check_nfc(&c->pdf.furniture, "pdf-nfc");
    check_nfc(&c->epub.flow, "epub-nfc");
    c->equal = same_characters(&c->pdf.flow, &c->epub.flow);
    if (!c->equal)
        show_first(&c->pdf.flow, &c->epub.flow, "words", "PDF and EPUB");
    c->to_epub = compare_words(c, &c->pdf.flow, &c->epub.flow, "words");
    free(compare_words(c, &c->pdf.notes, &c->epub.notes, "notes"));
}

static bool is_page_label(const char *s, size_t n)
{
    size_t digits = 0, roman = 0;
    while (n > 0 && strchr(".,;)(", s[n - 1]) != NULL)
        n--;
    while (n > 0 && *s == '(')
        s++, n--;
    for (size_t i = 1; i < n; i++)
        if (s[i] == '-' && s[n - 1] != '-') /* "(12-бет)" */
            n = i;
    for (size_t i = 0; i < n; i++) {
        bool dash = i > 0 && memcmp(s + i, "\xE2\x80\x93", n - i < 3 ? n - i : 3) == 0 && n - i > 3; /* "5–7" */
        i += dash ? 2 : 0;
        digits += dash ? 3 : s[i] >= '0' && s[i] <= '9';
        roman += strchr("ivxlcm", s[i]) != NULL;
    }
    return n > 0 && (digits == n || roman == n);
}

/* What is left of "(trang 12)." or "(12-бет)" where the tree has no number yet. */
static bool lacks_label(const char *s, size_t n)
{
    size_t marks = 0; /* the word is part of a longer text */
    while (marks < n && s[marks] != '\0' && strchr(".,;:)", s[marks]) != NULL)
        marks++;
    return marks == n || (n > 2 && s[0] == '(' && s[1] == '-');
}

/* Every word of the tree is in `f`, in order; what `f` has besides are page numbers. */
static void compare_tree(const struct flow *tree, const struct flow *f, const char *rule)
{
    size_t *to, *back;
    flow_align(tree, f, &to);
    flow_align(f, tree, &back);
    size_t lost = 0, extra = 0;
    for (size_t i = 0, n; i < tree->n; i++) {
        const char *s = flow_word(tree, i, &n);
        lost += to[i] == SIZE_MAX && !lacks_label(s, n);
    }
    for (size_t i = 0, n; i < f->n; i++) {
        const char *s = flow_word(f, i, &n);
        extra += back[i] == SIZE_MAX && !is_page_label(s, n);
    }
    if (lost > 0 || extra > 0) {
        report_fail(rule, "%zu words of the tree are lost, %zu are there twice or from nowhere", lost, extra);
        flow_show_missing(tree, to, rule, "lost");
        flow_show_missing(f, back, rule, "added");
    }
    free(to);
    free(back);
}

static void check_tree(struct check *c)
{
    struct tree t;
    if (tree_read(&t, c->tree, !c->no_cover) != 0) {
        report_fail("tree", "%s cannot be read", c->tree);
        return;
    }
    compare_tree(&t.flow, &c->epub.flow, "tree-epub");
    compare_tree(&t.notes, &c->epub.notes, "tree-epub-notes");
    compare_tree(&t.flow, &c->pdf.flow, "tree-pdf");
    compare_tree(&t.notes, &c->pdf.notes, "tree-pdf-notes");
    tree_free(&t);
}

/* Leaders of the contents. */
static bool is_dots(const char *s, size_t n)
{
    while (n > 0 && (s[n - 1] == '.' || s[n - 1] == ' '))
        n--;
    return n == 0;
}

/* Does a line end with a hyphen that the text does not have, which is U+00AD? Within a line the flow drops it. */
static bool is_hyphen(const char *s, const char *end)
{
    return end - s >= 2 && memcmp(end - 2, "\xC2\xAD", 2) == 0;
}

/* Reads words of a file. Of `pdfinfo -struct-text` only what stands in quotes. */
static int read_words(const char *file, bool quoted, struct flow *f)
{
    FILE *in = fopen(file, "r");
    if (in == NULL) {
        report_fail("files", "%s cannot be read", file);
        return -1;
    }
    char *line = NULL;
    size_t cap = 0;
    bool joined = false;
    for (ssize_t n; (n = getline(&line, &cap, in)) > 0;) {
        n -= line[n - 1] == '\n';
        size_t skip = quoted ? strspn(line, " ") : 0;
        if (quoted && (line[skip] != '"' || (size_t)n < skip + 2))
            continue;
        const char *s = line + skip + quoted, *end = line + n - quoted;
        if (!joined)
            flow_space(f);
        joined = is_hyphen(s, end);
        for (const char *word = s; word < end;) {
            const char *space = memchr(word, ' ', (size_t)(end - word));
            size_t length = space != NULL ? (size_t)(space + 1 - word) : (size_t)(end - word);
            if (quoted || !is_dots(word, length))
                flow_text(f, word, length);
            word += length;
        }
    }
    free(line);
    fclose(in);
    return 0;
}

/* All words of `want`, or a share of them when it is running text, are in `f`, in order. */
static void must_have(const struct flow *want, const struct flow *f, const char *rule, const char *where, double share)
{
    size_t *to, found = flow_find(want, f, share < 1, &to);
    if ((double)found < share * (double)want->n) {
        report_fail(rule, "%zu of %zu words are not in %s", want->n - found, want->n, where);
        flow_show_missing(want, to, rule, "missing");
    }
    free(to);
}

static void check_poppler(struct check *c)
{
    struct flow tree = FLOW_INIT, raw = FLOW_INIT;
    if (c->structure != NULL && read_words(c->structure, true, &tree) == 0 && !same_characters(&c->pdf.all, &tree)) {
        report_fail("poppler-structure", "pdfinfo -struct-text does not give the words of the structure tree");
        show_first(&c->pdf.all, &tree, "poppler-structure", "the tree and poppler's view of it");
    }
    if (c->raw != NULL && read_words(c->raw, false, &raw) == 0)
        must_have(&c->pdf.flow, &raw, "poppler-raw", "the text of the pages (pdftotext -raw)",
                  0.995); /* addresses break */
    flow_free(&tree);
    flow_free(&raw);
}

static void check_expected(struct check *c)
{
    struct flow body = FLOW_INIT, notes = FLOW_INIT;
    if (c->expect != NULL && read_words(c->expect, false, &body) == 0) {
        must_have(&body, &c->pdf.flow, "expected", "the PDF", 1);
        must_have(&body, &c->epub.flow, "expected", "the EPUB", 1);
    }
    if (c->expect_notes != NULL && read_words(c->expect_notes, false, &notes) == 0) {
        must_have(&notes, &c->pdf.notes, "expected", "the PDF's notes", 1);
        must_have(&notes, &c->epub.notes, "expected", "the EPUB's notes", 1);
    }
    flow_free(&body);
    flow_free(&notes);
}

/* ---- pages ---- */

/* Where in the EPUB the page's first word stands, or SIZE_MAX. */
static size_t place_in_epub(const struct check *c, const struct pdf_page *page)
{
    if (c->equal)
        return page->start;
    size_t word = flow_word_at(&c->pdf.flow, page->start);
    if (word >= c->pdf.flow.n || c->to_epub[word] == SIZE_MAX)
        return SIZE_MAX;
    return c->epub.flow.words[c->to_epub[word]] + (page->start - c->pdf.flow.words[word]);
}

static const struct epub_marker *marker_of(const struct check *c, const char *label, size_t *count)
{
    const struct epub_marker *found = NULL;
    *count = 0;
    for (size_t i = 0; i < c->epub.n_markers; i++)
        if (strcmp(c->epub.markers[i].label, label) == 0) {
            found = &c->epub.markers[i];
            ++*count;
        }
    return found;
}

static void check_page(struct check *c, size_t i)
{
    const struct pdf_page *page = &c->pdf.pages[i];
    size_t count, at = place_in_epub(c, page);
    const struct epub_marker *m = marker_of(c, page->label, &count);
    char want[200], got[200];
    size_t word = flow_word_at(&c->pdf.flow, page->start);
    flow_quote(&c->pdf.flow, word, 5, want, sizeof want);
    if (count != 1) {
        report_fail("markers", "page %s (\"%s\") has %zu markers", page->label, want, count);
        return;
    }
    flow_quote(&c->epub.flow, flow_word_at(&c->epub.flow, m->at), 5, got, sizeof got);
    if (m->at != at)
        report_fail("markers", "page %s begins with \"%s\"; its marker in %s stands before \"%s\"", page->label, want,
                    m->file, got);
    if (strcmp(want, got) != 0)
        report_fail("markers", "page %s: \"%s\" in the PDF, \"%s\" in the EPUB", page->label, want, got);
}

/* Does the page belong to the cover? Its words stand on the EPUB's title page, unmarked. */
static bool is_cover(const struct check *c, const struct pdf_page *page)
{
    size_t at = place_in_epub(c, page);
    const struct epub_target *file = NULL;
    for (size_t i = 0; i < c->epub.n_targets; i++)
        if (*c->epub.targets[i].id == '\0' && c->epub.targets[i].at <= at)
            file = &c->epub.targets[i];
    return file != NULL && strstr(file->file, "/title.xhtml") != NULL;
}

static void check_pages(struct check *c)
{
    size_t expected = 0, last = 0;
    for (size_t i = 0; i < c->pdf.n_pages; i++) {
        const struct pdf_page *page = &c->pdf.pages[i];
        if (!page->starts || page->label == NULL)
            continue;
        size_t count;
        if (marker_of(c, page->label, &count) == NULL && is_cover(c, page))
            continue;
        if (page->start < last)
            report_fail("page-order", "page %s begins before the page that precedes it", page->label);
        last = page->start;
        expected++;
        check_page(c, i);
    }
    if (expected != c->epub.n_markers)
        report_fail("markers", "%zu pages of the PDF have words, the EPUB has %zu markers", expected,
                    c->epub.n_markers);
    report_note("markers", "%zu pages, %zu markers", c->pdf.n_pages, c->epub.n_markers);
}

static const char *label_at(const struct check *c, size_t at)
{
    const char *label = NULL;
    for (size_t i = 0; i < c->epub.n_markers && c->epub.markers[i].at <= at; i++)
        label = c->epub.markers[i].label;
    return label;
}

static void check_page_list(struct check *c)
{
    const struct epub_list *nav = &c->epub.page_list, *ncx = &c->epub.ncx_pages;
    if (nav->n != c->epub.n_markers || ncx->n != c->epub.n_markers)
        report_fail("page-list", "%zu markers, %zu entries in nav, %zu in NCX", c->epub.n_markers, nav->n, ncx->n);
    for (size_t i = 0; i < c->epub.n_markers && i < nav->n && i < ncx->n; i++) {
        const struct epub_marker *m = &c->epub.markers[i];
        const char *href = arena_printf(c->a, "%s#%s", m->file, m->id);
        if (strcmp(nav->items[i].text, m->label) != 0 || strcmp(nav->items[i].href, href) != 0)
            report_fail("page-list", "entry %zu is %s (%s), not %s", i + 1, nav->items[i].text, nav->items[i].href,
                        m->label);
        if (strcmp(ncx->items[i].text, m->label) != 0 || strcmp(ncx->items[i].href, href) != 0)
            report_fail("page-list", "NCX entry %zu is %s (%s), not %s", i + 1, ncx->items[i].text, ncx->items[i].href,
                        m->label);
    }
}

/* ---- links and lists ---- */

static int compare_ids(const void *x, const void *y)
{
    const struct epub_target *a = x, *b = y;
    return strcmp(a->id, b->id);
}

static void check_ids(struct check *c)
{
    struct epub_target *copy = mem_calloc(c->epub.n_targets + 1, sizeof *copy);
    memcpy(copy, c->epub.targets, c->epub.n_targets * sizeof *copy);
    qsort(copy, c->epub.n_targets, sizeof *copy, compare_ids);
    for (size_t i = 1; i < c->epub.n_targets; i++)
        if (*copy[i].id != '\0' && strcmp(copy[i - 1].id, copy[i].id) == 0)
            report_fail("epub-ids", "%s stands in %s and in %s", copy[i].id, copy[i - 1].file, copy[i].file);
    free(copy);
}

static bool leads_somewhere(const struct check *c, const char *href)
{
    if (epub_target(&c->epub, href) != NULL)
        return true;
    for (size_t i = 0; strchr(href, '#') == NULL && i < c->epub.n_files; i++)
        if (strcmp(c->epub.files[i], href) == 0)
            return true;
    return false;
}

static void check_list(const struct check *c, const struct epub_list *list, const char *name)
{
    for (size_t i = 0; i < list->n; i++)
        if (!leads_somewhere(c, list->items[i].href))
            report_fail("epub-links", "%s: \"%s\" leads to %s, which is not there", name, list->items[i].text,
                        list->items[i].href);
}

static void check_links(struct check *c)
{
    for (size_t i = 0; i < c->epub.n_links; i++) {
        const struct epub_link *l = &c->epub.links[i];
        const struct epub_target *t = epub_target(&c->epub, l->href);
        if (!leads_somewhere(c, l->href))
            report_fail("epub-links", "%s: link to %s, which is not there", l->from, l->href);
        const char *id = t != NULL && strncmp(t->id, "pg-", 3) == 0 ? t->id + 3 : NULL;
        if (id != NULL && strstr(l->text, id) == NULL)
            report_fail("epub-pages", "%s: the link to page %s reads \"%s\"", l->from, id, l->text);
    }
    check_list(c, &c->epub.toc, "nav");
    check_list(c, &c->epub.landmarks, "landmarks");
    check_list(c, &c->epub.ncx_toc, "NCX");
    if (c->epub.toc.n == 0 || c->epub.landmarks.n == 0)
        report_fail("epub-nav", "%zu entries in the table of contents, %zu landmarks", c->epub.toc.n,
                    c->epub.landmarks.n);
    bool same = c->epub.toc.n == c->epub.ncx_toc.n;
    for (size_t i = 0; same && i < c->epub.toc.n; i++) {
        const struct epub_entry *x = &c->epub.toc.items[i], *y = &c->epub.ncx_toc.items[i];
        same = strcmp(x->text, y->text) == 0 && strcmp(x->href, y->href) == 0 && x->depth == y->depth;
    }
    if (!same)
        report_fail("epub-ncx", "nav and NCX do not agree");
}

/* The contents: numbers are true in the EPUB, and the PDF's entries lead to the pages that they name. */
static void check_contents(struct check *c)
{
    for (size_t i = 0; i < c->epub.contents.n; i++) {
        const struct epub_entry *e = &c->epub.contents.items[i];
        const struct epub_target *t = epub_target(&c->epub, e->href);
        const char *label = t != NULL ? label_at(c, t->at) : NULL;
        if (label == NULL || strcmp(label, e->page) != 0)
            report_fail("contents", "\"%s\" is said to be on page %s and is on %s", e->text, e->page,
                        label != NULL ? label : "none");
    }
    if (c->pdf.n_entries != c->epub.contents.n)
        report_fail("contents", "%zu entries in the PDF, %zu in the EPUB", c->pdf.n_entries, c->epub.contents.n);
    for (size_t i = 0; i < c->pdf.n_entries; i++) {
        const char *text = c->pdf.entries[i].text;
        size_t page = c->pdf.entries[i].page, n = strlen(text);
        const char *label = page < c->pdf.n_pages ? c->pdf.pages[page].label : "?";
        size_t tail = strlen(label);
        if (n < tail || strcmp(text + n - tail, label) != 0)
            report_fail("contents", "PDF: \"%s\" leads to page %s", text, label);
        if (i < c->epub.contents.n && page < c->pdf.n_pages && strcmp(c->epub.contents.items[i].page, label) != 0)
            report_fail("contents", "\"%s\": page %s in the PDF, %s in the EPUB", c->epub.contents.items[i].text, label,
                        c->epub.contents.items[i].page);
    }
}

/* Is the target on this page of the PDF? What has words lies where its first word lies, by the markers before that
 * word. What has none lies before the next word, and a marker between the two does not say on which side of the page's
 * end it is in the PDF: a picture at the foot of a page and one at the head of the next are followed by the same word.
 * A figure stands in the EPUB where the text has it; the PDF may move it to the next page, not farther, when it does
 * not fit. */
static bool same_page(const struct check *c, const struct epub_target *t, size_t page)
{
    const char *by_words = label_at(c, t->at), *label = c->pdf.pages[page].label;
    bool loose = t->markers > 0 && (t->wordless || t->figure);
    const char *by_order = loose ? c->epub.markers[t->markers - 1].label : NULL;
    const char *before = t->figure && page > 0 ? c->pdf.pages[page - 1].label : NULL;
    if (label == NULL || by_words == NULL)
        return false;
    return strcmp(label, by_words) == 0 || (by_order != NULL && strcmp(label, by_order) == 0) ||
           (before != NULL && strcmp(before, by_words) == 0);
}

/* An id that both have lies on the same page in both. */
static void check_places(struct check *c)
{
    size_t shared = 0;
    for (size_t i = 0; i < c->epub.n_targets; i++) {
        const struct epub_target *t = &c->epub.targets[i];
        for (size_t k = 0; *t->id != '\0' && !t->note && k < c->pdf.n_dests; k++) {
            if (c->pdf.dests[k].page == 0 || strcmp(c->pdf.dests[k].name, t->id) != 0)
                continue; /* the cover is a picture in the EPUB */
            const char *in_pdf = c->pdf.pages[c->pdf.dests[k].page].label, *in_epub = label_at(c, t->at);
            shared++;
            if (!same_page(c, t, c->pdf.dests[k].page))
                report_fail("places", "%s is on page %s of the PDF, on %s in the EPUB", t->id, in_pdf,
                            in_epub != NULL ? in_epub : "none");
        }
    }
    report_note("places", "%zu named destinations in the PDF, %zu of them ids of the EPUB", c->pdf.n_dests, shared);
    for (size_t i = 0; i < c->epub.toc.n; i++) {
        const char *hash = strchr(c->epub.toc.items[i].href, '#');
        bool found = hash == NULL;
        for (size_t k = 0; !found && k < c->pdf.n_dests; k++)
            found = strcmp(c->pdf.dests[k].name, hash + 1) == 0;
        if (!found)
            report_fail("places", "the PDF has no destination %s", hash + 1);
    }
}

/* Entries of the outline that nav has by the same name lead to the same page. */
static void check_outline(struct check *c)
{
    size_t next = 0, found = 0;
    for (size_t i = 0; i < c->pdf.n_outline; i++) {
        const struct pdf_outline *o = &c->pdf.outline[i];
        if (o->page == SIZE_MAX || o->page == 0)
            continue; /* the cover is called as the book, which may be called as its chapter */
        if (i > 0 && o->page < c->pdf.outline[i - 1].page && c->pdf.outline[i - 1].page != SIZE_MAX)
            report_fail("pdf-outline", "\"%s\" leads back to page %s", o->title, c->pdf.pages[o->page].label);
        for (size_t k = next; k < c->epub.toc.n; k++) {
            if (strcmp(c->epub.toc.items[k].text, o->title) != 0)
                continue;
            const struct epub_target *t = epub_target(&c->epub, c->epub.toc.items[k].href);
            const char *label = t != NULL ? label_at(c, t->at) : NULL;
            if (label != NULL && strcmp(label, c->pdf.pages[o->page].label) != 0)
                report_fail("pdf-outline", "\"%s\" leads to page %s, in nav to %s", o->title,
                            c->pdf.pages[o->page].label, label);
            next = k + 1;
            found++;
            break;
        }
    }
    report_note("outline", "%zu entries, %zu of them also among the %zu of nav", c->pdf.n_outline, found,
                c->epub.toc.n);
    if (c->pdf.n_outline == 0)
        report_fail("pdf-outline", "there is none");
}

static void check_pictures(struct check *c)
{
    for (size_t i = 0; i < c->epub.n_alts; i++) {
        bool found = *c->epub.alts[i] == '\0';
        for (size_t k = 0; k < c->pdf.n_alts; k++)
            found |= strcmp(c->epub.alts[i], c->pdf.alts[k]) == 0;
        if (!found)
            report_fail("pictures", "the PDF has no figure \"%s\"", c->epub.alts[i]);
    }
    bool found = c->alt == NULL;
    for (size_t i = 0; i < c->epub.n_alts; i++)
        found |= c->alt != NULL && strcmp(c->epub.alts[i], c->alt) == 0;
    if (!found)
        report_fail("pictures", "no picture \"%s\" in the EPUB", c->alt);
}

/* ---- metadata ---- */

/* A property of the XMP: text of the element (its first li) or an attribute of that name. */
static const char *xmp_value(const xmlNode *root, const char *prefix, const char *name, struct arena *a)
{
    for (const xmlNode *n = root; n != NULL; n = node_next(root, n)) {
        if (node_is(n, name) && n->ns != NULL && strcmp((const char *)n->ns->prefix, prefix) == 0) {
            const xmlNode *li = node_find(n, n, "li");
            return node_text(li != NULL ? li : n, a);
        }
        const char *attr = n->type == XML_ELEMENT_NODE ? node_attr(n, name, a) : NULL;
        if (attr != NULL)
            return attr;
    }
    return NULL;
}

/* "D:20251114000000Z" and "2025-11-14T00:00:00Z" → the digits. */
static const char *digits(const char *s, struct arena *a)
{
    char *out = arena_alloc(a, strlen(s) + 1);
    size_t n = 0;
    for (; *s != '\0' && n < 14; s++)
        if (*s >= '0' && *s <= '9')
            out[n++] = *s;
    return out;
}

static void same_value(const char *what, const char *info, const char *xmp)
{
    if ((info == NULL) != (xmp == NULL) || (info != NULL && strcmp(info, xmp) != 0))
        report_fail("pdf-metadata", "%s is \"%s\" in Info and \"%s\" in XMP", what, info != NULL ? info : "(none)",
                    xmp != NULL ? xmp : "(none)");
}

static void check_metadata(struct check *c)
{
    const struct pdf *p = &c->pdf;
    xmlDoc *doc = p->xmp.n > 0 ? xmlReadMemory(p->xmp.p, (int)p->xmp.n, "XMP", "UTF-8", XML_PARSE_NONET) : NULL;
    if (doc == NULL) {
        report_fail("pdf-metadata", "no XMP, or it is not well-formed");
        return;
    }
    const xmlNode *root = xmlDocGetRootElement(doc);
    same_value("title", p->title, xmp_value(root, "dc", "title", c->a));
    same_value("author", p->author, xmp_value(root, "dc", "creator", c->a));
    same_value("subject", p->subject, xmp_value(root, "dc", "description", c->a));
    same_value("producer", p->producer, xmp_value(root, "pdf", "Producer", c->a));
    same_value("keywords", p->keywords, xmp_value(root, "pdf", "Keywords", c->a));
    const char *created = xmp_value(root, "xmp", "CreateDate", c->a),
               *modified = xmp_value(root, "xmp", "ModifyDate", c->a);
    same_value("creation date", p->created != NULL ? digits(p->created, c->a) : NULL,
               created != NULL ? digits(created, c->a) : NULL);
    same_value("modification date", p->modified != NULL ? digits(p->modified, c->a) : NULL,
               modified != NULL ? digits(modified, c->a) : NULL);
    const char *id = xmp_value(root, "xmpMM", "DocumentID", c->a);
    const char *uuid = id != NULL ? strstr(id, "uuid:") : NULL;
    if (uuid == NULL || c->epub.source == NULL || strstr(c->epub.source, uuid + 5) == NULL)
        report_fail("metadata", "the EPUB's source (%s) is not the PDF (%s)",
                    c->epub.source != NULL ? c->epub.source : "none", id != NULL ? id : "none");
    if (c->epub.title == NULL || p->title == NULL || strcmp(c->epub.title, p->title) != 0)
        report_fail("metadata", "the PDF's title is \"%s\", the EPUB's \"%s\"", p->title != NULL ? p->title : "",
                    c->epub.title != NULL ? c->epub.title : "");
    if (c->epub.language == NULL || p->lang == NULL || strcmp(c->epub.language, p->lang) != 0)
        report_fail("metadata", "the languages differ");
    if (c->epub.identifier == NULL || c->epub.modified == NULL)
        report_fail("metadata", "the EPUB has no identifier or no dcterms:modified");
    xmlFreeDoc(doc);
}

/* ---- */

static int usage(void)
{
    fputs("usage: book-check [--min SHARE] [--tree FILE] [--struct FILE] [--raw FILE] [--expect FILE] [--expect-notes "
          "FILE]\n"
          "                  [--alt TEXT] [--cover no|printed] PDF.json BOOK.epub\n",
          stderr);
    return 2;
}

/* Takes an option with its value. */
static bool take_option(struct check *c, const char *name, const char *value)
{
    const struct {
        const char *name, **to;
    } options[] = {{"--tree", &c->tree},     {"--struct", &c->structure},          {"--raw", &c->raw},
                   {"--expect", &c->expect}, {"--expect-notes", &c->expect_notes}, {"--alt", &c->alt}};
    if (strcmp(name, "--min") == 0) {
        c->min = strtod(value, NULL);
        return true;
    }
    if (strcmp(name, "--cover") == 0) {
        c->no_cover = strcmp(value, "no") == 0;
        c->printed = strcmp(value, "printed") == 0;
        return true;
    }
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        if (strcmp(name, options[i].name) == 0) {
            *options[i].to = value;
            return true;
        }
    return false;
}

static int run(struct check *c, const char *json, const char *epub)
{
    if (pdf_read(&c->pdf, c->a, json, !c->no_cover && !c->printed) != 0) {
        report_fail("pdf", "%s cannot be read", json);
        return 1;
    }
    if (epub_read(&c->epub, c->a, epub, !c->no_cover) != 0) {
        report_fail("epub", "%s cannot be read", epub);
        return 1;
    }
    check_words(c);
    if (c->tree != NULL)
        check_tree(c);
    check_poppler(c);
    check_expected(c);
    check_pages(c);
    check_page_list(c);
    check_ids(c);
    check_links(c);
    check_contents(c);
    check_places(c);
    check_outline(c);
    check_pictures(c);
    check_metadata(c);
    return report_failures() > 0;
}

int main(int argc, char **argv)
{
    struct check c = {.min = 0.995};
    const char *files[2];
    int n = 0;
    for (int i = 1; i < argc; i++) {
        if (argv[i][0] != '-' && n < 2)
            files[n++] = argv[i];
        else if (i + 1 >= argc || !take_option(&c, argv[i], argv[i + 1]))
            return usage();
        else
            i++;
    }
    if (n != 2)
        return usage();
    c.a = arena_new();
    int status = run(&c, files[0], files[1]);
    free(c.to_epub);
    pdf_free(&c.pdf);
    epub_free(&c.epub);
    arena_drop(c.a);
    xmlCleanupParser();
    return status;
}
