#include "articles.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

static const char *const syllables[] = {
    "và",    "của",    "các",   "được",  "trong",  "là",     "cho",    "với",    "có",    "những", "một",   "người",
    "đã",    "không",  "năm",   "này",   "đến",    "từ",     "về",     "công",   "nước",  "hợp",   "tác",   "phát",
    "triển", "kinh",   "tế",    "hai",   "bên",    "quan",   "hệ",     "thương", "mại",   "đầu",   "tư",    "sản",
    "phẩm",  "nông",   "dân",   "thị",   "trường", "xuất",   "khẩu",   "nhập",   "hàng",  "hóa",   "đường", "sắt",
    "bay",   "thành",  "phố",   "cảng",  "biển",   "thảo",   "nguyên", "mùa",    "lúa",   "mì",    "cà",    "phê",
    "gạo",   "dầu",    "khí",   "năng",  "lượng",  "học",    "sinh",   "giáo",   "dục",   "văn",   "nghệ",  "thuật",
    "lịch",  "sử",     "hòa",   "bình",  "tăng",   "trưởng", "giảm",   "mạnh",   "nhanh", "chậm",  "tháng", "ngày",
    "qua",   "tới",    "sau",   "trước", "khi",    "nếu",    "vì",     "nên",    "cũng",  "còn",   "chỉ",   "mới",
    "lớn",   "nhỏ",    "cao",   "thấp",  "nhiều",  "ít",     "theo",   "tại",    "ở",     "ra",    "vào",   "lên",
    "xuống", "đi",     "làm",   "việc",  "nhà",    "máy",    "doanh",  "nghiệp", "vận",   "tải",   "du",    "lịch",
    "khách", "chuyến", "tuyến", "trực",  "tiếp",   "ký",     "kết",    "hiệp",   "định",  "thỏa",  "thuận", "hội",
    "nghị",  "trao",   "đổi",   "ý",     "kiến",   "chính",  "sách",   "phủ",    "bộ",    "ngành", "địa",   "phương",
};
static const char *const names[] = {"Nguyễn Thị Lan", "Trần Văn Bình", "Aigerim Serikova", "Lê Minh", "Daulet Omarov",
                                    "Hà Nội",         "Nha Trang",     "Almaty",           "Astana",  "Cần Thơ"};

struct maker {
    struct buf *out;
    uint64_t state;
};

static size_t pick(struct maker *m, size_t below)
{
    m->state = m->state * 6364136223846793005u + 1442695040888963407u;
    return (size_t)(m->state >> 33) % below;
}

/* Frequent syllables stand first and come up more often. */
static const char *syllable(struct maker *m)
{
    size_t count = sizeof syllables / sizeof *syllables, x = pick(m, count), y = pick(m, count);
    return syllables[x < y ? x : y];
}

static void capital(struct maker *m)
{
    static const char *const firsts[] = {"Theo", "Trong", "Các", "Những", "Từ", "Tại", "Ông", "Bà", "Đến", "Ngành"};
    buf_puts(m->out, firsts[pick(m, sizeof firsts / sizeof *firsts)]);
}

static void words(struct maker *m, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            buf_putc(m->out, ' ');
        if (pick(m, 25) == 0)
            buf_puts(m->out, names[pick(m, sizeof names / sizeof *names)]);
        else if (pick(m, 40) == 0)
            buf_printf(m->out, "%zu,%zu", pick(m, 90) + 1, pick(m, 10));
        else
            buf_puts(m->out, syllable(m));
        if (i + 1 < count && pick(m, 12) == 0)
            buf_putc(m->out, ',');
    }
}

static void sentence(struct maker *m)
{
    bool quoted = pick(m, 8) == 0;
    if (quoted)
        buf_putc(m->out, '"');
    capital(m);
    buf_putc(m->out, ' ');
    words(m, 10 + pick(m, 20));
    if (pick(m, 15) == 0)
        buf_printf(m->out, " vào tháng %zu năm 20%02zu", pick(m, 12) + 1, 10 + pick(m, 15));
    buf_puts(m->out, quoted ? "\"." : pick(m, 10) == 0 ? "..." : ".");
}

static void paragraph(struct maker *m)
{
    for (size_t i = 0, count = 2 + pick(m, 4); i < count; i++) {
        if (i > 0)
            buf_putc(m->out, ' ');
        sentence(m);
    }
}

/* How a format says what: what stands before and behind each kind of block. */
struct form {
    const char *open, *close, *title[2], *date[2], *lead[2], *paragraph[2], *heading[2], *caption[2], *item[2];
    const char *teaser[2];
};

static void block(struct maker *m, const char *const around[2], void (*fill)(struct maker *))
{
    buf_puts(m->out, around[0]);
    fill(m);
    buf_puts(m->out, around[1]);
}

static void short_line(struct maker *m)
{
    capital(m);
    buf_putc(m->out, ' ');
    words(m, 4 + pick(m, 5));
}

static void caption(struct maker *m)
{
    sentence(m);
    buf_puts(m->out, " Ảnh: ");
    buf_puts(m->out, names[pick(m, 5)]);
}

