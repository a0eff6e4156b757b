/* Options: one table for all commands; long ones take "--x V" or "--x=V", before or after operands. */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/yaml.h"
#include "cli/cli.h"

enum option_type {
    OPT_TEXT,
    OPT_FLAG,
    OPT_JOBS,
    OPT_SETTING,
    OPT_KEEP,
    OPT_LANG,
    OPT_TO,
    OPT_SORT,
    OPT_SANDBOX,
    OPT_CHOICE,
    OPT_LIMIT
};

/* Commands that know an option, as bits. */
enum { ON_BUILD = 1, ON_CHECK = 2, ON_INGEST = 4, ON_LISTS = 8, ON_INIT = 16, ON_WORK = 7, ON_ALL = 31 };

struct option {
    const char *name;
    char letter; /* 0: none */
    enum option_type type;
    unsigned on;
    size_t offset;
    const char *value; /* what its value is called in the help */
    const char *en, *vi;
};

#define LIMIT_MAX 1000000

#define AT(field) offsetof(struct cli_options, field)

static const struct option options[] = {
    {"out", 'o', OPT_TEXT, ON_BUILD | ON_INGEST, AT(out), "DIR", "folder for the results (build: \".\")",
     "thư mục chứa kết quả (build: \".\")"},
    {"to", 0, OPT_TO, ON_INGEST, AT(to), "json|markdown", "form of the results; build reads the Markdown as it stands",
     "dạng kết quả; build đọc Markdown đúng như đã ghi"},
    {"sort", 0, OPT_SORT, ON_INIT, AT(sort), "date|theme|name", "order of the chapters (date)",
     "thứ tự các chương (date)"},
    {"pdf", 0, OPT_TEXT, ON_BUILD, AT(pdf), "FILE", "write the PDF there; alone or with --epub",
     "ghi PDF vào tệp này; dùng riêng hoặc cùng --epub"},
    {"epub", 0, OPT_TEXT, ON_BUILD, AT(epub), "FILE", "write the EPUB there; alone or with --pdf",
     "ghi EPUB vào tệp này; dùng riêng hoặc cùng --pdf"},
    {"layout", 0, OPT_TEXT, ON_BUILD | ON_CHECK, AT(layout), "NAME|FILE", "layout to use instead of the book's",
     "kiểu trình bày dùng thay cho kiểu của sách"},
    {"set", 0, OPT_SETTING, ON_BUILD | ON_CHECK, AT(settings), "PATH=VALUE",
     "set any key of book.yaml or of the layout", "đặt một khóa bất kỳ của book.yaml hoặc của kiểu trình bày"},
    {"keep", 0, OPT_KEEP, ON_BUILD | ON_CHECK | ON_INGEST, AT(keep), "RULE", "drop nothing by this rule of ingest",
     "không bỏ gì theo quy tắc này khi đọc bài"},
    {"report", 0, OPT_TEXT, ON_BUILD, AT(report), "FILE",
     "write what was dropped, merged, guessed and changed, as JSON", "ghi những gì đã bỏ, gộp, đoán và sửa, dạng JSON"},
    {"depfile", 0, OPT_TEXT, ON_BUILD, AT(depfile), "FILE", "write a Make rule naming every input",
     "ghi quy tắc Make liệt kê mọi tệp nguồn"},
    {"impose", 0, OPT_CHOICE, ON_BUILD, AT(impose), "booklet|8|16|32",
     "also write the pages on sheets for the press, to be folded", "ghi thêm bản bình trang để in và gấp"},
    {"cover-spread", 0, OPT_FLAG, ON_BUILD, AT(cover_spread), NULL,
     "also write back, spine and front of the cover on one sheet",
     "ghi thêm bìa liền: bìa sau, gáy và bìa trước trên một tờ"},
    {"preset", 0, OPT_CHOICE, ON_BUILD | ON_CHECK, AT(preset), "archive|press|confidential",
     "what the PDF is for: keeping (PDF/A, PDF/UA), a print shop (PDF/X-4), or few eyes (AES-256)",
     "mục đích của tệp PDF: lưu trữ (PDF/A, PDF/UA), gửi nhà in (PDF/X-4) hoặc bản mật (AES-256)"},
    {"password-file", 0, OPT_TEXT, ON_BUILD, AT(password_file), "FILE",
     "two lines: what opens a confidential PDF, and what gives all rights to it",
     "tệp hai dòng: mật khẩu để mở bản mật, và mật khẩu cho toàn quyền"},
    {"proof", 0, OPT_CHOICE, ON_BUILD, AT(proof), "grey", "all colours and pictures of the PDF in grey",
     "mọi màu và ảnh trong PDF chuyển thành sắc xám"},
    {"recipients", 0, OPT_TEXT, ON_BUILD, AT(recipients), "CSV",
     "write numbered copies for these readers instead, each without what it may not show",
     "thay vào đó, ghi các bản đánh số cho những người nhận này, mỗi bản bỏ phần không được xem"},
    {"jobs", 'j', OPT_JOBS, ON_BUILD | ON_CHECK, AT(jobs), "N", "threads (one a processor)",
     "số luồng (mỗi bộ xử lý một luồng)"},
    {"dump", 0, OPT_TEXT, ON_BUILD, AT(dump), "STAGE",
     "print a stage and stop: doc, book, hlist, breaks, pages, starts",
     "in kết quả của một bước rồi dừng: doc, book, hlist, breaks, pages, starts"},
    {"trace", 0, OPT_TEXT, ON_BUILD, AT(trace), "LIST",
     "print how decisions were made and stop: linebreak, pagebreak; or the time of each stage: time",
     "in cách đi đến từng quyết định rồi dừng: linebreak, pagebreak; hoặc thời gian từng bước: time"},
    {"dedupe", 0, OPT_FLAG, ON_BUILD | ON_CHECK, AT(dedupe), NULL, "of articles with the same text keep the first",
     "trong các bài trùng nội dung chỉ giữ bài đầu"},
    {"watch", 0, OPT_FLAG, ON_BUILD, AT(watch), NULL, "build again whenever a file of the book is saved",
     "làm lại sách mỗi khi một tệp của sách được lưu"},
    {"strict", 0, OPT_FLAG, ON_BUILD | ON_CHECK, AT(strict), NULL, "warnings are errors", "coi cảnh báo là lỗi"},
    {"quiet", 'q', OPT_FLAG, ON_BUILD | ON_INGEST | ON_INIT, AT(quiet), NULL, "say nothing but errors", "chỉ báo lỗi"},
    {"max-memory", 0, OPT_LIMIT, ON_WORK, AT(limits.memory), "MIB", "memory to use at most (8192; 0: no limit)",
     "bộ nhớ tối đa được dùng (8192; 0: không giới hạn)"},
    {"max-seconds", 0, OPT_LIMIT, ON_WORK, AT(limits.seconds), "N", "time to take at most (3600; 0: no limit)",
     "thời gian chạy tối đa (3600; 0: không giới hạn)"},
    {"sandbox", 0, OPT_SANDBOX, ON_WORK, AT(sandbox), "auto|off",
     "give up other files, programs and the network before articles are read (auto)",
     "từ bỏ quyền với tệp khác, chương trình khác và mạng trước khi đọc bài (auto)"},
    {"lang", 0, OPT_LANG, ON_ALL, AT(lang), "vi|en", "language of messages (from the locale)",
     "ngôn ngữ của thông báo (theo hệ thống)"},
    {"help", 'h', OPT_FLAG, ON_ALL, AT(help), NULL, "show help", "hiện hướng dẫn"},
};
#define N_OPTIONS (sizeof options / sizeof *options)

