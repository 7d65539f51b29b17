/// Coefficients to samples, at any scale of eighths: dequantisation (T.81, A.3.4), the inverse DCT (A.3.3), and the
/// level shift (A.3.1).
///
/// A block of 8 × 8 coefficients becomes `across` × `down` samples, 1 to 8 each: the inverse transform of that many
/// points over the lowest coefficients, which is the picture without what it could not show at that size. libjpeg's
/// own halves and quarters are means of the whole block's samples instead: they fold what is too fine into what is
/// shown.
#ifndef C_PLANAR_JPEG_TRANSFORM_H
#define C_PLANAR_JPEG_TRANSFORM_H

#include "CPlanarJPEG.h"

/// `coefficients`: 64, column by column, of which those past `last` in zigzag order are 0; `quantisation`: the table to
/// multiply them by. Writes `across` samples at `column` of each of the first `down` of `rows`, and may write up to 7
/// samples past them.
typedef void (*PJTransform)(
    const int16_t *coefficients, const uint16_t *quantisation, int last, int across, int down, uint8_t *const *rows,
    size_t column);

/// The one for this processor and `loops`.
PJTransform pj_transform(PJLoops loops);

enum {
    /// Bits below 1 of the transform's weights.
    PJ_WEIGHT_BITS = 13,
    /// Bits below one level between the two directions.
    PJ_MIDDLE_BITS = 3,
    /// Rows and columns are each too large by √8.
    PJ_FIRST_SHIFT = PJ_WEIGHT_BITS - PJ_MIDDLE_BITS,
    PJ_SECOND_SHIFT = PJ_WEIGHT_BITS + PJ_MIDDLE_BITS + 3,
    /// Up to this index in zigzag order, all coefficients are among the lowest 4 × 4.
    PJ_LAST_OF_LOWEST = 9
};

/// √2 · cos((2i + 1) · kπ / 2n) for sample i of n and coefficient k, 1 for k = 0; in units of 2^-PJ_WEIGHT_BITS. Pairs
/// are (0, 2), (4, 6), (1, 3), (5, 7): even ones are the same for the sample on the other side, odd ones its negative.
/// Coefficients from n on count nothing.
typedef struct {
    int16_t pairs[4][4][2];
} PJWeights;

extern const PJWeights pj_weights[9];

#endif
