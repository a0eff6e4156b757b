/* Briefing blocks of book.yaml: times of the agenda, what cannot be, where blocks stand, and the tree they make. */
#include <stdlib.h>
#include <string.h>

#include "book/book.h"
#include "unit/suite.h"

struct fixture {
    struct arena *a;
    struct diag *d;
    struct manifest *m;
    char *said; /* the messages as printed */
};

/* `blocks` behind the chapters of a book. */
static void read(struct fixture *f, const char *blocks)
{
    f->a = arena_new();
    f->d = diag_new();
    const char *yaml = arena_printf(f->a, "chapters: [mot.txt, hai.md]\n%s", blocks);
    f->m = manifest_read(f->a, &(struct manifest_file){"book.yaml", ".", yaml, strlen(yaml)},
                         (struct settings){NULL, 0}, f->d);
    size_t n;
    FILE *out = open_memstream(&f->said, &n);
    diag_print(f->d, 0, out, "en", false, false);
    fclose(out);
}

static void drop(struct fixture *f)
{
    free(f->said);
    diag_drop(f->d);
    arena_drop(f->a);
}

/* ---- agenda ---- */

static void check_item(const struct fixture *f, size_t i, int start, int end)
{
    ck_assert_msg(f->m != NULL, "%s", f->said);
    const struct agenda_item *item = &f->m->blocks.agenda.items[i];
    ck_assert_msg(item->start == start && item->end == end, "item %zu: %d to %d, not %d to %d", i, item->start,
                  item->end, start, end);
}

START_TEST(times_are_worked_out)
{
    struct fixture f;
    read(&f, "meeting: {time: \"08:30 – 11:30\"}\n"
             "agenda:\n"
             "  - {title: a, minutes: 15}\n"
             "  - {title: b}\n"
             "  - {title: c, start: 9h00, minutes: 90}\n"
             "  - {title: d, end: \"11:00\"}\n"
             "  - {title: e, press: open}\n");
    ck_assert_str_eq(f.said, "");
    check_item(&f, 0, 510, 525);
    check_item(&f, 1, 525, 540); /* until the next one begins */
    check_item(&f, 2, 540, 630);
    check_item(&f, 3, 630, 660);
    check_item(&f, 4, 660, 690); /* until the meeting ends */
    ck_assert_int_eq(f.m->blocks.agenda.minutes, 180);
    ck_assert_int_eq(f.m->blocks.agenda.items[4].press, PRESS_OPEN);
    drop(&f);
}
END_TEST

START_TEST(an_unknown_end_stays_unknown)
{
    struct fixture f;
    read(&f, "agenda:\n  - {title: a, start: \"8:05\"}\n  - {title: b, start: \"09.10\"}\n");
    check_item(&f, 0, 485, 550);
    check_item(&f, 1, 550, -1);
    ck_assert_int_eq(f.m->blocks.agenda.minutes, -1);
    drop(&f);
}
END_TEST

START_TEST(gaps_are_warnings)
{
    struct fixture f;
    read(&f, "meeting: {time: \"08:00-10:00\"}\n"
             "agenda:\n"
             "  - {title: a, start: \"08:10\", minutes: 20}\n"
             "  - {title: b, start: \"09:00\", minutes: 30}\n");
    ck_assert_msg(f.m != NULL, "%s", f.said);
    ck_assert_uint_eq(diag_count(f.d, DIAG_WARNING), 3);
    ck_assert_ptr_nonnull(strstr(f.said, "book.yaml:4:23: warning: 10 minutes from 08:00 to 08:10"));
    ck_assert_ptr_nonnull(strstr(f.said, "book.yaml:5:23: warning: 30 minutes from 08:30 to 09:00"));
    ck_assert_ptr_nonnull(strstr(f.said, "30 minutes from 09:30 to 10:00"));
    ck_assert_int_eq(f.m->blocks.agenda.minutes, 50);
    drop(&f);
}
END_TEST

/* ---- faults ---- */

