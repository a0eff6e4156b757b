/* A small book for the tests of epub/: two chapters in a part, with everything that the tree can hold, and pages that
 * begin in every kind of place. Also: writing it, and reading the container back. */
#ifndef UNIT_EPUB_SAMPLE_H
#define UNIT_EPUB_SAMPLE_H

#include <check.h>
#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zip.h>

#include "base/mem.h"
#include "epub/epub.h"

#define NOWHERE DIAG_NOWHERE
#define MAX_STARTS 64

struct sample {
    struct arena *a;
    struct diag *d;
    struct book book;
    struct design design;
    struct page_starts starts;
    struct epub_input in;
    struct page_start list[MAX_STARTS];
    const struct doc_node *leaf[MAX_STARTS]; /* of each start; its seq is known when the tree is whole */
    struct page_ref refs[MAX_STARTS];
    struct article_meta meta;
};

static inline struct doc_node *put(struct sample *s, struct doc_node *to, enum doc_kind kind)
{
    struct doc_node *node = doc_new(s->a, kind, NOWHERE);
    if (to != NULL)
        doc_append(to, node);
    return node;
}

static inline struct doc_node *put_text(struct sample *s, struct doc_node *to, enum doc_kind kind, const char *text)
{
    struct doc_node *node = doc_new_text(s->a, kind, NOWHERE, text, strlen(text));
    doc_append(to, node);
    return node;
}

/* Marks the first place of `words` in the leaf. */
static inline void mark(struct sample *s, struct doc_node *leaf, const char *words, enum span_kind kind,
                        const char *value)
{
    ck_assert_ptr_nonnull(leaf);
    const char *at = strstr(leaf->text.s, words);
    ck_assert_ptr_nonnull(at);
    uint32_t start = (uint32_t)(at - leaf->text.s);
    text_add_span(s->a, &leaf->text, (struct span){start, start + (uint32_t)strlen(words), kind, value});
}

/* A page begins at `word` of the leaf (NULL: with the leaf). */
static inline void begin_page(struct sample *s, struct doc_node *leaf, const char *word, const char *label)
{
    const char *at = word != NULL ? strstr(leaf->text.s, word) : leaf->text.s;
    ck_assert_ptr_nonnull(at);
    size_t n = s->starts.n++;
    ck_assert_uint_lt(n, MAX_STARTS);
    s->list[n] = (struct page_start){0, (uint32_t)(at - leaf->text.s), (uint32_t)n, label};
    s->leaf[n] = leaf;
}

static inline void put_ref(struct sample *s, const char *id, const char *label)
{
    s->refs[s->starts.n_refs++] = (struct page_ref){id, label, 0};
}

static inline int by_id(const void *x, const void *y)
{
    return strcmp(((const struct page_ref *)x)->id, ((const struct page_ref *)y)->id);
}

static inline int by_seq(const void *x, const void *y)
{
    const struct page_start *a = x, *b = y;
    if (a->seq != b->seq)
        return a->seq < b->seq ? -1 : 1;
    return a->offset < b->offset ? -1 : a->offset > b->offset;
}

static inline void sample_open(struct sample *s)
{
    memset(s, 0, sizeof *s);
    s->a = arena_new();
    s->d = diag_new();
    s->book.root = doc_new(s->a, DOC_BOOK, NOWHERE);
    s->book.language = "vi";
    s->book.title = "Hợp tác Việt Nam – Kazakhstan";
    s->book.uuid = "3e6a6f07-8001-5b6f-9a71-7c6ac729b36f";
    s->book.pdf_uuid = "5192b9d8-c8b4-599f-8264-fbcd37524965";
    s->book.author = "Vụ Châu Âu";
    s->book.epoch = 1638316800;
    s->book.date = (struct doc_date){.year = 2021, .month = 12, .day = 15, .hour = -1, .minute = -1};
    s->starts.items = s->list;
    s->starts.refs = s->refs;
    s->design.text.font = "Gentium Book Plus";
    s->design.text.size = PT(12);
    s->design.text.indent = PT(16);
    for (int i = 0; i < ROLE_COUNT; i++) {
        s->design.styles[i].font = "Inter";
        s->design.styles[i].size = PT(12);
        s->design.styles[i].weight = 600;
    }
    memcpy(s->design.colour.accent, (uint8_t[]){0x12, 0x47, 0x6B}, 3);
    s->in = (struct epub_input){.book = &s->book, .design = &s->design, .starts = &s->starts, .generator = "briefbook"};
    s->in.cover_png = "\x89PNG\r\n\x1a\n";
    s->in.cover_png_n = 8;
}

