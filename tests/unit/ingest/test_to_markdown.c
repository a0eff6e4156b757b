/* An article, written as Markdown and read again, is the same article. */
#include "ingest_fixture.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "unit/folder.h"
#include "unit/suite.h"

/* ---- comparing ---- */

/* The tree without source lines, which change. */
static char *tree_of(const struct article *article)
{
    struct buf out = BUF_INIT;
    doc_dump(article->root, &out);
    char *s = buf_str(&out), *to = s;
    for (char *from = s; *from != '\0';) {
        if (strncmp(from, " line=", 6) == 0)
            from += 6 + strspn(from + 6, "0123456789");
        else
            *to++ = *from++;
    }
    *to = '\0';
    return s;
}

static void put_text(struct buf *out, const char *name, const struct text *t)
{
    struct doc_node leaf = {.kind = DOC_PARAGRAPH, .text = t->s != NULL ? *t : (struct text){.s = ""}};
    buf_printf(out, "%s: ", name);
    doc_dump(&leaf, out);
}

static char *fields_of(const struct article_meta *meta)
{
    struct buf out = BUF_INIT;
    char date[32];
    put_text(&out, "title", &meta->title);
    put_text(&out, "subtitle", &meta->subtitle);
    put_text(&out, "lead", &meta->lead);
    put_text(&out, "author", &meta->author);
    doc_date_iso(&meta->date, date);
    buf_printf(&out, "date: %s\n", date);
    doc_date_iso(&meta->accessed, date);
    buf_printf(&out, "accessed: %s\nlang: %s\n", date, meta->lang);
    buf_printf(&out, "source: %s %s\n", meta->source_name != NULL ? meta->source_name : "-",
               meta->source_url != NULL ? meta->source_url : "-");
    buf_printf(&out, "file: %s %s\n", meta->file, meta->sha256);
    return buf_str(&out);
}

/* The lines where two texts begin to differ. */
static const char *difference(const char *x, const char *y)
{
    size_t i = 0;
    while (x[i] != '\0' && x[i] == y[i])
        i++;
    while (i > 0 && x[i - 1] != '\n')
        i--;
    return arena_printf(arena, "%.*s\n%.*s", (int)strcspn(x + i, "\n"), x + i, (int)strcspn(y + i, "\n"), y + i);
}

static void expect_equal(char *x, char *y, const char *path, const char *markdown)
{
    if (strcmp(x, y) != 0)
        ck_abort_msg("%s differs:\n%s\n%s", path, difference(x, y), strlen(markdown) < 3000 ? markdown : "");
    free(x);
    free(y);
}

static void check_round(const char *path, const struct article *article)
{
    struct buf markdown = BUF_INIT, again = BUF_INIT;
    struct articles back;
    ingest_markdown(article, NULL, &markdown);
    buf_str(&markdown);
    ck_assert_int_eq(ingest_bytes(arena, &(struct ingest_source){path, markdown.p, markdown.n}, NULL, &back, diag), 0);
    const char *wrong = doc_check(back.items[0].root, arena);
    ck_assert_msg(wrong == NULL, "%s: %s", path, wrong != NULL ? wrong : "");
    expect_equal(fields_of(&article->meta), fields_of(&back.items[0].meta), path, markdown.p);
    expect_equal(tree_of(article), tree_of(&back.items[0]), path, markdown.p);
    ck_assert_uint_eq(back.items[0].records.n_changed, 0);
    ck_assert_uint_eq(back.items[0].records.n_guessed, 0);
    ck_assert_uint_eq(back.items[0].records.n_dropped, 0);
    ck_assert_uint_eq(back.items[0].records.n_merged, 0);
    ingest_markdown(&back.items[0], NULL, &again);
    ck_assert_str_eq(markdown.p, buf_str(&again));
    buf_free(&markdown);
    buf_free(&again);
}

/* ---- whole articles ---- */

static void check_file(const char *path)
{
    char *bytes;
    size_t n;
    ck_assert_int_eq(file_read(path, FILE_MAX_BYTES, &bytes, &n, diag, DIAG_NOWHERE), 0);
    ck_assert_int_eq(ingest_bytes(arena, &(struct ingest_source){path, bytes, n}, NULL, &articles, diag), 0);
    for (size_t i = 0; i < articles.n; i++)
        check_round(path, &articles.items[i]);
    free(bytes);
}

static size_t check_folder(const char *folder)
{
    return each_file(folder, ingest_is_article_name, check_file);
}

