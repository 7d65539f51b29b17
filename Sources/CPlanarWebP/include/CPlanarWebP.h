/// Lossy WebP files as planes of samples, without any change of colours: what is stored comes out, and what goes in is
/// stored.
///
/// Planes are luma, blue and red differences, 8 bits, of BT.601 in its limited range (luma 16 to 235, differences 16 to
/// 240); differences have half of luma's sides, rounded up. libwebp works on whole pictures, so both directions do.
/// Handles know nothing of each other; each is used by one thread at a time.
#ifndef C_PLANAR_WEBP_H
#define C_PLANAR_WEBP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum {
    PW_OK,
    /// Not a WebP file, damaged, or cut short.
    PW_DAMAGED,
    /// Options or sides out of their ranges.
    PW_REFUSED,
    PW_NO_MEMORY,
    /// The caller wanted it to end.
    PW_ENDED,
} PWStatus;

typedef struct {
    PWStatus status;
    /// What was wrong, for a log; empty on PW_OK. Lives as long as the process.
    const char *_Nonnull message;
} PWResult;

enum {
    PW_PLANES = 3,
    /// WebP's longest side.
    PW_MAXIMUM_SIDE = 16383
};

// --- Reading -------------------------------------------------------------------------------------------------------

typedef struct {
    int width, height;
    bool has_alpha, is_animated;
    /// Stored as planes, with loss; false for pictures without loss, which are stored as RGB.
    bool is_lossy;
} PWHeader;

/// What a file's header says.
PWResult pw_header(const uint8_t *_Nonnull bytes, size_t count, PWHeader *_Nonnull header);

/// A plane in memory: row r is at `rows + r * stride`.
typedef struct {
    uint8_t *_Nonnull rows;
    int stride;
} PWPlane;

/// Decodes a whole still into `planes`, resized to `width` × `height` by libwebp's box filter where that is less than
/// the picture's own size. The caller makes room for `width` × `height` samples of luma, and half of the sides of the
/// others.
PWResult pw_decode(
    const uint8_t *_Nonnull bytes, size_t count, int width, int height, const PWPlane planes[_Nonnull PW_PLANES]);

// --- Writing -------------------------------------------------------------------------------------------------------

typedef enum { PW_DEFAULT, PW_PICTURE, PW_PHOTO, PW_DRAWING, PW_ICON, PW_TEXT } PWPreset;

typedef struct {
    int width, height;
    /// 0 to 100.
    int quality;
    /// 0 to 6, 6 the slowest.
    int effort;
    PWPreset preset;
    /// The differences are neutral everywhere, and only luma is given.
    bool is_grey;
} PWOutput;

typedef struct PWWriter PWWriter;

/// A picture to be filled with samples. On PW_OK `writer` belongs to the caller.
PWResult pw_writer_open(PWOutput output, PWWriter *_Nullable *_Nonnull writer);
void pw_writer_close(PWWriter *_Nonnull writer);
/// Where row `row` of `plane` goes.
uint8_t *_Nonnull pw_writer_row(PWWriter *_Nonnull writer, int plane, int row);
/// Encodes the picture, unless `should_end` says that nobody waits for it: it is called between rows of blocks. `bytes`
/// belong to the caller, who releases them with `pw_bytes_release`.
PWResult pw_finish(
    PWWriter *_Nonnull writer, bool (*_Nonnull should_end)(void), uint8_t *_Nullable *_Nonnull bytes,
    size_t *_Nonnull count);
void pw_bytes_release(void *_Nullable bytes);

#endif
