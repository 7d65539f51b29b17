/// libvips behind calls of fixed arity on an opaque handle. Calls, no decisions.
///
/// Every function that returns `int` gives 0 when it did what it says, and something else when it did not; an `out`
/// is set only on 0. A new image in `out` belongs to the caller, who gives it back with `sw_image_release`. Inputs are
/// borrowed; an image made from another keeps what it needs of it alive. Images are lazy unless a comment says
/// otherwise: work happens when pixels are asked for, on the calling thread and libvips' workers.
#ifndef C_VIPS_SHIM_H
#define C_VIPS_SHIM_H

#include "CVipsImage.h"
#include "CVipsInterrupt.h"
#include "CVipsLoading.h"
#include "CVipsMetadata.h"
#include "CVipsPixels.h"
#include "CVipsSaving.h"

#include <stdint.h>

// --- The library ---------------------------------------------------------------------------------------------------

/// Starts libvips: one worker thread an operation, no operation cache, untrusted and Magick loaders blocked.
/// Once a process, before every other call.
int sw_start(const char *_Nonnull program_name);
/// Once a process, when nothing of the library is used any more.
void sw_shutdown(void);
/// `major * 10000 + minor * 100 + patch` of the library in use.
int sw_version(void);
/// Frees what libvips keeps for the calling thread. At the end of a thread that used it.
void sw_thread_shutdown(void);
/// Bytes that libvips' own pixel buffers hold now, and held at most since the start.
size_t sw_tracked_bytes(void);
size_t sw_tracked_bytes_peak(void);
/// Copies the library's error text (one buffer for the whole process: threads mix; for logs only), and empties it.
void sw_take_error(char *_Nonnull text, size_t capacity);

/// Empties that text, so that what stands in it later is of what is done later.
void sw_clear_error(void);

// --- Images --------------------------------------------------------------------------------------------------------

void sw_image_release(SWImage *_Nonnull image);
/// One more reference, to be released as well.
void sw_image_retain(SWImage *_Nonnull image);

int sw_width(const SWImage *_Nonnull image);
int sw_height(const SWImage *_Nonnull image);
int sw_bands(const SWImage *_Nonnull image);
/// Bytes of one sample: 1, 2, 4 or 8.
int sw_sample_bytes(const SWImage *_Nonnull image);
bool sw_is_float(const SWImage *_Nonnull image);
bool sw_has_alpha(const SWImage *_Nonnull image);

typedef enum {
    SW_COLOUR_OTHER,
    SW_COLOUR_SRGB,
    SW_COLOUR_GREY,
    SW_COLOUR_RGB16,
    SW_COLOUR_GREY16,
    SW_COLOUR_CMYK,
    SW_COLOUR_LAB,
    SW_COLOUR_SCRGB,
} SWColour;
/// What the samples mean.
SWColour sw_colour(const SWImage *_Nonnull image);

/// The EXIF orientation, 1 when there is none.
int sw_orientation(const SWImage *_Nonnull image);
/// Bits of a palette's index in the file; 0 where it has no palette.
int sw_palette_depth(const SWImage *_Nonnull image);
/// Progressive JPEG or interlaced PNG.
bool sw_is_interlaced(const SWImage *_Nonnull image);
bool sw_has_profile(const SWImage *_Nonnull image);
/// Bytes of the embedded ICC profile, borrowed from the image; NULL when there is none.
const void *_Nullable sw_profile(const SWImage *_Nonnull image, size_t *_Nonnull length);
/// Frames in the file (at least 1), and the height of one frame in an image that holds several, one above another.
int sw_page_count(const SWImage *_Nonnull image);
int sw_page_height(const SWImage *_Nonnull image);
/// Repetitions of an animation, 0 for endless; -1 when the file says nothing.
int sw_loop_count(const SWImage *_Nonnull image);
/// Copies up to `capacity` frame delays in milliseconds; the number of delays that there are.
int sw_delays(const SWImage *_Nonnull image, int *_Nonnull delays, int capacity);

// --- Loading: the bytes are borrowed for as long as any image made from them lives --------------------------------