START_TEST(own_articles)
{
    ck_assert_uint_gt(check_folder(SOURCE_DIR "/tests/ingest"), 0);
    ck_assert_uint_gt(check_folder(SOURCE_DIR "/input"), 0);
}
END_TEST

START_TEST(articles_of_others)
{
    const char *corpus = CORPUS_DIR;
    if (*corpus != '\0')
        ck_assert_uint_gt(check_folder(corpus), 0);
}
END_TEST

/* ---- signs that mean something ---- */

static const char *const texts[] = {
    "# là dấu thăng ở đầu dòng, không phải tiêu đề.",
    "- 5 độ và - 7 độ, * sao *, ** hai sao **, _gạch_ dưới, a_b_c và `mã`.",
    "1. Không phải mục. 2) Cũng không. 1986. Năm ấy trời hạn.",
    "1986. Năm ấy trời hạn.",
    "> Dấu lớn hơn, <b>thẻ</b>, &amp; &lt; a & b, AT&T, x < y > z, <https://example.org>.",
    "[ngoặc] [ngoặc](địa chỉ) ![ảnh](tệp.png) [^1] [x]: y",
    "[^1]: không phải chú thích.",
    "Dòng | có | vạch, \\ gạch chéo, \\* và cuối dòng \\",
    "=== ba dấu bằng",
    "--- ba dấu gạch",
    "~~~ ba dấu ngã, ~~hai~~",
    "::: khối",
    "{% mẫu %} {{ mẫu }} {: .lớp} {#id}",
    "https://example.org/a_b?c=1&d=2 và www.example.org, mai@example.org.",
    "+ dấu cộng",
    "<style>không phải kiểu</style>",
    "--- a\n--- b",
    "***",
    "!",
    "\\",
};

static void add_text(struct doc_node *parent, enum doc_kind kind, const char *s)
{
    struct doc_node *node = doc_new_text(arena, kind, (struct srcpos){"a", 1, 0}, s, strlen(s));
    node->level = kind == DOC_HEADING ? 3 : 0;
    node->continues = kind == DOC_PARAGRAPH && (parent->last == NULL || parent->last->kind != DOC_PARAGRAPH);
    doc_append(parent, node);
}

static struct doc_node *add(struct doc_node *parent, enum doc_kind kind)
{
    struct doc_node *node = doc_new(arena, kind, (struct srcpos){"a", 1, 0});
    doc_append(parent, node);
    return node;
}

static void begin_article(struct article *article)
{
    *article = (struct article){.root = doc_new(arena, DOC_ARTICLE, (struct srcpos){"a", 1, 0})};
    article->root->lang = article->meta.lang = "vi";
    article->root->meta = &article->meta;
    article->meta.file = "a.txt";
    article->meta.date = article->meta.accessed = (struct doc_date){.hour = -1, .minute = -1};
    memset(article->meta.sha256, 'a', 64);
}

/* Each text in each place where a text can stand. */
START_TEST(signs_stay_signs)
{
    struct article article;
    begin_article(&article);
    const char *s = texts[_i];
    article.meta.title = article.meta.lead = article.meta.author = article.meta.subtitle =
        text_make(arena, s, strlen(s));
    struct doc_node *root = article.root;
    add_text(root, DOC_PARAGRAPH, s);
    add_text(root, DOC_HEADING, s);
    struct doc_node *list = add(root, DOC_LIST), *second = add(root, DOC_LIST);
    second->ordered = true;
    second->number = 3;
    add_text(add(list, DOC_ITEM), DOC_PARAGRAPH, s);
    struct doc_node *item = add(second, DOC_ITEM);
    add_text(item, DOC_PARAGRAPH, s);
    struct doc_node *inner = add(item, DOC_LIST);
    inner->level = 1;
    add_text(add(inner, DOC_ITEM), DOC_PARAGRAPH, s);
    add_text(add(second, DOC_ITEM), DOC_CODE, s);
    struct doc_node *quote = add(root, DOC_QUOTE);
    add_text(quote, DOC_PARAGRAPH, s);
    add_text(quote, DOC_ATTRIBUTION, s);
    struct doc_node *figure = add(root, DOC_FIGURE);
    figure->src = "a b(1).png";
    figure->alt = strchr(s, '\n') != NULL ? "x" : s;
    add_text(figure, DOC_CAPTION, s);
    add_text(figure, DOC_CREDIT, s);
    struct doc_node *table = add(root, DOC_TABLE);
    add_text(table, DOC_CAPTION, s);
    for (int i = 0; i < 2; i++) {
        struct doc_node *row = add(table, DOC_ROW);
        add_text(row, DOC_CELL, s);
        add_text(row, DOC_CELL, i == 0 ? s : "");
    }
    add_text(root, DOC_CODE, s);
    add(root, DOC_RULE);
    struct doc_node *note = add(root, DOC_NOTE);
    note->id = "1";
    note->number = 1;
    add_text(note, DOC_PARAGRAPH, s);
    add_text(note, DOC_PARAGRAPH, s);
    ck_assert_ptr_null(doc_check(root, arena));
    check_round("a.md", &article);
}
END_TEST

