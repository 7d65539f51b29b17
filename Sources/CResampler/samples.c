#include "CPlaneSamples.h"

#include <stdbool.h>
#include <string.h>

// Loops are written once and compiled for more than one processor: the compiler finds the shuffles.
#if defined(__x86_64__)
#define AVX2 __attribute__((target("avx2")))
static bool has_avx2(void) { return __builtin_cpu_supports("avx2"); }
#endif
#define ONCE static inline __attribute__((always_inline))

// --- Pixels to planes ----------------------------------------------------------------------------------------------

ONCE void split2(const uint8_t *restrict pixels, int width, uint8_t *restrict a, uint8_t *restrict b) {
    for (int x = 0; x < width; x++) a[x] = pixels[2 * x], b[x] = pixels[2 * x + 1];
}

ONCE void split3(
    const uint8_t *restrict pixels, int width, uint8_t *restrict a, uint8_t *restrict b, uint8_t *restrict c) {
    for (int x = 0; x < width; x++) a[x] = pixels[3 * x], b[x] = pixels[3 * x + 1], c[x] = pixels[3 * x + 2];
}

ONCE void split4(
    const uint8_t *restrict pixels, int width, uint8_t *restrict a, uint8_t *restrict b, uint8_t *restrict c,
    uint8_t *restrict d) {
    for (int x = 0; x < width; x++)
        a[x] = pixels[4 * x], b[x] = pixels[4 * x + 1], c[x] = pixels[4 * x + 2], d[x] = pixels[4 * x + 3];
}

/// Whether no sample is below 255.
ONCE bool is_opaque(const uint8_t *alpha, int width) {
    uint8_t all = 255;
    for (int x = 0; x < width; x++) all &= alpha[x];
    return all == 255;
}

/// value · alpha / 255, rounded: exact for all bytes.
ONCE void weigh(uint8_t *restrict plane, const uint8_t *restrict alpha, int width) {
    for (int x = 0; x < width; x++) {
        const uint16_t product = (uint16_t)(plane[x] * alpha[x] + 128);
        plane[x] = (uint8_t)((product + (product >> 8)) >> 8);
    }
}

ONCE void split(const uint8_t *pixels, int width, int channels, uint8_t *const planes[PS_PLANES]) {
    switch (channels) {
    case 1: memcpy(planes[0], pixels, (size_t)width); return;
    case 2: split2(pixels, width, planes[0], planes[1]); break;
    case 3: split3(pixels, width, planes[0], planes[1], planes[2]); return;
    default: split4(pixels, width, planes[0], planes[1], planes[2], planes[3]); break;
    }
    const uint8_t *alpha = planes[channels - 1];
    if (is_opaque(alpha, width)) return;
    for (int plane = 0; plane < channels - 1; plane++) weigh(planes[plane], alpha, width);
}

// --- Planes to pixels ----------------------------------------------------------------------------------------------

ONCE void join(const uint8_t *const planes[PS_PLANES], int width, int channels, uint8_t *restrict pixels) {
    const uint8_t *restrict a = planes[0], *restrict b = planes[1], *restrict c = planes[2], *restrict d = planes[3];
    switch (channels) {
    case 1: memcpy(pixels, a, (size_t)width); return;
    case 2:
        for (int x = 0; x < width; x++) pixels[2 * x] = a[x], pixels[2 * x + 1] = b[x];
        return;
    case 3:
        for (int x = 0; x < width; x++) pixels[3 * x] = a[x], pixels[3 * x + 1] = b[x], pixels[3 * x + 2] = c[x];
        return;
    default:
        for (int x = 0; x < width; x++)
            pixels[4 * x] = a[x], pixels[4 * x + 1] = b[x], pixels[4 * x + 2] = c[x], pixels[4 * x + 3] = d[x];
    }
}

/// Divides colours by alpha: once by division for each alpha that differs from its neighbour's, then by multiplication.
static void unweigh(uint8_t *pixels, int width, int channels) {
    unsigned last = 255, factor = 1 << 16;
    for (int x = 0; x < width; x++, pixels += channels) {
        const unsigned alpha = pixels[channels - 1];
        if (alpha == 255) continue;
        if (alpha != last) {
            last = alpha;
            factor = alpha ? ((255u << 16) + alpha / 2) / alpha : 0;
        }
        for (int i = 0; i < channels - 1; i++) {
            const unsigned value = (pixels[i] * factor + (1 << 15)) >> 16;
            pixels[i] = (uint8_t)(value > 255 ? 255 : value);
        }
    }
}

