/// The bits of a scan's entropy-coded segments (T.81, F.1.2.3): a word of them at a time, stuffed bytes removed.
#ifndef C_PLANAR_JPEG_BITS_H
#define C_PLANAR_JPEG_BITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct {
    const uint8_t *at, *end;
    /// The next bits, from the top.
    uint64_t bits;
    /// How many of `bits` there are.
    int count;
    /// How many of them, at the bottom, are zeros in place of bits that the scan does not have.
    int missing;
    /// Whether the scan ends where the file does, not at a marker. That alone is not damage: the last bits may be
    /// there.
    bool is_at_end;
} PJBits;

/// Bytes one by one, up to a marker; then zeros.
void pj_refill_slowly(PJBits *bits);

static inline void pj_bits_start(PJBits *bits, const uint8_t *at, const uint8_t *end) {
    *bits = (PJBits){.at = at, .end = end};
}

/// Makes sure that at least 57 bits are there; for fewer than 57.
static inline void pj_refill(PJBits *bits) {
    if (bits->end - bits->at >= 8) {
        uint64_t word;
        memcpy(&word, bits->at, sizeof word);
        // No byte is 0xFF: none needs a look (the test for a zero byte, of the complement; Mycroft 1987).
        if (!((~word - 0x0101010101010101) & word & 0x8080808080808080)) {
            const int bytes = (63 - bits->count) >> 3;
            bits->bits |= __builtin_bswap64(word) >> bits->count;
            bits->at += bytes;
            bits->count += 8 * bytes;
            return;
        }
    }
    pj_refill_slowly(bits);
}

static inline void pj_skip(PJBits *bits, int count) {
    bits->bits <<= count;
    bits->count -= count;
}

/// The next `count` bits, 1 to 16, of those that are there.
static inline uint32_t pj_take(PJBits *bits, int count) {
    const uint32_t value = (uint32_t)(bits->bits >> (64 - count));
    pj_skip(bits, count);
    return value;
}

/// Whether bits were used that the scan does not have.
static inline bool pj_is_exhausted(const PJBits *bits) { return bits->count < bits->missing; }

#endif
