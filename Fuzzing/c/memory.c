#include "memory.h"

#include <stddef.h>

void *__real_malloc(size_t count);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *bytes, size_t count);

/// Allocations up to the one that fails, that one included; 0 when none does.
static _Thread_local unsigned left;

void memory_fails_at(unsigned number) { left = number; }

static int fails(void) { return left > 0 && --left == 0; }

void *__wrap_malloc(size_t count) { return fails() ? NULL : __real_malloc(count); }

void *__wrap_calloc(size_t count, size_t size) { return fails() ? NULL : __real_calloc(count, size); }

void *__wrap_realloc(void *bytes, size_t count) { return fails() ? NULL : __real_realloc(bytes, count); }
