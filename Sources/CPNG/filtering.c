#include "filtering.h"

#include <stdlib.h>
#include <string.h>

// Vectors of 32 bytes: one register with AVX2, which is used where the machine has it and takes a third off, two
// elsewhere. The thread sanitizer watches the choice, too, which is made before it has started.
#if defined(__x86_64__) && defined(__clang__)
#if !__has_feature(thread_sanitizer)
#define FOR_EACH_MACHINE __attribute__((target_clones("avx2", "default")))
#endif
#endif
#ifndef FOR_EACH_MACHINE
#define FOR_EACH_MACHINE
#endif
// No vector goes through a call: all functions here are inlined.
#pragma clang diagnostic ignored "-Wpsabi"
#define INLINED static inline __attribute__((always_inline))

typedef uint8_t Bytes __attribute__((vector_size(32)));
typedef uint16_t Sums __attribute__((vector_size(32)));
typedef uint8_t HalfBytes __attribute__((vector_size(16)));
typedef int16_t Words __attribute__((vector_size(32)));

/// Before a row lie zeros, after it whatever the last block may read.
enum { block = sizeof(Bytes), margin = block };

/// A pixel's neighbours: left, above, above left.
typedef struct {
    Bytes here, left, up, corner;
} Around;

INLINED void read(void *vector, const uint8_t *bytes) { memcpy(vector, bytes, block); }

INLINED Around around(const uint8_t *row, const uint8_t *above, size_t i, size_t pixel_bytes) {
    Around at;
    read(&at.here, row + i);
    read(&at.left, row + i - pixel_bytes);
    read(&at.up, above + i);
    read(&at.corner, above + i - pixel_bytes);
    return at;
}

INLINED Bytes average(const Around *at) { return (at->left >> 1) + (at->up >> 1) + (at->left & at->up & 1); }

/// Paeth's choice for half of the bytes; the formula is explained in unfilter.c.
INLINED HalfBytes half_paeth(HalfBytes left, HalfBytes up, HalfBytes corner) {
    const Words a = __builtin_convertvector(left, Words), b = __builtin_convertvector(up, Words);
    const Words c = __builtin_convertvector(corner, Words);
    const Words threshold = c * 3 - a - b;
    const Words low = __builtin_elementwise_min(a, b), high = __builtin_elementwise_max(a, b);
    const Words is_not_low = high > threshold, is_not_high = threshold > low;
    const Words choice = (~is_not_low & low) | (~is_not_high & high) | (is_not_low & (is_not_high & c));
    return __builtin_convertvector(choice, HalfBytes);
}

INLINED Bytes paeth(const Around *at) {
    HalfBytes halves[2], left[2], up[2], corner[2];
    memcpy(left, &at->left, block);
    memcpy(up, &at->up, block);
    memcpy(corner, &at->corner, block);
    for (int i = 0; i < 2; i++) halves[i] = half_paeth(left[i], up[i], corner[i]);
    Bytes whole;
    memcpy(&whole, halves, block);
    return whole;
}

INLINED Bytes filtered_by(int filter, const Around *at) {
    switch (filter) {
    case CPNG_FILTER_NONE: return at->here;
    case CPNG_FILTER_SUB: return at->here - at->left;
    case CPNG_FILTER_UP: return at->here - at->up;
    case CPNG_FILTER_AVERAGE: return at->here - average(at);
    default: return at->here - paeth(at);
    }
}

INLINED void add_sizes(Sums *sums, Bytes differences) {
    const Bytes sizes = __builtin_elementwise_min(differences, -differences);
    *sums += ((Sums)sizes & 255) + ((Sums)sizes >> 8);
}

INLINED void add_block(Sums sums[CPNG_FILTERS], const Around *at) {
    for (int filter = 0; filter < CPNG_FILTERS; filter++) add_sizes(&sums[filter], filtered_by(filter, at));
}

/// Adds the lanes up, and empties them.
INLINED void settle(Sums sums[CPNG_FILTERS], uint64_t totals[CPNG_FILTERS]) {
    for (int filter = 0; filter < CPNG_FILTERS; filter++) {
        for (size_t lane = 0; lane < sizeof(Sums) / 2; lane++) totals[filter] += sums[filter][lane];
        sums[filter] = (Sums){0};
    }
}