/* Line 1 is the chapters'. */
static const struct {
    const char *blocks, *place, *words;
} faults[] = {
    /* agenda */
    {"agenda: []\n", "2:9", "'agenda' has no items"},
    {"agenda: sớm\n", "2:9", "a list"},
    {"agenda:\n  - {start: \"8:00\"}\n", "3:5", "'title'"},
    {"agenda:\n  - {title: a, start: sớm}\n", "3:23", "write it as \"08:30\""},
    {"agenda:\n  - {title: a, start: \"24:10\"}\n", "3:23", "no time of day"},
    {"agenda:\n  - {title: a, minutes: 15}\n", "3:5", "give it a 'start'"},
    {"agenda:\n  - {title: a, start: \"8:00\", minutes: 0}\n", "3:40", "from 1 to 1440"},
    {"agenda:\n  - {title: a, start: \"8:00\", press: closd}\n", "3:38", "closed"},
    {"agenda:\n  - {title: a, start: \"8:00\", minutes: 60}\n  - {title: b, start: \"8:30\"}\n", "4:23",
     "lasts until 09:00"},
    {"agenda:\n  - {title: a, start: \"8:00\"}\n  - {title: b, start: \"8:00\"}\n", "4:23", "lasts until 08:00"},
    {"agenda:\n  - {title: a, start: \"8:00\", end: \"7:30\"}\n", "3:36", "begins at 08:00"},
    {"agenda:\n  - {title: a, start: \"8:00\", end: \"9:00\", minutes: 30}\n", "3:53", "it is 60 minutes"},
    {"agenda:\n  - {title: a, start: \"23:30\", minutes: 45}\n", "3:41", "beyond midnight"},
    {"meeting: {time: 9h00 – 10h00}\nagenda:\n  - {title: a, start: \"8:00\"}\n", "4:23", "the meeting at 09:00"},
    {"meeting: {time: 9h00 – 10h00}\nagenda:\n  - {title: a, minutes: 90}\n", "4:5", "the meeting at 10:00"},
    /* delegations */
    {"delegations: [{side: A}]\n", "2:15", "'members'"},
    {"delegations:\n  - {side: A, members: [{office: x}]}\n", "3:25", "'name'"},
    {"delegations:\n  - {side: A, members: []}\n", "3:24", "'members' has no items"},
    {"delegations:\n  - side: A\n    members: [{name: B}, {name: C, ofice: x}]\n", "4:36", "'office'"},
    {"delegations:\n  - side: A\n    members: [{name: B}, {name: B}]\n", "4:26", "a second time, first in line 4"},
    {"delegations:\n  - side: A\n    members: [{name: B, lang: tiếng nga}]\n", "4:31", "write vi, en, ru or kk"},
    /* points: objectives, their-objectives, arguments, key-messages, responses */
    {"objectives: một\n", "2:13", "a list"},
    {"objectives: [{see: mot}]\n", "2:14", "'text'"},
    {"objectives: [[a]]\n", "2:14", "group"},
    {"their-objectives: []\n", "2:19", "no items"},
    {"their-objectives: [{txt: a}]\n", "2:21", "'text'"},
    {"their-objectives: {text: a}\n", "2:19", "a list"},
    {"arguments: [{text: a, sea: mot}]\n", "2:23", "'see'"},
    {"arguments: [{text: [a]}]\n", "2:20", "a text"},
    {"arguments: {}\n", "2:12", "a list"},
    {"key-messages:\n  - {text: a, see: ba.txt}\n", "3:20", "is no chapter of this book"},
    {"key-messages:\n  - {text: a, see: [mot.txt, hay.md]}\n", "3:30", "did you mean 'hai.md'"},
    {"key-messages: [{text: a, see: {file: mot}}]\n", "2:31", "a text"},
    {"responses: [a]\n", "2:13", "group"},
    {"responses: [{point: a}]\n", "2:13", "'answer'"},
    {"responses: [{point: a, anser: b}]\n", "2:24", "'answer'"},
    /* texts */
    {"press-line: [a]\n", "2:13", "a text"},
    {"press-lines: a\n", "2:1", "'press-line'"},
    {"press-line: {text: a}\n", "2:13", "a text"},
    {"background: [a]\n", "2:13", "a text"},
    {"backgroud: a\n", "2:1", "'background'"},
    {"background: {file: a.md}\n", "2:13", "a text"},
    /* timeline */
    {"timeline: [{date: hôm qua, text: a}]\n", "2:19", "write it as 2026-11-30"},
    {"timeline: [{text: a}]\n", "2:12", "'date'"},
    {"timeline: [{date: 2020-02-30, text: a}]\n", "2:19", "no date"},
    {"timeline: [{date: 2020}]\n", "2:12", "'text'"},
    /* figures */
    {"figures: [{label: a}]\n", "2:11", "'value'"},
    {"figures: [{value: 1}]\n", "2:11", "'label'"},
    {"figures: [{label: a, value: 1, date: mai}]\n", "2:38", "no date"},
    {"figures: [{label: a, value: 1, unti: kg}]\n", "2:32", "'unit'"},
    /* agreements */
    {"agreements: [{number: 1}]\n", "2:14", "'title'"},
    {"agreements: [{title: a, date: mai}]\n", "2:31", "no date"},
    {"agreements: [{title: a, url: example.org}]\n", "2:30", "with https://"},
    {"agreements: [{title: a, url: \"javascript:alert(1)\"}]\n", "2:30", "no web address"},
    /* glossary */
    {"glossary: [{ru: a}]\n", "2:12", "'term'"},
    {"glossary: [{term: a}]\n", "2:12", "neither 'text' nor a name"},
    {"glossary: [{term: a, ur: b}]\n", "2:22", "ur"},
    /* notes */
    {"note-pages: nhiều\n", "2:13", "from 1 to 40"},
    {"note-pages: 0\n", "2:13", "from 1 to 40"},
    {"note-pages: 41\n", "2:13", "from 1 to 40"},
    /* places */
    {"front: [cover, agenda]\n", "2:16", "the book has no 'agenda:'"},
    {"front: [cover, [press-line, cover]]\npress-line: a\n", "2:29", "briefing blocks only"},
    {"front: [[press-line], press-line]\npress-line: a\n", "2:23", "a second time"},
    {"front: [[press-line, background]]\npress-line: a\n", "2:9", "the book has no 'background:'"},
    {"front: [agenada]\n", "2:9", "'agenda'"},
};