static void date_line(struct maker *m)
{
    buf_puts(m->out, "Thứ ba, 13/12/2022 | 12:30 GMT+7");
}

static void article(struct buf *out, size_t n, const struct form *form)
{
    struct maker m = {out, 20221213};
    size_t end = out->n + n;
    buf_puts(out, form->open);
    block(&m, form->title, short_line);
    block(&m, form->date, date_line);
    block(&m, form->lead, sentence);
    for (size_t i = 1; out->n < end; i++) {
        block(&m, form->paragraph, paragraph);
        if (i % 6 == 0)
            block(&m, form->heading, short_line);
        if (i % 9 == 0)
            block(&m, form->caption, caption);
        for (size_t k = 0; i % 14 == 0 && k < 4; k++)
            block(&m, form->item, short_line);
        if (i % 16 == 0)
            block(&m, form->teaser, short_line);
    }
    buf_puts(out, form->close);
}

void make_text_article(struct buf *out, size_t n)
{
    static const struct form form = {"",           "",           {"", "\n"},   {"", "\n\n"}, {"", "\n\n"},
                                     {"", "\n\n"}, {"", "\n\n"}, {"", "\n\n"}, {"- ", "\n"}, {"Xem thêm: ", "\n\n"}};
    article(out, n, &form);
}

void make_markdown_article(struct buf *out, size_t n)
{
    static const struct form form = {"",
                                     "",
                                     {"# ", "\n\n"},
                                     {"", "\n\n"},
                                     {"**", "**\n\n"},
                                     {"", "\n\n"},
                                     {"## ", "\n\n"},
                                     {"![](hinh.png \"", "\")\n\n"},
                                     {"- ", "\n"},
                                     {"\n*", "*\n\n"}};
    article(out, n, &form);
}

void make_page_article(struct buf *out, size_t n)
{
    static const struct form form = {
        "<!DOCTYPE html>\n<html lang=\"vi\"><head><meta charset=\"utf-8\"><title>Trang tin</title>\n"
        "<style>body { margin: 0 } .item { color: red }</style>\n</head>\n<body>\n<nav class=\"menu\"><ul>\n"
        "<li><a href=\"/a\">Trang chủ</a></li><li><a href=\"/b\">Kinh tế</a></li><li><a href=\"/c\">Văn hóa</a></li>\n"
        "</ul></nav>\n<main><article class=\"detail\">\n",
        "</article>\n<aside><ul><li><a href=\"/1\">Bài khác</a></li><li><a href=\"/2\">Bài nữa</a></li></ul></aside>\n"
        "</main><footer><p>© Trang tin</p></footer></body></html>\n",
        {"<h1 class=\"title\">", "</h1>\n"},
        {"<div class=\"date\"><time>", "</time></div>\n"},
        {"<p class=\"sapo\"><strong>", "</strong></p>\n"},
        {"<p style=\"text-align: justify;\">", "</p>\n"},
        {"<h2>", "</h2>\n"},
        {"<figure class=\"image\"><img src=\"hinh.jpg\" alt=\"\" width=\"640\"><figcaption>",
         "</figcaption></figure>\n"},
        {"<ul><li>", "</li></ul>\n"},
        {"<div class=\"related\"><a href=\"/x\">", "</a></div>\n"}};
    article(out, n, &form);
}

#define RUN "<w:r><w:t xml:space=\"preserve\">"
#define END "</w:t></w:r></w:p>\n"

void make_word_article(struct buf *out, size_t n)
{
    static const struct form form = {
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<w:document "
        "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>\n",
        "</w:body></w:document>\n",
        {"<w:p><w:pPr><w:pStyle w:val=\"Title\"/></w:pPr>" RUN, END},
        {"<w:p>" RUN, END},
        {"<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>", END},
        {"<w:p w:rsidR=\"00A77427\"><w:pPr><w:jc w:val=\"both\"/></w:pPr>" RUN, END},
        {"<w:p><w:pPr><w:pStyle w:val=\"Heading2\"/></w:pPr>" RUN, END},
        {"<w:p><w:pPr><w:pStyle w:val=\"Caption\"/></w:pPr>" RUN, END},
        {"<w:p>" RUN "- ", END},
        {"<w:p>" RUN "Xem thêm: ", END}};
    article(out, n, &form);
}

void make_chapter_article(struct buf *out, size_t n)
{
    static const struct form form = {
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" xml:lang=\"vi\">"
        "<head><title>Chương</title></head><body><section>\n",
        "</section></body></html>\n",
        {"<h1>", "</h1>\n"},
        {"<p class=\"date\">", "</p>\n"},
        {"<p><b>", "</b></p>\n"},
        {"<p class=\"calibre1\">", "</p>\n"},
        {"<h2>", "</h2>\n"},
        {"<p class=\"caption\">", "</p>\n"},
        {"<ul><li>", "</li></ul>\n"},
        {"<p><i>", "</i></p>\n"}};
    article(out, n, &form);
}
