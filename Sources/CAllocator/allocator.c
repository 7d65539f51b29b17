#include "CAllocator.h"

#include <stdint.h>
#include <stdio.h>

#include <jemalloc/jemalloc.h>

// Freed pages go back within about a second, purged by jemalloc's own thread, so that an idle server shrinks.
// Profiling is compiled in and off: it costs nothing until it is switched on, and can't be added later.
const char *malloc_conf =
    "background_thread:true,dirty_decay_ms:1000,muzzy_decay_ms:0,percpu_arena:percpu,lg_tcache_max:12,"
    "prof:true,prof_active:false,prof_accum:true,lg_prof_sample:19";

static bool read_size(const char *name, size_t *value) {
    size_t length = sizeof *value;
    return mallctl(name, value, &length, NULL, 0) == 0;
}

bool stillwater_allocator_statistics(StillwaterAllocatorStatistics *statistics) {
    // Statistics are a snapshot that this refreshes.
    uint64_t epoch = 1;
    size_t length = sizeof epoch;
    if (mallctl("epoch", &epoch, &length, &epoch, length) != 0) return false;
    return read_size("stats.allocated", &statistics->allocated) && read_size("stats.active", &statistics->active) &&
           read_size("stats.resident", &statistics->resident) && read_size("stats.retained", &statistics->retained) &&
           read_size("stats.metadata", &statistics->metadata);
}

void stillwater_allocator_reset_thread_peak(void) { mallctl("thread.peak.reset", NULL, NULL, NULL, 0); }

size_t stillwater_allocator_thread_peak(void) {
    uint64_t peak = 0;
    size_t length = sizeof peak;
    return mallctl("thread.peak.read", &peak, &length, NULL, 0) == 0 ? (size_t)peak : 0;
}

int stillwater_allocator_purge(void) {
    char name[40];
    mallctl("thread.tcache.flush", NULL, NULL, NULL, 0);
    snprintf(name, sizeof name, "arena.%u.purge", (unsigned)MALLCTL_ARENAS_ALL);
    return mallctl(name, NULL, NULL, NULL, 0);
}

static const uint64_t *counter(const char *name) {
    uint64_t *found = NULL;
    size_t length = sizeof found;
    return mallctl(name, &found, &length, NULL, 0) == 0 ? found : NULL;
}

uint64_t stillwater_allocator_thread_allocated(void) {
    const uint64_t *allocated = stillwater_allocator_thread_counters().allocated;
    return allocated ? *allocated : 0;
}

StillwaterThreadCounters stillwater_allocator_thread_counters(void) {
    static _Thread_local StillwaterThreadCounters counters;
    if (!counters.allocated) {
        counters.deallocated = counter("thread.deallocatedp");
        counters.allocated = counter("thread.allocatedp");
    }
    return counters;
}

uint64_t stillwater_allocator_read_counter(const uint64_t *counter) {
    return counter ? __atomic_load_n(counter, __ATOMIC_RELAXED) : 0;
}
