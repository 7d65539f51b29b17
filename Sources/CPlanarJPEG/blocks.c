#include "frame.h"

enum {
    /// Bits that a code may have, or a value.
    NEEDED_BITS = 16,
    /// The run length of the symbol ZRL, which stands for 16 zeros; other symbols without a value are EOBn (G.1.2.2).
    ZRL_RUN = 15
};

static inline void refill(PJBits *bits) {
    if (bits->count < NEEDED_BITS) pj_refill(bits);
}

/// DIFF, a block's DC coefficient less the one before (F.2.2.1).
static inline int dc_difference(PJBits *bits, const PJHuffman *table) {
    refill(bits);
    const PJCode code = pj_look(bits, table);
    if (code.value) {
        pj_skip(bits, code.bits);
        return code.value;
    }
    const int size = pj_symbol(bits, table) & 15;
    refill(bits);
    return pj_value(bits, size);
}

int pj_sequential_block(PJScan *scan, int component, int16_t *block) {
    const PJHuffman *table = scan->ac[component];
    // In registers while the block lasts.
    PJBits bits = scan->bits;
    scan->predictor[component] += (uint32_t)dc_difference(&bits, scan->dc[component]);
    block[0] = (int16_t)scan->predictor[component];
    int last = 0;
    for (int k = 1; k < PJ_BLOCK; k++) {
        refill(&bits);
        const PJCode code = pj_look(&bits, table);
        if (code.value) {
            pj_skip(&bits, code.bits);
            k += code.symbol >> 4;
            block[pj_natural_order[k]] = code.value;
            last = k;
            continue;
        }
        const int symbol = pj_symbol(&bits, table), size = symbol & 15;
        k += symbol >> 4;
        if (size == 0) {
            if (symbol >> 4 != ZRL_RUN) break;
            continue;
        }
        refill(&bits);
        block[pj_natural_order[k]] = (int16_t)pj_value(&bits, size);
        last = k;
    }
    scan->bits = bits;
    return last < PJ_BLOCK ? last : PJ_BLOCK - 1;
}

/// The first scan of DC coefficients (G.1.2.1).
static void dc_first(PJScan *scan, int component, int16_t *block, uint64_t *present) {
    scan->predictor[component] += (uint32_t)dc_difference(&scan->bits, scan->dc[component]);
    block[0] = (int16_t)(scan->predictor[component] << scan->al);
    *present |= 1;
}

/// One bit more of DC coefficients (G.1.2.1). Where no first scan came before, they begin here.
static void dc_refine(PJScan *scan, int16_t *block, uint64_t *present) {
    refill(&scan->bits);
    if (!pj_take(&scan->bits, 1)) return;
    block[0] |= (int16_t)(1 << scan->al);
    *present |= 1;
}

/// EOBRUN: blocks, this one included, that have no more coefficients (G.1.2.2).
static int read_eob_run(PJBits *bits, int size) {
    refill(bits);
    return (1 << size) + (size ? (int)pj_take(bits, size) : 0);
}

/// The first scan of a band of AC coefficients (G.1.2.2).
static void ac_first(PJScan *scan, int16_t *block, uint64_t *present) {
    if (scan->eob_run > 0) {
        scan->eob_run--;
        return;
    }
    const PJHuffman *table = scan->ac[0];
    const int al = scan->al;
    PJBits bits = scan->bits;
    uint64_t found = *present;
    for (int k = scan->ss; k <= scan->se; k++) {
        refill(&bits);
        const PJCode code = pj_look(&bits, table);
        if (code.value) {
            pj_skip(&bits, code.bits);
            k += code.symbol >> 4;
            const int at = k < PJ_BLOCK ? k : PJ_BLOCK - 1;
            block[pj_natural_order[at]] = (int16_t)((uint32_t)code.value << al);
            found |= 1ull << at;
            continue;
        }
        const int symbol = pj_symbol(&bits, table), size = symbol & 15;
        if (size == 0 && symbol >> 4 != ZRL_RUN) {
            scan->eob_run = read_eob_run(&bits, symbol >> 4) - 1;
            break;
        }
        k += symbol >> 4;
        if (size == 0) continue;
        refill(&bits);
        const int at = k < PJ_BLOCK ? k : PJ_BLOCK - 1;
        block[pj_natural_order[at]] = (int16_t)((uint32_t)pj_value(&bits, size) << al);
        found |= 1ull << at;
    }
    *present = found;
    scan->bits = bits;
}

/// One bit more for a coefficient that is there. Without branches: half of these bits are 1, in no order.
static inline void refine(PJBits *bits, int16_t *value, int al) {
    refill(bits);
    // Nothing where the bit is set already.
    const int more = (int)(pj_take(bits, 1) << al) & ~*value, sign = *value >> 15;
    *value = (int16_t)(*value + ((more ^ sign) - sign));
}

/// Refines all coefficients of `present`.
static inline void refine_all(PJBits *bits, int16_t *block, uint64_t present, int al) {
    for (; present; present &= present - 1) refine(bits, &block[pj_natural_order[__builtin_ctzll(present)]], al);
}

/// Those of `present` from `k` on.
static inline uint64_t onward(uint64_t present, int k) { return k < PJ_BLOCK ? present & ~0ull << k : 0; }

/// Skips `zeros` coefficients of value 0 from `k` on, and refines the others on the way; returns the index
/// after, or one past `se`.
static inline int skip_zeros(PJBits *bits, int16_t *block, uint64_t present, int k, int zeros, int se, int al) {
    for (;;) {
        const uint64_t rest = onward(present, k);
        const int next = rest ? __builtin_ctzll(rest) : PJ_BLOCK;
        if (zeros < next - k) return k + zeros;
        zeros -= next - k;
        if (next > se) return se + 1;
        refine(bits, &block[pj_natural_order[next]], al);
        k = next + 1;
    }
}

/// One bit more of a band of AC coefficients: values that were 0 up to now, and further bits of the others (G.1.2.3).
/// `present` says which those are, so that zeros cost nothing.
static void ac_refine(PJScan *scan, int16_t *block, uint64_t *present) {
    const uint64_t before = *present & (~0ull >> (PJ_BLOCK - 1 - scan->se));
    int k = scan->ss;
    if (scan->eob_run > 0 && !onward(before, k)) {
        scan->eob_run--;
        return;
    }
    PJBits bits = scan->bits;
    while (scan->eob_run == 0 && k <= scan->se) {
        refill(&bits);
        const int symbol = pj_symbol(&bits, scan->ac[0]), size = symbol & 15;
        if (size == 0 && symbol >> 4 != ZRL_RUN) {
            scan->eob_run = read_eob_run(&bits, symbol >> 4);
            break;
        }
        // A value is 1 or -1; anything else is damage, and taken as that.
        refill(&bits);
        const int sign = size ? (int)pj_take(&bits, 1) : 0;
        k = skip_zeros(&bits, block, before, k, symbol >> 4, scan->se, scan->al);
        if (size && k <= scan->se) {
            block[pj_natural_order[k]] = (int16_t)(sign ? 1 << scan->al : -(1 << scan->al));
            *present |= 1ull << k;
        }
        k++;
    }
    if (scan->eob_run > 0) {
        refine_all(&bits, block, onward(before, k), scan->al);
        scan->eob_run--;
    }
    scan->bits = bits;
}

void pj_progressive_block(PJScan *scan, int component, int16_t *block, uint64_t *present) {
    if (scan->ss == 0) {
        if (scan->ah) return dc_refine(scan, block, present);
        return dc_first(scan, component, block, present);
    }
    if (scan->ah) return ac_refine(scan, block, present);
    ac_first(scan, block, present);
}
