#define _GNU_SOURCE
#include "samples.h"

#include "CSampler.h"
#include "internal.h"

#include <errno.h>
#include <sched.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>

// Two buffers: handlers write one while the other is read. Memory of their own, not malloc's.

enum { BUFFER_WORDS = 256 * 1024 };

typedef struct {
    uint32_t count, label, thread, weight;
} Head;

enum { HEAD_WORDS = sizeof(Head) / sizeof(uint64_t) };

typedef struct {
    uint64_t *words;
    atomic_size_t used;
    atomic_uint writers;
} Buffer;

static Buffer buffers[2];
static atomic_uint written;
static atomic_bool is_on;
static atomic_uint_fast64_t dropped;
static size_t read_at;

int sampler_buffers_open(void) {
    for (int i = 0; i < 2; i++) {
        if (buffers[i].words) continue;
        void *words = mmap(
            NULL, BUFFER_WORDS * sizeof(uint64_t), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE,
            -1, 0);
        if (words == MAP_FAILED) return ENOMEM;
        buffers[i].words = words;
    }
    for (int i = 0; i < 2; i++) atomic_store(&buffers[i].used, 0);
    atomic_store(&dropped, 0);
    read_at = 0;
    atomic_store(&is_on, true);
    return 0;
}

void sampler_buffers_close(void) { atomic_store(&is_on, false); }

/// The buffer to write, which is not read until it is left.
static Buffer *enter(void) {
    for (;;) {
        const unsigned side = atomic_load(&written);
        atomic_fetch_add(&buffers[side].writers, 1);
        if (atomic_load(&written) == side) return &buffers[side];
        atomic_fetch_sub(&buffers[side].writers, 1);
    }
}

static void leave(Buffer *buffer) { atomic_fetch_sub(&buffer->writers, 1); }

void sampler_take(const siginfo_t *info, const ucontext_t *context) {
    if (!atomic_load(&is_on)) return;
    Buffer *buffer = enter();
    // Where the process's one timer is used, its signal says nothing of periods that went by.
    const uint32_t overrun = info->si_code == SI_TIMER ? (uint32_t)info->si_overrun : 0;
    uintptr_t frames[SAMPLER_MAXIMUM_FRAMES];
    const size_t count = sampler_interrupted_stack(context, frames, SAMPLER_MAXIMUM_FRAMES);
    const size_t start = atomic_fetch_add(&buffer->used, HEAD_WORDS + count);
    if (start + HEAD_WORDS + count > BUFFER_WORDS) {
        // Nothing after this fits either, so the reader finds whole samples up to here.
        if (start < BUFFER_WORDS) buffer->words[start] = 0;
        atomic_fetch_add(&dropped, 1 + overrun);
    } else {
        const Head head = {(uint32_t)count, sampler_label(), (uint32_t)sampler_thread(), 1 + overrun};
        memcpy(buffer->words + start, &head, sizeof head);
        memcpy(buffer->words + start + HEAD_WORDS, frames, count * sizeof *frames);
    }
    leave(buffer);
}

void sampler_flip(void) {
    const unsigned old = atomic_load(&written);
    atomic_store(&buffers[1 - old].used, 0);
    atomic_store(&written, 1 - old);
    while (atomic_load(&buffers[old].writers) > 0) sched_yield();
    read_at = 0;
}

bool sampler_next(SamplerSample *sample) {
    const Buffer *buffer = &buffers[1 - atomic_load(&written)];
    const size_t used = atomic_load(&buffer->used);
    if (!buffer->words || read_at + HEAD_WORDS > used || read_at + HEAD_WORDS > BUFFER_WORDS) return false;
    Head head;
    memcpy(&head, buffer->words + read_at, sizeof head);
    if (head.count == 0) return false;
    *sample = (SamplerSample){
        (const uintptr_t *)(buffer->words + read_at + HEAD_WORDS), head.count, head.label, head.thread, head.weight};
    read_at += HEAD_WORDS + head.count;
    return true;
}

uint64_t sampler_dropped(void) { return atomic_load(&dropped); }
