#define _GNU_SOURCE
#include "CSampler.h"
#include "internal.h"

#include <dlfcn.h>
#include <errno.h>
#include <link.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>
#include <unwind.h>

// libgcc's unwinder reads .eh_frame, which C, C++, Swift and signal frames all have; distributions build C libraries
// without frame pointers, so a walk along those would lose the callers.

#if defined(__x86_64__) || defined(__aarch64__)
#define KNOWS_ASYNC 1
#else
#define KNOWS_ASYNC 0
#endif

typedef struct {
    uintptr_t start, end;
} Range;

enum { MAXIMUM_RANGES = 512, MAXIMUM_RUNNERS = 8, MAXIMUM_CALLERS = 32 };

static Range code[MAXIMUM_RANGES];
static size_t code_count;
// Functions that run the jobs of tasks: the caller of an asynchronous function that has been resumed.
static _Atomic uintptr_t runners[MAXIMUM_RUNNERS];
static atomic_size_t runner_count;
static bool reads_memory = true;

// --- Start ---------------------------------------------------------------------------------------------------------

static int note_code(struct dl_phdr_info *info, size_t size, void *context) {
    (void)size;
    (void)context;
    for (int i = 0; i < info->dlpi_phnum && code_count < MAXIMUM_RANGES; i++) {
        const ElfW(Phdr) *header = &info->dlpi_phdr[i];
        if (header->p_type != PT_LOAD || (header->p_flags & PF_X) == 0) continue;
        uintptr_t start = info->dlpi_addr + header->p_vaddr;
        code[code_count++] = (Range){start, start + header->p_memsz};
    }
    return 0;
}

static bool is_code(uintptr_t address) {
    for (size_t i = 0; i < code_count; i++) {
        if (address >= code[i].start && address < code[i].end) return true;
    }
    return false;
}

static void add_runner(uintptr_t function) {
    const size_t count = atomic_load(&runner_count);
    for (size_t i = 0; i < count; i++) {
        if (atomic_load(&runners[i]) == function) return;
    }
    if (function == 0 || count == MAXIMUM_RUNNERS) return;
    atomic_store(&runners[count], function);
    atomic_store(&runner_count, count + 1);
}

/// Two words at `address` of the own memory; false where nothing is mapped.
static bool read_words(uintptr_t address, uintptr_t words[2]) {
    if (!reads_memory) return false;
    const struct iovec local = {words, 2 * sizeof *words}, remote = {(void *)address, 2 * sizeof *words};
    return process_vm_readv(getpid(), &local, 1, &remote, 1, 0) == (ssize_t)(2 * sizeof *words);
}

int sampler_prepare(void) {
    if (code_count == 0) dl_iterate_phdr(note_code, NULL);
    add_runner((uintptr_t)dlsym(RTLD_DEFAULT, "swift_job_run"));
    uintptr_t words[2], probe[2] = {1, 2};
    reads_memory = read_words((uintptr_t)probe, words) && words[1] == 2;
    sampler_survive_faults();
    uintptr_t frames[8];
    (void)sampler_stack(frames, 8);
    return (reads_memory ? SAMPLER_READS_MEMORY : 0) | (KNOWS_ASYNC ? SAMPLER_KNOWS_ASYNC : 0);
}

void sampler_read_no_memory(void) { reads_memory = false; }

typedef struct {
    uintptr_t functions[3];
    size_t count;
} Functions;

static _Unwind_Reason_Code note_function(struct _Unwind_Context *context, void *argument) {
    Functions *found = argument;
    found->functions[found->count++] = (uintptr_t)_Unwind_FindEnclosingFunction((void *)_Unwind_GetIP(context));
    return found->count == 3 ? _URC_END_OF_STACK : _URC_NO_REASON;
}

__attribute__((noinline)) void sampler_calibrate(void) {
    // This function, the asynchronous one that called it, and what resumed that: asynchronous calls are tail calls.
    Functions found = {{0}, 0};
    _Unwind_Backtrace(note_function, &found);
    if (found.count == 3) add_runner(found.functions[2]);
}

// --- The walk ------------------------------------------------------------------------------------------------------

typedef struct {
    uintptr_t *frames;
    size_t count, capacity;
    // Frames that end here or below are the sampler's own.
    uintptr_t inner;
    bool has_followed;
} Walk;

static bool is_runner(uintptr_t address) {
    const size_t count = atomic_load_explicit(&runner_count, memory_order_relaxed);
    bool may_be = false;
    // The exact test is dear: first a look at how near it is.
    for (size_t i = 0; i < count; i++) {
        if (address - atomic_load_explicit(&runners[i], memory_order_relaxed) < 4096) may_be = true;
    }
    if (!may_be) return false;
    uintptr_t function = (uintptr_t)_Unwind_FindEnclosingFunction((void *)address);
    for (size_t i = 0; i < count; i++) {
        if (atomic_load_explicit(&runners[i], memory_order_relaxed) == function) return true;
    }
    return false;
}

