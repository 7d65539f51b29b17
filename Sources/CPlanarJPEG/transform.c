#include "transform.h"

#include "frame.h"

static int16_t saturated(int32_t value) {
    return (int16_t)(value < INT16_MIN ? INT16_MIN : value > INT16_MAX ? INT16_MAX : value);
}

static uint8_t level(int32_t value) { return (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value); }

/// A block of one level.
static void fill(int16_t dc, uint16_t q, int down, uint8_t *const *rows, size_t column) {
    const int value = (int16_t)((uint32_t)dc * q);
    const uint64_t samples = 0x0101010101010101u * level(((value + 4) >> 3) + 128);
    for (int y = 0; y < down; y++) memcpy(rows[y] + column, &samples, sizeof samples);
}

// --- Any processor -------------------------------------------------------------------------------------------------

/// One pair's part; sums wrap around, as the processor's do.
static uint32_t pair(const int16_t weights[2], int16_t a, int16_t b) {
    return (uint32_t)(weights[0] * a) + (uint32_t)(weights[1] * b);
}

/// `count` samples of eight coefficients that are `stride` apart.
static void samples(const int16_t *in, int stride, int count, uint32_t rounding, int shift, int32_t *out) {
    for (int i = 0; i < (count + 1) / 2; i++) {
        const int16_t (*by)[2] = pj_weights[count].pairs[i];
        const uint32_t even = pair(by[0], in[0], in[2 * stride]) + pair(by[1], in[4 * stride], in[6 * stride]);
        const uint32_t odd = pair(by[2], in[stride], in[3 * stride]) + pair(by[3], in[5 * stride], in[7 * stride]);
        out[i] = (int32_t)(even + odd + rounding) >> shift;
        out[count - 1 - i] = (int32_t)(even - odd + rounding) >> shift;
    }
}

static void transform_plain(
    const int16_t *coefficients, const uint16_t *quantisation, int last, int across, int down, uint8_t *const *rows,
    size_t column) {
    if (last == 0) return fill(coefficients[0], quantisation[0], down, rows, column);
    int16_t real[PJ_BLOCK], middle[PJ_SIDE * PJ_SIDE];
    for (int i = 0; i < PJ_BLOCK; i++) real[i] = (int16_t)((uint32_t)coefficients[i] * quantisation[i]);
    int32_t out[PJ_SIDE];
    for (int v = 0; v < PJ_SIDE; v++) {
        samples(real + v, PJ_SIDE, across, 1 << (PJ_FIRST_SHIFT - 1), PJ_FIRST_SHIFT, out);
        for (int x = 0; x < across; x++) middle[x * PJ_SIDE + v] = saturated(out[x]);
    }
    for (int x = 0; x < across; x++) {
        const uint32_t rounding = (128u << PJ_SECOND_SHIFT) + (1u << (PJ_SECOND_SHIFT - 1));
        samples(middle + x * PJ_SIDE, 1, down, rounding, PJ_SECOND_SHIFT, out);
        for (int y = 0; y < down; y++) rows[y][column + (size_t)x] = level(saturated(out[y]));
    }
}

// --- x86 with AVX2 -------------------------------------------------------------------------------------------------

#if defined(__x86_64__)
#include <immintrin.h>

#define AVX2 __attribute__((target("avx2")))

/// Two rows' columns side by side: 0–3 in the lower half, 4–7 in the upper.
AVX2 static inline __m256i beside(__m128i a, __m128i b) {
    return _mm256_set_m128i(_mm_unpackhi_epi16(a, b), _mm_unpacklo_epi16(a, b));
}

AVX2 static inline __m256i weighted(__m256i rows, const int16_t weights[2]) {
    int both;
    memcpy(&both, weights, sizeof both);
    return _mm256_madd_epi16(rows, _mm256_set1_epi32(both));
}

