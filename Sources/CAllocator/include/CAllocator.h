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
} StillwaterAllocatorStatistics;

/// Fills `statistics`. False when the process's allocator is not jemalloc. Does not block; takes microseconds.
bool stillwater_allocator_statistics(StillwaterAllocatorStatistics *_Nonnull statistics);

#endif