/// Adds who awaits the asynchronous function whose frame ends at `frame_end`.
///
/// Such a function keeps its context below the saved frame pointer, three words below the end of its frame: on x86-64
/// (r14) and on arm64 (x22; by the ABI's description, not yet run). A context begins with its caller's context and the
/// address at which the caller goes on.
static void follow_callers(Walk *walk, uintptr_t frame_end) {
    uintptr_t words[2];
    if (!read_words(frame_end - 3 * sizeof(uintptr_t), words)) return;
    uintptr_t context = words[0];
    for (int i = 0; i < MAXIMUM_CALLERS && walk->count + 8 < walk->capacity; i++) {
        if (context < 0x10000 || context % sizeof(uintptr_t) != 0 || !read_words(context, words)) return;
        if (!is_code(words[1])) return;
        // As a return address: one past the instruction that names the function.
        walk->frames[walk->count++] = words[1] + 1;
        context = words[0];
    }
}

static _Unwind_Reason_Code note_frame(struct _Unwind_Context *context, void *argument) {
    Walk *walk = argument;
    uintptr_t address = _Unwind_GetIP(context);
    if (address == 0) return _URC_END_OF_STACK;
    // For a frame, libgcc gives the end of the one that it called.
    if (_Unwind_GetCFA(context) <= walk->inner) return _URC_NO_REASON;
    if (KNOWS_ASYNC && reads_memory && !walk->has_followed && walk->count > 0 && is_runner(address)) {
        walk->has_followed = true;
        follow_callers(walk, _Unwind_GetCFA(context));
    }
    if (walk->count == walk->capacity) return _URC_END_OF_STACK;
    walk->frames[walk->count++] = address;
    return walk->count == walk->capacity ? _URC_END_OF_STACK : _URC_NO_REASON;
}

static void unwind(void *walk) { _Unwind_Backtrace(note_frame, walk); }

__attribute__((noinline)) size_t sampler_stack(uintptr_t *frames, size_t capacity) {
    Walk walk = {.frames = frames, .capacity = capacity, .inner = (uintptr_t)__builtin_frame_address(0)};
    if (capacity > 0) sampler_without_faults(unwind, &walk);
    return walk.count;
}

__attribute__((noinline)) void sampler_allocation_stack(void **frames, unsigned *count, unsigned capacity) {
    Walk walk = {
        .frames = (uintptr_t *)frames,
        .capacity = capacity > 1 ? capacity - 1 : 0,
        .inner = (uintptr_t)__builtin_frame_address(0),
    };
    if (walk.capacity > 0) sampler_without_faults(unwind, &walk);
    uint32_t label = sampler_label();
    if (label != 0 && capacity > 0) walk.frames[walk.count++] = SAMPLER_LABEL_BASE + label;
    *count = (unsigned)walk.count;
}

// --- Interrupted threads -------------------------------------------------------------------------------------------

uintptr_t sampler_interrupted_at(const ucontext_t *context) {
#if defined(__x86_64__)
    return (uintptr_t)context->uc_mcontext.gregs[REG_RIP];
#elif defined(__aarch64__)
    return (uintptr_t)context->uc_mcontext.pc;
#else
    (void)context;
    return 0;
#endif
}

/// Who called a function that has no unwind information, when it is at its first instruction or is a leaf.
static uintptr_t leaf_caller(const ucontext_t *context) {
#if defined(__x86_64__)
    uintptr_t words[2];
    return reads_memory && read_words((uintptr_t)context->uc_mcontext.gregs[REG_RSP], words) ? words[0] : 0;
#elif defined(__aarch64__)
    return (uintptr_t)context->uc_mcontext.regs[30];
#else
    (void)context;
    return 0;
#endif
}

/// Adds the callers along saved frame pointers.
static size_t add_linked_frames(const ucontext_t *context, uintptr_t *frames, size_t count, size_t capacity) {
#if defined(__x86_64__)
    uintptr_t frame = (uintptr_t)context->uc_mcontext.gregs[REG_RBP];
#elif defined(__aarch64__)
    uintptr_t frame = (uintptr_t)context->uc_mcontext.regs[29];
#else
    uintptr_t frame = 0;
#endif
    uintptr_t words[2];
    while (count < capacity && reads_memory && frame % sizeof(uintptr_t) == 0 && read_words(frame, words)) {
        if (!is_code(words[1]) || words[0] <= frame) break;
        frames[count++] = words[1];
        frame = words[0];
    }
    return count;
}

size_t sampler_interrupted_stack(const ucontext_t *context, uintptr_t *frames, size_t capacity) {
    uintptr_t address = sampler_interrupted_at(context);
    Walk walk = {.frames = frames, .capacity = capacity};
    sampler_without_faults(unwind, &walk);
    // The handler's own frames come first.
    size_t first = 0;
    while (first < walk.count && frames[first] != address) first++;
    size_t count = walk.count - first;
    if (count > 1) {
        memmove(frames, frames + first, count * sizeof *frames);
        return count;
    }
    frames[0] = address;
    count = 1;
    uintptr_t caller = leaf_caller(context);
    if (count < capacity && is_code(caller)) frames[count++] = caller;
    return add_linked_frames(context, frames, count, capacity);
}