static unsigned bit_of(const char *command)
{
    return strcmp(command, "build") == 0    ? ON_BUILD
           : strcmp(command, "check") == 0  ? ON_CHECK
           : strcmp(command, "ingest") == 0 ? ON_INGEST
           : strcmp(command, "init") == 0   ? ON_INIT
                                            : ON_LISTS;
}

static const struct option *find(unsigned on, const char *name, size_t n, char letter)
{
    for (size_t i = 0; i < N_OPTIONS; i++) {
        const struct option *o = &options[i];
        if ((o->on & on) == 0)
            continue;
        if (letter != 0 ? o->letter == letter : strlen(o->name) == n && strncmp(o->name, name, n) == 0)
            return o;
    }
    return NULL;
}

static int unknown(struct cli *c, const char *command, const char *arg)
{
    const char *words[N_OPTIONS + 1];
    size_t n = 0;
    for (size_t i = 0; i < N_OPTIONS; i++)
        if (options[i].on & bit_of(command))
            words[n++] = options[i].name;
    words[n] = NULL;
    char *name = arena_strdup(c->arena, arg + strspn(arg, "-"));
    name[strcspn(name, "=")] = '\0';
    const char *like = strncmp(arg, "--", 2) == 0 ? yaml_suggest(name, words) : NULL;
    if (like != NULL)
        diag_add(c->diag, MSG_OPTION_UNKNOWN_LIKE, DIAG_NOWHERE, arg, arena_printf(c->arena, "--%s", like), NULL);
    else
        diag_add(c->diag, MSG_OPTION_UNKNOWN, DIAG_NOWHERE, arg, command, NULL);
    return -1;
}