/* ---- marks ---- */

static const struct {
    const char *s;
    struct span spans[4];
} marked[] = {
    {"Một hai ba", {{0, 4, SPAN_STRONG, NULL}}},
    {"abcdefghi", {{3, 6, SPAN_STRONG, NULL}}},
    {"ab\"c\"de", {{2, 5, SPAN_STRONG, NULL}}},
    {"a (b) c", {{2, 5, SPAN_EMPHASIS, NULL}}},
    {"abc", {{0, 3, SPAN_STRONG, NULL}, {0, 3, SPAN_EMPHASIS, NULL}}},
    {"abc def", {{0, 7, SPAN_STRONG, NULL}, {4, 7, SPAN_EMPHASIS, NULL}}},
    {"abcd", {{0, 2, SPAN_STRONG, NULL}, {2, 4, SPAN_STRONG, NULL}}},
    {"abcd", {{0, 2, SPAN_STRONG, NULL}, {2, 4, SPAN_EMPHASIS, NULL}}},
    {"a*b* c", {{1, 4, SPAN_EMPHASIS, NULL}}},
    {"see here now", {{4, 8, SPAN_LINK, "https://example.org/a_(b)?c=1&d=[2]"}}},
    {"see here now", {{4, 8, SPAN_LINK, "https://example.org/x"}, {4, 8, SPAN_STRONG, NULL}}},
    {"see here now", {{4, 8, SPAN_STRONG, NULL}, {4, 8, SPAN_LINK, "mailto:a@example.org"}}},
    {"https://example.org/x", {{0, 21, SPAN_LINK, "https://example.org/x"}}},
    {"so!here", {{3, 7, SPAN_LINK, "#dau"}}},
    {"H2O m2", {{1, 2, SPAN_SUBSCRIPT, NULL}, {5, 6, SPAN_SUPERSCRIPT, NULL}}},
    {"the x = `y` code", {{4, 11, SPAN_CODE, NULL}}},
    {"the x = y code", {{4, 9, SPAN_CODE, NULL}}},
    {"say bonjour", {{4, 11, SPAN_LANG, "fr"}}},
    {"word1: more", {{4, 5, SPAN_NOTE, "1"}}},
    {"1: more", {{0, 1, SPAN_NOTE, "1"}}},
    {"abc1", {{0, 4, SPAN_STRONG, NULL}, {3, 4, SPAN_NOTE, "1"}}},
    {"ab\ncd", {{0, 5, SPAN_STRONG, NULL}}},
};

START_TEST(marks_stay)
{
    struct article article;
    begin_article(&article);
    struct text t = text_make(arena, marked[_i].s, strlen(marked[_i].s));
    for (size_t i = 0; i < 4 && marked[_i].spans[i].end > 0; i++)
        text_add_span(arena, &t, marked[_i].spans[i]);
    for (int i = 0; i < 3; i++) {
        add_text(article.root, i == 0 ? DOC_PARAGRAPH : DOC_HEADING, "x");
        article.root->last->text = t;
    }
    struct doc_node *note = add(article.root, DOC_NOTE);
    note->id = "1";
    note->number = 1;
    add_text(note, DOC_PARAGRAPH, "Chú thích.");
    article.meta.title = t;
    check_round("a.md", &article);
}
END_TEST

/* ---- the forms, as authors write them ---- */

static const char forms[] =
    "# Tên bài\n\n::: lead\nLời dẫn của bài.\n:::\n\n::: figure\n![Một cái cây](cay.jpg)\n\nCây "
    "đa đầu làng.\n\n— Ảnh: Lê Vi\n:::\n\n> Cây này ông tôi trồng.\n> — Bà Mai, chủ vườn\n\n"
    "> Lời khác.\n>\n> — Ông Tư\n\n::: table side=1\nSản lượng\n\n| | Tấn |\n|---|---|\n| Chè | 2 "
    "|\n:::\n\n| | |\n|---|---|\n| a | b |\n\n```c\nint  main\n{\n\tx;\n}\n```\n";

