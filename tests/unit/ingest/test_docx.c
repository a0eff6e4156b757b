/* Word documents, made here part by part. */
#include "ingest_fixture.h"
#include "unit/suite.h"
#include "zip_maker.h"

#define W " xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'"
#define DOCUMENT(body)                                                                                                 \
    "<?xml version='1.0' encoding='UTF-8'?><w:document" W                                                              \
    " xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships'"                                   \
    " xmlns:wp='http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing'"                               \
    " xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main'><w:body>" body "</w:body></w:document>"
#define P(text) "<w:p><w:r><w:t xml:space='preserve'>" text "</w:t></w:r></w:p>"
#define STYLED(style, text) "<w:p><w:pPr><w:pStyle w:val='" style "'/></w:pPr><w:r><w:t>" text "</w:t></w:r></w:p>"
#define ITEM(list, level, text)                                                                                        \
    "<w:p><w:pPr><w:numPr><w:ilvl w:val='" level "'/><w:numId w:val='" list "'/></w:numPr></w:pPr><w:r><w:t>" text     \
    "</w:t></w:r></w:p>"
#define LONG                                                                                                                                       \
    "Buổi sáng hôm ấy trời nắng nhẹ, đoàn công tác đi thăm các xã ven sông và nghe bà con kể chuyện mùa màng, rồi " \
    "cùng ăn bữa cơm trưa."

static const char styles[] =
    "<w:styles" W "><w:style w:styleId='u1'><w:name w:val='heading 1'/></w:style>"
    "<w:style w:styleId='Muc'><w:name w:val='Mục'/><w:basedOn w:val='u1'/></w:style>"
    "<w:style w:styleId='Dam'><w:name w:val='Đậm'/><w:rPr><w:b/></w:rPr></w:style>"
    "<w:style w:styleId='DeMuc'><w:name w:val='Đề mục'/><w:pPr><w:outlineLvl w:val='1'/></w:pPr></w:style>"
    "<w:style w:styleId='Tua'><w:name w:val='Title'/></w:style><w:style w:styleId='Ph'><w:name "
    "w:val='Subtitle'/></w:style>"
    "<w:style w:styleId='Trich'><w:name w:val='Quote'/></w:style>"
    "<w:style w:styleId='V1'><w:name w:val='A'/><w:basedOn w:val='V2'/></w:style>"
    "<w:style w:styleId='V2'><w:name w:val='B'/><w:basedOn w:val='V1'/></w:style></w:styles>";

static const char numbering[] =
    "<w:numbering" W "><w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:start w:val='3'/><w:numFmt "
    "w:val='decimal'/><w:lvlText w:val='%1.'/></w:lvl><w:lvl w:ilvl='1'><w:numFmt w:val='bullet'/><w:lvlText "
    "w:val='-'/></w:lvl></w:abstractNum><w:abstractNum w:abstractNumId='1'><w:lvl w:ilvl='0'><w:numFmt "
    "w:val='decimal'/><w:lvlText w:val='Điều %1.'/></w:lvl><w:lvl w:ilvl='1'><w:numFmt w:val='lowerLetter'/>"
    "<w:lvlText w:val='%2)'/></w:lvl><w:lvl w:ilvl='2'><w:numFmt w:val='upperRoman'/><w:lvlText "
    "w:val='%1.%3'/></w:lvl></w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num><w:num "
    "w:numId='2'><w:abstractNumId w:val='1'/></w:num></w:numbering>";

static const char links[] = "<Relationships><Relationship Id='r1' Target='https://example.org/a?b=1&amp;c=2'/>"
                            "<Relationship Id='r2' Target='media/image1.png'/></Relationships>";
static const char footnotes[] =
    "<w:footnotes" W "><w:footnote w:type='separator' w:id='-1'><w:p/></w:footnote>"
    "<w:footnote w:id='1'>" P("Chú thích sau.") "</w:footnote><w:footnote w:id='2'>" P("Chú thích trước.")
        P("Đoạn hai.") "</w:footnote></w:footnotes>";
