/* What every Check program here has in common: one suite of one test case, run by main(). */
#ifndef UNIT_SUITE_H
#define UNIT_SUITE_H

#include <check.h>

/* Runs the suite `suite_title` of the tests that `add_tests_to` puts into its only case, and prints what failed. For
 * main() to return: 0, or 1 when a test failed. */
static inline int suite_main(const char *suite_title, void (*add_tests_to)(TCase *))
{
    Suite *suite_of_all = suite_create(suite_title);
    TCase *only_case = tcase_create(suite_title);
    add_tests_to(only_case);
    suite_add_tcase(suite_of_all, only_case);
    SRunner *its_runner = srunner_create(suite_of_all);
    srunner_run_all(its_runner, CK_ENV); /* CK_VERBOSITY; without it what failed, and the sums */
    int n_failed = srunner_ntests_failed(its_runner);
    srunner_free(its_runner);
    return n_failed != 0;
}

/* The program's main(). What follows in braces adds the tests to `c`:
 *     TEST_MAIN("buf") { tcase_add_test(c, integers); } */
#define TEST_MAIN(title)                                                                                               \
    static void add_tests(TCase *c);                                                                                   \
    int main(void)                                                                                                     \
    {                                                                                                                  \
        return suite_main(title, add_tests);                                                                           \
    }                                                                                                                  \
    static void add_tests(TCase *c)

#endif
