/* YAML: every fault with its exact place, the tree, changes to it, and filling structs by tables. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/yaml.h"
#include "unit/suite.h"

static struct diag *d;
static struct arena *arena;

static void setup(void)
{
    d = diag_new();
    arena = arena_new();
}

static void teardown(void)
{
    diag_drop(d);
    arena_drop(arena);
}

static struct yaml_node *read_text(const char *text)
{
    return yaml_read(arena, "f", text, strlen(text), d);
}

/* All messages as "MSG line:col, ...", in order. */
static const char *messages(void)
{
    static const char *const names[] = {
#define MSG(id, rule, level, en, vi) #id,
#include "base/messages.def"
#undef MSG
    };
    struct buf b = BUF_INIT;

    for (size_t i = 0; i < diag_stored(d); i++) {
        struct srcpos pos = diag_pos(d, i);
        ck_assert_str_eq(pos.file, "f");
        buf_printf(&b, "%s%s %u:%u", i ? ", " : "", names[diag_msg(d, i)] + strlen("YAML_"), pos.line, pos.col);
    }
    char *s = arena_strdup(arena, buf_str(&b));
    buf_free(&b);
    return s;
}

/* The tree in one line: maps {k: v}, lists [v], scalars as they are, quoted ones in ''. */
static void put_tree(struct buf *b, const struct yaml_node *node)
{
    if (node->kind == YAML_SCALAR) {
        buf_printf(b, node->quoted ? "'%s'" : "%s", node->scalar);
        return;
    }
    buf_putc(b, node->kind == YAML_MAP ? '{' : '[');
    for (const struct yaml_node *c = node->first; c; c = c->next) {
        if (c != node->first)
            buf_putc(b, ' ');
        if (node->kind == YAML_MAP)
            buf_printf(b, "%s:", c->key);
        put_tree(b, c);
    }
    buf_putc(b, node->kind == YAML_MAP ? '}' : ']');
}

static const char *tree(const struct yaml_node *node)
{
    struct buf b = BUF_INIT;

    put_tree(&b, node);
    char *s = arena_strdup(arena, buf_str(&b));
    buf_free(&b);
    return s;
}

static const struct {
    const char *text, *tree;
} good[] = {
    {"", "{}"},
    {"# only a comment\n", "{}"},
    {"---\n", "{}"},
    {"--- \n...\n", "{}"},
    {"~\n", "{}"},
    {"\xEF\xBB\xBFtitle: x\n", "{title:x}"},
    {"title: Thủ đô\r\ndate: 2026-11-30\r\n", "{title:Thủ đô date:2026-11-30}"},
    {"a: ''\nb:\nc: ~\nd: '~'\n", "{a:'' b: c: d:'~'}"},
    {"a: |\n  x\n  y\nb: >\n  p\n  q\n", "{a:'x\ny\n' b:'p q\n'}"},
    {"- a\n- [b, {c: d}]\n- - e\n", "[a [b {c:d}] [e]]"},
    {"just text", "just text"},
    {"a: !tag b\n", "{a:b}"},
};

START_TEST(good_documents)
{
    struct yaml_node *root = read_text(good[_i].text);

    ck_assert_ptr_nonnull(root);
    ck_assert_str_eq(tree(root), good[_i].tree);
    ck_assert_str_eq(messages(), "");
    ck_assert_uint_eq(root->faults, 0);
}
END_TEST

/* NULL as the tree: reading stops. */
static const struct {
    const char *text, *tree, *messages;
} faulty[] = {
    {"a: [1, 2\nb: 3\n", NULL, "UNCLOSED 1:4"},
    {"a: 1\n b: 2\n", NULL, "SYNTAX 2:3"},
    {"a:\n\t- b\n", NULL, "SYNTAX 2:1"},
    {"a: 'open\n", NULL, "UNCLOSED 1:4"},
    {"a: @b\n", NULL, "SYNTAX 1:4"},
    {"a: ok\nđộ: \xFF\n", NULL, "SYNTAX 2:5"},
    {"a: \x01\n", NULL, "SYNTAX 1:4"},
    {"a: 1\na: 2\nb: 1\na: 3\n", "{a:1 b:1}", "DUPLICATE 2:1, DUPLICATE 4:1"},
    {"x: {b: 1, a: 1, b: 2, a: 2}\ny: 0\n", "{x:{b:1 a:1} y:0}", "DUPLICATE 1:17, DUPLICATE 1:23"},
    {"- {a: 1}\n- {a: 1, a: 2}\n", "[{a:1} {a:1}]", "DUPLICATE 2:10"},
    {"a: &x 1\nb: *x\n", "{a:1 b:}", "ALIAS 1:4, ALIAS 2:4"},
    {"a: &x [1]\nb: &y {c: 1}\n", "{a:[1] b:{c:1}}", "ALIAS 1:4, ALIAS 2:4"},
    {"? [a, {b: c}]\n: 1\nd: 2\n", "{:1 d:2}", "KEY_KIND 1:3"},
    {"a: 1\n---\nb: 2\n", NULL, "DOCUMENTS 2:1"},
    {"a: \"x\\0y\"\n", "{a:''}", "NUL 1:4"},
    {"a: 1\na: &b 2\nc: [\n", NULL, "ALIAS 2:4, SYNTAX 4:1"},
};

