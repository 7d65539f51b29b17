// How a child's life is bounded, whatever becomes of its parent and of what it computes.
#define _GNU_SOURCE
#include "CSandbox.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>

/// Room for the thread's own variables besides its few calls.
#define WATCH_STACK_BYTES (256 << 10)

bool sb_bind_to_parent(pid_t parent) {
    if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0) return false;
    // It may have ended before: then somebody else is the parent by now, and no signal will come.
    return getppid() == parent;
}

/// Waits for the control socket's other end to be closed, which nothing else reports while the process computes.
static void *watch_control(void *unused) {
    (void)unused;
    struct pollfd control = {.fd = SB_CONTROL, .events = 0};
    while (poll(&control, 1, -1) < 0 && errno == EINTR) continue;
    _exit(0);
}

bool sb_end_with_control(void) {
    pthread_attr_t attributes;
    pthread_t thread;
    if (pthread_attr_init(&attributes) != 0) return false;
    const bool is_started = pthread_attr_setstacksize(&attributes, WATCH_STACK_BYTES) == 0 &&
                            pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED) == 0 &&
                            pthread_create(&thread, &attributes, watch_control, NULL) == 0;
    pthread_attr_destroy(&attributes);
    return is_started;
}

static bool allow_cpu(uint64_t seconds) {
    struct rusage usage;
    struct rlimit limit;
    if (getrusage(RUSAGE_SELF, &usage) != 0 || getrlimit(RLIMIT_CPU, &limit) != 0) return false;
    limit.rlim_cur = (rlim_t)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + 1 + seconds;
    if (limit.rlim_max != RLIM_INFINITY && limit.rlim_cur > limit.rlim_max) limit.rlim_cur = limit.rlim_max;
    return setrlimit(RLIMIT_CPU, &limit) == 0;
}

bool sb_allow_time(uint64_t cpu_seconds, uint64_t milliseconds) {
    // Nobody handles SIGALRM: it ends the process.
    const struct itimerval timer = {
        .it_value = {.tv_sec = (time_t)(milliseconds / 1000), .tv_usec = (suseconds_t)(milliseconds % 1000) * 1000}};
    return allow_cpu(cpu_seconds) && setitimer(ITIMER_REAL, &timer, NULL) == 0;
}
