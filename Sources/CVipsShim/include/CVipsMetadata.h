/// Calls on what an image says besides its pixels. See `CVipsShim.h` for the rules of all calls. The results share
/// pixels with their inputs.
#ifndef C_VIPS_METADATA_H
#define C_VIPS_METADATA_H

#include "CVipsImage.h"

/// Without EXIF, XMP, IPTC, profile, orientation and comments.
int sw_without_metadata(SWImage *_Nonnull image, SW_OUT);
/// Without the profile.
int sw_without_profile(SWImage *_Nonnull image, SW_OUT);
/// Without what is said of pages or frames: one picture of all rows.
int sw_without_pages(SWImage *_Nonnull image, SW_OUT);
/// Without the orientation and the small picture in EXIF, which no longer hold for changed pixels.
int sw_without_stale_metadata(SWImage *_Nonnull image, SW_OUT);
/// With a block of EXIF that has no entry, in place of the one that there was.
int sw_with_empty_exif(SWImage *_Nonnull image, SW_OUT);
/// With this block of EXIF in place of the one that there was.
int sw_with_exif(SWImage *_Nonnull image, const void *_Nonnull block, size_t length, SW_OUT);
/// With a text in EXIF's first directory, ASCII; `name` as EXIF has it, such as `Artist`.
int sw_with_exif_text(SWImage *_Nonnull image, const char *_Nonnull name, const char *_Nonnull text, SW_OUT);
/// Pixels per millimetre; 1 when the file says nothing.
double sw_density(const SWImage *_Nonnull image);
/// With pixels per millimetre.
int sw_with_density(SWImage *_Nonnull image, double per_millimetre, SW_OUT);
/// With these bytes as its profile.
int sw_with_profile(SWImage *_Nonnull image, const void *_Nonnull profile, size_t length, SW_OUT);
/// 8-bit (`depth` 8) or 16-bit sRGB converted to the colours of `profile`, which the result has.
int sw_srgb_to_profile(SWImage *_Nonnull image, const void *_Nonnull profile, size_t length, int depth, SW_OUT);
/// Bytes of EXIF, borrowed from the image; NULL when there is none.
const void *_Nullable sw_exif(const SWImage *_Nonnull image, size_t *_Nonnull length);
/// Whether the image owns the bytes of all its blobs, or shares them with others that do. True of whatever these calls
/// give; for tests.
bool sw_owns_blobs(const SWImage *_Nonnull image);

#endif