START_TEST(faults_have_places)
{
    struct yaml_node *root = read_text(faulty[_i].text);

    ck_assert_str_eq(messages(), faulty[_i].messages);
    if (!faulty[_i].tree) {
        ck_assert_ptr_null(root);
        return;
    }
    ck_assert_ptr_nonnull(root);
    ck_assert_str_eq(tree(root), faulty[_i].tree);
    ck_assert_uint_eq(root->faults, diag_stored(d));
}
END_TEST

START_TEST(nodes_have_places)
{
    struct yaml_node *root = read_text("# c\ntitle: x\nparts:\n  - file: \"đ\"\n    n: 1\n");
    struct yaml_node *parts = yaml_lookup(root, "parts");
    struct yaml_node *n = yaml_lookup(parts->first, "n");

    ck_assert_uint_eq(parts->key_pos.line, 3);
    ck_assert_uint_eq(parts->pos.line, 4);
    ck_assert_uint_eq(parts->pos.col, 3);
    ck_assert_uint_eq(n->key_pos.line, 5);
    ck_assert_uint_eq(n->key_pos.col, 5);
    ck_assert_uint_eq(n->pos.col, 8);
    ck_assert_ptr_null(yaml_lookup(root, "none"));
    ck_assert_ptr_null(yaml_lookup(parts, "file"));
    ck_assert_ptr_null(yaml_lookup(NULL, "file"));
}
END_TEST

START_TEST(depth_is_limited)
{
    for (int depth = 60; depth < 70; depth++) {
        struct diag *mine = diag_new();
        struct buf b = BUF_INIT;
        for (int i = 0; i < depth; i++)
            buf_putc(&b, '[');
        for (int i = 0; i < depth; i++)
            buf_putc(&b, ']');
        struct yaml_node *root = yaml_read(arena, "f", b.p, b.n, mine);
        ck_assert((root != NULL) == (depth <= 64));
        if (!root) {
            ck_assert_int_eq(diag_msg(mine, 0), MSG_YAML_LIMIT);
            ck_assert_uint_eq(diag_pos(mine, 0).col, 65);
        }
        buf_free(&b);
        diag_drop(mine);
    }
}
END_TEST

/* Each is a file with which a careless reader takes minutes or gigabytes. */
START_TEST(hostile_files_end_quickly)
{
    static const char *const repeated[] = {"[", "{a: ", "- ", "? ", "&a ", "- &a [*a]\n", "? {? "};
    struct buf b = BUF_INIT;

    for (int i = 0; i < 200000; i++)
        buf_puts(&b, repeated[_i]);
    yaml_read(arena, "f", b.p, b.n, d);
    ck_assert_uint_ge(diag_count(d, DIAG_ERROR), 1);
    buf_free(&b);
}
END_TEST

START_TEST(the_number_of_nodes_is_limited)
{
    struct buf b = BUF_INIT;

    buf_putc(&b, '[');
    for (int i = 0; i < 1000001; i++)
        buf_puts(&b, "x,");
    buf_putc(&b, ']');
    ck_assert_ptr_null(yaml_read(arena, "f", b.p, b.n, d));
    ck_assert_uint_eq(diag_count_msg(d, MSG_YAML_LIMIT), 1);
    buf_free(&b);
}
END_TEST

