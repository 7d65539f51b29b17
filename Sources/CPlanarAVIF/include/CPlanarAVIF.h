/// AVIF files to and from planes of samples, without any change of colours.
///
/// Planes are luma, blue and red differences, 8 bits. What is written is of BT.601 in its full range: those of JPEG
/// (JFIF). libheif, which writes, and dav1d, which reads, work on whole pictures. A writer or reader is used by one
/// thread at a time; they know nothing of each other.
#ifndef C_PLANAR_AVIF_H
#define C_PLANAR_AVIF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    /// The longest side that is tried.
    PA_MAXIMUM_SIDE = 65535
};

typedef enum {
    PA_OK,
    /// Sides or layout out of their ranges, or the encoder failed.
    PA_REFUSED,
    PA_NO_MEMORY,
} PAStatus;

typedef struct {
    PAStatus status;
    /// What was wrong, for a log; empty on PA_OK. Lives as long as the handle, or as long as the process where a
    /// call opens one.
    const char *_Nonnull message;
} PAResult;

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
PAResult pa_writer_open(PAOutput output, PAWriter *_Nullable *_Nonnull writer);
void pa_writer_close(PAWriter *_Nonnull writer);
/// Where row `row` of `plane` goes.
uint8_t *_Nonnull pa_writer_row(PAWriter *_Nonnull writer, int plane, int row);
/// Encodes the picture, on this thread alone. `bytes` belong to the caller, who gives them back with
/// `pa_bytes_release`.
PAResult pa_finish(PAWriter *_Nonnull writer, uint8_t *_Nullable *_Nonnull bytes, size_t *_Nonnull count);
void pa_bytes_release(void *_Nullable bytes);

typedef struct {
    int width, height;
    /// 1 or 3.
    int planes;
    /// Luma samples next to and above each other for one sample of a difference: 1 or 2.
    int across, down;
} PAPicture;

typedef struct PAReader PAReader;

/// Decodes an AV1 stream of one picture, the data of an item of a file, with dav1d, on this thread alone. PA_REFUSED
/// for damaged streams, and when the picture is not as expected or has not 8 bits a sample; larger ones are never
/// decoded. On PA_OK `reader` belongs to the caller, and needs the bytes no more.
PAResult pa_reader_open(
    const uint8_t *_Nonnull bytes, size_t count, PAPicture expected, PAReader *_Nullable *_Nonnull reader);
void pa_reader_close(PAReader *_Nonnull reader);
PAPicture pa_reader_picture(const PAReader *_Nonnull reader);
/// The samples of row `row` of `plane`; they live as long as the reader.
const uint8_t *_Nonnull pa_reader_row(const PAReader *_Nonnull reader, int plane, int row);

#endif