START_TEST(faults_have_place_and_remedy)
{
    struct fixture f;
    read(&f, faults[_i].blocks);
    const char *place = arena_printf(f.a, "book.yaml:%s: error: ", faults[_i].place);
    ck_assert_msg(f.m->faults > 0, "no error for\n%s", faults[_i].blocks);
    ck_assert_msg(strstr(f.said, place) != NULL && strstr(f.said, faults[_i].words) != NULL,
                  "%s\n%s wanted at %s, said:\n%s", faults[_i].blocks, faults[_i].words, faults[_i].place, f.said);
    drop(&f);
}
END_TEST

START_TEST(all_faults_at_once)
{
    struct fixture f;
    read(&f, "note-pages: 0\nglossary: [{term: a}]\ntimeline: [{date: mai, text: b}]\nagenda: []\n");
    ck_assert_uint_eq(diag_count(f.d, DIAG_ERROR), 4);
    drop(&f);
}
END_TEST

/* ---- places ---- */

static void check_list(const struct manifest_matter *list, size_t n, const char *wanted)
{
    struct buf got = BUF_INIT;
    for (size_t i = 0; i < n; i++) {
        buf_printf(&got, "%s%s", i ? " " : "", list[i].kind);
        for (const char *const *with = list[i].with; with && *with; with++)
            buf_printf(&got, "+%s", *with);
    }
    ck_assert_str_eq(buf_str(&got), wanted);
    buf_free(&got);
}

#define SOME                                                                                                           \
    "note-pages: 1\nglossary: [{term: a, ru: b}]\nresponses: [{point: a, answer: b}]\npress-line: a\n"                 \
    "agenda: [{title: a, start: \"8:00\"}]\n"

START_TEST(blocks_find_their_places)
{
    struct fixture f;
    read(&f, SOME);
    check_list(f.m->front, f.m->n_front, "cover contents agenda responses+press-line");
    check_list(f.m->back, f.m->n_back, "sources glossary note-pages");
    drop(&f);
    read(&f, SOME "front: [[press-line, agenda], cover]\nback: note-pages\n");
    check_list(f.m->front, f.m->n_front, "press-line+agenda cover responses");
    check_list(f.m->back, f.m->n_back, "note-pages glossary");
    drop(&f);
}
END_TEST

START_TEST(timeline_is_sorted)
{
    struct fixture f;
    read(&f, "timeline:\n"
             "  - {date: 2016-10-05, text: c}\n"
             "  - {date: \"1992\", text: a}\n"
             "  - {date: 29/5/2015, text: b}\n"
             "  - {date: 2016-10-05, text: d}\n");
    ck_assert_msg(f.m != NULL, "%s", f.said);
    for (size_t i = 0; i < 4; i++)
        ck_assert_int_eq(f.m->blocks.timeline[i].text->s[0], "abcd"[i]);
    drop(&f);
}
END_TEST

