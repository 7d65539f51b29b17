/// Calls that write image files. See `CVipsShim.h` for the rules of all calls.
#ifndef C_VIPS_SAVING_H
#define C_VIPS_SAVING_H

#include "CVipsImage.h"

#include <stdint.h>

// Each computes everything; the caller gives the bytes back with `sw_bytes_release`. `bare` leaves all metadata out.

#define SW_SAVED void *_Nullable *_Nonnull bytes, size_t *_Nonnull count

/// Whether chroma is halved: by quality (below 90), always, never.
typedef enum { SW_SUBSAMPLE_AUTO, SW_SUBSAMPLE_ON, SW_SUBSAMPLE_OFF } SWSubsample;

typedef enum {
    SW_WEBP_DEFAULT,
    SW_WEBP_PICTURE,
    SW_WEBP_PHOTO,
    SW_WEBP_DRAWING,
    SW_WEBP_ICON,
    SW_WEBP_TEXT,
} SWWebPPreset;

/// `quality` 1…100.
int sw_save_jpeg(
    SWImage *_Nonnull image, bool bare, int quality, bool progressive, bool optimises_tables, SWSubsample subsample,
    SW_SAVED);
/// 8 or 16 bits, as the image has them.
int sw_save_png(SWImage *_Nonnull image, bool bare, bool interlaced, SW_SAVED);
/// A palette of as many colours as `depth` (1, 2, 4, 8) bits can tell apart; 8-bit images.
int sw_save_png_palette(SWImage *_Nonnull image, bool bare, bool interlaced, int depth, SW_SAVED);
/// `effort` 0…6. With `near_lossless`, `quality` is how near.
int sw_save_webp(
    SWImage *_Nonnull image, bool bare, int quality, bool lossless, bool near_lossless, bool smart_subsample,
    SWWebPPreset preset, int effort, SW_SAVED);
/// `effort` 0 (fastest)…9; `depth` 8 or 12.
int sw_save_avif(
    SWImage *_Nonnull image, bool bare, int quality, int effort, int depth, SWSubsample subsample, SW_SAVED);
/// HEVC with halved colours; `depth` 8 or 10. Fails where libheif has no encoder for it.
int sw_save_heic(SWImage *_Nonnull image, bool bare, int quality, int depth, SW_SAVED);
int sw_save_gif(SWImage *_Nonnull image, bool bare, SW_SAVED);
int sw_save_tiff(SWImage *_Nonnull image, bool bare, SW_SAVED);
/// `effort` 1 (fastest)…9.
int sw_save_jxl(SWImage *_Nonnull image, bool bare, int quality, int effort, SW_SAVED);

void sw_bytes_release(void *_Nonnull bytes);

// --- Row by row, for a writer of our own ---------------------------------------------------------------------------

typedef struct SWRows SWRows;

/// The rows of `image`, which must outlive them. The caller gives them back with `sw_rows_close`; NULL when that fails.
SWRows *_Nullable sw_rows_open(SWImage *_Nonnull image);
/// Computes `count` whole rows from `top` on, on the calling thread. A source that is read from the top wants them in
/// order.
int sw_rows_compute(SWRows *_Nonnull rows, int top, int count);
/// A row among those computed last: samples side by side, borrowed until the next are computed.
const void *_Nonnull sw_row(const SWRows *_Nonnull rows, int y);
void sw_rows_close(SWRows *_Nonnull rows);

// --- Row by row, by a decoder of our own ---------------------------------------------------------------------------

/// A picture in memory of 8 bits a sample, 1…4 bands (grey, grey and alpha, RGB, RGBA), whose rows are to be filled; it
/// says of itself what `source` says (metadata, profile, density), which need not live on: nothing of it is borrowed.
int sw_picture(const SWImage *_Nonnull source, int width, int height, int bands, SWImage *_Nullable *_Nonnull out);
/// Row `y` of such a picture, borrowed.
uint8_t *_Nonnull sw_picture_row(SWImage *_Nonnull picture, int y);

#endif
