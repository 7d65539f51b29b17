/// Calls that compute pixels from pixels: arithmetic, filters, compositing, resampling, measuring. See `CVipsShim.h`
/// for the rules of all calls.
#ifndef C_VIPS_PIXELS_H
#define C_VIPS_PIXELS_H

#include "CVipsImage.h"

// --- Bands and arithmetic ------------------------------------------------------------------------------------------

/// `count` bands from `first` on.
int sw_bands_from(SWImage *_Nonnull image, int first, int count, SW_OUT);
/// The bands of `image`, then those of `more`.
int sw_with_bands(SWImage *_Nonnull image, SWImage *_Nonnull more, SW_OUT);
/// One more band of the value `value`.
int sw_with_constant_band(SWImage *_Nonnull image, double value, SW_OUT);
/// Each band times its factor plus its term, as floating point; `count` is 1 or the number of bands.
int sw_linear(SWImage *_Nonnull image, const double *_Nonnull factors, const double *_Nonnull terms, int count, SW_OUT);
/// Sums and products of two images of one size, as floating point; an image of one band goes with any number of them.
int sw_add(SWImage *_Nonnull image, SWImage *_Nonnull other, SW_OUT);
int sw_multiply(SWImage *_Nonnull image, SWImage *_Nonnull other, SW_OUT);
/// `matrix`, `rows` × bands row by row, times the bands of each pixel, as floating point.
int sw_recombine(SWImage *_Nonnull image, const double *_Nonnull matrix, int rows, SW_OUT);
/// The entry of `table` (256 × `bands` doubles) for each sample of an 8-bit image of one band, as floating point.
int sw_look_up(SWImage *_Nonnull image, const double *_Nonnull table, int bands, SW_OUT);
/// Rounded half to even and clipped to the sample type of `like`, to 8 or to 16 bits.
int sw_cast_like(SWImage *_Nonnull image, const SWImage *_Nonnull like, SW_OUT);
int sw_round_8bit(SWImage *_Nonnull image, SW_OUT);
int sw_round_16bit(SWImage *_Nonnull image, SW_OUT);
/// One band of `across`·x + `down`·y + `start`, x and y from 0 at the top left pixel, as floating point.
int sw_ramp(int width, int height, double across, double down, double start, SW_OUT);
/// The same samples, meant as 8-bit sRGB.
int sw_as_srgb(SWImage *_Nonnull image, SW_OUT);

// --- Filters -------------------------------------------------------------------------------------------------------

/// Gauss, with a mask that ends where it falls below `least` of its middle; edges are continued by their pixels.
int sw_blur(SWImage *_Nonnull image, double sigma, double least, SW_OUT);
/// libvips' sharpening of lightness, `sigma` at most 10; 8 bit.
int sw_sharpen(SWImage *_Nonnull image, double sigma, SW_OUT);
/// The mean of each block of whole pixels; sides must be multiples of the block's.
int sw_shrink_blocks(SWImage *_Nonnull image, int across, int down, SW_OUT);
/// Each pixel repeated.
int sw_repeat_pixels(SWImage *_Nonnull image, int across, int down, SW_OUT);

// --- Canvas and compositing ----------------------------------------------------------------------------------------

/// On a canvas, with `background` (a value a band) around.
int sw_embed(
    SWImage *_Nonnull image, int left, int top, int width, int height, const double *_Nonnull background, int count,
    SW_OUT);
/// On a canvas from the top left corner, the rest filled by mirroring.
int sw_embed_mirrored(SWImage *_Nonnull image, int width, int height, SW_OUT);
/// All pixels of the value `colour` (a value a band); the size and meaning of `like`.
int sw_constant_like(const SWImage *_Nonnull like, const double *_Nonnull colour, int count, SW_OUT);
/// The whole image again and again.
int sw_replicate(SWImage *_Nonnull image, int across, int down, SW_OUT);
/// `part` in place of the pixels of `image` below it.
int sw_insert(SWImage *_Nonnull image, SWImage *_Nonnull part, int left, int top, SW_OUT);
/// `overlay` over `image`, both straight alpha; the overlay may hang over any edge.
int sw_composite(SWImage *_Nonnull image, SWImage *_Nonnull overlay, int left, int top, SW_OUT);

// --- Resampling ----------------------------------------------------------------------------------------------------

typedef enum { SW_KERNEL_NEAREST, SW_KERNEL_LINEAR, SW_KERNEL_CUBIC, SW_KERNEL_LANCZOS2, SW_KERNEL_LANCZOS3 } SWKernel;

/// With antialiasing when shrinking (but for `SW_KERNEL_NEAREST`); around the middles of pixels.
int sw_resize_by(SWImage *_Nonnull image, double horizontal, double vertical, SWKernel kernel, SW_OUT);

// --- Measuring: reads all pixels -----------------------------------------------------------------------------------

/// The box around everything that differs from `background` by more than `threshold` in a band; 0 × 0 if nothing does.
int sw_find_trim(
    SWImage *_Nonnull image, double threshold, const double *_Nonnull background, int count, int *_Nonnull left,
    int *_Nonnull top, int *_Nonnull width, int *_Nonnull height);
/// The samples of one pixel; returns the number of bands, or -1. At most `capacity` are written.
int sw_pixel(SWImage *_Nonnull image, int x, int y, double *_Nonnull samples, int capacity);
/// Where a crop of that size shows what draws the eye: edges, skin, saturated colours.
int sw_attention_crop(SWImage *_Nonnull image, int width, int height, int *_Nonnull left, int *_Nonnull top);

#endif
