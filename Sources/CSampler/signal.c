#define _GNU_SOURCE
#include "CSampler.h"
#include "internal.h"

#include <errno.h>
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static void handle(int number, siginfo_t *info, void *context) {
    (void)number;
    const int saved = errno;
    // tgkill asks for a stack; everything else is a timer.
    if (info->si_code == SI_TKILL) {
        sampler_answer(context);
    } else {
        sampler_take(info, context);
    }
    errno = saved;
}

int sampler_own_signal(void) {
    struct sigaction current;
    if (sigaction(SIGPROF, NULL, &current) != 0) return errno;
    if ((current.sa_flags & SA_SIGINFO) != 0 && current.sa_sigaction == handle) return 0;
    if (current.sa_handler != SIG_DFL && current.sa_handler != SIG_IGN) return EBUSY;
    // It stays ours: a signal that comes after the last timer would end the process.
    struct sigaction ours;
    memset(&ours, 0, sizeof ours);
    ours.sa_sigaction = handle;
    ours.sa_flags = SA_SIGINFO | SA_RESTART;
    sigemptyset(&ours.sa_mask);
    return sigaction(SIGPROF, &ours, NULL) == 0 ? 0 : errno;
}

// --- One thread's stack --------------------------------------------------------------------------------------------

// The thread that is asked; it takes its number away before it writes, so that the asker can give up safely.
static atomic_int asked;
static sem_t answered;
static atomic_bool has_semaphore;
static uintptr_t stack[SAMPLER_MAXIMUM_FRAMES];
static size_t stack_count;
static uint32_t stack_label;

void sampler_answer(const ucontext_t *context) {
    int self = sampler_thread();
    if (!atomic_compare_exchange_strong(&asked, &self, 0)) return;
    stack_count = sampler_interrupted_stack(context, stack, SAMPLER_MAXIMUM_FRAMES);
    stack_label = sampler_label();
    sem_post(&answered);
}

/// Whether the answer came in time.
static bool wait_for_answer(unsigned milliseconds) {
    struct timespec deadline;
    clock_gettime(CLOCK_REALTIME, &deadline);
    deadline.tv_sec += milliseconds / 1000;
    deadline.tv_nsec += (long)(milliseconds % 1000) * 1000000;
    if (deadline.tv_nsec >= 1000000000) {
        deadline.tv_sec++;
        deadline.tv_nsec -= 1000000000;
    }
    while (sem_timedwait(&answered, &deadline) != 0) {
        if (errno != EINTR) return false;
    }
    return true;
}

int sampler_capture(int thread, uintptr_t *frames, size_t capacity, uint32_t *label, unsigned milliseconds) {
    const int error = sampler_own_signal();
    if (error != 0) return -error;
    if (!atomic_exchange(&has_semaphore, true)) sem_init(&answered, 0, 0);
    atomic_store(&asked, thread);
    if (syscall(SYS_tgkill, getpid(), thread, SIGPROF) != 0) {
        atomic_store(&asked, 0);
        return -errno;
    }
    if (!wait_for_answer(milliseconds)) {
        int expected = thread;
        if (atomic_compare_exchange_strong(&asked, &expected, 0)) return 0;
        // It is answering just now.
        while (sem_wait(&answered) != 0) {}
    }
    const size_t count = stack_count < capacity ? stack_count : capacity;
    memcpy(frames, stack, count * sizeof *frames);
    *label = stack_label;
    return (int)count;
}
