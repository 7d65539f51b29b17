#include "interrupt.h"

#include <stdatomic.h>
#include <stdlib.h>

struct SWInterrupt {
    atomic_bool is_set;
};

static _Thread_local SWInterrupt *watched;

SWInterrupt *sw_interrupt_new(void) {
    SWInterrupt *interrupt = g_malloc(sizeof *interrupt);
    atomic_init(&interrupt->is_set, false);
    return interrupt;
}

void sw_interrupt_free(SWInterrupt *interrupt) { g_free(interrupt); }

void sw_interrupt_set(SWInterrupt *interrupt) { atomic_store_explicit(&interrupt->is_set, true, memory_order_relaxed); }

bool sw_interrupt_is_set(const SWInterrupt *interrupt) {
    return atomic_load_explicit(&interrupt->is_set, memory_order_relaxed);
}

void sw_watch(SWInterrupt *interrupt) { watched = interrupt; }

bool sw_is_interrupted(void) { return watched && sw_interrupt_is_set(watched); }

/// Called between pieces of work, for whatever picture is being computed from `image`.
static void end_if_interrupted(VipsImage *image, VipsProgress *progress, SWInterrupt *interrupt) {
    if (!sw_interrupt_is_set(interrupt)) return;
    vips_image_set_kill(image, TRUE);
    // The one that is computed; its threads look at it before each piece.
    if (progress && progress->im && progress->im != image) vips_image_set_kill(progress->im, TRUE);
}

int sw_watching(int status, VipsImage **out) {
    if (status || !watched) return status;
    g_signal_connect(*out, "eval", G_CALLBACK(end_if_interrupted), watched);
    vips_image_set_progress(*out, TRUE);
    return 0;
}
