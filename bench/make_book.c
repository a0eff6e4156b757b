/* make_book N DIR: a book of N chapters, always the same, for measuring.
 *
 * The words are made up: 7,000 syllables of Vietnamese form, as many as the language has, used as often as words are
 * used (Zipf's law), so that what is kept by word meets a realistic vocabulary. A chapter has some thousand words in
 * paragraphs, two headings, a list, a quotation, names, figures and dates; no two paragraphs are the same.
 *
 * Writes DIR/bb/ (book.yaml and an article a chapter), and the same book for other programs: DIR/book.typ, DIR/book.md.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define SYLLABLES 7000
#define PARAGRAPHS 12

static const char *const onsets[] = {"",  "b",  "c",  "ch", "d",  "đ",  "g", "gi", "h", "k",  "kh", "l", "m",
                                     "n", "ng", "nh", "p",  "ph", "qu", "r", "s",  "t", "th", "tr", "v", "x"};
/* Rimes with each tone: level, grave, hook, tilde, acute, dot. */
static const char *const rimes[][6] = {
    {"a", "à", "ả", "ã", "á", "ạ"},
    {"an", "àn", "ản", "ãn", "án", "ạn"},
    {"ang", "àng", "ảng", "ãng", "áng", "ạng"},
    {"anh", "ành", "ảnh", "ãnh", "ánh", "ạnh"},
    {"ao", "ào", "ảo", "ão", "áo", "ạo"},
    {"ay", "ày", "ảy", "ãy", "áy", "ạy"},
    {"ai", "ài", "ải", "ãi", "ái", "ại"},
    {"am", "àm", "ảm", "ãm", "ám", "ạm"},
    {"ân", "ần", "ẩn", "ẫn", "ấn", "ận"},
    {"âu", "ầu", "ẩu", "ẫu", "ấu", "ậu"},
    {"ăng", "ằng", "ẳng", "ẵng", "ắng", "ặng"},
    {"ê", "ề", "ể", "ễ", "ế", "ệ"},
    {"ên", "ền", "ển", "ễn", "ến", "ện"},
    {"iên", "iền", "iển", "iễn", "iến", "iện"},
    {"iêu", "iều", "iểu", "iễu", "iếu", "iệu"},
    {"i", "ì", "ỉ", "ĩ", "í", "ị"},
    {"in", "ìn", "ỉn", "ĩn", "ín", "ịn"},
    {"inh", "ình", "ỉnh", "ĩnh", "ính", "ịnh"},
    {"o", "ò", "ỏ", "õ", "ó", "ọ"},
    {"oan", "oàn", "oản", "oãn", "oán", "oạn"},
    {"ong", "òng", "ỏng", "õng", "óng", "ọng"},
    {"ô", "ồ", "ổ", "ỗ", "ố", "ộ"},
    {"ông", "ồng", "ổng", "ỗng", "ống", "ộng"},
    {"ôi", "ồi", "ổi", "ỗi", "ối", "ội"},
    {"ơ", "ờ", "ở", "ỡ", "ớ", "ợ"},
    {"ơi", "ời", "ởi", "ỡi", "ới", "ợi"},
    {"u", "ù", "ủ", "ũ", "ú", "ụ"},
    {"ung", "ùng", "ủng", "ũng", "úng", "ụng"},
    {"uân", "uần", "uẩn", "uẫn", "uấn", "uận"},
    {"uy", "uỳ", "uỷ", "uỹ", "uý", "uỵ"},
    {"uyên", "uyền", "uyển", "uyễn", "uyến", "uyện"},
    {"ư", "ừ", "ử", "ữ", "ứ", "ự"},
    {"ương", "ường", "ưởng", "ưỡng", "ướng", "ượng"},
    {"ươi", "ười", "ưởi", "ưỡi", "ưới", "ượi"},
    {"at", "at", "at", "at", "át", "ạt"},
    {"ac", "ac", "ac", "ac", "ác", "ạc"},
    {"êt", "êt", "êt", "êt", "ết", "ệt"},
    {"ich", "ich", "ich", "ich", "ích", "ịch"},
    {"ôc", "ôc", "ôc", "ôc", "ốc", "ộc"},
    {"ươc", "ươc", "ươc", "ươc", "ước", "ược"},
    {"uât", "uât", "uât", "uât", "uất", "uật"},
    {"iêp", "iêp", "iêp", "iêp", "iếp", "iệp"},
    {"âm", "ầm", "ẩm", "ẫm", "ấm", "ậm"},
    {"êm", "ềm", "ểm", "ễm", "ếm", "ệm"},
    {"eo", "èo", "ẻo", "ẽo", "éo", "ẹo"},
    {"ăn", "ằn", "ẳn", "ẵn", "ắn", "ặn"},
    {"oa", "oà", "oả", "oã", "oá", "oạ"},
    {"ia", "ìa", "ỉa", "ĩa", "ía", "ịa"},
    {"ua", "ùa", "ủa", "ũa", "úa", "ụa"},
    {"ưa", "ừa", "ửa", "ữa", "ứa", "ựa"},
    {"im", "ìm", "ỉm", "ĩm", "ím", "ịm"},
    {"au", "àu", "ảu", "ãu", "áu", "ạu"},
    {"ây", "ầy", "ẩy", "ẫy", "ấy", "ậy"},
    {"âng", "ầng", "ẩng", "ẫng", "ấng", "ậng"},
    {"oi", "òi", "ỏi", "õi", "ói", "ọi"},
    {"on", "òn", "ỏn", "õn", "ón", "ọn"},
    {"om", "òm", "ỏm", "õm", "óm", "ọm"},
    {"ôm", "ồm", "ổm", "ỗm", "ốm", "ộm"},
    {"ôn", "ồn", "ổn", "ỗn", "ốn", "ộn"},
    {"un", "ùn", "ủn", "ũn", "ún", "ụn"},
    {"um", "ùm", "ủm", "ũm", "úm", "ụm"},
    {"ui", "ùi", "ủi", "ũi", "úi", "ụi"},
    {"uôn", "uồn", "uổn", "uỗn", "uốn", "uộn"},
    {"uông", "uồng", "uổng", "uỗng", "uống", "uộng"},
    {"iêng", "iềng", "iểng", "iễng", "iếng", "iệng"},
    {"oai", "oài", "oải", "oãi", "oái", "oại"},
    {"em", "èm", "ẻm", "ẽm", "ém", "ẹm"},
    {"en", "èn", "ẻn", "ẽn", "én", "ẹn"},
};

