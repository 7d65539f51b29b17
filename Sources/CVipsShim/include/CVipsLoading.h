/// Loaders besides libvips' own, for kinds of files that it doesn't read or reads wrongly. See `CVipsShim.h` for the
/// rules of all calls; as there, the bytes are borrowed for as long as any image made from them lives. Pixels are
/// decoded as a whole, into memory, when the first are requested.
#ifndef C_VIPS_LOADING_H
#define C_VIPS_LOADING_H

#include "CVipsImage.h"

#include <stddef.h>

/// How the samples of a TIFF file are given.
typedef enum {
    /// As they are stored: 8 bits for up to 8, spread over all values; else 16.
    SW_TIFF_STORED,
    /// The same of CIE L*a*b*, with a* and b* from 0 on: 128 is none.
    SW_TIFF_LAB,
    /// As 8-bit RGB, by libtiff.
    SW_TIFF_RGB,
} SWTIFFSamples;

/// Page `page` of a TIFF file, in stored order, with its profile, orientation and number of pages. What the samples
/// mean is not said. `SW_TIFF_STORED` and `SW_TIFF_LAB` take whole numbers of up to 16 bits, all samples alike, in
/// strips.
int sw_load_tiff_page(const void *_Nonnull bytes, size_t count, int page, SWTIFFSamples samples, SW_OUT);

/// Whether a JPEG XL file says that it is an animation.
bool sw_jxl_is_animated(const void *_Nonnull bytes, size_t count);
/// The first frame of a JPEG XL file, with its profile: grey or RGB, 8 or 16 bits, with or without alpha.
int sw_load_jxl_first(const void *_Nonnull bytes, size_t count, SW_OUT);

#endif
