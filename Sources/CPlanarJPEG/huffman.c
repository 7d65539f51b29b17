#include "huffman.h"

/// All looks that begin with `code`, which has `length` bits.
static void fill(PJHuffman *table, uint32_t code, int length, uint8_t symbol) {
    const int size = symbol & 15, rest = PJ_FAST_BITS - length;
    for (uint32_t tail = 0; tail < 1u << rest; tail++) {
        PJCode *entry = &table->fast[(code << rest) + tail];
        *entry = (PJCode){0, symbol, (uint8_t)length};
        if (size == 0 || size > rest) continue;
        const int value = (int)(tail >> (rest - size));
        entry->value = (int16_t)(value < 1 << (size - 1) ? value - (1 << size) + 1 : value);
        entry->bits = (uint8_t)(length + size);
    }
}

bool pj_huffman_make(const uint8_t *bytes, size_t count, int largest, PJHuffman *table) {
    memset(table, 0, sizeof *table);
    if (count < PJ_LEAST_TABLE) return false;
    size_t total = 0;
    for (int length = 1; length <= PJ_LONGEST_CODE; length++) total += bytes[length - 1];
    if (total > sizeof table->symbols || count < PJ_LEAST_TABLE + total) return false;
    memcpy(table->symbols, bytes + PJ_LEAST_TABLE, total);
    for (size_t i = 0; i < total; i++)
        if (table->symbols[i] > largest) return false;
    uint32_t code = 0;
    int32_t next = 0;
    for (int length = 1; length <= PJ_LONGEST_CODE; length++, code <<= 1) {
        table->begin[length] = next - (int32_t)code;
        for (int i = 0; i < bytes[length - 1]; i++, code++, next++) {
            // A code of only 1-bits is not allowed (annex C).
            if (code + 1 >= 1u << length) return false;
            if (length <= PJ_FAST_BITS) fill(table, code, length, table->symbols[next]);
        }
        table->limit[length] = code << (PJ_LONGEST_CODE - length);
    }
    table->limit[PJ_LONGEST_CODE + 1] = UINT32_MAX;
    return true;
}

int pj_long_symbol(PJBits *bits, const PJHuffman *table) {
    const uint32_t next = (uint32_t)(bits->bits >> 48);
    int length = PJ_FAST_BITS + 1;
    while (next >= table->limit[length]) length++;
    if (length > PJ_LONGEST_CODE) {
        pj_skip(bits, PJ_LONGEST_CODE);
        return 0;
    }
    pj_skip(bits, length);
    return table->symbols[table->begin[length] + (int32_t)(next >> (PJ_LONGEST_CODE - length))];
}
