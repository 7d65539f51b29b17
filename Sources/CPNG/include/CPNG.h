/// PNG files of 8 bits a sample, in and out, row by row.
///
/// Rows go from the top, without padding; a pixel's samples lie side by side: grey, grey and alpha, RGB or RGBA, alpha
/// straight. Nothing is shared between two readers or writers: each is used by one thread at a time. Calls block, and
/// keep no more memory than the comments say.
#ifndef C_PNG_H
#define C_PNG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// --- Results -------------------------------------------------------------------------------------------------------

typedef enum {
    CPNG_OK,
    /// The file breaks a rule of PNG's, or a checksum is wrong.
    CPNG_DAMAGED,
    /// The file ends before the picture does.
    CPNG_TRUNCATED,
    /// A sound file of a kind that is not read here: interlaced, or 16 bits a sample.
    CPNG_UNSUPPORTED,
    CPNG_NO_MEMORY,
    /// A call that the comments do not allow.
    CPNG_MISUSED,
} CPNGStatus;

typedef struct {
    CPNGStatus status;
    /// What was wrong, for a log. Lives as long as the process.
    const char *_Nonnull message;
} CPNGResult;

// --- Reading -------------------------------------------------------------------------------------------------------

typedef struct CPNGReader CPNGReader;

/// What comes before the pixels.
typedef struct {
    /// At most `CPNG_LARGEST_SIDE`.
    uint32_t width, height;
    /// As stored: bits of a sample (1, 2, 4, 8, 16) and PNG's colour type (0, 2, 3, 4, 6).
    uint8_t bit_depth, colour_type;
    bool interlaced;
    /// Whether `cpng_reader_next_row` can give the rows.
    bool rows_are_readable;
    /// Samples of a pixel in the rows given: palettes are resolved, a transparent colour becomes alpha.
    uint8_t channels;
    /// Whether the file has iCCP, sRGB, gAMA, cHRM.
    bool has_profile, has_srgb, has_gamma, has_chromaticities;
    /// Pixels a metre, 0 when the file does not say.
    uint32_t x_density, y_density;
    /// The block of EXIF (from the byte order mark on), where one is before the pixels. Part of the file's bytes.
    const uint8_t *_Nullable exif;
    size_t exif_count;
} CPNGHeader;

/// libvips' limit for a side.
#define CPNG_LARGEST_SIDE 10000000

/// Reads everything before the pixels. `bytes` are borrowed until the reader is freed. On CPNG_OK `*reader`
/// belongs to the caller, who frees it with `cpng_reader_free`; otherwise it is NULL.
CPNGResult cpng_reader_open(const void *_Nonnull bytes, size_t count, CPNGReader *_Nullable *_Nonnull reader);

/// Costs nothing.
CPNGHeader cpng_reader_header(const CPNGReader *_Nonnull reader);

/// Before the first row: rows that are damaged or not there are black, or transparent where there is alpha, and an IDAT
/// with a wrong checksum is read unchanged; only a file without a first row is an error still.
void cpng_reader_show_damage(CPNGReader *_Nonnull reader);

/// Whether anything of the rows given so far was damaged or not there.
bool cpng_reader_is_damaged(const CPNGReader *_Nonnull reader);

/// The next row: width × channels bytes, borrowed until the next call with this reader. Allocates on the first call:
/// four rows and 290 KB. After the last row, and after any error, there is no further row.
CPNGResult cpng_reader_next_row(CPNGReader *_Nonnull reader, const uint8_t *_Nullable *_Nonnull row);

/// Bytes that reading the rows of such a picture takes at most.
size_t cpng_reader_bytes(CPNGHeader header);

void cpng_reader_free(CPNGReader *_Nonnull reader);

/// A sound file with the picture of one that other readers refuse: what comes before the pixels as it was, and the rows
/// that are there. For any kind of PNG, interlaced ones and those of 16 bits too.
///
/// What zlib's checksum says does not count. Where rows are missing, or a checksum of IDAT is wrong, `*is_whole` is
/// false, and without `shows_damage` the result is that damage; with it, zeros stand in for rows that are not there. On
/// CPNG_OK `*mended` belongs to the caller, who frees it with `cpng_bytes_free`. Needs the two files and some rows.
CPNGResult cpng_mend(
    const void *_Nonnull bytes, size_t count, bool shows_damage, uint8_t *_Nullable *_Nonnull mended,
    size_t *_Nonnull mended_count, bool *_Nonnull is_whole);

// --- Writing -------------------------------------------------------------------------------------------------------

typedef struct CPNGWriter CPNGWriter;

/// What is written besides the pixels. All is copied.
typedef struct {
    /// An ICC profile, with the name that the file gives it: 1…79 Latin letters.
    const void *_Nullable profile;
    size_t profile_count;
    const char *_Nullable profile_name;
    /// A block of EXIF, from the byte order mark on.
    const void *_Nullable exif;
    size_t exif_count;
    /// Pixels a metre; 0 leaves them out.
    uint32_t x_density, y_density;
} CPNGMetadata;

/// A writer of a picture of width × height pixels of 1…4 channels. On CPNG_OK `*writer` belongs to the caller, who
/// gives it to `cpng_writer_free`; otherwise it is NULL.
CPNGResult cpng_writer_open(
    uint32_t width, uint32_t height, int channels, const CPNGMetadata *_Nonnull metadata,
    CPNGWriter *_Nullable *_Nonnull writer);

/// Takes the next row: width × channels bytes, which are copied or written before the call returns.
CPNGResult cpng_writer_add_row(CPNGWriter *_Nonnull writer, const uint8_t *_Nonnull row);

/// Writes what is left, when all rows are in. On CPNG_OK `*bytes` is the file and belongs to the caller, who gives it
/// to `cpng_bytes_free`.
CPNGResult cpng_writer_finish(CPNGWriter *_Nonnull writer, uint8_t *_Nullable *_Nonnull bytes, size_t *_Nonnull count);

/// Bytes that writing such a picture takes at most, the file included.
size_t cpng_writer_bytes(uint32_t width, uint32_t height, int channels);

void cpng_writer_free(CPNGWriter *_Nonnull writer);

void cpng_bytes_free(uint8_t *_Nonnull bytes);

#endif
