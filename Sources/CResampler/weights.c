#include "weights.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double PI = 3.14159265358979323846;

/// How far a kernel reaches, in steps.
static double support(SRKernel kernel) {
    switch (kernel) {
    case SR_KERNEL_LINEAR: return 1;
    case SR_KERNEL_CUBIC:
    case SR_KERNEL_LANCZOS2: return 2;
    case SR_KERNEL_LANCZOS3: return 3;
    }
    return 3;
}

/// Keys' cubic with a = -1/2, which libvips calls Catmull-Rom (Keys, "Cubic convolution interpolation", 1981, eq. 15).
static double cubic(double x) {
    if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
    return ((-0.5 * x + 2.5) * x - 4) * x + 2;
}

/// sinc(x) · sinc(x / lobes) for x = x0, x0 + dx, … (Duchon, "Lanczos filtering in one and two dimensions", 1979).
///
/// Both sines are turned on by the addition theorem: two sine calls a window instead of two a weight.
static void lanczos(double lobes, double x0, double dx, int count, double *out) {
    const double a = PI * x0, b = a / lobes, da = PI * dx, db = da / lobes;
    double sin_a = sin(a), cos_a = cos(a), sin_b = sin(b), cos_b = cos(b);
    const double sin_da = sin(da), cos_da = cos(da), sin_db = sin(db), cos_db = cos(db);
    for (int i = 0; i < count; i++) {
        const double x = x0 + dx * i;
        if (fabs(x) >= lobes) {
            out[i] = 0;
        } else {
            out[i] = fabs(x) < 1e-6 ? 1 : lobes * sin_a * sin_b / (PI * PI * x * x);
        }
        double next = sin_a * cos_da + cos_a * sin_da;
        cos_a = cos_a * cos_da - sin_a * sin_da;
        sin_a = next;
        next = sin_b * cos_db + cos_b * sin_db;
        cos_b = cos_b * cos_db - sin_b * sin_db;
        sin_b = next;
    }
}

static void kernel_weights(SRKernel kernel, double x0, double dx, int count, double *out) {
    if (kernel == SR_KERNEL_LANCZOS3 || kernel == SR_KERNEL_LANCZOS2) {
        lanczos(support(kernel), x0, dx, count, out);
        return;
    }
    for (int i = 0; i < count; i++) {
        const double x = fabs(x0 + dx * i);
        out[i] = x >= support(kernel) ? 0 : kernel == SR_KERNEL_CUBIC ? cubic(x) : 1 - x;
    }
}

/// Real weights as integers that add up to `total` exactly: each rounding error goes on to the next.
static void quantise(const double *real, int count, int total, int16_t *out) {
    double sum = 0;
    for (int i = 0; i < count; i++) sum += real[i];
    double scale = sum != 0 ? total / sum : 0, error = 0;
    for (int i = 0; i < count; i++) {
        double wanted = real[i] * scale + error;
        double rounded = nearbyint(wanted);
        if (rounded > INT16_MAX) rounded = INT16_MAX;
        if (rounded < INT16_MIN) rounded = INT16_MIN;
        error = wanted - rounded;
        out[i] = (int16_t)rounded;
    }
}

/// The window of one target sample: `real` has room for `reach` values. What lies past an edge counts for the edge.
static void window(SRAxis axis, SRKernel kernel, int index, int reach, int total, double *real, SRWeights *weights) {
    const double spread = axis.step > 1 ? axis.step : 1;
    const double wanted = axis.start + (index + 0.5) * axis.step - 0.5;
    // Farther out than a window reaches, all of it lies past the edge, as it does there; an `int` may not go so far.
    const double centre = fmin(fmax(wanted, axis.from - (double)reach), axis.to + (double)reach);
    const int begin = (int)ceil(centre - support(kernel) * spread);
    kernel_weights(kernel, (begin - centre) / spread, 1 / spread, reach, real);
    int first = begin < axis.from ? axis.from : begin;
    if (first > axis.to - weights->span) first = axis.to - weights->span;
    double *folded = real + reach;
    memset(folded, 0, sizeof(double) * (size_t)weights->span);
    for (int i = 0; i < reach; i++) {
        int at = begin + i;
        if (at < axis.from) at = axis.from;
        if (at >= axis.to) at = axis.to - 1;
        at -= first;
        // Past the window a weight is 0: it lies there only by the rounding of `reach`.
        if (at >= 0 && at < weights->span) folded[at] += real[i];
    }
    weights->first[index] = first;
    quantise(folded, weights->span, total, weights->weights + (size_t)index * (size_t)weights->window);
}

bool sr_weights_make(SRAxis axis, SRKernel kernel, int total, SRWeights *weights) {
    const double spread = axis.step > 1 ? axis.step : 1;
    const int reach = (int)floor(2 * support(kernel) * spread) + 1;
    weights->span = reach < axis.to - axis.from ? reach : axis.to - axis.from;
    weights->window = (weights->span + SR_WINDOW_STEP - 1) / SR_WINDOW_STEP * SR_WINDOW_STEP;
    weights->is_identity = axis.step == 1 && axis.start == floor(axis.start) && axis.start >= axis.from &&
                           axis.start + axis.target <= axis.to;
    weights->first = calloc((size_t)axis.target, sizeof *weights->first);
    weights->weights = calloc((size_t)axis.target * (size_t)weights->window, sizeof *weights->weights);
    double *real = calloc((size_t)reach + (size_t)weights->span, sizeof *real);
    const bool is_made = weights->first && weights->weights && real;
    for (int i = 0; is_made && i < axis.target; i++) window(axis, kernel, i, reach, total, real, weights);
    free(real);
    if (!is_made) sr_weights_free(weights);
    return is_made;
}

void sr_weights_free(SRWeights *weights) {
    free(weights->first);
    free(weights->weights);
    weights->first = NULL;
    weights->weights = NULL;
}