static int bad_value(struct cli *c, const char *shown, const char *value, const char *expected)
{
    diag_add(c->diag, MSG_OPTION_BAD_VALUE, DIAG_NOWHERE, shown, value, expected, NULL);
    return -1;
}

void cli_add_setting(struct cli *c, const char *path, const char *value)
{
    struct settings *s = &c->options.settings;
    struct setting *more = arena_calloc(c->arena, s->n + 1, sizeof *more);
    if (s->n > 0)
        memcpy(more, s->items, s->n * sizeof *more);
    more[s->n++] = (struct setting){path, value};
    s->items = more;
}

/* Notes a preset that was named, by --preset or --set; two different ones are a mistake. */
static int note_preset(struct cli *c, const char *value)
{
    const char *before = c->options.named_preset;
    c->options.named_preset = value;
    if (before == NULL || strcmp(before, value) == 0)
        return 0;
    bool archive = strcmp(before, "archive") == 0 || strcmp(value, "archive") == 0,
         confidential = strcmp(before, "confidential") == 0 || strcmp(value, "confidential") == 0;
    diag_add(c->diag, archive && confidential ? MSG_PRESETS_EXCLUDE : MSG_PRESETS, DIAG_NOWHERE, before, value, NULL);
    return -1;
}

static int take_setting(struct cli *c, const char *shown, const char *value)
{
    const char *equals = strchr(value, '=');
    if (equals == NULL || equals == value)
        return bad_value(c, shown, value, "PATH=VALUE");
    const char *path = arena_strndup(c->arena, value, (size_t)(equals - value));
    cli_add_setting(c, path, equals + 1);
    return strcmp(path, "preset") == 0 ? note_preset(c, equals + 1) : 0;
}

static void append(struct cli *c, const char ***list, size_t *n, const char *value)
{
    const char **more = arena_calloc(c->arena, *n + 2, sizeof *more);
    if (*n > 0)
        memcpy(more, *list, *n * sizeof *more);
    more[(*n)++] = value;
    *list = more;
}

/* Is it one of the words with bars between? */
static bool is_choice(const char *words, const char *value)
{
    size_t n = strlen(value);
    for (const char *at = words;; at++) {
        size_t word = strcspn(at, "|");
        if (word == n && memcmp(at, value, n) == 0)
            return true;
        at += word;
        if (*at == '\0')
            return false;
    }
}

/* "a|b" as "a, b". */
static const char *in_words(struct cli *c, const char *words)
{
    struct buf b = BUF_INIT;
    for (; *words != '\0'; words++) {
        if (*words == '|')
            buf_puts(&b, ", ");
        else
            buf_putc(&b, *words);
    }
    const char *list = arena_strdup(c->arena, buf_str(&b));
    buf_free(&b);
    return list;
}

