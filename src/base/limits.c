#include "base/limits.h"

#include <malloc.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/file.h"

static void on_time_over(int number)
{
    static const char text[] = "briefbook: error: this took longer than --max-seconds allows (quá thời gian của "
                               "--max-seconds); nothing was written [time]\n";
    (void)number;
    out_abandon_all();
    ssize_t ignored = write(STDERR_FILENO, text, sizeof text - 1);
    (void)ignored;
    _exit(1);
}

/* Sanitizers keep terabytes of address space for notes of their own, which a limit would take from them. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define MAY_LIMIT_MEMORY false
#else
#define MAY_LIMIT_MEMORY true
#endif

/* Megabytes. What the heap holds in advance is not counted; below this limit it would be much. */
#define TIGHT 128

static void limit_memory(unsigned megabytes)
{
    struct rlimit r;
    rlim_t bytes = (rlim_t)megabytes << 20;

    if (!MAY_LIMIT_MEMORY || getrlimit(RLIMIT_DATA, &r) < 0 || r.rlim_cur <= bytes)
        return; /* the stricter limit of the user's shell stands */
#ifdef __GLIBC__
    if (megabytes < TIGHT)
        malloc_trim(0);
#endif
    r.rlim_cur = bytes;
    setrlimit(RLIMIT_DATA, &r);
}

static void limit_time(unsigned seconds)
{
    struct sigaction action = {.sa_handler = on_time_over};
    struct itimerval after = {.it_value = {.tv_sec = (time_t)seconds}};

    sigemptyset(&action.sa_mask);
    if (sigaction(SIGALRM, &action, NULL) == 0)
        setitimer(ITIMER_REAL, &after, NULL);
}

void limits_pause(void)
{
    setitimer(ITIMER_REAL, &(struct itimerval){0}, NULL);
}

void limits_set(struct limits l)
{
    if (l.memory > 0)
        limit_memory(l.memory);
    if (l.seconds > 0)
        limit_time(l.seconds);
}
