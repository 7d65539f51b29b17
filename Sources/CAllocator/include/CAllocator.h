/// jemalloc as the allocator of the whole process: linking this target is enough (malloc and free of every loaded
/// library bind to libjemalloc). Settings stand in `malloc_conf` in allocator.c; the environment variable MALLOC_CONF
/// overrides single keys.
#ifndef C_ALLOCATOR_H
#define C_ALLOCATOR_H

#include <stdbool.h>
#include <stddef.h>

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
    /// jemalloc's own records.
    size_t metadata;
} StillwaterAllocatorStatistics;

/// Fills `statistics`. False when the process's allocator is not jemalloc. Does not block; takes microseconds.
bool stillwater_allocator_statistics(StillwaterAllocatorStatistics *_Nonnull statistics);

/// Forgets what the calling thread held at the most so far.
void stillwater_allocator_reset_thread_peak(void);
/// Bytes that the calling thread has allocated and not freed at the most since then, roughly; 0 when the allocator is not
/// jemalloc. What other threads allocate for it does not count.
size_t stillwater_allocator_thread_peak(void);

/// Gives all freed pages back to the system now, and the calling thread's cache of small pieces with them. Blocks for as long
/// as the system takes: some milliseconds for some hundred megabytes. Does nothing when the allocator is not jemalloc.
void stillwater_allocator_purge(void);

#endif
