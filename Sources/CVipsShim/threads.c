#define _GNU_SOURCE
#include "CSampler.h"

#include <dlfcn.h>
#include <stdlib.h>

#include <vips/vips.h>

// libvips works in threads of its own, also at a concurrency of 1, so that a profile would not know for what. It calls
// these two functions through the linker's table, and the program's own come first: they hand the caller's label on to
// the threads. Should libvips be linked otherwise one day, labels are missing and nothing else.

// --- Threads that take pieces of an image ---------------------------------------------------------------------------

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
    if (!run) run = (Run)dlsym(RTLD_NEXT, "vips_threadpool_run");
    Call call = {start, allocate_fn, work_fn, progress_fn, argument, sampler_label()};
    return run(image, start ? start_labelled : NULL, allocate, work, progress_fn ? progress : NULL, &call);
}

// --- Threads that write to an encoder -------------------------------------------------------------------------------

typedef struct {
    GThreadFunc function;
    gpointer argument;
    uint32_t label;
} Start;

static gpointer run_labelled(gpointer argument) {
    const Start start = *(Start *)argument;
    free(argument);
    sampler_label_set(start.label);
    return start.function(start.argument);
}

GThread *vips_g_thread_new(const char *domain, GThreadFunc function, gpointer argument) {
    static GThread *(*create)(const char *, GThreadFunc, gpointer);
    if (!create) create = (GThread * (*)(const char *, GThreadFunc, gpointer)) dlsym(RTLD_NEXT, "vips_g_thread_new");
    Start *start = malloc(sizeof *start);
    if (!start) return create(domain, function, argument);
    *start = (Start){function, argument, sampler_label()};
    GThread *thread = create(domain, run_labelled, start);
    if (!thread) free(start);
    return thread;
}