/* Numbers the tree; page starts get the numbers of their leaves. */
static inline void sample_finish(struct sample *s)
{
    s->book.n_nodes = doc_number_nodes(s->book.root);
    const char *wrong = doc_check(s->book.root, s->a);
    ck_assert_msg(wrong == NULL, "%s", wrong);
    for (size_t i = 0; i < s->starts.n; i++)
        s->list[i].seq = s->leaf[i]->seq;
    qsort(s->list, s->starts.n, sizeof *s->list, by_seq);
    qsort(s->refs, s->starts.n_refs, sizeof *s->refs, by_id);
}

static inline void sample_close(struct sample *s)
{
    diag_drop(s->d);
    arena_drop(s->a);
}

/* ---- the book ---- */

static inline void put_front(struct sample *s)
{
    struct doc_node *cover = put(s, s->book.root, DOC_COVER);
    begin_page(s, put_text(s, cover, DOC_TITLE, "Hợp tác Việt Nam – Kazakhstan"), NULL, "i");
    put_text(s, cover, DOC_META, "Hà Nội, 2021");

    struct doc_node *page = put(s, s->book.root, DOC_TITLEPAGE);
    put_text(s, page, DOC_ISSUER, "Vụ Châu Âu");
    put_text(s, page, DOC_KICKER, "Tài liệu phục vụ hội đàm");
    put_text(s, page, DOC_TITLE, "Hợp tác Việt Nam – Kazakhstan");
    put_text(s, page, DOC_SUBTITLE, "Hai bài báo");
    struct doc_node *field = put(s, page, DOC_FIELD);
    put_text(s, field, DOC_LABEL, "Thời gian");
    put_text(s, field, DOC_VALUE, "15/12/2021");
    put_text(s, page, DOC_META, "Hà Nội, 2021");

    struct doc_node *contents = put(s, s->book.root, DOC_CONTENTS);
    contents->id = "contents";
    begin_page(s, put_text(s, contents, DOC_TITLE, "Mục lục"), NULL, "ii");
    static const struct {
        uint8_t level;
        const char *label, *title, *target;
    } entries[] = {{1, "Phần I", "Bài báo", "part-1"},
                   {2, "1", "Thế mạnh & hợp tác", "ch-the-manh"},
                   {2, "2", "Hình mẫu mới", "ch-hinh-mau"},
                   {0, NULL, "Nguồn", "sources"}};
    for (size_t i = 0; i < 4; i++) {
        struct doc_node *entry = put(s, contents, DOC_ENTRY);
        entry->level = entries[i].level;
        entry->target = entries[i].target;
        if (entries[i].label != NULL)
            put_text(s, entry, DOC_LABEL, entries[i].label);
        put_text(s, entry, DOC_TITLE, entries[i].title);
        put(s, entry, DOC_PAGEREF)->target = entries[i].target;
        if (i == 1)
            put_text(s, entry, DOC_META, "Thời Đại, 29/11/2021");
    }
    struct doc_node *part = put(s, s->book.root, DOC_PART);
    part->id = "part-1";
    part->number = 1;
    begin_page(s, put_text(s, part, DOC_LABEL, "Phần I"), NULL, "1");
    put_text(s, part, DOC_TITLE, "Bài báo");
}

static inline struct doc_node *put_chapter(struct sample *s, const char *slug, const char *kicker, const char *title)
{
    struct doc_node *chapter = put(s, s->book.root, DOC_CHAPTER);
    chapter->id = chapter->file = slug;
    chapter->part = 1;
    chapter->meta = &s->meta;
    if (kicker != NULL)
        put_text(s, chapter, DOC_KICKER, kicker);
    put_text(s, chapter, DOC_TITLE, title);
    return chapter;
}

static inline struct doc_node *put_heading(struct sample *s, struct doc_node *to, uint8_t level, const char *text,
                                           const char *id)
{
    struct doc_node *h = put_text(s, to, DOC_HEADING, text);
    h->level = level;
    h->id = id;
    return h;
}