START_TEST(forms_of_authors)
{
    const struct article *a = read_string("a.md", forms);
    const char *tree = dump(a);
    ck_assert_str_eq(a->meta.lead.s, "Lời dẫn của bài.");
    ck_assert_ptr_nonnull(strstr(tree, "figure src=cay.jpg alt=\"Một cái cây\""));
    ck_assert_ptr_nonnull(strstr(tree, "caption line=8 \"Cây đa đầu làng.\""));
    ck_assert_ptr_nonnull(strstr(tree, "credit line=8 \"Ảnh: Lê Vi\""));
    ck_assert_ptr_nonnull(strstr(tree, "paragraph continues line=15 \"Cây này ông tôi trồng.\""));
    ck_assert_ptr_nonnull(strstr(tree, "attribution line=15 \"Bà Mai, chủ vườn\""));
    ck_assert_ptr_nonnull(strstr(tree, "attribution line=20 \"Ông Tư\""));
    ck_assert_ptr_nonnull(strstr(tree, "\"Sản lượng\""));
    ck_assert_ptr_nonnull(strstr(tree, "cell header line=27 \"Chè\""));
    ck_assert_ptr_nonnull(strstr(tree, "code name=c line=35 \"int  main\\n{\\n    x;\\n}\""));
    check_round("a.md", a);
}
END_TEST

/* Heads in the middle of a table are heads again, with and without a head of the first rows or column. */
START_TEST(heads_amid_tables)
{
    static const char *const rows[] = {
        "<tr><th>Năm</th><th>Tấn</th></tr><tr><td>1</td><td>2</td></tr><tr><th>Vụ</th><th>Thu</th></tr><tr><td>3</td>"
        "<td>4</td></tr><tr><td>5</td><th>sáu</th></tr>",
        "<tr><td>1</td><th>2</th></tr><tr><td>3</td><td>4</td></tr><tr><th>a</th><th>b</th></tr>",
        "<tr><th>Xã</th><td>2</td><td>x</td></tr><tr><th>Huyện</th><th>4</th><td>y</td></tr><tr><th>a</th><th>b</th>"
        "<th>c</th></tr>"};
    const struct article *a = read_string(
        "a.html", arena_printf(arena,
                               "<article><h1>Tên bài đủ dài</h1><p>Một đoạn văn dài vừa phải, để trang này có bài.</p>"
                               "<table>%s</table></article>",
                               rows[_i]));
    ck_assert_ptr_nonnull(strstr(dump(a), "header"));
    check_round("a.md", a);
}
END_TEST

/* A dialogue is no list of speakers. */
START_TEST(dialogues_have_no_speaker)
{
    const char *tree = dump(read_string("a.md", "> — Anh đi đâu?\n>\n> — Tôi ra chợ.\n\nHết.\n"));
    ck_assert_ptr_null(strstr(tree, "attribution"));
    check_round("a.md", &articles.items[0]);
}
END_TEST

START_TEST(pictures_keep_their_place)
{
    struct buf out = BUF_INIT;
    ingest_markdown(read_string("bai/a.md", "![x](hinh/a.png)\n\n![y](https://example.org/b.png)\n"), "../bai/", &out);
    ck_assert_ptr_nonnull(strstr(buf_str(&out), "![x](../bai/hinh/a.png)"));
    ck_assert_ptr_nonnull(strstr(out.p, "![y](https://example.org/b.png)"));
    buf_free(&out);
}
END_TEST

TEST_MAIN("to_markdown")
{
    tcase_set_timeout(c, 60);
    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_add_test(c, own_articles);
    tcase_add_test(c, articles_of_others);
    tcase_add_loop_test(c, signs_stay_signs, 0, (int)(sizeof texts / sizeof *texts));
    tcase_add_loop_test(c, marks_stay, 0, (int)(sizeof marked / sizeof *marked));
    tcase_add_test(c, forms_of_authors);
    tcase_add_loop_test(c, heads_amid_tables, 0, 3);
    tcase_add_test(c, dialogues_have_no_speaker);
    tcase_add_test(c, pictures_keep_their_place);
}
