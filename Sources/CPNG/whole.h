/// Pictures that are held whole before they are written, so that the smallest form of several can be taken.
#ifndef C_PNG_WHOLE_H
#define C_PNG_WHOLE_H

#include "reduction.h"

typedef struct {
    uint32_t width, height, rows_added;
    int channels;
    /// A zero byte (the filter none) before each row.
    uint8_t *rows;
    CPNGCensus census;
} CPNGWhole;

/// NULL when there is no memory. Freed with `cpng_whole_free`.
CPNGWhole *cpng_whole_new(uint32_t width, uint32_t height, int channels);

void cpng_whole_add(CPNGWhole *whole, const uint8_t *row);

/// Writes the whole file. The rows are gone afterwards.
CPNGResult cpng_whole_finish(CPNGWhole *whole, const CPNGMetadata *metadata, CPNGOutput *output);

/// What the calls here allocate at most, with the file.
size_t cpng_whole_bytes(uint32_t width, uint32_t height, int channels);

void cpng_whole_free(CPNGWhole *whole);

#endif