static const char endnotes[] = "<w:endnotes" W "><w:endnote w:id='1'>" P("Chú cuối bài.") "</w:endnote></w:endnotes>";
static const char core[] = "<cp:coreProperties xmlns:cp='cp' xmlns:dc='dc'><dc:title>Báo cáo về mùa màng</dc:title>"
                           "<dc:creator>Admin</dc:creator></cp:coreProperties>";

static const struct article *read_word(const char *document)
{
    const struct zip_entry entries[] = {{"[Content_Types].xml", "<Types/>"},
                                        {"word/document.xml", document},
                                        {"word/styles.xml", styles},
                                        {"word/numbering.xml", numbering},
                                        {"word/_rels/document.xml.rels", links},
                                        {"word/footnotes.xml", footnotes},
                                        {"word/endnotes.xml", endnotes},
                                        {"docProps/core.xml", core},
                                        {NULL, NULL}};
    size_t n;
    char *bytes = make_zip(entries, &n);
    const struct article *article = read_bytes("a.docx", bytes, n);
    free(bytes);
    ck_assert_ptr_nonnull(article);
    return article;
}

static void expect(const char *tree, const char *part)
{
    ck_assert_msg(strstr(tree, part) != NULL, "no %s in:\n%s", part, tree);
}

START_TEST(styles_give_headings)
{
    const struct article *a =
        read_word(DOCUMENT(STYLED("Tua", "Tên bài") STYLED("Ph", "Tên phụ") P(LONG) STYLED("Muc", "Phần một") P(LONG)
                               STYLED("DeMuc", "Mục nhỏ") P(LONG) STYLED("V1", "Vòng quanh.")
                                   STYLED("Trich", "Lời một.") STYLED("Trich", "Lời hai.")));
    const char *tree = dump(a);
    ck_assert_str_eq(a->meta.title.s, "Tên bài");
    ck_assert_str_eq(a->meta.subtitle.s, "Tên phụ");
    expect(tree, "heading 2 line=4 \"Phần một\"");
    expect(tree, "heading 3 line=6 \"Mục nhỏ\"");
    expect(tree, "  quote line=9\n    paragraph continues line=9 \"Lời một.\"\n    paragraph line=10");
    ck_assert_uint_eq(a->meta.author.n, 0);
}
END_TEST

START_TEST(numbering_gives_lists_and_labels)
{
    const char *tree = dump(read_word(
        DOCUMENT(STYLED("Tua", "Tên bài") P(LONG) ITEM("1", "0", "Ba.") ITEM("1", "1", "Gạch.") ITEM("1", "0", "Bốn.")
                     P(LONG) ITEM("1", "0", "Năm.") ITEM("2", "0", "Phạm vi điều chỉnh.") ITEM("2", "1", "Điểm a.")
                         ITEM("2", "1", "Điểm b.") ITEM("2", "0", "Đối tượng áp dụng.") ITEM("2", "2", "Sâu.")
                             ITEM("0", "0", "Không số."))));
    expect(
        tree,
        "list ordered number=3 line=3\n    item line=3\n      paragraph continues line=3 \"Ba.\"\n      list 1 line=4");
    expect(tree, "list ordered number=5 line=7");
    expect(tree, "\"Điều 1. Phạm vi điều chỉnh.\"");
    expect(tree, "Điểm b.");
    expect(tree, "\"Điều 2. Đối tượng áp dụng.\"");
    expect(tree, "\"2.I Sâu.\"");
    expect(tree, "line=13 \"Không số.\"");
}
END_TEST

