#include "CSampler.h"

#include <stdatomic.h>

// Exported by the concurrency runtime: a walk over a linked list of the running task, without locks or allocation.
extern void *swift_task_localValueGet(const void *key) __attribute__((weak, swiftcall));

static _Thread_local uint32_t thread_label __attribute__((tls_model("initial-exec")));
static _Thread_local uint32_t idle_label __attribute__((tls_model("initial-exec")));
static _Atomic(const void *) task_key;

void sampler_label_set(uint32_t label) { thread_label = label; }

void sampler_label_set_idle(uint32_t label) { idle_label = label; }

uint32_t sampler_label_get(void) { return thread_label; }

void sampler_label_key(const void *key) { atomic_store(&task_key, key); }

uint32_t sampler_label(void) {
    if (thread_label != 0) return thread_label;
    const void *key = atomic_load_explicit(&task_key, memory_order_relaxed);
    if (!key || !swift_task_localValueGet) return idle_label;
    const uint32_t *value = swift_task_localValueGet(key);
    return !value || *value == 0 ? idle_label : *value;
}
