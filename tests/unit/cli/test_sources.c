/* Natural order of file names; and that book.yaml and layouts agree on whose keys are whose. */
#include <stdlib.h>
#include <string.h>

#include "book/book.h"
#include "cli/sources.h"
#include "style/design.h"
#include "unit/suite.h"

static const char *const ordered[] = {"bai",        "bai 1.txt",   "bai 2.txt", "bai 02b.txt",
                                      "bai 10.txt", "bai 100.txt", "bai a.txt", "c"};

START_TEST(orders_naturally)
{
    size_t n = sizeof ordered / sizeof *ordered;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n; k++) {
            int order = sources_compare_natural(ordered[i], ordered[k]);
            ck_assert_msg((order < 0) == (i < k) && (order > 0) == (i > k), "%s and %s: %d", ordered[i], ordered[k],
                          order);
        }
}
END_TEST

static bool has(const char *const *list, const char *word)
{
    for (; *list; list++)
        if (strcmp(*list, word) == 0)
            return true;
    return false;
}

/* Both rooms keep the list of a layout's top keys, since neither may see the other. */
START_TEST(keys_agree)
{
    const char *const *of_book = manifest_layout_keys(), *const *of_style = design_keys();
    for (size_t i = 0; of_book[i]; i++)
        ck_assert_msg(has(of_style, of_book[i]), "style/ does not know '%s'", of_book[i]);
    for (size_t i = 0; of_style[i]; i++)
        ck_assert_msg(has(of_book, of_style[i]) || strcmp(of_style[i], "extends") == 0 ||
                          strcmp(of_style[i], "description") == 0,
                      "book/ does not know '%s'", of_style[i]);
}
END_TEST

TEST_MAIN("sources")
{
    tcase_add_test(c, orders_naturally);
    tcase_add_test(c, keys_agree);
}
