/// AVIF files from planes of samples, without any change of colours: what goes in is stored.
///
/// Planes are luma, blue and red differences, 8 bits, of BT.601 in its full range: those of JPEG (JFIF). libheif works on
/// whole pictures. A writer is used by one thread at a time; writers know nothing of each other.
#ifndef C_PLANAR_AVIF_H
#define C_PLANAR_AVIF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    PA_TEXT_BYTES = 200,
    /// The longest side that is tried.
    PA_MAXIMUM_SIDE = 65535
};

typedef enum {
    PA_OK,
    /// Sides or layout out of their ranges, or the encoder failed: `pa_writer_text` says how.
    PA_REFUSED,
    PA_NO_MEMORY,
} PAStatus;

typedef struct {
    int width, height;
    /// Whether the differences have half of luma's sides (rounded up), or all of them.
    bool is_halved;
    /// The differences are neutral everywhere, and only luma is given.
    bool is_grey;
    /// 1 to 100.
    int quality;
    /// 0 to 9, 9 the fastest.
    int speed;
} PAOutput;

typedef struct PAWriter PAWriter;

/// A picture to be filled with samples. On PA_OK `writer` belongs to the caller.
PAStatus pa_writer_open(PAOutput output, PAWriter *_Nullable *_Nonnull writer);
void pa_writer_close(PAWriter *_Nonnull writer);
/// Where row `row` of `plane` goes.
uint8_t *_Nonnull pa_writer_row(PAWriter *_Nonnull writer, int plane, int row);
/// Encodes the picture, on this thread alone. `bytes` belong to the caller, who gives them back with `pa_bytes_release`.
PAStatus pa_finish(PAWriter *_Nonnull writer, uint8_t *_Nullable *_Nonnull bytes, size_t *_Nonnull count);
/// What libheif said last, for logs.
const char *_Nonnull pa_writer_text(const PAWriter *_Nonnull writer);
void pa_bytes_release(void *_Nullable bytes);

#endif
