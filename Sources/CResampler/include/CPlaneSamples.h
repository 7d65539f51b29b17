/// Between pixels, whose samples lie side by side, and planes of 8-bit samples, a row at a time.
///
/// Colours of planes with alpha are weighted by it (premultiplied); alpha of pixels is straight. Rows of planes have
/// room for up to 63 samples past their width, which may be read and written and mean nothing.
#ifndef C_PLANE_SAMPLES_H
#define C_PLANE_SAMPLES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PS_PLANES = 4 };

/// `width` pixels of 1 (grey), 2 (grey, alpha), 3 (RGB) or 4 (RGBA) samples become as many rows of planes.
void ps_split(
    const uint8_t *_Nonnull pixels, int width, int channels, uint8_t *_Nullable const planes[_Nonnull PS_PLANES]);

/// The reverse of `ps_split`. Where alpha is 0, colours are 0.
void ps_join(
    const uint8_t *_Nullable const planes[_Nonnull PS_PLANES], int width, int channels, uint8_t *_Nonnull pixels);

/// Luma and colour differences of BT.601, in full (JFIF) or limited range (WebP), become RGB pixels, each sample held
/// between 0 and 255.
void ps_join_differences(
    const uint8_t *_Nullable const planes[_Nonnull PS_PLANES], int width, bool is_limited, uint8_t *_Nonnull pixels);

/// The colour differences of BT.601 (Cb and Cr, in full range) of `width` pixels of 3 (RGB) or 4 (RGBA) samples.
void ps_differences(
    const uint8_t *_Nonnull pixels, int width, int channels, uint8_t *_Nonnull blue, uint8_t *_Nonnull red);

enum { PS_LEVELS = 256 };

/// Adds all blocks of 2 × 2 samples of two rows, which overlap, to `counts`: each by the greatest difference between two of its
/// samples.
void ps_count_differences(
    const uint8_t *_Nonnull upper, const uint8_t *_Nonnull lower, int width, uint32_t counts[_Nonnull PS_LEVELS]);

#endif
