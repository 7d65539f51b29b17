/// Call stacks of the own process, taken from a signal handler or from inside malloc.
///
/// One sampler a process. What is marked *signal-safe* calls nothing that locks or allocates, and may be called from a
/// signal handler or inside malloc, once `sampler_prepare` has run. The signal is SIGPROF: threads of Dispatch and of
/// other libraries leave it open, and block most others.
#ifndef C_SAMPLER_H
#define C_SAMPLER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Most frames of one stack; the leaf's end is kept.
enum { SAMPLER_MAXIMUM_FRAMES = 250 };

/// In a stack taken inside malloc, the address that stands for label N is this plus N: no code has such addresses.
#define SAMPLER_LABEL_BASE 0x5717000000000000ULL

// --- Start ---------------------------------------------------------------------------------------------------------

/// What the system lets the sampler do.
enum {
    /// Memory may be read without the risk of a fault; without it, stacks end where an asynchronous function was
    /// resumed.
    SAMPLER_READS_MEMORY = 1,
    /// The architecture's layout of asynchronous frames is known.
    SAMPLER_KNOWS_ASYNC = 2,
};

/// Notes which addresses are code, and calls the unwinder once, as its first call may allocate. Returns what is
/// possible. Not signal-safe; call it once before all else.
int sampler_prepare(void);

/// From now on no memory is read that might not be there: for a process that is ended when it tries. Stacks then end
/// where an asynchronous function was resumed.
void sampler_read_no_memory(void);

/// Tells the sampler what runs the jobs of tasks: called from an asynchronous function that has been resumed, first
/// thing. Without it, only what is exported by name is known. Not signal-safe.
void sampler_calibrate(void);

/// The readable form of a Swift or C++ symbol, to be released with free(); null when it is neither.
char *_Nullable sampler_demangle(const char *_Nonnull symbol);

// --- Labels --------------------------------------------------------------------------------------------------------

/// Sets the calling thread's label; 0 is none. Signal-safe.
void sampler_label_set(uint32_t label);

/// Sets the label of what the calling thread does outside of labelled work and tasks; 0 is none. Signal-safe.
void sampler_label_set_idle(uint32_t label);

/// The calling thread's own label. Signal-safe.
uint32_t sampler_label_get(void);

/// The task-local value whose first four bytes are the label of whatever runs in a task; `key` lives for ever.
void sampler_label_key(const void *_Nonnull key);

/// The label of what runs now: the thread's, else the task's, else that of the idle thread. Signal-safe.
uint32_t sampler_label(void);

// --- Stacks --------------------------------------------------------------------------------------------------------

/// The calling thread's stack, caller first: return addresses. Signal-safe.
size_t sampler_stack(uintptr_t *_Nonnull frames, size_t capacity);

/// For jemalloc's hook: stack of an allocation, and its label as the last address. Signal-safe.
void sampler_allocation_stack(void *_Nullable *_Nonnull frames, unsigned *_Nonnull count, unsigned capacity);

/// The calling thread, as the system numbers it.
int sampler_thread(void);

/// The stack of thread `thread` of this process, by signal. Waits at most `milliseconds`. Returns the number of frames
/// (the first is where it stands), 0 when it did not answer, or -errno. One call at a time.
int sampler_capture(
    int thread, uintptr_t *_Nonnull frames, size_t capacity, uint32_t *_Nonnull label, unsigned milliseconds);

// --- CPU time ------------------------------------------------------------------------------------------------------

/// Where the samples' time is counted.
enum {
    /// One timer a thread.
    SAMPLER_THREAD_TIMERS = 1,
    /// One timer for the process, since the system allows no others.
    SAMPLER_PROCESS_TIMER = 2,
};

/// One sample.
typedef struct {
    /// Leaf first; the first frame is where the thread stood, the others are return addresses.
    const uintptr_t *_Nullable frames;
    uint32_t count;
    uint32_t label;
    uint32_t thread;
    /// Periods that it stands for.
    uint32_t weight;
} SamplerSample;

/// Starts a sample for each `1 / frequency` seconds of CPU time. Returns which timers, or -errno: EBUSY when it runs
/// already or SIGPROF belongs to somebody else. The timer's signals come only on CPU time: a thread that waits is never
/// woken.
int sampler_start(unsigned frequency);

/// Gives timers to threads that have none, takes those of threads that have ended. Call it often while sampling.
void sampler_scan(void);

/// Stops the timers. What was taken can still be read.
void sampler_stop(void);

/// Names the calling thread, for lists of threads; 15 bytes are kept.
void sampler_name_thread(const char *_Nonnull name);

/// Makes what was taken since the last call readable by `sampler_next`. One caller at a time.
void sampler_flip(void);

/// The next sample, valid until the next flip; false at the end.
bool sampler_next(SamplerSample *_Nonnull sample);

/// Samples since the start that found no room.
uint64_t sampler_dropped(void);

#endif
