/// The two inner loops, for each kind of processor.
#ifndef C_RESAMPLER_KERNELS_H
#define C_RESAMPLER_KERNELS_H

#include "CResampler.h"

#include <stddef.h>
#include <stdint.h>

enum {
    /// Bits below one level that are kept between down and across.
    SR_MIDDLE_BITS = 6
};

/// `middle[x]` = Σ weights[i] · rows[i][x] for x in `from` ..< `to`, in units of 2^-SR_MIDDLE_BITS levels. May write up
/// to 63 samples past `to`.
typedef void (*SRDown)(
    const uint8_t *const *rows, const int16_t *weights, int count, int from, int to, int16_t *middle);

/// `target[i]` = Σ weights[i·window + k] · middle[first[i] + k] + rounding, as levels held between 0 and 255, for
/// `count` samples. May write up to 15 past them; reads up to `window` samples from each `first`.
typedef void (*SRAcross)(
    const int16_t *middle, const int *first, const int16_t *weights, int window, int count, int rounding,
    uint8_t *target);

typedef struct {
    SRDown down;
    SRAcross across;
} SRLoops;

/// Those of `kind`.
SRLoops sr_loops(SRLoopKind kind);

#endif