/* ---- the tree ---- */

static struct article article(struct fixture *f, const char *file)
{
    struct article x = {.root = doc_new(f->a, DOC_ARTICLE, (struct srcpos){file, 1, 0})};
    x.meta.file = x.meta.id = file;
    x.meta.lang = "vi";
    x.meta.title = text_make(f->a, file, strlen(file));
    x.meta.date.hour = x.meta.date.minute = -1;
    return x;
}

static struct book *assemble(struct fixture *f, struct article *x)
{
    struct book_input inputs[2] = {{0}};
    x[0] = article(f, "mot.txt");
    x[1] = article(f, "hai.md");
    /* "::: key-messages" with a list, and a name that is none, twice */
    struct doc_node *div = doc_new(f->a, DOC_DIV, x[1].root->pos), *list = doc_new(f->a, DOC_LIST, x[1].root->pos);
    div->name = "key-messages";
    doc_append(x[1].root, div);
    doc_append(div, list);
    for (int i = 0; i < 2; i++) {
        struct doc_node *item = doc_new(f->a, DOC_ITEM, x[1].root->pos);
        doc_append(list, item);
        doc_append(item, doc_new_text(f->a, DOC_PARAGRAPH, item->pos, "Ý.", strlen("Ý.")));
        struct doc_node *other = doc_new(f->a, DOC_DIV, x[1].root->pos);
        other->name = "la";
        doc_append(x[1].root, other);
        doc_append(other, doc_new_text(f->a, DOC_PARAGRAPH, item->pos, "Khác.", strlen("Khác.")));
    }
    for (size_t i = 0; i < 2; i++) {
        x[i].root->meta = &x[i].meta;
        inputs[i] = (struct book_input){.chapter = &f->m->parts[0].chapters[i], .articles = {&x[i], 1}};
    }
    return book_assemble(f->a, f->m, (struct book_inputs){inputs, 2}, NULL, NULL, f->d);
}

static const struct doc_node *matter(const struct book *book, const char *name)
{
    for (const struct doc_node *node = book->root->first; node; node = node->next)
        if (node->kind == DOC_MATTER && strcmp(node->name, name) == 0)
            return node;
    ck_abort_msg("no pages %s", name);
    return NULL;
}

static const struct doc_node *nth(const struct doc_node *parent, size_t i)
{
    const struct doc_node *node = parent->first;
    while (node && i-- > 0)
        node = node->next;
    ck_assert_ptr_nonnull(node);
    return node;
}