/// The last, short block: what lies after the row counts as zeros.
INLINED Around cut_around(const uint8_t *row, const uint8_t *above, size_t i, size_t pixel_bytes, size_t left) {
    uint8_t kept[block] = {0};
    memset(kept, 255, left);
    Bytes mask;
    read(&mask, kept);
    Around at = around(row, above, i, pixel_bytes);
    at.here &= mask;
    at.left &= mask;
    at.up &= mask;
    at.corner &= mask;
    return at;
}

INLINED int best_filter(const uint8_t *row, const uint8_t *above, size_t count, size_t pixel_bytes) {
    Sums sums[CPNG_FILTERS] = {{0}};
    uint64_t totals[CPNG_FILTERS] = {0};
    size_t i = 0;
    for (size_t blocks = 1; i + block <= count; i += block, blocks++) {
        Around at = around(row, above, i, pixel_bytes);
        add_block(sums, &at);
        // A lane grows by up to 256 a block.
        if (blocks % 128 == 0) settle(sums, totals);
    }
    settle(sums, totals);
    if (i < count) {
        Around at = cut_around(row, above, i, pixel_bytes, count - i);
        add_block(sums, &at);
        settle(sums, totals);
    }
    int best = 0;
    for (int filter = 1; filter < CPNG_FILTERS; filter++)
        if (totals[filter] < totals[best]) best = filter;
    return best;
}

INLINED void filter_row(
    int filter, const uint8_t *row, const uint8_t *above, size_t count, size_t pixel_bytes, uint8_t *filtered) {
    size_t i = 0;
    for (; i + block <= count; i += block) {
        const Around at = around(row, above, i, pixel_bytes);
        const Bytes result = filtered_by(filter, &at);
        memcpy(filtered + i, &result, block);
    }
    if (i == count) return;
    const Around at = cut_around(row, above, i, pixel_bytes, count - i);
    const Bytes result = filtered_by(filter, &at);
    memcpy(filtered + i, &result, count - i);
}

FOR_EACH_MACHINE
static void filter_best(const uint8_t *row, const uint8_t *above, size_t count, size_t pixel_bytes, uint8_t *filtered) {
    const int filter = best_filter(row, above, count, pixel_bytes);
    *filtered++ = (uint8_t)filter;
    switch (filter) {
    case CPNG_FILTER_NONE: memcpy(filtered, row, count); return;
    case CPNG_FILTER_SUB: return filter_row(CPNG_FILTER_SUB, row, above, count, pixel_bytes, filtered);
    case CPNG_FILTER_UP: return filter_row(CPNG_FILTER_UP, row, above, count, pixel_bytes, filtered);
    case CPNG_FILTER_AVERAGE: return filter_row(CPNG_FILTER_AVERAGE, row, above, count, pixel_bytes, filtered);
    default: return filter_row(CPNG_FILTER_PAETH, row, above, count, pixel_bytes, filtered);
    }
}

bool cpng_filtering_open(CPNGFiltering *filtering, size_t row_bytes, size_t pixel_bytes) {
    const size_t stride = row_bytes + 2 * margin;
    *filtering = (CPNGFiltering){.space = calloc(2, stride), .row_bytes = row_bytes, .pixel_bytes = pixel_bytes};
    if (!filtering->space) return false;
    filtering->row = filtering->space + margin;
    filtering->above = filtering->row + stride;
    return true;
}

void cpng_filtering_close(CPNGFiltering *filtering) { free(filtering->space); }

void cpng_filter_rows(CPNGFiltering *filtering, const uint8_t *rows, size_t count, uint8_t *filtered) {
    const size_t row_bytes = filtering->row_bytes;
    for (size_t i = 0; i < count; i++) {
        memcpy(filtering->row, rows + i * (row_bytes + 1) + 1, row_bytes);
        filter_best(
            filtering->row, filtering->above, row_bytes, filtering->pixel_bytes, filtered + i * (row_bytes + 1));
        uint8_t *above = filtering->row;
        filtering->row = filtering->above;
        filtering->above = above;
    }
}