static inline void put_first_chapter(struct sample *s)
{
    s->meta.date = (struct doc_date){.year = 2021, .month = 11, .day = 29, .hour = -1, .minute = -1};
    s->meta.author = text_make(s->a, "Mai Anh", 7);
    struct doc_node *ch = put_chapter(s, "ch-the-manh", "Thời Đại · 29/11/2021", "Thế mạnh & hợp tác");
    begin_page(s, ch->first, NULL, "3");
    put_text(s, ch, DOC_LEAD, "Hai nước có thể tăng cường hợp tác.");
    put_text(s, ch, DOC_BYLINE, "Mai Anh");
    struct doc_node *p =
        put_text(s, ch, DOC_PARAGRAPH, "Theo Tổng Bí thư Tô Lâm, mỗi ngành hàng có hạn ngạch nhất định1.");
    p->id = "ch-the-manh-p1";
    mark(s, p, "Tô Lâm", SPAN_TIE, NULL);
    mark(s, p, "1", SPAN_NOTE, "fn-ch-the-manh-1");
    mark(s, p, "ngành hàng", SPAN_STRONG, NULL);
    begin_page(s, p, "hạn", "4");
    struct doc_node *h = put_heading(s, ch, 2, "Kinh tế", "ch-the-manh-s1");
    (void)h;
    p = put_text(s, ch, DOC_PARAGRAPH, "Nhà nghiên cứu nói với Việt Nam – Kazakhstan và Қазақстан Республикасы.");
    mark(s, p, "Việt Nam –", SPAN_TIE, "!");
    mark(s, p, "Қазақстан Республикасы", SPAN_LANG, "kk");
    mark(s, p, "Nhà nghiên cứu", SPAN_ANCHOR, "ix-nha-1");
    mark(s, p, "Nhà nghiên cứu", SPAN_LINK, "https://example.org/a b?x=1&y=\"2\"");
    begin_page(s, p, "Việt Nam –", "5");
    struct doc_node *list = put(s, ch, DOC_LIST), *item = put(s, list, DOC_ITEM);
    put_text(s, item, DOC_PARAGRAPH, "Kinh tế: trao đổi.");
    item = put(s, list, DOC_ITEM);
    begin_page(s, put_text(s, item, DOC_PARAGRAPH, "Giáo dục: đào tạo."), NULL, "6");
    struct doc_node *inner = put(s, item, DOC_LIST);
    inner->ordered = true;
    inner->number = 3;
    put_text(s, put(s, inner, DOC_ITEM), DOC_PARAGRAPH, "Học bổng <mới>.");
    h = put_heading(s, ch, 4, "Giao lưu nhân dân", "ch-the-manh-s2");
    begin_page(s, h, NULL, "7");
    struct doc_node *quote = put(s, ch, DOC_QUOTE);
    p = put_text(s, quote, DOC_PARAGRAPH, "Năm 2022 có nhiều sự kiện, xem trang .");
    uint32_t at = p->text.n - 1;
    text_add_span(s->a, &p->text, (struct span){at, at, SPAN_PAGEREF, "ch-hinh-mau"});
    put_text(s, quote, DOC_ATTRIBUTION, "– bà Phương Nga");
    struct doc_node *block = put(s, ch, DOC_SOURCE_BLOCK);
    put_text(s, block, DOC_LABEL, "Nguồn");
    put_text(s, block, DOC_META, "Thời Đại, 29/11/2021");
    struct doc_node *url = put_text(s, block, DOC_URL, "https://example.org/bai-1");
    url->target = "https://example.org/bai-1";
    struct doc_node *note = put(s, ch, DOC_NOTE);
    note->id = "fn-ch-the-manh-1";
    note->number = 1;
    begin_page(s, put_text(s, note, DOC_PARAGRAPH, "Chú thích của bản mẫu."), "bản", "8");
}

static inline void put_second_chapter(struct sample *s)
{
    struct doc_node *ch = put_chapter(s, "ch-hinh-mau", NULL, "Hình mẫu mới");
    begin_page(s, ch->first, NULL, "9");
    struct doc_node *table = put(s, ch, DOC_TABLE);
    table->id = "tab-1";
    put_text(s, table, DOC_CAPTION, "Lĩnh vực hợp tác");
    static const char *const cells[3][4] = {{"Lĩnh vực", "Nội dung", "Bài", "Trang"},
                                            {"Kinh tế", "Thương mại", "1", "9"},
                                            {"Du lịch", "Đường bay", "2", "10"}};
    for (size_t i = 0; i < 3; i++) {
        struct doc_node *row = put(s, table, DOC_ROW);
        row->header = i == 0;
        for (size_t k = 0; k < 4; k++) {
            struct doc_node *cell = put_text(s, row, DOC_CELL, cells[i][k]);
            cell->header = i == 0 || k == 0;
            cell->align = k == 3 ? 'r' : 0;
            if (i == 2 && k == 0)
                begin_page(s, cell, NULL, "10");
        }
    }
    struct doc_node *figure = put(s, ch, DOC_FIGURE);
    figure->id = "fig-1";
    put_text(s, figure, DOC_LABEL, "Ảnh (không kèm theo):");
    put_text(s, figure, DOC_CAPTION, "Đại sứ tại buổi lễ.");
    struct doc_node *box = put(s, ch, DOC_DIV);
    box->name = "thong-diep";
    put_text(s, box, DOC_LABEL, "Ba điều cần nhớ");
    put_text(s, put(s, put(s, box, DOC_LIST), DOC_ITEM), DOC_PARAGRAPH, "Một.");
    put_text(s, ch, DOC_CODE, "dòng một\n  dòng hai");
    put(s, ch, DOC_RULE);
    struct doc_node *p = put_text(s, ch, DOC_PARAGRAPH, "Xem chương trước và địa chỉ xấu.\nDòng sau; Tô Lâm.");
    mark(s, p, "chương trước", SPAN_LINK, "#ch-the-manh");
    mark(s, p, "địa chỉ xấu", SPAN_LINK, "javascript:alert(1)");
    mark(s, p, "Tô Lâm", SPAN_TIE, NULL);
    begin_page(s, p, "Lâm", "11");
}

