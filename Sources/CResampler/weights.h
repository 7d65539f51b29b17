/// The weights of one direction, computed once.
#ifndef C_RESAMPLER_WEIGHTS_H
#define C_RESAMPLER_WEIGHTS_H

#include "CResampler.h"

enum {
    /// Weights are integers of this many bits below 1.
    SR_WEIGHT_BITS = 14,
    /// Windows are padded to a multiple of this with weights of 0.
    SR_WINDOW_STEP = 8,
    SR_MAXIMUM_SIDE = 65535
};

typedef struct {
    /// For each target sample, the first source sample of its window.
    int *first;
    /// `window` weights for each target sample; they add up to `total`.
    int16_t *weights;
    /// Samples that a window spans, without padding; padded to `SR_WINDOW_STEP`.
    int span;
    int window;
    /// Whether each target sample is exactly one source sample.
    bool is_identity;
} SRWeights;

/// Fills `weights`, whose arrays the caller frees with `sr_weights_free`; false without memory. `total` is the sum of
/// a window's weights, at most 2 << SR_WEIGHT_BITS.
bool sr_weights_make(SRAxis axis, SRKernel kernel, int total, SRWeights *weights);
void sr_weights_free(SRWeights *weights);

#endif