START_TEST(inline_matter)
{
    const char *tree = dump(read_word(DOCUMENT(STYLED("Tua", "Tên bài") P(
        LONG) "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Đậm</w:t></w:r><w:r><w:t>, </w:t></w:r>"
              "<w:hyperlink r:id='r1'><w:r><w:t>liên "
              "kết</w:t></w:r></w:hyperlink><w:r><w:tab/><w:t>H</w:t></w:r><w:r><w:rPr><w:vertAlign w:val='subscript'/>"
              "</w:rPr><w:t>2</w:t></w:r><w:r><w:t>O</w:t><w:br/><w:t>dòng</w:t><w:br "
              "w:type='page'/><w:t>sau</w:t></w:r><w:ins><w:r><w:t> thêm</w:t></w:r></w:ins>"
              "<w:del><w:r><w:delText> "
              "xóa</w:delText></w:r></w:del><w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r></w:p>")));
    expect(tree, "\"Đậm, liên kết H2O\\ndòng sau thêm\"");
    expect(tree, "strong 0-6");
    expect(tree, "link 8-19 https://example.org/a?b=1&c=2");
    expect(tree, "subscript");
    ck_assert_ptr_null(strstr(tree, "xóa"));
}
END_TEST

START_TEST(notes_in_order_of_the_text)
{
    const char *tree = dump(read_word(DOCUMENT(STYLED("Tua", "Tên bài") P(
        LONG) "<w:p><w:r><w:t>Một</w:t><w:footnoteReference w:id='2'/></w:r><w:r><w:t> hai</w:t>"
              "<w:endnoteReference w:id='1'/></w:r><w:r><w:t> ba</w:t><w:footnoteReference "
              "w:id='1'/><w:footnoteReference w:id='9'/></w:r></w:p>")));
    expect(tree, "note #1 number=1");
    expect(tree, "\"Chú thích trước.\"");
    expect(tree, "\"Đoạn hai.\"\n  note #2 number=2");
    expect(tree, "\"Chú cuối bài.\"\n  note #3 number=3");
    expect(tree, "note 5-6 1");
}
END_TEST

#define CELL(text) "<w:tc>" P(text) "</w:tc>"
START_TEST(tables_with_merged_cells)
{
    const char *tree =
        dump(read_word(DOCUMENT(STYLED("Tua", "Tên bài") P(LONG) "<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr>" CELL(
            "A") CELL("B") CELL("C") "</w:tr><w:tr><w:tc><w:tcPr>"
                                     "<w:gridSpan w:val='2'/></w:tcPr>" P("D")
                                         P("E") "</w:tc>" CELL("F") "</w:tr><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr>" P(
                                             "ẩn") "</w:tc>" CELL("G") CELL("H") "</w:tr></w:tbl>")));
    expect(tree, "row header line=3\n      cell header line=3 \"A\"");
    expect(tree, "cell line=3 \"D\\nE\"\n      cell line=3\n      cell line=3 \"F\"");
    expect(tree, "row line=3\n      cell line=3\n      cell line=3 \"G\"");
}
END_TEST

START_TEST(boxes_and_pictures)
{
    const struct article *a = read_word(DOCUMENT(
        STYLED("Tua", "Tên bài")
            P(LONG) "<w:p><w:r><w:t>Trước hộp chữ là đoạn này, khá dài.</w:t><w:pict><w:txbxContent>" P(
                "Chữ trong hộp.") "</w:txbxContent></w:pict></w:r></w:p><w:p><w:r><w:drawing><wp:docPr descr='Cánh "
                                  "đồng'/><a:blip r:embed='r2'/></w:drawing></w:r></w:p>" P("Cánh đồng lúa chín")
                                      P(LONG)));
    const char *tree = dump(a);
    expect(tree, "\"Trước hộp chữ là đoạn này, khá dài.\"");
    expect(tree, "\"Chữ trong hộp.\"");
    expect(tree, "caption line=6 \"Cánh đồng lúa chín\"");
    ck_assert_str_eq(rule_of(a->records.dropped, a->records.n_dropped, "Cánh đồng"), "embedded-picture");
    ck_assert_uint_eq(diag_count_msg(diag, MSG_INGEST_PICTURES), 1);
}
END_TEST

#define PICTURE(id, alt, side)                                                                                         \
    "<w:p><w:r><w:drawing><wp:inline><wp:extent cx='" side "' cy='" side "'/><wp:docPr descr='" alt                    \
    "'/><a:blip r:embed='" id "'/></wp:inline></w:drawing></w:r></w:p>"
