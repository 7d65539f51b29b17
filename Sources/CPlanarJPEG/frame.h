/// What a file says of itself before its pixels, and its scans, which are decoded side by side. Names and section
/// numbers are those of ITU-T T.81 (ISO/IEC 10918-1).
///
/// A progressive file has its picture in several scans, one after another, each of them with all rows. libjpeg reads
/// them to the end and keeps the coefficients of the whole picture. Here each scan has its own place in the file and
/// its own state, and all of them go down the picture together, a row of MCUs at a time: what is in memory is that
/// row.
#ifndef C_PLANAR_JPEG_FRAME_H
#define C_PLANAR_JPEG_FRAME_H

#include "huffman.h"
#include "result.h"

enum { PJ_BLOCK = 64, PJ_SIDE = 8, PJ_TABLES = 4 };

/// A Huffman table destination (B.2.4.2): the table that a file has put there last, made ready when a scan uses it.
typedef struct {
    const uint8_t *bytes;
    size_t count;
    /// Made by the last scan that used it; belongs to the frame's list.
    const PJHuffman *made;
} PJTableSlot;

typedef struct {
    /// C_i (B.2.2).
    int identifier;
    /// The sampling factors H_i and V_i.
    int across, down;
    /// The quantisation table's destination, Tq_i.
    int table_number;
    /// Blocks that show something, and those that the file has in a row: whole MCUs (A.2).
    int blocks_across, blocks_down;
    int stored_across;
    /// For coefficients as they are kept: transposed. Latched by the component's first scan.
    uint16_t quantisation[PJ_BLOCK];
    bool has_quantisation;
    /// Of one row of MCUs, when there are several scans: `stored_across` × `down` blocks, and for each of them which
    /// coefficients are not 0, in zigzag order.
    int16_t *coefficients;
    uint64_t *present;
} PJComponent;

typedef struct {
    int count;
    int component[PJ_PLANES];
    const PJHuffman *dc[PJ_PLANES], *ac[PJ_PLANES];
    /// First and last coefficient of the band, and the positions of the bits that came before and come now (G.1.1.1).
    int ss, se, ah, al;
    PJBits bits;
    /// PRED of each component (F.1.1.5.1), modulo 2^32: differences of a damaged file add up past what an `int` holds.
    /// 16 bits of it are used.
    uint32_t predictor[PJ_PLANES];
    /// EOBRUN: blocks that still have no more coefficients in this band (G.1.2.2).
    int eob_run;
    /// MCUs between restarts, 0 for none; MCUs up to the next; its number, 0 to 7.
    int restart_interval, mcus_left, next_restart;
    /// Data is missing up to the next restart.
    bool is_out_of_data;
    /// Data is missing because the file ends.
    bool is_truncated;
    bool is_needed;
} PJScan;

typedef struct {
    int width, height;
    int components;
    /// The largest sampling factors, H_max and V_max.
    int across, down;
    bool is_progressive, has_jfif;
    /// Adobe's transform; -1 when nothing is said.
    int adobe_transform;
    PJComponent component[PJ_PLANES];
    PJTableSlot dc[PJ_TABLES], ac[PJ_TABLES];
    uint16_t quantisation[PJ_TABLES][PJ_BLOCK];
    bool has_quantisation[PJ_TABLES];
    int restart_interval;
    PJScan *scans;
    int scan_count;
    PJHuffman **tables;
    int table_count;
} PJFrame;

/// From zigzag order (A.3.6, figure A.6) to natural order as blocks are kept: column by column. Values past 63 go to
/// 63.
extern const uint8_t pj_natural_order[PJ_BLOCK + 16];

/// `value` / `by`, rounded up; both above 0, and their sum an `int`.
static inline int pj_divided_up(int value, int by) { return (value + by - 1) / by; }

/// Reads marker segments (B.2) from `*at` up to the next scan's data, and on PJ_OK adds that scan when `adds`.
/// `is_end`: the picture's end came instead. `*at` is then after what was read.
///
/// More lenient than libjpeg, to no harm: a second SOI and markers of unknown meaning are skipped.
PJResult pj_markers(PJFrame *frame, const uint8_t **at, const uint8_t *end, bool adds, bool *is_end);
/// After the data of a scan that begins at `at`: the next marker that is not a restart; `end` when there is none.
const uint8_t *pj_scan_end(const uint8_t *at, const uint8_t *end);
/// The scan that a scan header (SOS, B.2.3) describes, of data that begins at `data`.
PJResult pj_scan_add(PJFrame *frame, const uint8_t *content, size_t count, const uint8_t *data, const uint8_t *end);
void pj_frame_free(PJFrame *frame);
/// Whether the scans up to now have each coefficient of each component, to its last bit: then the file needs no EOI to
/// tell that nothing is missing.
bool pj_has_all_scans(const PJFrame *frame);

/// Decodes one scan's part of a row of MCUs into the components' coefficients. PJ_DAMAGED where the file ends before
/// the scan does.
PJResult pj_scan_row(PJFrame *frame, PJScan *scan, int row);
/// The next block of a sequential scan (F.2.2), into zeros; returns the last coefficient's index in zigzag order.
int pj_sequential_block(PJScan *scan, int component, int16_t *block);
/// The next block of a progressive scan (G.2).
void pj_progressive_block(PJScan *scan, int component, int16_t *block, uint64_t *present);
/// To be called before each MCU of a scan: goes over restarts. False when the MCU has no data.
bool pj_mcu_begins(PJScan *scan);
/// To be called after each MCU.
static inline void pj_mcu_ends(PJScan *scan) {
    if (!pj_is_exhausted(&scan->bits)) return;
    scan->is_out_of_data = true;
    scan->is_truncated |= scan->bits.is_at_end;
}

#endif
