/// Counts the process's allocations: linking this target is enough (malloc of every loaded library binds to it; memory
/// comes from glibc).
#ifndef COUNTED_ALLOCATIONS_H
#define COUNTED_ALLOCATIONS_H

#include <stdint.h>

/// Calls of malloc, calloc, realloc and the aligned ones so far, of all threads.
uint64_t counted_allocations(void);

#endif
