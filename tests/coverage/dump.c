/* Linked only for measuring coverage: what ends a process without exit(), such as running out of memory or a signal,
 * would lose the counts of its lines. Calls of _exit() and raise() come here (ld --wrap). */
#include <gcov.h>
#include <stdatomic.h>
#include <sys/resource.h>

void __real__exit(int status) __attribute__((noreturn));
void __wrap__exit(int status) __attribute__((noreturn));
int __real_raise(int number);
int __wrap_raise(int number);

/* Writing the counts takes memory; where the lack of it ends the process, they may be being written already. */
static atomic_flag dumping = ATOMIC_FLAG_INIT;

/* What --max-memory allows was for the program. */
static void lift_limit(void)
{
    struct rlimit r;
    if (getrlimit(RLIMIT_DATA, &r) == 0) {
        r.rlim_cur = r.rlim_max;
        setrlimit(RLIMIT_DATA, &r);
    }
}

static void dump(void)
{
    if (atomic_flag_test_and_set(&dumping))
        return;
    lift_limit();
    __gcov_dump();
}

/* At the end of main() gcov writes by itself, after this. */
__attribute__((destructor)) static void leave_to_gcov(void)
{
    atomic_flag_test_and_set(&dumping);
    lift_limit();
}

void __wrap__exit(int status)
{
    dump();
    __real__exit(status);
}

int __wrap_raise(int number)
{
    dump();
    return __real_raise(number);
}
