/* Linked only for measuring coverage: what ends a process without exit(), such as running out of memory or a signal,
 * would lose the counts of its lines. Calls of _exit() and raise() come here (ld --wrap). */
#include <gcov.h>

void __real__exit(int status) __attribute__((noreturn));
void __wrap__exit(int status) __attribute__((noreturn));
int __real_raise(int number);
int __wrap_raise(int number);

void __wrap__exit(int status)
{
    __gcov_dump();
    __real__exit(status);
}

int __wrap_raise(int number)
{
    __gcov_dump();
    return __real_raise(number);
}
