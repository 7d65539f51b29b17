#include "kernels.h"

#include "weights.h"

enum { DOWN_SHIFT = SR_WEIGHT_BITS - SR_MIDDLE_BITS, ACROSS_SHIFT = SR_WEIGHT_BITS + SR_MIDDLE_BITS };

// --- Any processor -------------------------------------------------------------------------------------------------

static void down_plain(
    const uint8_t *const *rows, const int16_t *weights, int count, int from, int to, int16_t *middle) {
    enum { BLOCK = 64 };
    for (int x = from; x < to; x += BLOCK) {
        int32_t sums[BLOCK];
        for (int i = 0; i < BLOCK; i++) sums[i] = 1 << (DOWN_SHIFT - 1);
        for (int row = 0; row < count; row++)
            for (int i = 0; i < BLOCK; i++) sums[i] += weights[row] * rows[row][x + i];
        for (int i = 0; i < BLOCK; i++) {
            const int32_t value = sums[i] >> DOWN_SHIFT;
            middle[x + i] = (int16_t)(value < INT16_MIN ? INT16_MIN : value > INT16_MAX ? INT16_MAX : value);
        }
    }
}

static void across_plain(
    const int16_t *middle, const int *first, const int16_t *weights, int window, int count, int rounding,
    uint8_t *target) {
    for (int i = 0; i < count; i++) {
        const int16_t *from = middle + first[i];
        const int16_t *by = weights + (size_t)i * (size_t)window;
        int32_t sum = rounding;
        for (int k = 0; k < window; k++) sum += from[k] * by[k];
        sum >>= ACROSS_SHIFT;
        target[i] = (uint8_t)(sum < 0 ? 0 : sum > 255 ? 255 : sum);
    }
}

// --- x86 with AVX2 -------------------------------------------------------------------------------------------------

#if defined(__x86_64__)
#include <immintrin.h>

#define AVX2 __attribute__((target("avx2")))

/// Two rows at a time: their samples side by side, so that one instruction multiplies both and adds them up.
AVX2 static inline void add_pair(__m256i sums[8], const uint8_t *upper, const uint8_t *lower, __m256i pair) {
    const __m256i zero = _mm256_setzero_si256();
    for (int half = 0; half < 2; half++) {
        const __m256i a = _mm256_loadu_si256((const __m256i *)(upper + 32 * half));
        const __m256i b = _mm256_loadu_si256((const __m256i *)(lower + 32 * half));
        const __m256i low = _mm256_unpacklo_epi8(a, b), high = _mm256_unpackhi_epi8(a, b);
        __m256i *at = sums + 4 * half;
        at[0] = _mm256_add_epi32(at[0], _mm256_madd_epi16(_mm256_unpacklo_epi8(low, zero), pair));
        at[1] = _mm256_add_epi32(at[1], _mm256_madd_epi16(_mm256_unpackhi_epi8(low, zero), pair));
        at[2] = _mm256_add_epi32(at[2], _mm256_madd_epi16(_mm256_unpacklo_epi8(high, zero), pair));
        at[3] = _mm256_add_epi32(at[3], _mm256_madd_epi16(_mm256_unpackhi_epi8(high, zero), pair));
    }
}

AVX2 static void down_avx2(
    const uint8_t *const *rows, const int16_t *weights, int count, int from, int to, int16_t *middle) {
    for (int x = from; x < to; x += 64) {
        __m256i sums[8];
        for (int i = 0; i < 8; i++) sums[i] = _mm256_set1_epi32(1 << (DOWN_SHIFT - 1));
        int row = 0;
        for (; row + 1 < count; row += 2) {
            const int pair = (int)((uint32_t)(uint16_t)weights[row] | (uint32_t)(uint16_t)weights[row + 1] << 16);
            add_pair(sums, rows[row] + x, rows[row + 1] + x, _mm256_set1_epi32(pair));
        }
        if (row < count) add_pair(sums, rows[row] + x, rows[row] + x, _mm256_set1_epi32((uint16_t)weights[row]));
        // Unpacking and packing both work within halves of a register, so that the order comes out right.
        for (int i = 0; i < 8; i += 2) {
            const __m256i a = _mm256_srai_epi32(sums[i], DOWN_SHIFT), b = _mm256_srai_epi32(sums[i + 1], DOWN_SHIFT);
            sums[i / 2] = _mm256_packs_epi32(a, b);
        }
        // sums[0]: columns 0–7 and 16–23, sums[1]: 8–15 and 24–31 of each half of 32.
        for (int half = 0; half < 2; half++) {
            const __m256i a = sums[2 * half], b = sums[2 * half + 1];
            __m256i *out = (__m256i *)(middle + x + 32 * half);
            _mm256_storeu_si256(out, _mm256_permute2x128_si256(a, b, 0x20));
            _mm256_storeu_si256(out + 1, _mm256_permute2x128_si256(a, b, 0x31));
        }
    }
}

/// The products of one window, eight partial sums.
AVX2 static inline __m256i window_sum(const int16_t *middle, const int16_t *weights, int window) {
    __m256i sum = _mm256_setzero_si256();
    int k = 0;
    for (; k + 16 <= window; k += 16) {
        const __m256i samples = _mm256_loadu_si256((const __m256i *)(middle + k));
        const __m256i by = _mm256_loadu_si256((const __m256i *)(weights + k));
        sum = _mm256_add_epi32(sum, _mm256_madd_epi16(samples, by));
    }
    if (k < window) {
        const __m128i samples = _mm_loadu_si128((const __m128i *)(middle + k));
        const __m128i by = _mm_loadu_si128((const __m128i *)(weights + k));
        sum = _mm256_add_epi32(sum, _mm256_zextsi128_si256(_mm_madd_epi16(samples, by)));
    }
    return sum;
}

AVX2 static void across_avx2(
    const int16_t *middle, const int *first, const int16_t *weights, int window, int count, int rounding,
    uint8_t *target) {
    const size_t step = (size_t)window;
    const __m128i bias = _mm_set1_epi32(rounding);
    int i = 0;
    for (; i + 4 <= count; i += 4, weights += 4 * step) {
        const __m256i a = window_sum(middle + first[i], weights, window);
        const __m256i b = window_sum(middle + first[i + 1], weights + step, window);
        const __m256i c = window_sum(middle + first[i + 2], weights + 2 * step, window);
        const __m256i d = window_sum(middle + first[i + 3], weights + 3 * step, window);
        const __m256i all = _mm256_hadd_epi32(_mm256_hadd_epi32(a, b), _mm256_hadd_epi32(c, d));
        __m128i sums = _mm_add_epi32(_mm256_castsi256_si128(all), _mm256_extracti128_si256(all, 1));
        sums = _mm_srai_epi32(_mm_add_epi32(sums, bias), ACROSS_SHIFT);
        const __m128i words = _mm_packs_epi32(sums, sums);
        const int bytes = _mm_cvtsi128_si32(_mm_packus_epi16(words, words));
        __builtin_memcpy(target + i, &bytes, 4);
    }
    across_plain(middle, first + i, weights, window, count - i, rounding, target + i);
}
#endif

SRLoops sr_loops(SRLoopKind kind) {
#if defined(__x86_64__)
    if (kind == SR_LOOPS_FASTEST && __builtin_cpu_supports("avx2")) return (SRLoops){down_avx2, across_avx2};
#endif
    (void)kind;
    return (SRLoops){down_plain, across_plain};
}
