/// What a file says of itself before its pixels, and its scans, which are decoded side by side.
///
/// A progressive file has its picture in several scans, one behind another, each of them with all rows. libjpeg reads
/// them to the end and keeps the coefficients of the whole picture. Here each scan has its own place in the file and
/// its own state, and all of them go down the picture together, a row of units at a time: what is in memory is that
/// row.
#ifndef C_PLANAR_JPEG_FRAME_H
#define C_PLANAR_JPEG_FRAME_H

#include "CPlanarJPEG.h"
#include "huffman.h"

enum { PJ_BLOCK = 64, PJ_SIDE = 8, PJ_TABLES = 4 };

/// The tables of a file at one place in it, as the file has them; made ready when a scan uses them.
typedef struct {
    const uint8_t *bytes;
    size_t count;
    /// Made by the last scan that used it; belongs to the frame's list.
    const PJHuffman *made;
} PJTableSlot;

typedef struct {
    int identifier;
    int across, down;
    int quantiser;
    /// Blocks that mean something, and those that the file has.
    int blocks_across, blocks_down;
    int stored_across;
    /// For coefficients as they are kept: transposed. Latched by the component's first scan.
    uint16_t steps[PJ_BLOCK];
    bool has_steps;
    /// Of one row of units, when there are several scans: `stored_across` × `down` blocks, and for each of them which
    /// coefficients are not 0, in the file's order.
    int16_t *coefficients;
    uint64_t *present;
} PJComponent;

typedef struct {
    int count;
    int component[PJ_PLANES];
    const PJHuffman *dc[PJ_PLANES], *ac[PJ_PLANES];
    /// First and last coefficient, and the bits that came before and come now (T.81, G.1.1.1).
    int from, to, high, low;
    PJBits bits;
    /// Modulo 2^32: differences of a damaged file add up past what an `int` holds. 16 bits of it are used.
    uint32_t predictor[PJ_PLANES];
    /// Blocks that still have no more coefficients.
    int run;
    /// Units between restarts, 0 for none; units up to the next; its number.
    int interval, left, restart;
    /// Data is missing up to the next restart.
    bool is_dry;
    /// Data is missing because the file ends.
    bool is_cut;
    bool is_needed;
} PJScan;

typedef struct {
    int width, height;
    int components, across, down;
    bool is_progressive, has_jfif;
    /// Adobe's transform; -1 when nothing is said.
    int adobe;
    PJComponent component[PJ_PLANES];
    PJTableSlot dc[PJ_TABLES], ac[PJ_TABLES];
    uint16_t steps[PJ_TABLES][PJ_BLOCK];
    bool has_steps[PJ_TABLES];
    int interval;
    PJScan *scans;
    int scan_count;
    PJHuffman **tables;
    int table_count;
    /// For logs, when something is wrong.
    const char *text;
} PJFrame;

/// Zigzag order to the place in a block as it is kept: column by column. Values past 63 go to 63.
extern const uint8_t pj_places[PJ_BLOCK + 16];

/// Reads markers from `*at` up to the next scan's data, and on PJ_OK adds that scan when `adds`. `is_end`: the
/// picture's end came instead. `*at` is then behind what was read.
///
/// More lenient than libjpeg, to no harm: a second SOI and markers of unknown meaning are passed over.
PJStatus pj_markers(PJFrame *frame, const uint8_t **at, const uint8_t *end, bool adds, bool *is_end);
/// Behind the data of a scan that begins at `at`: the next marker that is no restart; `end` when there is none.
const uint8_t *pj_scan_end(const uint8_t *at, const uint8_t *end);
/// The scan that a SOS segment's content describes, of data that begins at `data`.
PJStatus pj_scan_add(PJFrame *frame, const uint8_t *content, size_t count, const uint8_t *data, const uint8_t *end);
void pj_frame_free(PJFrame *frame);
/// Whether the scans up to now have each coefficient of each component, to its last bit: then the file needs no EOI to
/// tell that nothing is missing.
bool pj_has_all_scans(const PJFrame *frame);

/// Decodes one scan's part of a row of units into the components' coefficients. PJ_DAMAGED where the file ends before
/// the scan does.
PJStatus pj_scan_row(PJFrame *frame, PJScan *scan, int row);
/// The next block of a scan with all coefficients, into zeros; returns the last coefficient's place in the file's
/// order.
int pj_sequential_block(PJScan *scan, int component, int16_t *block);
/// The next block of a progressive scan.
void pj_progressive_block(PJScan *scan, int component, int16_t *block, uint64_t *present);
/// To be called before each unit of a scan: goes over restarts. False when the unit has no data.
bool pj_unit_begins(PJScan *scan);
/// To be called after each unit.
static inline void pj_unit_ends(PJScan *scan) {
    if (!pj_is_dry(&scan->bits)) return;
    scan->is_dry = true;
    scan->is_cut |= scan->bits.is_at_end;
}

#endif