#define COUNT(list) (sizeof(list) / sizeof *(list))

struct maker {
    uint64_t state; /* xorshift */
    char words[SYLLABLES][24];
    uint64_t sums[SYLLABLES]; /* of frequencies up to each word */
    FILE *article, *typst, *markdown;
};

static uint64_t next(struct maker *m)
{
    m->state ^= m->state << 13;
    m->state ^= m->state >> 7;
    return m->state ^= m->state << 17;
}

static unsigned below(struct maker *m, unsigned n)
{
    return (unsigned)((next(m) >> 33) % n);
}

/* Short syllables are the frequent ones: a word's rank is that of the shorter of a few candidates. */
static void make_words(struct maker *m)
{
    bool taken[COUNT(onsets)][COUNT(rimes)][6] = {{{false}}};
    uint64_t sum = 0;
    for (size_t i = 0; i < SYLLABLES; i++) {
        size_t best[3] = {0}, length = SIZE_MAX;
        for (int tries = 0; tries < 4 || length == SIZE_MAX; tries++) {
            size_t o = below(m, COUNT(onsets)), r = below(m, COUNT(rimes)), t = below(m, 6);
            bool stopped = strcmp(rimes[r][0], rimes[r][1]) == 0; /* -c, -t, -p, -ch have but two tones */
            if (taken[o][r][t] || (stopped && t < 4) || strlen(onsets[o]) + strlen(rimes[r][t]) >= length)
                continue;
            length = strlen(onsets[o]) + strlen(rimes[r][t]);
            best[0] = o;
            best[1] = r;
            best[2] = t;
        }
        taken[best[0]][best[1]][best[2]] = true;
        snprintf(m->words[i], sizeof m->words[i], "%s%s", onsets[best[0]], rimes[best[1]][best[2]]);
        sum += 1000000 / (i + 3);
        m->sums[i] = sum;
    }
}