static inline void put_back(struct sample *s)
{
    struct doc_node *sources = put(s, s->book.root, DOC_SOURCES);
    sources->id = "sources";
    begin_page(s, put_text(s, sources, DOC_TITLE, "Nguồn"), NULL, "12");
    struct doc_node *source = put(s, sources, DOC_SOURCE);
    source->id = "src-1";
    source->target = "ch-the-manh";
    put_text(s, source, DOC_LABEL, "1");
    put_text(s, source, DOC_TITLE, "Thế mạnh & hợp tác");
    put_text(s, source, DOC_META, "Mai Anh, Thời Đại, 29/11/2021");
    put(s, source, DOC_PAGEREF)->target = "ch-the-manh";
    struct doc_node *url = put_text(s, source, DOC_URL, "https://example.org/bai-1");
    url->target = "https://example.org/bai-1";
}

static inline void sample_book(struct sample *s)
{
    sample_open(s);
    put_front(s);
    put_first_chapter(s);
    put_second_chapter(s);
    put_back(s);
    put_ref(s, "part-1", "1");
    put_ref(s, "ch-the-manh", "3");
    put_ref(s, "ch-hinh-mau", "9");
    put_ref(s, "sources", "12");
    put_ref(s, "ix-nha-1", "5");
    sample_finish(s);
}

/* ---- the file ---- */

/* Writes the EPUB and gives back its bytes; the caller frees them. */
static inline char *write_book(struct sample *s, size_t *n)
{
    char path[] = "/tmp/briefbook-epub-XXXXXX";
    int fd = mkstemp(path);
    ck_assert_int_ge(fd, 0);
    close(fd);
    struct out_file *out = out_open(path, s->d);
    ck_assert_ptr_nonnull(out);
    ck_assert_int_eq(epub_write(&s->in, out, s->d), 0);
    ck_assert_int_eq(out_finish(out, s->d), 0);
    ck_assert_int_eq(out_commit(out, s->d), 0);
    char *bytes;
    ck_assert_int_eq(file_read(path, FILE_MAX_BYTES, &bytes, n, s->d, NOWHERE), 0);
    unlink(path);
    return bytes;
}

static inline zip_t *open_zip(const char *bytes, size_t n)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *src = zip_source_buffer_create(bytes, n, 0, &error);
    zip_t *z = zip_open_from_source(src, ZIP_RDONLY | ZIP_CHECKCONS, &error);
    ck_assert_ptr_nonnull(z);
    return z;
}

/* An entry's bytes with a NUL behind; NULL when there is none of that name. The caller frees them. */
static inline char *read_entry(zip_t *z, const char *name, size_t *n)
{
    zip_stat_t st;
    if (zip_stat(z, name, 0, &st) < 0)
        return NULL;
    char *bytes = mem_alloc((size_t)st.size + 1);
    zip_file_t *f = zip_fopen(z, name, 0);
    ck_assert_ptr_nonnull(f);
    ck_assert_int_eq(zip_fread(f, bytes, st.size), (zip_int64_t)st.size);
    ck_assert_int_eq(zip_fclose(f), 0);
    bytes[st.size] = '\0';
    if (n != NULL)
        *n = (size_t)st.size;
    return bytes;
}

/* One entry of the book, as text. The caller frees it. */
static inline char *entry_of(struct sample *s, const char *name)
{
    size_t n;
    char *bytes = write_book(s, &n);
    zip_t *z = open_zip(bytes, n);
    char *text = read_entry(z, name, NULL);
    zip_discard(z);
    free(bytes);
    ck_assert_msg(text != NULL, "no %s", name);
    return text;
}

#define has(text, what) ck_assert_msg(strstr(text, what) != NULL, "'%s' is not in:\n%.3000s", what, text)
#define lacks(text, what) ck_assert_msg(strstr(text, what) == NULL, "'%s' is in:\n%.3000s", what, text)
#define PB(id, label)                                                                                                  \
    "<span class=\"pb\" epub:type=\"pagebreak\" role=\"doc-pagebreak\" id=\"" id "\" aria-label=\"" label "\"></span>"

#endif