START_TEST(blocks_become_pages)
{
    struct fixture f;
    struct article articles[2];
    read(&f, "meeting: {date: 2025-11-20, place: Hà Nội, time: \"8:00 – 9:30\"}\n"
             "agenda: [{title: Khai mạc, lead: Lan, press: closed, note: \"Một.\\n\\nHai.\"}]\n"
             "delegations: [{side: A, members: [{name: Айдос, lang: kk, office: x, biography: y}]}, {side: B, members: "
             "[{name: C}]}]\n"
             "key-messages: [{text: Ý một, see: [mot, hai.md]}]\n"
             "press-line: Nói.\n"
             "figures: [{label: l, value: \"1,5\", unit: kg, date: \"2024\", source: S}]\n"
             "agreements: [{title: t, date: 2015-05-29, place: Burabay, url: https://example.org/a}]\n"
             "glossary: [{term: ong, ru: p}, {term: đa, ru: p}, {term: ăn, ru: p}]\n"
             "note-pages: 3\n");
    struct book *book = assemble(&f, articles);
    ck_assert_ptr_nonnull(book);
    const char *wrong = doc_check(book->root, f.a);
    ck_assert_msg(wrong == NULL, "%s", wrong);
    const struct doc_node *agenda = matter(book, "agenda");
    ck_assert_str_eq(nth(agenda, 1)->text.s, "Thứ Năm, ngày 20 tháng 11 năm 2025");
    ck_assert_str_eq(nth(agenda, 2)->text.s, "Hà Nội");
    const struct doc_node *item = nth(agenda, 3)->first;
    ck_assert_str_eq(nth(item, 0)->text.s, "08:00");
    ck_assert_str_eq(item->target, "08:00");
    ck_assert_str_eq(nth(item, 2)->text.s, "Một.");
    ck_assert_str_eq(nth(item, 3)->text.s, "Hai.");
    ck_assert_str_eq(nth(item, 5)->text.s, "1 giờ 30 phút · không báo chí");
    ck_assert_str_eq(nth(agenda, 4)->first->text.s, "Tổng thời gian: 1 giờ 30 phút (08:00 – 09:30)");

    const struct doc_node *member = nth(nth(nth(matter(book, "delegations"), 1), 0), 2)->first;
    ck_assert_str_eq(nth(member, 1)->lang, "kk");
    ck_assert_int_eq(nth(member, 2)->kind, DOC_SUBTITLE);

    const struct doc_node *messages = matter(book, "key-messages");
    const struct doc_node *see = nth(messages, 1)->first->last;
    ck_assert_str_eq(see->text.s, "ch. 1, tr. ; ch. 2, tr. ");
    ck_assert_uint_eq(see->text.n_spans >= 4, 1);
    ck_assert_str_eq(nth(messages, 2)->text.s, "Phát ngôn báo chí"); /* shares the pages */
    ck_assert_int_eq(nth(messages, 2)->kind, DOC_HEADING);

    const struct doc_node *row = nth(nth(matter(book, "figures"), 1), 1);
    ck_assert(row->first->header && !row->header);
    ck_assert_str_eq(row->last->text.s, "S, 2024");
    ck_assert_str_eq(doc_child(nth(matter(book, "figures"), 3)->first, DOC_META)->text.s,
                     "Ký ngày 29 tháng 5 năm 2015, Burabay");
    const struct doc_node *terms = nth(matter(book, "glossary"), 1);
    ck_assert_str_eq(nth(terms, 0)->first->text.s, "ăn");
    ck_assert_str_eq(nth(terms, 1)->first->text.s, "đa");
    ck_assert_uint_eq(matter(book, "note-pages")->number, 3);
    drop(&f);
}
END_TEST

START_TEST(contents_names_blocks_on_shared_pages)
{
    struct fixture f;
    struct article articles[2];
    read(&f, "key-messages: [a]\npress-line: b\nresponses: [{point: c, answer: d}]\n");
    struct book *book = assemble(&f, articles);
    const struct doc_node *contents = doc_child(book->root, DOC_CONTENTS);
    ck_assert_str_eq(doc_child(nth(contents, 1), DOC_TITLE)->text.s, "Thông điệp chính");
    ck_assert_str_eq(doc_child(nth(contents, 3), DOC_TITLE)->text.s, "Phát ngôn báo chí");
    ck_assert_str_eq(nth(contents, 3)->target, "key-messages-s2");
    drop(&f);
}
END_TEST

START_TEST(blocks_in_articles)
{
    struct fixture f;
    struct article articles[2];
    read(&f, "");
    struct book *book = assemble(&f, articles);
    const struct doc_node *chapter = doc_child(book->root, DOC_CHAPTER)->next, *div = doc_child(chapter, DOC_DIV);
    ck_assert_str_eq(div->first->text.s, "Thông điệp chính");
    ck_assert_int_eq(nth(div, 1)->kind, DOC_RECORDS);
    ck_assert_str_eq(nth(nth(div, 1), 1)->first->text.s, "2");
    ck_assert_ptr_null(doc_check(book->root, f.a));
    /* the other name: its content is there, and one warning */
    ck_assert_str_eq(div->next->first->text.s, "Khác.");
    ck_assert_uint_eq(diag_count_msg(f.d, MSG_BOOK_FENCE), 1);
    drop(&f);
}
END_TEST

TEST_MAIN("blocks")
{
    tcase_add_test(c, times_are_worked_out);
    tcase_add_test(c, an_unknown_end_stays_unknown);
    tcase_add_test(c, gaps_are_warnings);
    tcase_add_loop_test(c, faults_have_place_and_remedy, 0, sizeof faults / sizeof *faults);
    tcase_add_test(c, all_faults_at_once);
    tcase_add_test(c, blocks_find_their_places);
    tcase_add_test(c, timeline_is_sorted);
    tcase_add_test(c, blocks_become_pages);
    tcase_add_test(c, contents_names_blocks_on_shared_pages);
    tcase_add_test(c, blocks_in_articles);
}
