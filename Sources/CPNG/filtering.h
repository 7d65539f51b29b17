/// Filters of rows that are written.
#ifndef C_PNG_FILTERING_H
#define C_PNG_FILTERING_H

#include "result.h"

/// Filters the rows of one picture from the top, in parts of any size.
typedef struct {
    /// The row in work and the one above, with zeros before them.
    uint8_t *space, *row, *above;
    size_t row_bytes, pixel_bytes;
} CPNGFiltering;

/// `pixel_bytes` is the bytes of a pixel, at least 1: the distance to the byte on its left that a byte is compared
/// with. False when there is no memory; closed in either case.
bool cpng_filtering_open(CPNGFiltering *filtering, size_t row_bytes, size_t pixel_bytes);

void cpng_filtering_close(CPNGFiltering *filtering);

/// The next `count` rows, each filtered so that the sum of its absolute values is smallest (PNG 1.2, section 9.6). Both
/// `rows` and `filtered` have a byte before each row: the filter's number, which is not read.
void cpng_filter_rows(CPNGFiltering *filtering, const uint8_t *rows, size_t count, uint8_t *filtered);

#endif