ONCE uint8_t level(int value) { return (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value); }

/// What samples count for, in 1/16384 of a level.
typedef struct {
    int zero, luma, red, green_of_blue, green_of_red, blue;
} Factors;

/// JFIF 1.02: R = Y + 1.402 Cr', G = Y − 0.344136 Cb' − 0.714136 Cr', B = Y + 1.772 Cb'.
static const Factors full = {0, 1 << 14, 22970, 5638, 11700, 29032};
/// BT.601: the same with luma from 16 to 235 (times 255/219) and differences from 16 to 240 (times 255/224).
static const Factors limited = {16, 19077, 26149, 6419, 13320, 33050};

ONCE void join_differences(
    const uint8_t *restrict luma, const uint8_t *restrict blue, const uint8_t *restrict red, int width,
    uint8_t *restrict pixels, Factors factors) {
    enum { BITS = 14, HALF = 1 << (BITS - 1) };
    for (int x = 0; x < width; x++) {
        const int y = (luma[x] - factors.zero) * factors.luma + HALF, cb = blue[x] - 128, cr = red[x] - 128;
        pixels[3 * x] = level((y + factors.red * cr) >> BITS);
        pixels[3 * x + 1] = level((y - factors.green_of_blue * cb - factors.green_of_red * cr) >> BITS);
        pixels[3 * x + 2] = level((y + factors.blue * cb) >> BITS);
    }
}

// --- Detail of colours ---------------------------------------------------------------------------------------------

void ps_differences(const uint8_t *pixels, int width, int channels, uint8_t *blue, uint8_t *red) {
    // JFIF 1.02: Cb = −0.168736 R − 0.331264 G + 0.5 B, Cr = 0.5 R − 0.418688 G − 0.081312 B, in 1/65536 of a level.
    enum { BITS = 16, MIDDLE = (128 << BITS) + (1 << (BITS - 1)) };
    for (int x = 0; x < width; x++, pixels += channels) {
        const int r = pixels[0], g = pixels[1], b = pixels[2];
        blue[x] = level((MIDDLE - 11058 * r - 21710 * g + 32768 * b) >> BITS);
        red[x] = level((MIDDLE + 32768 * r - 27439 * g - 5329 * b) >> BITS);
    }
}

ONCE int lower_of(int a, int b) { return a < b ? a : b; }
ONCE int higher_of(int a, int b) { return a > b ? a : b; }

void ps_count_differences(const uint8_t *upper, const uint8_t *lower, int width, uint32_t counts[PS_LEVELS]) {
    for (int x = 0; x + 1 < width; x++) {
        const int lowest = lower_of(lower_of(upper[x], upper[x + 1]), lower_of(lower[x], lower[x + 1]));
        const int highest = higher_of(higher_of(upper[x], upper[x + 1]), higher_of(lower[x], lower[x + 1]));
        counts[highest - lowest]++;
    }
}

// --- By processor --------------------------------------------------------------------------------------------------

#if defined(__x86_64__)
AVX2 static void split_avx2(const uint8_t *pixels, int width, int channels, uint8_t *const planes[PS_PLANES]) {
    split(pixels, width, channels, planes);
}

AVX2 static void join_avx2(const uint8_t *const planes[PS_PLANES], int width, int channels, uint8_t *pixels) {
    join(planes, width, channels, pixels);
}

AVX2 static void join_differences_avx2(
    const uint8_t *const planes[PS_PLANES], int width, uint8_t *pixels, Factors factors) {
    join_differences(planes[0], planes[1], planes[2], width, pixels, factors);
}
#endif

void ps_split(const uint8_t *pixels, int width, int channels, uint8_t *const planes[PS_PLANES]) {
#if defined(__x86_64__)
    if (has_avx2()) return split_avx2(pixels, width, channels, planes);
#endif
    split(pixels, width, channels, planes);
}

void ps_join(const uint8_t *const planes[PS_PLANES], int width, int channels, uint8_t *pixels) {
#if defined(__x86_64__)
    if (has_avx2())
        join_avx2(planes, width, channels, pixels);
    else
#endif
        join(planes, width, channels, pixels);
    if (channels % 2 == 0) unweigh(pixels, width, channels);
}

void ps_join_differences(const uint8_t *const planes[PS_PLANES], int width, bool is_limited, uint8_t *pixels) {
    const Factors factors = is_limited ? limited : full;
#if defined(__x86_64__)
    if (has_avx2()) return join_differences_avx2(planes, width, pixels, factors);
#endif
    join_differences(planes[0], planes[1], planes[2], width, pixels, factors);
}
