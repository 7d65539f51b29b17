#include "frame.h"

enum {
    /// Bits that a code may have, or a value.
    ENOUGH = 16,
    ZERO_RUN = 15
};

static inline void refill(PJBits *bits) {
    if (bits->count < ENOUGH) pj_refill(bits);
}

/// The next difference of two means.
static inline int difference(PJBits *bits, const PJHuffman *codes) {
    refill(bits);
    const PJCode code = pj_look(bits, codes);
    if (code.value) {
        pj_skip(bits, code.bits);
        return code.value;
    }
    const int size = pj_symbol(bits, codes) & 15;
    refill(bits);
    return pj_value(bits, size);
}

int pj_sequential_block(PJScan *scan, int component, int16_t *block) {
    const PJHuffman *codes = scan->ac[component];
    // In registers while the block lasts.
    PJBits bits = scan->bits;
    scan->predictor[component] += (uint32_t)difference(&bits, scan->dc[component]);
    block[0] = (int16_t)scan->predictor[component];
    int last = 0;
    for (int k = 1; k < PJ_BLOCK; k++) {
        refill(&bits);
        const PJCode code = pj_look(&bits, codes);
        if (code.value) {
            pj_skip(&bits, code.bits);
            k += code.symbol >> 4;
            block[pj_places[k]] = code.value;
            last = k;
            continue;
        }
        const int symbol = pj_symbol(&bits, codes), size = symbol & 15;
        k += symbol >> 4;
        if (size == 0) {
            if (symbol >> 4 != ZERO_RUN) break;
            continue;
        }
        refill(&bits);
        block[pj_places[k]] = (int16_t)pj_value(&bits, size);
        last = k;
    }
    scan->bits = bits;
    return last < PJ_BLOCK ? last : PJ_BLOCK - 1;
}

static void first_means(PJScan *scan, int component, int16_t *block, uint64_t *present) {
    scan->predictor[component] += (uint32_t)difference(&scan->bits, scan->dc[component]);
    block[0] = (int16_t)(scan->predictor[component] << scan->low);
    *present |= 1;
}

/// Where no scan with the means came before, they begin here.
static void finer_means(PJScan *scan, int16_t *block, uint64_t *present) {
    refill(&scan->bits);
    if (!pj_take(&scan->bits, 1)) return;
    block[0] |= (int16_t)(1 << scan->low);
    *present |= 1;
}

/// Blocks, this one included, that have no more coefficients.
static int read_run(PJBits *bits, int size) {
    refill(bits);
    return (1 << size) + (size ? (int)pj_take(bits, size) : 0);
}

static void first_others(PJScan *scan, int16_t *block, uint64_t *present) {
    if (scan->run > 0) {
        scan->run--;
        return;
    }
    const PJHuffman *codes = scan->ac[0];
    const int low = scan->low;
    PJBits bits = scan->bits;
    uint64_t found = *present;
    for (int k = scan->from; k <= scan->to; k++) {
        refill(&bits);
        const PJCode code = pj_look(&bits, codes);
        if (code.value) {
            pj_skip(&bits, code.bits);
            k += code.symbol >> 4;
            const int place = k < PJ_BLOCK ? k : PJ_BLOCK - 1;
            block[pj_places[place]] = (int16_t)((uint32_t)code.value << low);
            found |= 1ull << place;
            continue;
        }
        const int symbol = pj_symbol(&bits, codes), size = symbol & 15;
        if (size == 0 && symbol >> 4 != ZERO_RUN) {
            scan->run = read_run(&bits, symbol >> 4) - 1;
            break;
        }
        k += symbol >> 4;
        if (size == 0) continue;
        refill(&bits);
        const int place = k < PJ_BLOCK ? k : PJ_BLOCK - 1;
        block[pj_places[place]] = (int16_t)((uint32_t)pj_value(&bits, size) << low);
        found |= 1ull << place;
    }
    *present = found;
    scan->bits = bits;
}

/// One bit more for a coefficient that is there. Without branches: half of these bits are 1, in no order.
static inline void refine(PJBits *bits, int16_t *value, int low) {
    refill(bits);
    // Nothing where the bit is set already.
    const int more = (int)(pj_take(bits, 1) << low) & ~*value, sign = *value >> 15;
    *value = (int16_t)(*value + ((more ^ sign) - sign));
}

/// Refines all coefficients of `places`.
static inline void refine_all(PJBits *bits, int16_t *block, uint64_t places, int low) {
    for (; places; places &= places - 1) refine(bits, &block[pj_places[__builtin_ctzll(places)]], low);
}

/// Places from `k` on.
static inline uint64_t onward(uint64_t places, int k) { return k < PJ_BLOCK ? places & ~0ull << k : 0; }

/// Passes over `zeros` coefficients that are not there, and refines those that are, up to the place behind; returns
/// that place, or one past `to`.
static inline int pass(PJBits *bits, int16_t *block, uint64_t present, int k, int zeros, int to, int low) {
    for (;;) {
        const uint64_t rest = onward(present, k);
        const int next = rest ? __builtin_ctzll(rest) : PJ_BLOCK;
        if (zeros < next - k) return k + zeros;
        zeros -= next - k;
        if (next > to) return to + 1;
        refine(bits, &block[pj_places[next]], low);
        k = next + 1;
    }
}

/// Values that were 0 up to now, and further bits of the others (T.81, G.1.2.3). `present` tells which those are, so
/// that zeros cost nothing.
static void finer_others(PJScan *scan, int16_t *block, uint64_t *present) {
    const uint64_t before = *present & (~0ull >> (PJ_BLOCK - 1 - scan->to));
    int k = scan->from;
    if (scan->run > 0 && !onward(before, k)) {
        scan->run--;
        return;
    }
    PJBits bits = scan->bits;
    while (scan->run == 0 && k <= scan->to) {
        refill(&bits);
        const int symbol = pj_symbol(&bits, scan->ac[0]), size = symbol & 15;
        if (size == 0 && symbol >> 4 != ZERO_RUN) {
            scan->run = read_run(&bits, symbol >> 4);
            break;
        }
        // A value is 1 or -1; anything else is damage, and taken as that.
        refill(&bits);
        const int sign = size ? (int)pj_take(&bits, 1) : 0;
        k = pass(&bits, block, before, k, symbol >> 4, scan->to, scan->low);
        if (size && k <= scan->to) {
            block[pj_places[k]] = (int16_t)(sign ? 1 << scan->low : -(1 << scan->low));
            *present |= 1ull << k;
        }
        k++;
    }
    if (scan->run > 0) {
        refine_all(&bits, block, onward(before, k), scan->low);
        scan->run--;
    }
    scan->bits = bits;
}

void pj_progressive_block(PJScan *scan, int component, int16_t *block, uint64_t *present) {
    if (scan->from == 0) {
        if (scan->high) return finer_means(scan, block, present);
        return first_means(scan, component, block, present);
    }
    if (scan->high) return finer_others(scan, block, present);
    first_others(scan, block, present);
}
