#include "bits.h"

/// Zeros up to a full word.
static void pad_with_zeros(PJBits *bits) {
    bits->missing += 64 - bits->count;
    bits->count = 64;
}

void pj_refill_slowly(PJBits *bits) {
    while (bits->count <= 56) {
        const uint8_t *at = bits->at;
        if (at < bits->end && *at != 0xFF) {
            bits->bits |= (uint64_t)*at << (56 - bits->count);
            bits->count += 8;
            bits->at++;
            continue;
        }
        // 0xFF is stuffed with a zero; more of them before it fill up.
        while (at < bits->end && *at == 0xFF) at++;
        if (at >= bits->end) bits->is_at_end = true;
        if (at >= bits->end || *at != 0) return pad_with_zeros(bits);
        bits->bits |= (uint64_t)0xFF << (56 - bits->count);
        bits->count += 8;
        bits->at = at + 1;
    }
}
