/// From filtered rows to rows of 8-bit samples.
#ifndef C_PNG_ROWS_H
#define C_PNG_ROWS_H

#include "header.h"

/// Bytes before and after a row that the functions here may read, and after a row that they may write.
enum { CPNG_ROW_MARGIN = 16 };

/// Undoes a filter (PNG 1.2, section 6): `row` from `filtered` and the row `above`, `count` bytes each. `pixel_bytes`
/// is 1…4. The margin before `row` and `above` holds zeros.
CPNGResult cpng_unfilter(
    int filter, const uint8_t *filtered, const uint8_t *above, uint8_t *row, size_t count, int pixel_bytes);

/// Bytes of a stored row.
size_t cpng_stored_row_bytes(const CPNGHeader *header);

/// Bytes of a stored pixel, at least 1 ("bpp" in section 6.3).
int cpng_stored_pixel_bytes(const CPNGHeader *header);

/// Whether stored rows are given as they are.
bool cpng_is_stored_as_given(const CPNGHeader *header, const CPNGColours *colours);

/// `given`, width × channels bytes and the margin, from a `stored` row.
void cpng_expand(const CPNGHeader *header, const CPNGColours *colours, const uint8_t *stored, uint8_t *given);

#endif