static const char *word(struct maker *m)
{
    uint64_t at = next(m) % m->sums[SYLLABLES - 1];
    size_t low = 0, high = SYLLABLES - 1;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (m->sums[middle] <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return m->words[low];
}

/* The same text for all three. */
static void put(struct maker *m, const char *s)
{
    fputs(s, m->article);
    fputs(s, m->typst);
    fputs(s, m->markdown);
}

/* Begins with a capital: the letters that begin syllables are ASCII, "đ" and vowels, of which plain ones are enough. */
static void put_capital(struct maker *m, const char *s)
{
    char first[24];
    snprintf(first, sizeof first, "%s", s);
    if (strncmp(first, "đ", 2) == 0)
        memcpy(first, "Đ", 2);
    else if (first[0] >= 'a' && first[0] <= 'z')
        first[0] = (char)(first[0] - 32);
    put(m, first);
}

static void put_name(struct maker *m)
{
    unsigned n = 2 + below(m, 3);
    for (unsigned i = 0; i < n; i++) {
        put_capital(m, word(m));
        put(m, i + 1 < n ? " " : "");
    }
}

static void put_figure(struct maker *m)
{
    char text[48];
    switch (below(m, 3)) {
    case 0:
        snprintf(text, sizeof text, "%u,%u tỷ USD", 1 + below(m, 90), below(m, 10));
        break;
    case 1:
        snprintf(text, sizeof text, "%u tháng %u", 1 + below(m, 28), 1 + below(m, 12));
        break;
    default:
        snprintf(text, sizeof text, "%u năm", 2 + below(m, 60));
    }
    put(m, text);
}

static void put_sentence(struct maker *m)
{
    unsigned n = 9 + below(m, 18);
    put_capital(m, word(m));
    for (unsigned i = 1; i < n; i++) {
        unsigned kind = below(m, 100);
        put(m, kind < 8 ? ", " : " ");
        if (kind % 25 == 1)
            put_name(m);
        else if (kind % 25 == 2 && i + 1 < n)
            put_figure(m);
        else
            put(m, word(m));
    }
    put(m, ".");
}

static void put_paragraph(struct maker *m, unsigned sentences)
{
    for (unsigned i = 0; i < sentences; i++) {
        put_sentence(m);
        put(m, i + 1 < sentences ? " " : "\n\n");
    }
}

static void put_title(struct maker *m, unsigned n)
{
    put_capital(m, word(m));
    for (unsigned i = 1; i < n; i++) {
        put(m, " ");
        put(m, word(m));
    }
}

static void put_heading(struct maker *m)
{
    fputs("## ", m->article);
    fputs("== ", m->typst);
    fputs("## ", m->markdown);
    put_title(m, 5 + below(m, 5));
    put(m, "\n\n");
}

static void put_quotation(struct maker *m)
{
    fputs("> ", m->article);
    fputs("#quote(block: true)[", m->typst);
    fputs("> ", m->markdown);
    put_sentence(m);
    fputs("]", m->typst);
    put(m, "\n\n");
}

static void put_list(struct maker *m)
{
    for (unsigned i = 0; i < 4; i++) {
        put(m, "- ");
        put_sentence(m);
        put(m, "\n");
    }
    put(m, "\n");
}

static void put_chapter(struct maker *m, unsigned k)
{
    fputs("---\ntitle: '", m->article);
    fputs("= ", m->typst);
    fputs("# ", m->markdown);
    put_title(m, 8 + below(m, 6));
    fprintf(m->article, "'\nsource_name: Tin\ndate: 2021-%02u-%02u\n---\n", 1 + k % 12, 1 + k % 28);
    put(m, "\n\n");
    for (unsigned i = 0; i < PARAGRAPHS; i++) {
        if (i == 3 || i == 8)
            put_heading(m);
        if (i == 5)
            put_quotation(m);
        if (i == 9)
            put_list(m);
        put_paragraph(m, 3 + below(m, 3));
    }
}

static FILE *create(const char *dir, const char *name)
{
    char path[8192];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    FILE *f = fopen(path, "w");
    if (f == NULL) {
        perror(path);
        exit(1);
    }
    return f;
}

static void put_heads(struct maker *m, FILE *yaml, unsigned n)
{
    fputs("name: book\ntitle: Sách đo\nlanguage: vi\ndate: 2021-11-30\nlayout: peer.yaml\nnumbering: none\nqr: no\n"
          "front: [cover, contents]\nback: []\nchapters:\n",
          yaml);
    for (unsigned k = 1; k <= n; k++)
        fprintf(yaml, "  - file: %05u.md\n", k);
    fputs("#set document(title: \"Sách đo\")\n#set text(font: \"Noto Serif\", size: 11pt, lang: \"vi\")\n"
          "#set page(paper: \"a4\", margin: 25mm, numbering: \"1\")\n"
          "#set par(justify: true, leading: 4.5pt, spacing: 4.5pt, first-line-indent: 13.2pt)\n"
          "#show heading.where(level: 1): it => { pagebreak(weak: true); it }\n#outline(depth: 1)\n\n",
          m->typst);
    fputs("---\ntitle: Sách đo\nlang: vi\n---\n\n", m->markdown);
}

int main(int argc, char **argv)
{
    if (argc != 3)
        return fputs("usage: make_book CHAPTERS DIR\n", stderr), 2;
    static struct maker m = {.state = UINT64_C(88172645463325252)};
    unsigned n = (unsigned)strtoul(argv[1], NULL, 10);
    char articles[4096];
    snprintf(articles, sizeof articles, "%s/bb", argv[2]);
    mkdir(argv[2], 0777);
    mkdir(articles, 0777);
    make_words(&m);
    FILE *yaml = create(articles, "book.yaml"), *layout = create(articles, "peer.yaml");
    m.typst = create(argv[2], "book.typ");
    m.markdown = create(argv[2], "book.md");
    put_heads(&m, yaml, n);
    fputs("extends: briefing-a4\npage: {size: a4, inner: 25mm, outer: 25mm, top: 25mm, bottom: 25mm, duplex: no}\n"
          "text: {font: Noto Serif, size: 11pt, leading: 15.5pt, indent: 13.2pt, align: justify}\n",
          layout);
    for (unsigned k = 1; k <= n; k++) {
        char name[32];
        snprintf(name, sizeof name, "%05u.md", k);
        m.article = create(articles, name);
        put_chapter(&m, k);
        fclose(m.article);
    }
    fclose(yaml);
    fclose(layout);
    return fclose(m.typst) != 0 || fclose(m.markdown) != 0;
}
