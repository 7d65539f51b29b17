#include "interrupt.h"

#include <stdatomic.h>
#include <stdlib.h>

struct SWInterrupt {
    atomic_bool is_set;
    /// The caller, and each image that looks at the flag.
    atomic_int users;
};

static _Thread_local SWInterrupt *watched;

SWInterrupt *sw_interrupt_new(void) {
    SWInterrupt *interrupt = g_malloc(sizeof *interrupt);
    atomic_init(&interrupt->is_set, false);
    atomic_init(&interrupt->users, 1);
    return interrupt;
}

void sw_interrupt_free(SWInterrupt *interrupt) {
    if (atomic_fetch_sub_explicit(&interrupt->users, 1, memory_order_acq_rel) == 1) g_free(interrupt);
}

static void release(gpointer interrupt, GClosure *closure) {
    (void)closure;
    sw_interrupt_free(interrupt);
}

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
    atomic_fetch_add_explicit(&watched->users, 1, memory_order_relaxed);
    g_signal_connect_data(*out, "eval", G_CALLBACK(end_if_interrupted), watched, release, 0);
    vips_image_set_progress(*out, TRUE);
    return 0;
}

int sw_standing_alone(VipsImage **out) {
    vips_image_set_progress(*out, FALSE);
    return sw_watching(0, out);
}
