/* Places of an index as pages and ranges. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "page/starts.h"
#include "unit/suite.h"

/* "3 5 5 6" → "3, 5–6" */
static void shows(const char *labels, const char *wanted)
{
    struct arena *a = arena_new();
    struct index_place places[32];
    struct locator *list;
    struct buf b = BUF_INIT;
    size_t n = 0;
    for (char *label = strtok(arena_strdup(a, labels), " "); label != NULL; label = strtok(NULL, " "), n++)
        places[n] = (struct index_place){arena_printf(a, "x%zu", n + 1), strcmp(label, "?") == 0 ? NULL : label};
    n = locators_make(a, places, n, &list);
    for (size_t i = 0; i < n; i++)
        buf_printf(&b, "%s%s%s%s", i > 0 ? ", " : "", list[i].label, list[i].last_label != NULL ? "–" : "",
                   list[i].last_label != NULL ? list[i].last_label : "");
    ck_assert_str_eq(buf_str(&b), wanted);
    buf_free(&b);
    arena_drop(a);
}

START_TEST(pages_and_ranges)
{
    shows("", "");
    shows("3", "3");
    shows("3 3 3", "3");
    shows("3 5 6 7 7 9", "3, 5–7, 9");
    shows("9 10 11", "9–11");
    shows("ii iii iii 1", "ii, iii, 1");
    shows("17 18 16 20", "16–18, 20"); /* footnotes come late */
    shows("? 4 ?", "4");
}
END_TEST

/* Each end of a range leads to the first place on its page. */
START_TEST(ends_lead_to_places)
{
    struct arena *a = arena_new();
    struct index_place places[] = {{"a", "4"}, {"b", "4"}, {"c", "5"}, {"d", "5"}, {"e", "6"}, {"f", "6"}};
    struct locator *list;
    ck_assert_uint_eq(locators_make(a, places, 6, &list), 1);
    ck_assert_str_eq(list[0].id, "a");
    ck_assert_str_eq(list[0].last_id, "e");
    arena_drop(a);
}
END_TEST

TEST_MAIN("locators")
{
    tcase_add_test(c, pages_and_ranges);
    tcase_add_test(c, ends_lead_to_places);
}