/// Eight columns at once: `count` rows out of eight (`is_all`) or of the first four.
AVX2 static inline void rows_avx2(
    const __m128i in[PJ_SIDE], bool is_all, int count, int rounding, int shift, __m128i out[PJ_SIDE]) {
    const __m256i even = beside(in[0], in[2]), odd = beside(in[1], in[3]);
    const __m256i high_even = beside(in[4], in[6]), high_odd = beside(in[5], in[7]);
    const __m256i bias = _mm256_set1_epi32(rounding);
    const __m128i by = _mm_cvtsi32_si128(shift);
    for (int i = 0; i < (count + 1) / 2; i++) {
        const int16_t (*weights)[2] = pj_weights[count].pairs[i];
        __m256i a = _mm256_add_epi32(weighted(even, weights[0]), bias), b = weighted(odd, weights[2]);
        if (is_all) {
            a = _mm256_add_epi32(a, weighted(high_even, weights[1]));
            b = _mm256_add_epi32(b, weighted(high_odd, weights[3]));
        }
        const __m256i near = _mm256_sra_epi32(_mm256_add_epi32(a, b), by);
        const __m256i far = _mm256_sra_epi32(_mm256_sub_epi32(a, b), by);
        const __m256i both = _mm256_permute4x64_epi64(_mm256_packs_epi32(near, far), 0xD8);
        out[i] = _mm256_castsi256_si128(both);
        out[count - 1 - i] = _mm256_extracti128_si256(both, 1);
    }
}

AVX2 static inline void transpose(__m128i rows[PJ_SIDE]) {
    __m128i a[PJ_SIDE], b[PJ_SIDE];
    for (int i = 0; i < 4; i++) {
        a[2 * i] = _mm_unpacklo_epi16(rows[i], rows[i + 4]);
        a[2 * i + 1] = _mm_unpackhi_epi16(rows[i], rows[i + 4]);
    }
    for (int i = 0; i < 4; i++) {
        b[2 * i] = _mm_unpacklo_epi16(a[i], a[i + 4]);
        b[2 * i + 1] = _mm_unpackhi_epi16(a[i], a[i + 4]);
    }
    for (int i = 0; i < 4; i++) {
        rows[2 * i] = _mm_unpacklo_epi16(b[i], b[i + 4]);
        rows[2 * i + 1] = _mm_unpackhi_epi16(b[i], b[i + 4]);
    }
}

AVX2 static inline void transform_rows(
    const int16_t *coefficients, const uint16_t *quantisation, bool is_all, int across, int down, uint8_t *const *rows,
    size_t column) {
    __m128i in[PJ_SIDE], middle[PJ_SIDE];
    for (int u = 0; u < PJ_SIDE; u++) {
        in[u] = middle[u] = _mm_setzero_si128();
        if (!is_all && u >= 4) continue;
        const __m128i values = _mm_loadu_si128((const __m128i *)(coefficients + PJ_SIDE * u));
        in[u] = _mm_mullo_epi16(values, _mm_loadu_si128((const __m128i *)(quantisation + PJ_SIDE * u)));
    }
    rows_avx2(in, is_all, across, 1 << (PJ_FIRST_SHIFT - 1), PJ_FIRST_SHIFT, middle);
    transpose(middle);
    const int rounding = (128 << PJ_SECOND_SHIFT) + (1 << (PJ_SECOND_SHIFT - 1));
    rows_avx2(middle, is_all, down, rounding, PJ_SECOND_SHIFT, in);
    for (int y = 0; y < down; y++) _mm_storel_epi64((__m128i *)(rows[y] + column), _mm_packus_epi16(in[y], in[y]));
}

AVX2 static void transform_avx2(
    const int16_t *coefficients, const uint16_t *quantisation, int last, int across, int down, uint8_t *const *rows,
    size_t column) {
    if (last == 0 || (across == 1 && down == 1)) return fill(coefficients[0], quantisation[0], down, rows, column);
    const bool is_all = last > PJ_LAST_OF_LOWEST && (across > 4 || down > 4);
    if (across == PJ_SIDE && down == PJ_SIDE) {
        if (is_all)
            transform_rows(coefficients, quantisation, true, PJ_SIDE, PJ_SIDE, rows, column);
        else
            transform_rows(coefficients, quantisation, false, PJ_SIDE, PJ_SIDE, rows, column);
    } else if (is_all) {
        transform_rows(coefficients, quantisation, true, across, down, rows, column);
    } else {
        transform_rows(coefficients, quantisation, false, across, down, rows, column);
    }
}
#endif

PJTransform pj_transform(PJLoops loops) {
#if defined(__x86_64__)
    if (loops == PJ_LOOPS_FASTEST && __builtin_cpu_supports("avx2")) return transform_avx2;
#endif
    (void)loops;
    return transform_plain;
}