START_TEST(random_bytes_are_survived)
{
    static const char alphabet[] = "ab: \n-[]{},'\"|>&*!#?%@`~\t\\x0\xC3\xA9";
    unsigned seed = (unsigned)_i + 1;

    for (int round = 0; round < 300; round++) {
        struct diag *mine = diag_new();
        char *s = malloc(60);
        size_t n = (size_t)rand_r(&seed) % 60;
        for (size_t i = 0; i < n; i++)
            s[i] = alphabet[(unsigned)rand_r(&seed) % (sizeof alphabet - 1)];
        struct yaml_node *root = yaml_read(arena, "f", s, n, mine);
        ck_assert(root ? root->faults == diag_stored(mine) : diag_stored(mine) > 0);
        free(s);
        diag_drop(mine);
    }
}
END_TEST

static const struct {
    const char *text, *path, *value, *tree; /* no tree: refused */
} sets[] = {
    {"", "a", "1", "{a:1}"},
    {"", "page.inner", "30mm", "{page:{inner:30mm}}"},
    {"page: {inner: 1, outer: 2}", "page.inner", "30mm", "{page:{inner:30mm outer:2}}"},
    {"page:", "page.inner", "30mm", "{page:{inner:30mm}}"},
    {"parts: [{title: a}, {title: b}]", "parts.1.title", "c", "{parts:[{title:a} {title:c}]}"},
    {"parts: [a]", "parts.1", "b", "{parts:[a b]}"},
    {"parts: [a]", "parts.1.title", "b", "{parts:[a {title:b}]}"},
    {"parts: [a]", "parts.0", "b", "{parts:[b]}"},
    {"parts: {x: [1]}", "parts", "b", "{parts:b}"},
    {"a: 1", "a", "", "{a:''}"},
    {"parts: [a]", "parts.2", "b", NULL},
    {"parts: [a]", "parts.x", "b", NULL},
    {"parts: [a]", "parts.-1", "b", NULL},
    {"parts: [a]", "parts.99999999999999999999", "b", NULL},
    {"a: 1", "a.b", "2", NULL},
    {"a: 1", "", "2", NULL},
    {"a: 1", "b..c", "2", NULL},
    {"a: 1", "b.", "2", NULL},
};

START_TEST(setting)
{
    struct yaml_node *root = read_text(sets[_i].text);
    int result = yaml_set(arena, root, sets[_i].path, sets[_i].value);

    ck_assert_int_eq(result, sets[_i].tree ? 0 : -1);
    if (sets[_i].tree)
        ck_assert_str_eq(tree(root), sets[_i].tree);
}
END_TEST

static const struct {
    const char *under, *over, *tree;
} merges[] = {
    {"a: 1\nb: 2", "b: 3\nc: 4", "{a:1 b:3 c:4}"},
    {"p: {x: 1, y: 2}", "p: {y: 3, z: 4}", "{p:{x:1 y:3 z:4}}"},
    {"p: {x: 1}", "p: 5", "{p:5}"},
    {"p: 5", "p: {x: 1}", "{p:{x:1}}"},
    {"l: [1, 2]", "l: [3]", "{l:[3]}"},
    {"", "a: 1", "{a:1}"},
    {"a: 1", "", "{a:1}"},
    {"a: {b: {c: {d: 1, e: 2}}}", "a: {b: {c: {d: 9}}}", "{a:{b:{c:{d:9 e:2}}}}"},
};

START_TEST(merging)
{
    struct yaml_node *under = read_text(merges[_i].under), *over = read_text(merges[_i].over);
    const char *under_before = tree(under), *over_before = tree(over);
    struct yaml_node *merged = yaml_merge(arena, under, over);

    ck_assert_str_eq(tree(merged), merges[_i].tree);
    ck_assert_str_eq(tree(under), under_before);
    ck_assert_str_eq(tree(over), over_before);
}
END_TEST

struct inner {
    struct srcpos pos;
    scaled width;
    const char *file;
};

struct outer {
    const char *title;
    int64_t count;
    bool duplex;
    int align;
    scaled size;
    struct inner inner;
    struct yaml_array parts, words;
    const struct yaml_node *extra, *self;
};

static const char *const align_words[] = {"left", "right", "justify", NULL};

static const struct yaml_key inner_keys[] = {
    {"file", YT_STRING, true, offsetof(struct inner, file), NULL},
    {"width", YT_LENGTH, false, offsetof(struct inner, width), NULL},
    {0},
};
static const struct yaml_schema inner_schema = {inner_keys, sizeof(struct inner), offsetof(struct inner, pos), -1};