#define CENTRED(text) "<w:p><w:pPr><w:jc w:val='center'/></w:pPr><w:r><w:t>" text "</w:t></w:r></w:p>"

START_TEST(pictures_inside_become_figures)
{
    static const char relations[] =
        "<Relationships><Relationship Id='r1' Target='media/a.png'/><Relationship Id='r2' Target='/word/media/b.png'/>"
        "<Relationship Id='r3' Target='../x/c.png'/><Relationship Id='r4' TargetMode='External' "
        "Target='https://example.org/d.png'/><Relationship Id='r5' Target='media/none.png'/></Relationships>";
    const struct zip_entry entries[] = {
        {"word/document.xml",
         DOCUMENT(P("Tên bài") P(LONG) PICTURE("r1", "Cánh đồng", "4000000") CENTRED("Cánh đồng lúa chín. Ảnh: Mai Anh")
                      P(LONG " Rồi.") PICTURE("r2", "", "4000000") P("Họ đi tiếp về phía nam trong đêm ấy.")
                          PICTURE("r3", "Ba", "4000000") PICTURE("r1", "dấu", "200000") PICTURE("r4", "Xa", "4000000")
                              PICTURE("r5", "Không có", "4000000") P(LONG " Hết."))},
        {"word/_rels/document.xml.rels", relations},
        {"word/media/a.png", "a"},
        {"word/media/b.png", "b"},
        {"x/c.png", "c"},
        {NULL, NULL}};
    size_t n;
    char *bytes = make_zip(entries, &n);
    const struct article *a = read_bytes("thu/bai.docx", bytes, n);
    const char *tree = dump(a);
    expect(tree, "figure src=bai.docx#word/media/a.png alt=\"Cánh đồng\" line=3\n    caption line=3 \"Cánh đồng lúa "
                 "chín.\"\n    credit "
                 "line=3 \"Ảnh: Mai Anh\"");
    expect(tree, "figure src=bai.docx#word/media/b.png line=6\n  paragraph");
    expect(tree, "figure src=bai.docx#x/c.png");
    ck_assert_str_eq(doc_child(a->root, DOC_FIGURE)->alt, "Cánh đồng");
    ck_assert_str_eq(rule_of(a->records.dropped, a->records.n_dropped, "dấu"), "small-picture");
    ck_assert_str_eq(rule_of(a->records.dropped, a->records.n_dropped, "Xa"), "embedded-picture");
    ck_assert_str_eq(rule_of(a->records.dropped, a->records.n_dropped, "Không có"), "embedded-picture");
    ck_assert_uint_eq(diag_count_msg(diag, MSG_INGEST_PICTURES), 1);
    free(bytes);
}
END_TEST

START_TEST(links_in_notes_are_those_of_the_notes)
{
    const struct zip_entry entries[] = {
        {"word/document.xml",
         DOCUMENT(P("Tên bài") P(LONG) "<w:p><w:r><w:t>Một câu</w:t><w:footnoteReference w:id='1'/></w:r></w:p>")},
        {"word/footnotes.xml",
         "<w:footnotes" W " xmlns:r='r'><w:footnote w:id='1'><w:p><w:hyperlink r:id='r1'><w:r><w:t>xem "
         "đây</w:t></w:r></w:hyperlink></w:p></w:footnote></w:footnotes>"},
        {"word/_rels/document.xml.rels", links},
        {"word/_rels/footnotes.xml.rels",
         "<Relationships><Relationship Id='r1' Target='https://example.org/note'/></Relationships>"},
        {NULL, NULL}};
    size_t n;
    char *bytes = make_zip(entries, &n);
    expect(dump(read_bytes("a.docx", bytes, n)), "link 0-9 https://example.org/note");
    free(bytes);
}
END_TEST

START_TEST(a_title_of_the_properties_must_stand_in_the_text)
{
    ck_assert_str_eq(read_word(DOCUMENT(P("BÁO CÁO VỀ MÙA MÀNG") P(LONG) P(LONG)))->meta.title.s,
                     "BÁO CÁO VỀ MÙA MÀNG");
    const struct article *a = read_word(DOCUMENT(P("Chuyện bên sông") P(LONG) P(LONG)));
    ck_assert_ptr_null(a->meta.title.s != NULL ? strstr(a->meta.title.s, "mùa màng") : NULL);
}
END_TEST

