/* What is found again is what would be worked out: QR codes, digests. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/memo.h"
#include "base/workers.h"
#include "book/digest.h"
#include "book/qr.h"
#include "unit/suite.h"

static struct arena *a;
static struct memo *memo;

static void begin(void)
{
    a = arena_new();
    memo = memo_new();
}

static void end(void)
{
    memo_drop(memo);
    arena_drop(a);
}

START_TEST(codes)
{
    char too_long[4000];
    memset(too_long, 'x', sizeof too_long - 1);
    too_long[sizeof too_long - 1] = '\0';
    const char *const texts[] = {"https://example.org/a", "https://example.org/b", too_long};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        for (int again = 0; again < 2; again++) {
            struct qr made = qr_encode(a, texts[i]), found = qr_recall(memo, a, texts[i]);
            ck_assert_uint_eq(found.side, made.side);
            ck_assert_int_eq(made.side == 0, i == 2);
            if (made.side > 0)
                ck_assert_mem_eq(found.dark, made.dark, (size_t)made.side * made.side);
        }
}
END_TEST

static void same_picks(const struct digest_pick *x, size_t n_x, const struct digest_pick *y, size_t n_y)
{
    ck_assert_uint_eq(n_x, n_y);
    for (size_t i = 0; i < n_x; i++) {
        ck_assert_uint_eq(x[i].n, y[i].n);
        ck_assert_mem_eq(x[i].s, y[i].s, x[i].n);
        ck_assert_ptr_eq(x[i].leaf, y[i].leaf);
        ck_assert_int_eq(x[i].speaker != NULL, y[i].speaker != NULL);
        if (x[i].speaker != NULL)
            ck_assert_str_eq(x[i].speaker, y[i].speaker);
    }
}

static void same(const struct digest_picks *x, const struct digest_picks *y)
{
    same_picks(x->sentences, x->n_sentences, y->sentences, y->n_sentences);
    same_picks(x->quotes, x->n_quotes, y->quotes, y->n_quotes);
    same_picks(x->figures, x->n_figures, y->figures, y->n_figures);
}

static void put(struct doc_node *to, enum doc_kind kind, const char *s)
{
    doc_append(to, doc_new_text(a, kind, to->pos, s, strlen(s)));
}

START_TEST(digests)
{
    struct workers *workers = workers_new(1);
    struct book book = {.language = "vi"};
    struct manifest m = {0};
    struct assembly as = {.a = a, .m = &m, .book = &book, .workers = workers};
    struct article article = {0};
    struct chapter c = {.article = &article, .node = doc_new(a, DOC_CHAPTER, (struct srcpos){"a.md", 1, 1})};
    put(c.node, DOC_PARAGRAPH, "Ngày 29/6/1992, hai nước lập quan hệ ngoại giao và mở đại sứ quán ở thủ đô của nhau.");
    put(c.node, DOC_HEADING, "Kết quả");
    put(c.node, DOC_PARAGRAPH,
        "Ông Nguyễn Văn Thường nói: “Chúng tôi đã chở 4,5 triệu tấn hàng qua hành lang này trong một năm.”");
    put(c.node, DOC_PARAGRAPH, "Khối lượng hàng hóa đã tăng từ 0,6 triệu tấn lên 4,5 triệu tấn chỉ trong ba năm qua.");
    const struct digest_room room = digest_room_of(&as);
    struct digest_picks plain, first, found, changed;
    digest_pick(&as, &c, &room, &plain);
    ck_assert_uint_gt(plain.n_sentences, 0);
    ck_assert_uint_gt(plain.n_figures, 0);
    ck_assert_uint_gt(plain.n_quotes, 0);
    workers_remember(workers, memo);
    digest_recall(&as, &c, &first);
    same(&first, &plain);
    digest_recall(&as, &c, &found);
    same(&found, &plain);
    ck_assert_ptr_ne(found.sentences[0].s, first.sentences[0].s); /* it was not chosen again */
    put(c.node, DOC_PARAGRAPH, "Năm 2026, hai bên muốn chở 10 triệu tấn hàng mỗi năm trên cùng tuyến đường sắt ấy.");
    digest_recall(&as, &c, &changed);
    digest_pick(&as, &c, &room, &plain);
    same(&changed, &plain);
    ck_assert_uint_gt(changed.n_figures, found.n_figures);
    workers_drop(workers);
}
END_TEST

TEST_MAIN("recall")
{
    tcase_add_checked_fixture(c, begin, end);
    tcase_add_test(c, codes);
    tcase_add_test(c, digests);
}
