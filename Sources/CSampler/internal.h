#ifndef C_SAMPLER_INTERNAL_H
#define C_SAMPLER_INTERNAL_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <ucontext.h>

/// Where a thread was interrupted.
uintptr_t sampler_interrupted_at(const ucontext_t *context);

/// The stack of what a signal interrupted, leaf first. Signal-safe.
size_t sampler_interrupted_stack(const ucontext_t *context, uintptr_t *frames, size_t capacity);

/// From now on, faults are survived where they are expected; others go to whoever was there before. Not signal-safe.
void sampler_survive_faults(void);

/// Does `work`, which must hold nothing that it would have to give back; false when it was ended by a fault.
/// Signal-safe.
bool sampler_without_faults(void (*work)(void *argument), void *argument);

/// Makes SIGPROF ours. 0, or EBUSY when somebody else has it. Not signal-safe.
int sampler_own_signal(void);

/// Handles the signal of a timer. Signal-safe.
void sampler_take(const siginfo_t *info, const ucontext_t *context);

/// Answers a request for the calling thread's stack. Signal-safe.
void sampler_answer(const ucontext_t *context);

#endif