// What a file says beside its pixels is copied: images in memory made from a loaded one may outlive it and the bytes.

/// What of a file's damage is an error; loaders that don't ask fail on files that are cut.
typedef enum { SW_FAIL_ON_NOTHING, SW_FAIL_ON_CUT } SWFailOn;

/// `shrink` 1, 2, 4 or 8 halves the sides while decoding (DCT scaling).
int sw_load_jpeg(const void *_Nonnull bytes, size_t count, int shrink, SWFailOn fail_on, SW_OUT);
int sw_load_png(const void *_Nonnull bytes, size_t count, SW_OUT);
/// `pages` frames from `page` on; `scale` 0…1 of the sides while decoding (stills only).
int sw_load_webp(const void *_Nonnull bytes, size_t count, int page, int pages, double scale, SW_OUT);
int sw_load_gif(const void *_Nonnull bytes, size_t count, int page, int pages, SWFailOn fail_on, SW_OUT);
int sw_load_tiff(const void *_Nonnull bytes, size_t count, int page, int pages, SW_OUT);
/// `thumbnail`: the small picture that the file carries, where it carries one.
int sw_load_heif(const void *_Nonnull bytes, size_t count, bool thumbnail, SW_OUT);
int sw_load_jxl(const void *_Nonnull bytes, size_t count, SW_OUT);
/// `scale` of the drawing's own size.
int sw_load_svg(const void *_Nonnull bytes, size_t count, double scale, SW_OUT);
/// A copy of 8-bit pixels, rows without padding, bands 1…4 (grey, grey and alpha, RGB, RGBA).
int sw_load_pixels(const void *_Nonnull pixels, size_t count, int width, int height, int bands, SW_OUT);

// --- Operations ----------------------------------------------------------------------------------------------------

/// Decodes and computes everything now, into memory.
int sw_copy_memory(SWImage *_Nonnull image, SW_OUT);
int sw_crop(SWImage *_Nonnull image, int left, int top, int width, int height, SW_OUT);
/// Colour times alpha, as floating point; and back.
int sw_premultiply(SWImage *_Nonnull image, SW_OUT);
int sw_unpremultiply(SWImage *_Nonnull image, SW_OUT);
/// To sRGB of `depth` (8 or 16) bits through the embedded profile (CMYK without one: libvips' own).
int sw_profile_to_srgb(SWImage *_Nonnull image, int depth, SW_OUT);
/// To 8-bit sRGB, or 8-bit grey, by what the samples are declared to mean; and to 16 bits.
int sw_colour_to_srgb(SWImage *_Nonnull image, SW_OUT);
int sw_colour_to_grey(SWImage *_Nonnull image, SW_OUT);
int sw_colour_to_srgb16(SWImage *_Nonnull image, SW_OUT);
/// To linear light, 1 for white, in floating point, of three bands; alpha stays 0…255.
int sw_colour_to_light(SWImage *_Nonnull image, SW_OUT);
int sw_colour_to_grey16(SWImage *_Nonnull image, SW_OUT);
/// The same samples, meant as `colour`.
int sw_meant_as(SWImage *_Nonnull image, SWColour colour, SW_OUT);
/// Transparency over an opaque colour, in levels of the image's own samples.
int sw_flatten(SWImage *_Nonnull image, double red, double green, double blue, SW_OUT);
/// `turns` quarters clockwise, 0…3.
int sw_rotate(SWImage *_Nonnull image, int turns, SW_OUT);
/// Left and right exchanged.
int sw_mirror(SWImage *_Nonnull image, SW_OUT);
/// Images of one size, one above another.
int sw_stack(SWImage *_Nonnull const *_Nonnull images, int count, SW_OUT);
/// A copy of the header that says how the frames (each `page_height` rows) are shown; pixels are shared.
int sw_as_animation(
    SWImage *_Nonnull image, int page_height, const int *_Nullable delays, int delay_count, int loop, SW_OUT);
/// The pixels as they lie in memory, rows without padding; the caller frees them with `sw_bytes_release`.
void *_Nullable sw_copy_pixels(SWImage *_Nonnull image, size_t *_Nonnull count);

#endif
