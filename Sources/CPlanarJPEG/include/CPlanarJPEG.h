/// JPEG files as planes of samples, without any change of colours: what is stored comes out, and what goes in is
/// stored.
///
/// Planes are luma, blue and red differences (or one of grey), 8 bits, full range (JFIF). Rows are read and written in
/// groups: one row of the file's MCUs at a time, so that a picture is never in memory as a whole, progressive or not.
///
/// Files are read by a decoder of our own, for what libjpeg does not have: scans that are decoded side by side, scales
/// in eighths for each plane, and half the time. They are written by libjpeg, whose errors end in a result,
/// and whose `longjmp` never leaves these functions. A handle is used by one thread at a time; handles know nothing of
/// each other.
#ifndef C_PLANAR_JPEG_H
#define C_PLANAR_JPEG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum {
    PJ_OK,
    /// The file is damaged, or cut short.
    PJ_DAMAGED,
    /// More scans than allowed: a file that is made to keep the decoder busy.
    PJ_TOO_MANY_SCANS,
    /// Of a kind that is not read here (CMYK, 12 bits, arithmetic coding, without loss).
    PJ_UNSUPPORTED,
    PJ_NO_MEMORY,
} PJStatus;

typedef struct {
    PJStatus status;
    /// What was wrong, for a log; empty on PJ_OK. Lives until the next call with the handle, or as long as the process
    /// where a call opens one.
    const char *_Nonnull message;
} PJResult;

enum {
    PJ_PLANES = 3,
    /// JPEG's longest side.
    PJ_MAXIMUM_SIDE = 65500
};

/// Rows of a plane: row r is at `rows + (r & mask) * stride`.
typedef struct {
    uint8_t *_Nullable rows;
    size_t stride;
    size_t mask;
} PJRows;

// --- Reading -------------------------------------------------------------------------------------------------------

typedef struct PJReader PJReader;

typedef enum { PJ_GREY, PJ_YCBCR, PJ_RGB } PJColours;

typedef struct {
    int width, height;
    PJColours colours;
    /// 1 or 3.
    int planes;
    /// Samples that are next to and above each other in each plane where the finest have `finest_across` and
    /// `finest_down`: 1 to 4.
    int across[PJ_PLANES], down[PJ_PLANES];
    int finest_across, finest_down;
    /// The picture is in more than one scan.
    bool has_scans;
} PJHeader;

/// The scale of a plane in eighths of its sides, 1 to 8 each.
typedef struct {
    int across, down;
} PJScale;

/// Which loops do the work.
typedef enum {
    PJ_LOOPS_FASTEST,
    /// Those for any processor, which give the same.
    PJ_LOOPS_PLAIN
} PJLoops;

/// Opens a file; `bytes` must stay until `pj_reader_close`. On PJ_OK `reader` belongs to the caller.
PJResult pj_reader_open(
    const uint8_t *_Nonnull bytes, size_t count, PJReader *_Nullable *_Nonnull reader, PJHeader *_Nonnull header);
void pj_reader_close(PJReader *_Nonnull reader);

/// Before the start: a file that is damaged or ends too early is read as far as it goes, and the rest is grey; only one
/// of which not a single block is there stays PJ_DAMAGED.
void pj_show_damage(PJReader *_Nonnull reader);
/// Whether anything of the rows read so far was missing, which is an error without `pj_show_damage`.
bool pj_is_damaged(const PJReader *_Nonnull reader);
/// Says at which scale each plane is decoded. Finds all scans.
PJResult pj_reader_start(
    PJReader *_Nonnull reader, const PJScale scales[_Nonnull PJ_PLANES], int maximum_scans, PJLoops loops);
/// After the start: whether the file ends without an EOI, after the last scan that its picture needs. Whether that one
/// is whole, `pj_read` finds out.
bool pj_lacks_end(const PJReader *_Nonnull reader);
/// After the start: the samples of a plane that mean something, and those that `pj_read` writes (rows in multiples of
/// `pj_group`, columns in multiples of a block).
int pj_plane_width(const PJReader *_Nonnull reader, int plane);
int pj_plane_height(const PJReader *_Nonnull reader, int plane);
int pj_plane_written_width(const PJReader *_Nonnull reader, int plane);
/// Rows of a plane that one `pj_read` gives.
int pj_group(const PJReader *_Nonnull reader, int plane);
/// The next group of rows of each plane: into row `next[plane]` and those below. The caller makes room for whole
/// groups.
///
/// Damage is shown as what there is, grey where there is nothing, as libjpeg does; but a file that ends before its
/// picture does is PJ_DAMAGED, unless `pj_show_damage` was called. One that only lacks its EOI is whole.
PJResult pj_read(PJReader *_Nonnull reader, const PJRows rows[_Nonnull PJ_PLANES], const int next[_Nonnull PJ_PLANES]);

/// Whether the work is to end; asked on the calling thread.
typedef bool (*_Nonnull PJInterruption)(void);

/// Whether libjpeg reads a whole file, of any kind, without a warning, decoded at an eighth of the sides: with an EOI
/// put after it, that tells whether a file lacks anything else. False, too, when the work is to end. Needs what libjpeg
/// does: of several scans, all coefficients.
bool pj_library_reads_all(const uint8_t *_Nonnull bytes, size_t count, PJInterruption is_interrupted);

// --- Writing -------------------------------------------------------------------------------------------------------

typedef struct PJWriter PJWriter;

typedef struct {
    int width, height;
    /// 1 or 3, and how many samples of the first are next to and above each other for one of the others: 1 or 2.
    int planes, across, down;
    /// 1 to 100.
    int quality;
    bool is_progressive;
    /// Huffman tables made for the picture: smaller files, for a second pass over the coefficients.
    bool optimises_tables;
} PJOutput;

/// A marker segment (APPn, COM) to write after the JFIF header.
typedef struct {
    int marker;
    const uint8_t *_Nullable bytes;
    size_t count;
} PJSegment;

/// Starts a file in memory. On PJ_OK `writer` belongs to the caller.
PJResult pj_writer_open(
    PJOutput output, const PJSegment *_Nullable segments, int segment_count, PJWriter *_Nullable *_Nonnull writer);
void pj_writer_close(PJWriter *_Nonnull writer);
/// Samples that `pj_write` reads of each row: whole blocks, so past the picture's own width the caller repeats the last
/// sample.
int pj_written_width(const PJWriter *_Nonnull writer, int plane);
/// Rows of a plane that one `pj_write` takes.
int pj_write_group(const PJWriter *_Nonnull writer, int plane);
/// The next group of rows, from row `next[plane]` on; past `last[plane]` that row is repeated.
PJResult pj_write(
    PJWriter *_Nonnull writer, const PJRows rows[_Nonnull PJ_PLANES], const int next[_Nonnull PJ_PLANES],
    const int last[_Nonnull PJ_PLANES]);
/// Ends the file. `bytes` belong to the caller, who releases them with `pj_bytes_release`.
PJResult pj_finish(PJWriter *_Nonnull writer, uint8_t *_Nullable *_Nonnull bytes, size_t *_Nonnull count);
void pj_bytes_release(void *_Nullable bytes);

#endif