static const struct yaml_key outer_keys[] = {
    {"title", YT_STRING, false, offsetof(struct outer, title), NULL},
    {"count", YT_INT, false, offsetof(struct outer, count), NULL},
    {"duplex", YT_BOOL, false, offsetof(struct outer, duplex), NULL},
    {"align", YT_ENUM, false, offsetof(struct outer, align), align_words},
    {"size", YT_LENGTH, false, offsetof(struct outer, size), NULL},
    {"inner", YT_MAP, false, offsetof(struct outer, inner), &inner_schema},
    {"parts", YT_LIST, false, offsetof(struct outer, parts), &inner_schema},
    {"words", YT_STRINGS, false, offsetof(struct outer, words), NULL},
    {"extra", YT_NODE, false, offsetof(struct outer, extra), NULL},
    {0},
};
static const struct yaml_schema outer_schema = {outer_keys, sizeof(struct outer), -1, offsetof(struct outer, self)};

START_TEST(filling)
{
    struct outer o = {0};
    struct yaml_node *root = read_text("title: 5\ncount: -12\nduplex: Yes\nalign: justify\nsize: 1.5em\n"
                                       "inner: {file: a.md, width: 10pt}\nparts:\n  - file: b\n  - file: c\n"
                                       "words: [x, y]\nextra: {any: thing}\n");

    ck_assert_int_eq(yaml_fill(root, &outer_schema, &o, PT(10), arena, d), 0);
    ck_assert_str_eq(messages(), "");
    ck_assert_str_eq(o.title, "5");
    ck_assert_int_eq(o.count, -12);
    ck_assert(o.duplex);
    ck_assert_int_eq(o.align, 2);
    ck_assert_int_eq(o.size, PT(15));
    ck_assert_str_eq(o.inner.file, "a.md");
    ck_assert_int_eq(o.inner.width, PT(10));
    ck_assert_uint_eq(o.inner.pos.col, 8);
    ck_assert_uint_eq(o.parts.n, 2);
    ck_assert_str_eq(((struct inner *)o.parts.items)[1].file, "c");
    ck_assert_uint_eq(((struct inner *)o.parts.items)[1].pos.line, 9);
    ck_assert_uint_eq(o.words.n, 2);
    ck_assert_str_eq(((const char **)o.words.items)[1], "y");
    ck_assert_str_eq(tree(o.extra), "{any:thing}");
    ck_assert_ptr_eq(o.self, root);
}
END_TEST

START_TEST(nulls_leave_the_defaults)
{
    struct outer o = {.title = "default", .count = 7, .duplex = true};

    ck_assert_int_eq(
        yaml_fill(read_text("title:\ncount: ~\nduplex:\nwords: one\nparts:\ninner:\n"), &outer_schema, &o, 0, arena, d),
        0);
    ck_assert_str_eq(o.title, "default");
    ck_assert_int_eq(o.count, 7);
    ck_assert(o.duplex);
    ck_assert_uint_eq(o.words.n, 1);
    ck_assert_str_eq(((const char **)o.words.items)[0], "one");
}
END_TEST

static const struct {
    const char *text, *messages;
} mistakes[] = {
    {"titel: x\ncount: 1.5\nalgin: left\n", "UNKNOWN_KEY_LIKE 1:1, WRONG_TYPE 2:8, UNKNOWN_KEY_LIKE 3:1"},
    {"zzz: x\n", "UNKNOWN_KEY 1:1"},
    {"title: [a]\nduplex: perhaps\nsize: 3\nsize2: 3pt\n",
     "WRONG_TYPE 1:8, WRONG_TYPE 2:9, WRONG_TYPE 3:7, UNKNOWN_KEY_LIKE 4:1"},
    {"align: centre\n", "WRONG_WORD 1:8"},
    {"align: [left]\n", "WRONG_WORD 1:8"},
    {"inner: {width: 1pt}\n", "MISSING_KEY 1:8"},
    {"inner:\n  file:\n  width: 1pt\n", "MISSING_KEY 2:3"},
    {"inner: 5\nparts: {file: x}\nwords: {a: b}\n", "WRONG_TYPE 1:8, WRONG_TYPE 2:8, WRONG_TYPE 3:8"},
    {"parts: [{file: x}, y, {files: z}]\n", "WRONG_TYPE 1:20, UNKNOWN_KEY_LIKE 1:24, MISSING_KEY 1:23"},
    {"words: [a, [b], {c: d}]\n", "WRONG_TYPE 1:12, WRONG_TYPE 1:17"},
    {"count: 99999999999999999999\n", "WRONG_TYPE 1:8"},
    {"count: ' 5'\n", "WRONG_TYPE 1:8"},
    {"count: -\n", "SYNTAX 1:8"},
    {"size: 1.5em\n", "WRONG_TYPE 1:7"},
    {"- a\n", "NOT_MAP 1:1"},
    {"title: a\ntitle: b\ntitel: c\n", "DUPLICATE 2:1, UNKNOWN_KEY_LIKE 3:1"},
};

