/// Resampling of one plane of 8-bit samples, row by row: source rows are looked at through a window that moves down,
/// so that neither the source nor the result has to be in memory as a whole.
///
/// First down, then across, both as sums of weighted samples: weights have 14 bits, the sums between 6 bits below one
/// level. Edges of what is looked at are extended by their last sample. Nothing here is shared: different resamplers
/// may work on different threads.
#ifndef C_RESAMPLER_H
#define C_RESAMPLER_H

#include "CPlaneSamples.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// How weights fall with the distance from a sample's centre.
typedef enum { SR_KERNEL_LINEAR, SR_KERNEL_CUBIC, SR_KERNEL_LANCZOS2, SR_KERNEL_LANCZOS3 } SRKernel;

/// One direction. Sample k of a plane covers k…k+1; target sample i covers start + i·step … start + (i+1)·step of the
/// source.
typedef struct {
    /// Samples that exist, 1 to 65,535.
    int source;
    /// The samples that are looked at: from ≤ k < to, at least one. Others repeat the nearest of them.
    int from, to;
    /// Samples that are made, 1 to 65,535.
    int target;
    /// May lie anywhere; samples outside repeat the edge's.
    double start;
    /// Above 0; above 1 shrinks, with a kernel that is wider by as much (antialiased).
    double step;
} SRAxis;

/// What becomes of a sample's value: scale · value + offset, then rounded and held between 0 and 255.
typedef struct {
    /// 0 to 2.
    double scale;
    double offset;
} SRLevels;

/// Which loops do the work.
typedef enum {
    SR_LOOPS_FASTEST,
    /// Those for any processor, which give the same.
    SR_LOOPS_PLAIN
} SRLoopKind;

typedef struct SRResampler SRResampler;

/// A new resampler, or NULL without memory or with values out of their ranges. Release it with `sr_release`.
SRResampler *_Nullable sr_create(SRAxis across, SRAxis down, SRKernel kernel, SRLevels levels, SRLoopKind loops);
void sr_release(SRResampler *_Nullable resampler);

/// The first and the last source row that target row `row` looks at. Both never fall from a row to the next.
int sr_first_row(const SRResampler *_Nonnull resampler, int row);
int sr_last_row(const SRResampler *_Nonnull resampler, int row);
/// The most source rows that a target row looks at.
int sr_window(const SRResampler *_Nonnull resampler);
/// Makes target row `row` into `target` (as many bytes as the target has samples across, and up to 15 more, whose
/// content means nothing).
///
/// Source row r is at `rows + (r & mask) * stride`; `stride` is a multiple of 64 not below the source's samples across.
void sr_make_row(
    SRResampler *_Nonnull resampler, const uint8_t *_Nonnull rows, size_t stride, size_t mask, int row,
    uint8_t *_Nonnull target);

#endif
