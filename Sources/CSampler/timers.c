#define _GNU_SOURCE
#include "CSampler.h"
#include "internal.h"
#include "samples.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

typedef struct {
    int thread;
    timer_t timer;
    bool is_seen;
} ThreadTimer;

enum { MAXIMUM_TIMERS = 4096 };

// Used by whoever starts, scans and stops, one at a time; never by the handler.
static ThreadTimer timers[MAXIMUM_TIMERS];
static size_t timer_count;
static unsigned frequency;
static int kind;

static long period_nanoseconds(void) { return 1000000000L / (long)frequency; }

/// Gives `thread` a timer over its CPU time. 0 or errno.
static int add_timer(int thread) {
    struct sigevent event;
    memset(&event, 0, sizeof event);
    event.sigev_notify = SIGEV_THREAD_ID;
    event.sigev_signo = SIGPROF;
    // glibc has a public name for this field only from 2.36 on.
    event._sigev_un._tid = thread;
    // The kernel's number for a thread's CPU clock: its id inverted, "per thread", "scheduled time".
    clockid_t clock = (clockid_t)((~(unsigned)thread << 3) | 6);
    timer_t timer;
    if (timer_create(clock, &event, &timer) != 0) return errno;
    // Threads start at different points of the period, so that they are not all interrupted at once.
    const long period = period_nanoseconds(), first = period / 2 + (thread * 7919L) % (period / 2);
    const struct itimerspec times = {{0, period}, {0, first}};
    timer_settime(timer, 0, &times, NULL);
    timers[timer_count++] = (ThreadTimer){thread, timer, true};
    return 0;
}

static ThreadTimer *timer_of(int thread) {
    for (size_t i = 0; i < timer_count; i++) {
        if (timers[i].thread == thread) return &timers[i];
    }
    return NULL;
}

/// The thread that an entry of the folder names; 0 for none.
static int thread_number(const char *name) {
    int number = 0;
    for (; *name >= '0' && *name <= '9'; name++) number = number * 10 + (*name - '0');
    return *name == 0 ? number : 0;
}

/// Gives `thread` its timer, or notes that the thread still lives. 0 or errno.
static int see(int thread) {
    ThreadTimer *timer = timer_of(thread);
    if (timer) {
        timer->is_seen = true;
        return 0;
    }
    if (timer_count >= MAXIMUM_TIMERS) return 0;
    // A thread that has just ended is not a failure.
    const int error = add_timer(thread);
    return error == EINVAL || error == ESRCH ? 0 : error;
}

/// Takes the timers of threads that have ended.
static void forget_unseen(void) {
    for (size_t i = 0; i < timer_count;) {
        if (timers[i].is_seen) {
            timers[i++].is_seen = false;
        } else {
            timer_delete(timers[i].timer);
            timers[i] = timers[--timer_count];
        }
    }
}

/// Gives each thread its timer. 0, or the errno of the first that got none.
///
/// opendir would allocate 32 KiB at each of ten calls a second: a third of a megabyte a second in the heap profiles of
/// a server that does nothing else.
static int scan(void) {
    static _Alignas(struct dirent64) char entries[4096];
    const int folder = open("/proc/self/task", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) return errno;
    int failure = 0;
    for (;;) {
        const long length = syscall(SYS_getdents64, folder, entries, sizeof entries);
        if (length <= 0) break;
        for (long at = 0; at < length;) {
            const struct dirent64 *entry = (const struct dirent64 *)(entries + at);
            const int thread = thread_number(entry->d_name);
            int error = thread == 0 ? 0 : see(thread);
            if (failure == 0) failure = error;
            at += entry->d_reclen;
        }
    }
    close(folder);
    forget_unseen();
    return failure;
}

static int start_process_timer(void) {
    const struct timeval period = {0, 1000000L / (long)frequency};
    const struct itimerval times = {period, period};
    return setitimer(ITIMER_PROF, &times, NULL) == 0 ? SAMPLER_PROCESS_TIMER : -errno;
}

int sampler_start(unsigned wanted_frequency) {
    if (kind != 0) return -EBUSY;
    int error = sampler_own_signal();
    if (error == 0) error = sampler_buffers_open();
    if (error != 0) return -error;
    frequency = wanted_frequency;
    (void)scan();
    kind = timer_count > 0 ? SAMPLER_THREAD_TIMERS : start_process_timer();
    if (kind < 0) {
        const int result = kind;
        kind = 0;
        sampler_buffers_close();
        return result;
    }
    return kind;
}

void sampler_scan(void) {
    if (kind == SAMPLER_THREAD_TIMERS) (void)scan();
}

void sampler_stop(void) {
    if (kind == SAMPLER_PROCESS_TIMER) {
        const struct itimerval none = {{0, 0}, {0, 0}};
        setitimer(ITIMER_PROF, &none, NULL);
    }
    for (size_t i = 0; i < timer_count; i++) timer_delete(timers[i].timer);
    timer_count = 0;
    kind = 0;
    sampler_buffers_close();
}