START_TEST(all_mistakes_at_once)
{
    struct outer o = {0};
    struct yaml_node *root = read_text(mistakes[_i].text);
    int n = root ? yaml_fill(root, &outer_schema, &o, 0, arena, d) : 1;

    ck_assert_str_eq(messages(), mistakes[_i].messages);
    ck_assert_int_eq(n, (int)diag_stored(d));
}
END_TEST

START_TEST(wrong_values_are_explained)
{
    struct outer o = {0};

    yaml_fill(read_text("align: centre\nsize: big\n"), &outer_schema, &o, 0, arena, d);
    ck_assert_str_eq(diag_text(d, 0, "en"), "'align' cannot be 'centre'; use one of: left, right, justify");
    ck_assert_str_eq(diag_text(d, 1, "vi"), "'size' phải là một độ dài như 30mm hoặc 11pt");
}
END_TEST

static const struct {
    const char *word, *like;
} suggestions[] = {
    {"chaptres", "chapters"},
    {"chapter", "chapters"},
    {"hcapters", "chapters"},
    {"chaptersss", "chapters"},
    {"chaptersssss", NULL},
    {"tile", "title"},
    {"titel", "title"},
    {"date", "date"},
    {"dat", "date"},
    {"dta", NULL},
    {"dtae", "date"},
    {"xyz", NULL},
    {"", NULL},
    {"d", NULL},
    {"part", "parts"},
    {"a-word-that-is-far-too-long-to-be-a-misspelt-key-of-ours", NULL},
};

START_TEST(suggesting)
{
    static const char *const words[] = {"title", "date", "parts", "chapters", "", NULL};
    const char *like = yaml_suggest(suggestions[_i].word, words);

    if (suggestions[_i].like)
        ck_assert_pstr_eq(like, suggestions[_i].like);
    else
        ck_assert_ptr_null(like);
}
END_TEST

START_TEST(values_are_limited)
{
    struct diag *mine = diag_new();
    struct buf b = BUF_INIT;
    buf_putc(&b, '[');
    for (int i = 0; i < 1000010; i++)
        buf_puts(&b, "x,");
    buf_putc(&b, ']');
    ck_assert_ptr_null(yaml_read(arena, "f", b.p, b.n, mine));
    ck_assert_int_eq(diag_msg(mine, 0), MSG_YAML_LIMIT);
    buf_free(&b);
    diag_drop(mine);
}
END_TEST

TEST_MAIN("yaml")
{
    tcase_add_checked_fixture(c, setup, teardown);
    tcase_set_timeout(c, 20);
    tcase_add_loop_test(c, good_documents, 0, sizeof good / sizeof *good);
    tcase_add_loop_test(c, faults_have_places, 0, sizeof faulty / sizeof *faulty);
    tcase_add_test(c, nodes_have_places);
    tcase_add_test(c, depth_is_limited);
    tcase_add_test(c, values_are_limited);
    tcase_add_loop_test(c, hostile_files_end_quickly, 0, 7);
    tcase_add_test(c, the_number_of_nodes_is_limited);
    tcase_add_loop_test(c, random_bytes_are_survived, 0, 8);
    tcase_add_loop_test(c, setting, 0, sizeof sets / sizeof *sets);
    tcase_add_loop_test(c, merging, 0, sizeof merges / sizeof *merges);
    tcase_add_test(c, filling);
    tcase_add_test(c, nulls_leave_the_defaults);
    tcase_add_loop_test(c, all_mistakes_at_once, 0, sizeof mistakes / sizeof *mistakes);
    tcase_add_test(c, wrong_values_are_explained);
    tcase_add_loop_test(c, suggesting, 0, sizeof suggestions / sizeof *suggestions);
}
