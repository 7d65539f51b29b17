#include "reader.h"

static inline void read_block(const PJFrame *frame, PJScan *scan, int index, PJComponent *part, size_t at) {
    int16_t *block = part->coefficients + at * PJ_BLOCK;
    if (frame->is_progressive) pj_progressive_block(scan, index, block, &part->present[at]);
    else part->present[at] |= 1 | 1ull << pj_sequential_block(scan, index, block);
}

/// A scan of one component: its units are blocks, and there are only those that mean something (T.81, A.2.2).
static void read_lone(PJFrame *frame, PJScan *scan, int row) {
    PJComponent *part = &frame->component[scan->component[0]];
    for (int y = 0; y < part->down && row * part->down + y < part->blocks_down; y++) {
        const size_t first = (size_t)y * (size_t)part->stored_across;
        for (int x = 0; x < part->blocks_across; x++) {
            if (!pj_unit_begins(scan)) continue;
            read_block(frame, scan, 0, part, first + (size_t)x);
            pj_unit_ends(scan);
        }
    }
}

/// A scan of several components: units hold blocks of each.
static void read_joint(PJFrame *frame, PJScan *scan) {
    const int units = frame->component[0].stored_across / frame->component[0].across;
    for (int unit = 0; unit < units; unit++) {
        if (!pj_unit_begins(scan)) continue;
        for (int i = 0; i < scan->count; i++) {
            PJComponent *part = &frame->component[scan->component[i]];
            for (int y = 0; y < part->down; y++)
                for (int x = 0; x < part->across; x++)
                    read_block(frame, scan, i, part, (size_t)(y * part->stored_across + unit * part->across + x));
        }
        pj_unit_ends(scan);
    }
}

static PJStatus whole_or_cut(PJFrame *frame, const PJScan *scan) {
    if (!scan->is_cut) return PJ_OK;
    frame->text = "the file ends too early";
    return PJ_DAMAGED;
}

PJStatus pj_scan_row(PJFrame *frame, PJScan *scan, int row) {
    if (scan->count == 1) read_lone(frame, scan, row);
    else read_joint(frame, scan);
    return whole_or_cut(frame, scan);
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
                values, part->steps, present ? 63 - __builtin_clzll(present) : 0, scale.across, scale.down,
                lines + y * scale.down, (size_t)x * (size_t)scale.across);
        }
    const size_t blocks = (size_t)part->stored_across * (size_t)part->down;
    for (size_t at = 0; at < blocks; at++)
        if (part->present[at]) memset(part->coefficients + at * PJ_BLOCK, 0, PJ_BLOCK * sizeof(int16_t));
    memset(part->present, 0, blocks * sizeof *part->present);
}

/// One unit of the only scan, block by block. Without data, blocks are grey as in libjpeg.
static void show_unit(PJReader *reader, PJScan *scan, int unit, uint8_t *const *const lines[PJ_PLANES]) {
    int16_t block[PJ_BLOCK] = {0};
    const bool has_data = pj_unit_begins(scan);
    for (int plane = 0; plane < scan->count; plane++) {
        const PJComponent *part = &reader->frame.component[plane];
        const PJScale scale = reader->scales[plane];
        for (int y = 0; y < part->down; y++)
            for (int x = 0; x < part->across; x++) {
                const int last = has_data ? pj_sequential_block(scan, plane, block) : 0;
                const int column = unit * part->across + x;
                if (column < part->blocks_across && reader->row * part->down + y < part->blocks_down)
                    reader->transform(
                        block, part->steps, last, scale.across, scale.down, lines[plane] + y * scale.down,
                        (size_t)column * (size_t)scale.across);
                if (last > 0) memset(block, 0, sizeof block);
                block[0] = 0;
            }
    }
    if (has_data) pj_unit_ends(scan);
}

static PJStatus show_directly(PJReader *reader, uint8_t *const *const lines[PJ_PLANES]) {
    PJFrame *frame = &reader->frame;
    const int units = frame->component[0].stored_across / frame->component[0].across;
    for (int unit = 0; unit < units; unit++) show_unit(reader, &frame->scans[0], unit, lines);
    return whole_or_cut(frame, &frame->scans[0]);
}

/// A scan that the file's end cuts off is shown as far as it goes, if the reader does that.
static PJStatus shown(PJReader *reader, PJStatus status) {
    if (status != PJ_DAMAGED || !reader->shows_damage) return status;
    reader->is_damaged = true;
    return PJ_OK;
}

PJStatus pj_units(PJReader *reader, uint8_t *const *const lines[PJ_PLANES]) {
    PJFrame *frame = &reader->frame;
    PJStatus status = PJ_OK;
    if (reader->is_direct) {
        status = shown(reader, show_directly(reader, lines));
    } else {
        for (int i = 0; i < frame->scan_count && status == PJ_OK; i++)
            if (frame->scans[i].is_needed)
                status = shown(reader, pj_scan_row(frame, &frame->scans[i], reader->row));
        for (int plane = 0; plane < frame->components && status == PJ_OK; plane++) show(reader, plane, lines[plane]);
    }
    reader->row++;
    return status;
}
