#define _GNU_SOURCE
#include <dlfcn.h>

#include <vips/vips.h>

#include "CSampler.h"

// libvips works in threads of its own, also at a concurrency of 1, so that a profile would not know for what. It calls
// `vips_threadpool_run` through the linker's table, and the program's own comes first: this one hands the caller's label
// on to the threads. Should libvips be linked otherwise one day, labels are missing and nothing else.

typedef int (*Run)(
    VipsImage *, VipsThreadStartFn, VipsThreadpoolAllocateFn, VipsThreadpoolWorkFn, VipsThreadpoolProgressFn, void *);

typedef struct {
    VipsThreadStartFn start;
    VipsThreadpoolAllocateFn allocate;
    VipsThreadpoolWorkFn work;
    VipsThreadpoolProgressFn progress;
    void *argument;
    uint32_t label;
} Call;

static VipsThreadState *start_labelled(VipsImage *image, void *argument) {
    const Call *call = argument;
    sampler_label_set(call->label);
    return call->start(image, call->argument);
}

static int allocate(VipsThreadState *state, void *argument, gboolean *stop) {
    const Call *call = argument;
    return call->allocate(state, call->argument, stop);
}

static int work(VipsThreadState *state, void *argument) {
    const Call *call = argument;
    // Threads are kept, and may work for another caller than the one that they were started for.
    sampler_label_set(call->label);
    return call->work(state, call->argument);
}

static int progress(void *argument) {
    const Call *call = argument;
    return call->progress(call->argument);
}

int vips_threadpool_run(
    VipsImage *image, VipsThreadStartFn start, VipsThreadpoolAllocateFn allocate_fn, VipsThreadpoolWorkFn work_fn,
    VipsThreadpoolProgressFn progress_fn, void *argument) {
    static Run run;
    if (run == NULL) run = (Run)dlsym(RTLD_NEXT, "vips_threadpool_run");
    Call call = {start, allocate_fn, work_fn, progress_fn, argument, sampler_label()};
    return run(
        image, start == NULL ? NULL : start_labelled, allocate, work, progress_fn == NULL ? NULL : progress, &call);
}
