#include "reader.h"

static inline void read_block(const PJFrame *frame, PJScan *scan, int index, PJComponent *part, size_t at) {
    int16_t *block = part->coefficients + at * PJ_BLOCK;
    if (frame->is_progressive)
        pj_progressive_block(scan, index, block, &part->present[at]);
    else
        part->present[at] |= 1 | 1ull << pj_sequential_block(scan, index, block);
}

/// A scan of one component: its MCUs are single blocks, and there are only those that show something (A.2.2).
static void decode_noninterleaved(PJFrame *frame, PJScan *scan, int row) {
    PJComponent *part = &frame->component[scan->component[0]];
    for (int y = 0; y < part->down && row * part->down + y < part->blocks_down; y++) {
        const size_t first = (size_t)y * (size_t)part->stored_across;
        for (int x = 0; x < part->blocks_across; x++) {
            if (!pj_mcu_begins(scan)) continue;
            read_block(frame, scan, 0, part, first + (size_t)x);
            pj_mcu_ends(scan);
        }
    }
}

/// A scan of several components, interleaved: MCUs hold blocks of each (A.2.3).
static void decode_interleaved(PJFrame *frame, PJScan *scan) {
    const int mcus = frame->component[0].stored_across / frame->component[0].across;
    for (int mcu = 0; mcu < mcus; mcu++) {
        if (!pj_mcu_begins(scan)) continue;
        for (int i = 0; i < scan->count; i++) {
            PJComponent *part = &frame->component[scan->component[i]];
            for (int y = 0; y < part->down; y++)
                for (int x = 0; x < part->across; x++)
                    read_block(frame, scan, i, part, (size_t)(y * part->stored_across + mcu * part->across + x));
        }
        pj_mcu_ends(scan);
    }
}

static PJResult whole_or_truncated(const PJScan *scan) {
    return scan->is_truncated ? pj_damaged("the file ends too early") : pj_ok();
}

PJResult pj_scan_row(PJFrame *frame, PJScan *scan, int row) {
    if (scan->count == 1)
        decode_noninterleaved(frame, scan, row);
    else
        decode_interleaved(frame, scan);
    return whole_or_truncated(scan);
}

/// What all scans left of a row of one component, as samples; leaves zeros for the next row.
static void show(PJReader *reader, int plane, uint8_t *const *lines) {
    PJComponent *part = &reader->frame.component[plane];
    const PJScale scale = reader->scales[plane];
    for (int y = 0; y < part->down && reader->row * part->down + y < part->blocks_down; y++)
        for (int x = 0; x < part->blocks_across; x++) {
            const size_t at = (size_t)y * (size_t)part->stored_across + (size_t)x;
            int16_t *values = part->coefficients + at * PJ_BLOCK;
            const uint64_t present = part->present[at];
            reader->transform(
                values, part->quantisation, present ? 63 - __builtin_clzll(present) : 0, scale.across, scale.down,
                lines + y * scale.down, (size_t)x * (size_t)scale.across);
        }
    const size_t blocks = (size_t)part->stored_across * (size_t)part->down;
    for (size_t at = 0; at < blocks; at++)
        if (part->present[at]) memset(part->coefficients + at * PJ_BLOCK, 0, PJ_BLOCK * sizeof(int16_t));
    memset(part->present, 0, blocks * sizeof *part->present);
}

/// One MCU of the only scan, block by block. Without data, blocks are grey as in libjpeg.
static void show_mcu(PJReader *reader, PJScan *scan, int mcu, uint8_t *const *const lines[PJ_PLANES]) {
    int16_t block[PJ_BLOCK] = {0};
    const bool has_data = pj_mcu_begins(scan);
    for (int plane = 0; plane < scan->count; plane++) {
        const PJComponent *part = &reader->frame.component[plane];
        const PJScale scale = reader->scales[plane];
        for (int y = 0; y < part->down; y++)
            for (int x = 0; x < part->across; x++) {
                const int last = has_data ? pj_sequential_block(scan, plane, block) : 0;
                const int column = mcu * part->across + x;
                if (column < part->blocks_across && reader->row * part->down + y < part->blocks_down)
                    reader->transform(
                        block, part->quantisation, last, scale.across, scale.down, lines[plane] + y * scale.down,
                        (size_t)column * (size_t)scale.across);
                if (last > 0) memset(block, 0, sizeof block);
                block[0] = 0;
            }
    }
    if (has_data) pj_mcu_ends(scan);
}

static PJResult show_directly(PJReader *reader, uint8_t *const *const lines[PJ_PLANES]) {
    PJFrame *frame = &reader->frame;
    const int mcus = frame->component[0].stored_across / frame->component[0].across;
    for (int mcu = 0; mcu < mcus; mcu++) show_mcu(reader, &frame->scans[0], mcu, lines);
    return whole_or_truncated(&frame->scans[0]);
}

/// A scan that the file's end cuts off is shown as far as it goes, if the reader does that.
static PJResult shown(PJReader *reader, PJResult result) {
    if (result.status != PJ_DAMAGED || !reader->shows_damage) return result;
    reader->is_damaged = true;
    return pj_ok();
}

/// All scans' parts of a row, and then what they left.
static PJResult show_row(PJReader *reader, uint8_t *const *const lines[PJ_PLANES]) {
    PJFrame *frame = &reader->frame;
    for (int i = 0; i < frame->scan_count; i++)
        if (frame->scans[i].is_needed) PJ_TRY(shown(reader, pj_scan_row(frame, &frame->scans[i], reader->row)));
    for (int plane = 0; plane < frame->components; plane++) show(reader, plane, lines[plane]);
    return pj_ok();
}

PJResult pj_mcu_row(PJReader *reader, uint8_t *const *const lines[PJ_PLANES]) {
    const PJResult result = reader->is_direct ? shown(reader, show_directly(reader, lines)) : show_row(reader, lines);
    reader->row++;
    return result;
}
