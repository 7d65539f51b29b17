#include "rows.h"

#include <string.h>

// A row depends on its own bytes to the left, so the work goes pixel by pixel, a pixel's samples side by side in a
// vector. Pixels of 3 bytes are read and written as 4: the fourth is written again by the next pixel, or lies in the
// margin.

typedef uint8_t Bytes4 __attribute__((vector_size(4)));
typedef uint8_t Bytes8 __attribute__((vector_size(8)));
typedef uint8_t Bytes16 __attribute__((vector_size(16)));
typedef int16_t Words4 __attribute__((vector_size(8)));

static inline __attribute__((always_inline)) Bytes4 load4(const uint8_t *bytes) {
    Bytes4 pixel;
    memcpy(&pixel, bytes, 4);
    return pixel;
}

static inline __attribute__((always_inline)) void store4(uint8_t *bytes, Bytes4 pixel) { memcpy(bytes, &pixel, 4); }

static void undo_up(const uint8_t *filtered, const uint8_t *above, uint8_t *row, size_t count) {
    size_t i = 0;
    for (; i + 16 <= count; i += 16) {
        Bytes16 sum, up;
        memcpy(&sum, filtered + i, 16);
        memcpy(&up, above + i, 16);
        sum += up;
        memcpy(row + i, &sum, 16);
    }
    for (; i < count; i++) row[i] = (uint8_t)(filtered[i] + above[i]);
}

// --- Pixels of one or two bytes ------------------------------------------------------------------------------------

static void undo_sub_small(const uint8_t *filtered, uint8_t *row, size_t count, int pixel_bytes) {
    for (size_t i = 0; i < count; i++) row[i] = (uint8_t)(filtered[i] + row[(ptrdiff_t)i - pixel_bytes]);
}

static void undo_average_small(
    const uint8_t *filtered, const uint8_t *above, uint8_t *row, size_t count, int pixel_bytes) {
    for (size_t i = 0; i < count; i++)
        row[i] = (uint8_t)(filtered[i] + (row[(ptrdiff_t)i - pixel_bytes] + above[i]) / 2);
}

/// Paeth's choice among left `a`, above `b` and above left `c`, without its three distances: with t = 3c - (a + b), the
/// answer is the smaller of a and b where the larger is at most t, the larger where the smaller is at least t, else c.
static inline int paeth(int a, int b, int c) {
    const int threshold = 3 * c - a - b;
    const int low = a < b ? a : b, high = a < b ? b : a;
    const int choice = high <= threshold ? low : c;
    return threshold <= low ? high : choice;
}

static void undo_paeth_small(
    const uint8_t *filtered, const uint8_t *above, uint8_t *row, size_t count, int pixel_bytes) {
    for (size_t i = 0; i < count; i++) {
        const ptrdiff_t left = (ptrdiff_t)i - pixel_bytes;
        row[i] = (uint8_t)(filtered[i] + paeth(row[left], above[i], above[left]));
    }
}

// --- Pixels of three or four bytes ---------------------------------------------------------------------------------

static inline __attribute__((always_inline)) void undo_sub(
    const uint8_t *filtered, uint8_t *row, size_t count, size_t pixel_bytes) {
    Bytes4 left = {0};
    for (size_t i = 0; i < count; i += pixel_bytes) {
        left += load4(filtered + i);
        store4(row + i, left);
    }
}

static inline __attribute__((always_inline)) void undo_average(
    const uint8_t *filtered, const uint8_t *above, uint8_t *row, size_t count, size_t pixel_bytes) {
    Bytes4 left = {0};
    for (size_t i = 0; i < count; i += pixel_bytes) {
        Bytes4 up = load4(above + i);
        // Halves added, and what both halves lost.
        left = load4(filtered + i) + (left >> 1) + (up >> 1) + (left & up & 1);
        store4(row + i, left);
    }
}

/// The choice of `paeth` by masks. Each step waits for the one before, so what counts is how few operations lie
/// between two values of `left`: six. The sum is one of bytes, whose upper halves stay 0.
static inline __attribute__((always_inline)) void undo_paeth(
    const uint8_t *filtered, const uint8_t *above, uint8_t *row, size_t count, size_t pixel_bytes) {
    Words4 left = {0}, corner = {0};
    for (size_t i = 0; i < count; i += pixel_bytes) {
        Words4 up = __builtin_convertvector(load4(above + i), Words4);
        const Words4 threshold = (corner * 3 - up) - left;
        const Words4 low = __builtin_elementwise_min(left, up), high = __builtin_elementwise_max(left, up);
        const Words4 is_not_low = high > threshold, is_not_high = threshold > low;
        Words4 choice = (~is_not_low & low) | (~is_not_high & high) | (is_not_low & (is_not_high & corner));
        left = (Words4)((Bytes8)choice + (Bytes8) __builtin_convertvector(load4(filtered + i), Words4));
        store4(row + i, __builtin_convertvector(left, Bytes4));
        corner = up;
    }
}

static CPNGResult undo_small(
    int filter, const uint8_t *filtered, const uint8_t *above, uint8_t *row, size_t count, int pixel_bytes) {
    switch (filter) {
    case CPNG_FILTER_SUB: undo_sub_small(filtered, row, count, pixel_bytes); break;
    case CPNG_FILTER_AVERAGE: undo_average_small(filtered, above, row, count, pixel_bytes); break;
    default: undo_paeth_small(filtered, above, row, count, pixel_bytes); break;
    }
    return cpng_ok();
}

static inline __attribute__((always_inline)) void undo_large(
    int filter, const uint8_t *filtered, const uint8_t *above, uint8_t *row, size_t count, size_t pixel_bytes) {
    switch (filter) {
    case CPNG_FILTER_SUB: undo_sub(filtered, row, count, pixel_bytes); break;
    case CPNG_FILTER_AVERAGE: undo_average(filtered, above, row, count, pixel_bytes); break;
    default: undo_paeth(filtered, above, row, count, pixel_bytes); break;
    }
}

CPNGResult cpng_unfilter(
    int filter, const uint8_t *filtered, const uint8_t *above, uint8_t *row, size_t count, int pixel_bytes) {
    switch (filter) {
    case CPNG_FILTER_NONE: memcpy(row, filtered, count); return cpng_ok();
    case CPNG_FILTER_UP: undo_up(filtered, above, row, count); return cpng_ok();
    case CPNG_FILTER_SUB:
    case CPNG_FILTER_AVERAGE:
    case CPNG_FILTER_PAETH: break;
    default: return cpng_damaged("A row's filter type is not valid.");
    }
    if (pixel_bytes == 3)
        undo_large(filter, filtered, above, row, count, 3);
    else if (pixel_bytes == 4)
        undo_large(filter, filtered, above, row, count, 4);
    else
        return undo_small(filter, filtered, above, row, count, pixel_bytes);
    return cpng_ok();
}
