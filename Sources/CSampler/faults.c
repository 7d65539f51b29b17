#define _GNU_SOURCE
#include "internal.h"

#include <setjmp.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

// The unwinder believes what it finds: a frame that is described wrongly gives it an address that is not valid, and it
// reads the code there. That must cost the rest of one stack, not the process.

enum { SIGNALS = 2 };

static const int numbers[SIGNALS] = {SIGSEGV, SIGBUS};
static struct sigaction before[SIGNALS];
static atomic_bool is_installed;
// Where the calling thread goes on after a fault; null when it is not prepared for one.
static _Thread_local sigjmp_buf *_Atomic refuge __attribute__((tls_model("initial-exec")));

static void handle(int number, siginfo_t *info, void *context) {
    (void)context;
    sigjmp_buf *place = refuge;
    // A fault; others can send the same signals.
    if (place && info->si_code > 0) {
        refuge = NULL;
        siglongjmp(*place, 1);
    }
    // Not ours: whoever was there before gets it when the instruction is run again, and a signal that was sent at once.
    for (int i = 0; i < SIGNALS; i++) {
        if (numbers[i] == number) sigaction(number, &before[i], NULL);
    }
    if (info->si_code <= 0) syscall(SYS_tgkill, getpid(), (int)syscall(SYS_gettid), number);
}

void sampler_survive_faults(void) {
    if (atomic_exchange(&is_installed, true)) return;
    struct sigaction ours;
    memset(&ours, 0, sizeof ours);
    ours.sa_sigaction = handle;
    // Not blocked inside its own handler, so that a jump out of it needs no call to open it again.
    ours.sa_flags = SA_SIGINFO | SA_NODEFER;
    sigemptyset(&ours.sa_mask);
    for (int i = 0; i < SIGNALS; i++) sigaction(numbers[i], &ours, &before[i]);
}

__attribute__((noinline)) bool sampler_without_faults(void (*work)(void *argument), void *argument) {
    sigjmp_buf place;
    // A signal may interrupt a walk with another one.
    sigjmp_buf *const outer = refuge;
    const bool is_whole = sigsetjmp(place, 0) == 0;
    if (is_whole) {
        refuge = &place;
        work(argument);
    }
    refuge = outer;
    return is_whole;
}