/* ---- what is made to hurt ---- */

static char *repeated(const char *before, const char *unit, size_t times, const char *after)
{
    struct buf out = BUF_INIT;
    buf_puts(&out, before);
    for (size_t i = 0; i < times; i++)
        buf_puts(&out, unit);
    buf_puts(&out, after);
    return buf_str(&out);
}

static bool is_refused(const char *document)
{
    const struct zip_entry entries[] = {{"word/document.xml", document}, {NULL, NULL}};
    size_t n, before = diag_count_msg(diag, MSG_INGEST_DAMAGED);
    char *bytes = make_zip(entries, &n);
    bool refused = read_bytes("a.docx", bytes, n) == NULL;
    free(bytes);
    ck_assert_uint_eq(diag_count_msg(diag, MSG_INGEST_DAMAGED) - before, refused);
    return refused;
}

START_TEST(bombs_are_refused)
{
    char *blanks = repeated("<w:document" W "><w:body>", "                                                  ", 1500000,
                            "</w:body></w:document>");
    ck_assert(is_refused(blanks));
    char *tags = repeated("<w:document" W "><w:body>", "<w:p/>", 2100000, "</w:body></w:document>");
    ck_assert(is_refused(tags));
    char *deep = repeated("<w:document" W "><w:body>", "<w:sdt>", 100000, "");
    ck_assert(is_refused(deep));
    ck_assert(is_refused("<!DOCTYPE d [<!ENTITY a 'aaaaaaaaaaaaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>"
                         "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;'>]><w:document" W
                         "><w:body><w:p><w:r><w:t>&c;</w:t></w:r></w:p></w:body></w:document>"));
    free(blanks);
    free(tags);
    free(deep);
}
END_TEST

/* Documents cut short or with bytes changed are read or refused, never more. */
START_TEST(damaged_archives)
{
    const struct zip_entry entries[] = {
        {"word/document.xml", DOCUMENT(P(LONG) P(LONG))}, {"word/styles.xml", styles}, {NULL, NULL}};
    size_t n;
    char *bytes = make_zip(entries, &n);
    for (size_t i = 0; i < n; i += 3)
        read_bytes("a.docx", bytes, i);
    for (size_t i = 4; i < n; i += 2) {
        char old = bytes[i];
        bytes[i] = (char)(old ^ (char)0xFF);
        read_bytes("a.docx", bytes, n);
        bytes[i] = old;
    }
    free(bytes);
}
END_TEST

START_TEST(long_tables_and_lists_end_soon)
{
    char *cells = repeated("<w:document" W "><w:body>" P(LONG) "<w:tbl>", "<w:tr><w:tc/><w:tc/></w:tr>", 100000,
                           "</w:tbl></w:body></w:document>");
    is_refused(cells);
    char *items = repeated("<w:document" W "><w:body>" P(LONG), ITEM("1", "0", "x"), 50000, "</w:body></w:document>");
    is_refused(items);
    free(cells);
    free(items);
}
END_TEST

TEST_MAIN("docx")
{
    tcase_set_timeout(c, 60);
    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_add_test(c, styles_give_headings);
    tcase_add_test(c, numbering_gives_lists_and_labels);
    tcase_add_test(c, inline_matter);
    tcase_add_test(c, notes_in_order_of_the_text);
    tcase_add_test(c, tables_with_merged_cells);
    tcase_add_test(c, boxes_and_pictures);
    tcase_add_test(c, pictures_inside_become_figures);
    tcase_add_test(c, links_in_notes_are_those_of_the_notes);
    tcase_add_test(c, a_title_of_the_properties_must_stand_in_the_text);
    tcase_add_test(c, bombs_are_refused);
    tcase_add_test(c, damaged_archives);
    tcase_add_test(c, long_tables_and_lists_end_soon);
}
