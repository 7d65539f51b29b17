/// Huffman tables (T.81, annex C and F.2.2.3), optimised for speed: mostly, one look-up yields a code and the value
/// after it.
#ifndef C_PLANAR_JPEG_HUFFMAN_H
#define C_PLANAR_JPEG_HUFFMAN_H

#include "bits.h"

enum {
    PJ_FAST_BITS = 10,
    PJ_LONGEST_CODE = 16,
    /// Counts of codes by length, and up to 256 symbols (ITU-T T.81, B.2.4.2).
    PJ_LEAST_TABLE = 16
};

/// What the next PJ_FAST_BITS bits are.
typedef struct {
    /// The value after the code, when all of it is in these bits; else 0, and the value still has to be read.
    int16_t value;
    /// Zeros before the value (upper half) and the value's bits (lower half).
    uint8_t symbol;
    /// Bits of the code, and of the value if that is there; 0 for a longer code.
    uint8_t bits;
} PJCode;

typedef struct {
    PJCode fast[1 << PJ_FAST_BITS];
    /// For codes of each length: the first 16 bits that are past all of them, and where their symbols begin.
    uint32_t limit[PJ_LONGEST_CODE + 2];
    int32_t begin[PJ_LONGEST_CODE + 1];
    uint8_t symbols[256];
} PJHuffman;

/// Makes a table from `bytes`, as they are in the file: 16 counts (BITS), then the symbols (HUFFVAL). False when that
/// is not a valid table, or has a symbol above `largest`.
bool pj_huffman_make(const uint8_t *bytes, size_t count, int largest, PJHuffman *table);

/// The symbol of a code longer than PJ_FAST_BITS (DECODE, F.2.2.3); 0 for bits that are not a code, as in libjpeg.
int pj_long_symbol(PJBits *bits, const PJHuffman *table);

static inline PJCode pj_look(const PJBits *bits, const PJHuffman *table) {
    return table->fast[bits->bits >> (64 - PJ_FAST_BITS)];
}

/// The next symbol alone, without the value after it. 16 bits must be there.
static inline int pj_symbol(PJBits *bits, const PJHuffman *table) {
    const PJCode code = pj_look(bits, table);
    if (code.bits == 0) return pj_long_symbol(bits, table);
    pj_skip(bits, code.value ? code.bits - (code.symbol & 15) : code.bits);
    return code.symbol;
}

/// A value of `size` bits, 0 to 15 (RECEIVE, F.2.2.4, and EXTEND, F.2.2.1: what begins with a 0 is negative).
static inline int pj_value(PJBits *bits, int size) {
    if (size == 0) return 0;
    const int value = (int)pj_take(bits, size);
    return value < 1 << (size - 1) ? value - (1 << size) + 1 : value;
}

#endif
