/* Libraries that are loaded while the program runs. */
#include <math.h>
#include <stddef.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/library.h"
#include "unit/suite.h"

#define MATHEMATICS "libm.so.6" /* on every machine with this C library */

struct table {
    int before;
    double (*root)(double);
    double (*power)(double, double);
};

static const struct library_call calls[] = {{"sqrt", offsetof(struct table, root)},
                                            {"pow", offsetof(struct table, power)}};

START_TEST(functions_are_found)
{
    struct table t = {.before = 7};
    ck_assert(library_load(MATHEMATICS, calls, 2, &t));
    ck_assert_int_eq(t.before, 7);
    ck_assert(t.root(16.0) == 4.0);
    ck_assert(t.power(2.0, 10.0) == 1024.0);
    library_need(MATHEMATICS, calls, 2, &t); /* comes back */
    ck_assert(t.root(25.0) == 5.0);
}
END_TEST

START_TEST(what_is_not_there_is_not_loaded)
{
    static const struct library_call unknown[] = {{"briefbook_has_no_such_function", 0}};
    struct table t = {0};
    ck_assert(!library_load("libbriefbook-none.so.9", calls, 2, &t));
    ck_assert(!library_load(MATHEMATICS, unknown, 1, &t));
    ck_assert_ptr_null(t.root);
}
END_TEST

#define LIST(X, of) X(of, sqrt) X(of, pow)
LIBRARY_STRUCT(mathematics, LIST);
static LIBRARY_TABLE(mathematics, MATHEMATICS, LIST)

    static void *take_table(void *out)
{
    *(const struct mathematics **)out = mathematics();
    return NULL;
}

/* Whichever thread is first. */
START_TEST(a_table_is_filled_once)
{
    pthread_t threads[8];
    const struct mathematics *tables[8];
    for (size_t i = 0; i < 8; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, take_table, &tables[i]), 0);
    for (size_t i = 0; i < 8; i++) {
        ck_assert_int_eq(pthread_join(threads[i], NULL), 0);
        ck_assert_ptr_eq(tables[i], mathematics());
    }
    ck_assert(mathematics()->sqrt(81.0) == 9.0);
    ck_assert(mathematics()->pow(3.0, 4.0) == 81.0);
}
END_TEST

START_TEST(a_needed_library_ends_the_program)
{
    int ends[2], status;
    char said[512];
    struct table t;
    ck_assert_int_eq(pipe(ends), 0);
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO);
        library_need("libbriefbook-none.so.9", calls, 2, &t);
        _exit(99); /* not reached */
    }
    close(ends[1]);
    size_t n = 0;
    for (ssize_t got; (got = read(ends[0], said + n, sizeof said - 1 - n)) > 0;)
        n += (size_t)got;
    said[n] = '\0';
    close(ends[0]);
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFEXITED(status));
    ck_assert_int_eq(WEXITSTATUS(status), 1);
    ck_assert_ptr_nonnull(strstr(said, "briefbook: error: the library libbriefbook-none.so.9 cannot be loaded"));
    ck_assert_ptr_nonnull(strstr(said, "[library]\n"));
}
END_TEST

TEST_MAIN("library")
{
    tcase_add_test(c, functions_are_found);
    tcase_add_test(c, what_is_not_there_is_not_loaded);
    tcase_add_test(c, a_table_is_filled_once);
    tcase_add_test(c, a_needed_library_ends_the_program);
}
