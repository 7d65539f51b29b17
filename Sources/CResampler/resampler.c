#include "CResampler.h"
#include "kernels.h"
#include "weights.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct SRResampler {
    SRWeights across, down;
    SRLoops loops;
    /// Added to the sums across: half a level, and the offset of the levels.
    int rounding;
    /// Levels and places stay as they are: rows are copied.
    bool is_copy;
    int width, height;
    /// The source's columns that any target sample looks at.
    int from, to;
    /// One row between down and across, and pointers to the rows of a window.
    int16_t *middle;
    const uint8_t **rows;
};

static bool is_valid(SRAxis axis) {
    return axis.source >= 1 && axis.source <= SR_MAXIMUM_SIDE && axis.target >= 1 && axis.target <= SR_MAXIMUM_SIDE &&
           axis.from >= 0 && axis.from < axis.to && axis.to <= axis.source && axis.step > 0 &&
           axis.step <= SR_MAXIMUM_SIDE && fabs(axis.start) <= 4.0 * SR_MAXIMUM_SIDE;
}

/// Across, only the columns that are looked at have to be summed down.
static void find_columns(SRResampler *resampler) {
    const SRWeights *across = &resampler->across;
    resampler->from = across->first[0] / 64 * 64;
    resampler->to = across->first[resampler->width - 1] + across->span;
}

SRResampler *sr_create(SRAxis across, SRAxis down, SRKernel kernel, SRLevels levels, SRLoopKind loops) {
    if (!is_valid(across) || !is_valid(down) || !(levels.scale >= 0 && levels.scale <= 2)) return NULL;
    SRResampler *made = calloc(1, sizeof *made);
    if (!made) return NULL;
    const int one = 1 << SR_WEIGHT_BITS;
    // A scale above 1 would take the largest weight of an enlarging kernel past 16 bits.
    const int total = (int)nearbyint(levels.scale * one);
    made->width = across.target;
    made->height = down.target;
    made->loops = sr_loops(loops);
    made->rounding = (int)nearbyint((levels.offset + 0.5) * ldexp(1, SR_WEIGHT_BITS + SR_MIDDLE_BITS));
    const size_t middle = (size_t)across.source + 64 + 128;
    if (!sr_weights_make(across, kernel, total, &made->across) || !sr_weights_make(down, kernel, one, &made->down) ||
        !(made->middle = calloc(middle, sizeof *made->middle)) ||
        !(made->rows = calloc((size_t)made->down.window, sizeof *made->rows))) {
        sr_release(made);
        return NULL;
    }
    made->is_copy = made->across.is_identity && made->down.is_identity && total == one && levels.offset == 0;
    find_columns(made);
    return made;
}

void sr_release(SRResampler *resampler) {
    if (!resampler) return;
    sr_weights_free(&resampler->across);
    sr_weights_free(&resampler->down);
    free(resampler->middle);
    free(resampler->rows);
    free(resampler);
}

int sr_first_row(const SRResampler *resampler, int row) { return resampler->down.first[row]; }

int sr_last_row(const SRResampler *resampler, int row) { return resampler->down.first[row] + resampler->down.span - 1; }

int sr_window(const SRResampler *resampler) { return resampler->down.span; }

void sr_make_row(SRResampler *resampler, const uint8_t *rows, size_t stride, size_t mask, int row, uint8_t *target) {
    const SRWeights *across = &resampler->across, *down = &resampler->down;
    const int16_t *weights = down->weights + (size_t)row * (size_t)down->window;
    const size_t first = (size_t)down->first[row];
    for (int i = 0; i < down->span; i++) resampler->rows[i] = rows + ((first + (size_t)i) & mask) * stride;
    int begin = 0, end = down->span;
    while (begin < end - 1 && weights[begin] == 0) begin++;
    while (end - 1 > begin && weights[end - 1] == 0) end--;
    if (resampler->is_copy) {
        // The one row with a weight, from the one column.
        int column = 0;
        while (across->weights[column] == 0) column++;
        memcpy(target, resampler->rows[begin] + across->first[0] + column, (size_t)resampler->width);
        return;
    }
    resampler->loops.down(
        resampler->rows + begin, weights + begin, end - begin, resampler->from, resampler->to, resampler->middle);
    resampler->loops.across(
        resampler->middle, across->first, across->weights, across->window, resampler->width, resampler->rounding,
        target);
}
