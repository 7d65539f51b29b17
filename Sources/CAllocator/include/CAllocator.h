/// jemalloc as the allocator of the whole process: linking this target is enough (malloc and free of every loaded
/// library bind to libjemalloc). Settings are in `malloc_conf` in allocator.c; the environment variable MALLOC_CONF
/// overrides single keys.
#ifndef C_ALLOCATOR_H
#define C_ALLOCATOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Bytes as jemalloc counts them, at the time of the call.
typedef struct {
    /// Handed out by malloc and not freed.
    size_t allocated;
    /// In pages that hold at least one allocation.
    size_t active;
    /// Mapped pages that are resident, jemalloc's own included.
    size_t resident;
    /// Kept for reuse and not given back to the system.
    size_t retained;
    /// Of jemalloc's own bookkeeping.
    size_t metadata;
} StillwaterAllocatorStatistics;

/// Fills `statistics`. False when the process's allocator is not jemalloc. Does not block; takes microseconds.
bool stillwater_allocator_statistics(StillwaterAllocatorStatistics *_Nonnull statistics);

/// Forgets what the calling thread held at most so far.
void stillwater_allocator_reset_thread_peak(void);
/// Bytes that the calling thread has allocated and not freed at the most since then, roughly; 0 when the allocator is
/// not jemalloc. What other threads allocate for it does not count.
size_t stillwater_allocator_thread_peak(void);

/// Gives all freed pages back to the system now, and the calling thread's cache of small pieces with them. Blocks for
/// as long as the system takes: some milliseconds for some hundred megabytes. 0 or an errno.
int stillwater_allocator_purge(void);

/// Bytes that the calling thread has allocated since it began; 0 without jemalloc. A plain load after the first call.
uint64_t stillwater_allocator_thread_allocated(void);

/// Where a thread counts the bytes that it has allocated and freed since it began; null without jemalloc. They are gone
/// with the thread.
typedef struct {
    const uint64_t *_Nullable allocated;
    const uint64_t *_Nullable deallocated;
} StillwaterThreadCounters;

/// Those of the calling thread.
StillwaterThreadCounters stillwater_allocator_thread_counters(void);

/// What a counter says, whichever thread it is of; 0 for null. That thread must not have ended.
uint64_t stillwater_allocator_read_counter(const uint64_t *_Nullable counter);

// --- Sampling of allocations ---------------------------------------------------------------------------------------

/// Whether jemalloc serves malloc here. It does not where a sanitizer or another allocator was loaded first.
bool stillwater_allocator_serves(void);

/// Whether jemalloc serves malloc here, and can sample. It can't when it was built or started without
/// profiling.
bool stillwater_allocator_can_sample(void);

/// Switches the taking of samples on or off. 0 or an errno. What was sampled is kept, and counted off when it is freed.
int stillwater_allocator_sample(bool is_on);

/// Whether samples are taken.
bool stillwater_allocator_is_sampling(void);

/// Forgets all samples; from now on there is one for each 2^`exponent` bytes on average. 0 or an errno. A thread first
/// ends the interval that it is in, of the exponent before.
int stillwater_allocator_forget_samples(unsigned exponent);

/// The exponent in use.
unsigned stillwater_allocator_sample_exponent(void);

/// jemalloc's dump of all samples ("heap_v2") in a new file without a name: its descriptor, which the caller closes, or
/// -errno. Takes milliseconds.
int stillwater_allocator_dump(void);

/// Opens a file for all later dumps, for a process that soon may open nothing any more. False when there is none.
bool stillwater_allocator_keep_dump_file(void);

/// Collects the stack of an allocation: fills `frames`, sets `count`. May not allocate, nor lock.
typedef void (*StillwaterAllocationStack)(
    void *_Nullable *_Nonnull frames, unsigned *_Nonnull count, unsigned capacity);

/// Has stacks collected by `collect` instead of jemalloc's own unwinder. 0 or an errno: ENOENT where this version of
/// jemalloc has no such hook.
int stillwater_allocator_collect_stacks_with(StillwaterAllocationStack _Nonnull collect);

#endif