static int take(struct cli *c, const struct option *o, const char *shown, const char *value)
{
    void *at = (char *)&c->options + o->offset;
    char *end;
    switch (o->type) {
    case OPT_FLAG:
        *(bool *)at = true;
        return 0;
    case OPT_SETTING:
        return take_setting(c, shown, value);
    case OPT_KEEP:
        append(c, &c->options.keep, &c->options.n_keep, value);
        return 0;
    case OPT_LANG:
        if (strcmp(value, "vi") != 0 && strcmp(value, "en") != 0)
            return bad_value(c, shown, value, "vi, en");
        c->lang = value;
        break;
    case OPT_TO:
        if (strcmp(value, "json") != 0 && strcmp(value, "markdown") != 0)
            return bad_value(c, shown, value, "json, markdown");
        break;
    case OPT_SORT:
        if (strcmp(value, "date") != 0 && strcmp(value, "theme") != 0 && strcmp(value, "name") != 0)
            return bad_value(c, shown, value, "date, theme, name");
        break;
    case OPT_SANDBOX:
        if (strcmp(value, "auto") != 0 && strcmp(value, "off") != 0)
            return bad_value(c, shown, value, "auto, off");
        break;
    case OPT_CHOICE:
        if (!is_choice(o->value, value))
            return bad_value(c, shown, value, in_words(c, o->value));
        if (o->offset == AT(preset) && note_preset(c, value) != 0)
            return -1;
        break;
    case OPT_LIMIT: {
        long n = strtol(value, &end, 10);
        if (*value < '0' || *value > '9' || *end != '\0' || n > LIMIT_MAX)
            return bad_value(c, shown, value, "0 … 1000000");
        *(unsigned *)at = (unsigned)n;
        return 0;
    }
    case OPT_JOBS: {
        long n = strtol(value, &end, 10);
        if (*value == '\0' || *end != '\0' || n < 1 || n > 64)
            return bad_value(c, shown, value, "1 … 64");
        c->options.jobs = (unsigned)n;
        return 0;
    }
    case OPT_TEXT:
        break;
    }
    *(const char **)at = value;
    return 0;
}

/* One option at argv[*i]; moves *i over its value. */
static int parse_option(struct cli *c, const char *command, int argc, char **argv, int *i)
{
    const char *arg = argv[*i];
    bool is_long = arg[1] == '-';
    const char *name = arg + (is_long ? 2 : 1), *equals = is_long ? strchr(name, '=') : NULL;
    size_t n = equals != NULL ? (size_t)(equals - name) : strlen(name);
    const struct option *o = find(bit_of(command), name, n, is_long ? 0 : name[0]);
    if (o == NULL)
        return unknown(c, command, arg);
    const char *shown = is_long ? arena_printf(c->arena, "--%s", o->name) : arena_printf(c->arena, "-%c", o->letter);
    const char *value = equals != NULL ? equals + 1 : !is_long && name[1] != '\0' ? name + 1 : NULL;
    if (o->type == OPT_FLAG) {
        if (value == NULL)
            return take(c, o, shown, NULL);
        diag_add(c->diag, MSG_OPTION_EXTRA_VALUE, DIAG_NOWHERE, shown, NULL);
        return -1;
    }
    if (value == NULL && *i + 1 < argc)
        value = argv[++*i];
    if (value == NULL) {
        diag_add(c->diag, MSG_OPTION_NO_VALUE, DIAG_NOWHERE, shown, o->value, NULL);
        return -1;
    }
    return take(c, o, shown, value);
}

int cli_parse(struct cli *c, const char *command, int argc, char **argv, int first)
{
    bool only_operands = false;
    for (int i = first; i < argc; i++) {
        const char *arg = argv[i];
        if (!only_operands && strcmp(arg, "--") == 0)
            only_operands = true;
        else if (only_operands || arg[0] != '-' || arg[1] == '\0')
            append(c, &c->options.operands, &c->options.n_operands, arg);
        else if (parse_option(c, command, argc, argv, &i) != 0)
            return -1;
    }
    return 0;
}

void cli_print_options(const char *command, const char *lang)
{
    unsigned on = bit_of(command);
    for (size_t i = 0; i < N_OPTIONS; i++) {
        const struct option *o = &options[i];
        if ((o->on & on) == 0)
            continue;
        char shown[64];
        snprintf(shown, sizeof shown, "%s%c%s--%s%s%s", o->letter ? "-" : " ", o->letter ? o->letter : ' ',
                 o->letter ? ", " : "  ", o->name, o->value != NULL ? " " : "", o->value != NULL ? o->value : "");
        printf("  %-28s %s\n", shown, strcmp(lang, "vi") == 0 ? o->vi : o->en);
    }
}
