#include "reader.h"

#include <stdlib.h>

/// What the components are, determined as in libjpeg (jdapimin.c, `default_decompress_parms`).
static PJColours colours(const PJFrame *frame) {
    if (frame->components == 1) return PJ_GREY;
    if (frame->has_jfif) return PJ_YCBCR;
    if (frame->adobe_transform >= 0) return frame->adobe_transform == 0 ? PJ_RGB : PJ_YCBCR;
    const PJComponent *part = frame->component;
    const bool is_named = part[0].identifier == 'R' && part[1].identifier == 'G' && part[2].identifier == 'B';
    return is_named ? PJ_RGB : PJ_YCBCR;
}

static PJHeader header_of(const PJFrame *frame) {
    PJHeader header = {
        .width = frame->width,
        .height = frame->height,
        .colours = colours(frame),
        .planes = frame->components,
        .finest_across = frame->across,
        .finest_down = frame->down,
        .has_scans = frame->is_progressive || frame->scans[0].count != frame->components,
    };
    for (int i = 0; i < PJ_PLANES; i++) {
        header.across[i] = frame->component[i].across;
        header.down[i] = frame->component[i].down;
    }
    return header;
}

PJResult pj_reader_open(const uint8_t *bytes, size_t count, PJReader **out, PJHeader *header) {
    *out = NULL;
    if (count < 4 || bytes[0] != 0xFF || bytes[1] != 0xD8) return pj_damaged("not a JPEG file");
    PJReader *reader = calloc(1, sizeof *reader);
    if (!reader) return pj_no_memory();
    PJFrame *frame = &reader->frame;
    *frame = (PJFrame){.adobe_transform = -1};
    reader->at = bytes + 2;
    reader->end = bytes + count;
    bool is_end;
    PJResult result = pj_markers(frame, &reader->at, reader->end, true, &is_end);
    if (result.status == PJ_OK && is_end) result = pj_damaged("a file without a scan");
    if (result.status != PJ_OK) {
        pj_reader_close(reader);
        return result;
    }
    *header = header_of(frame);
    reader->is_direct = !header->has_scans;
    *out = reader;
    return pj_ok();
}

void pj_reader_close(PJReader *reader) {
    pj_frame_free(&reader->frame);
    free(reader);
}

/// Finds all scans after the first: up to the EOI, or the file's end when nothing is missing there but the EOI.
static PJResult find_scans(PJReader *reader, int maximum) {
    PJFrame *frame = &reader->frame;
    bool is_end = false;
    for (;;) {
        if (frame->scan_count > maximum) return (PJResult){PJ_TOO_MANY_SCANS, "more scans than allowed"};
        reader->at = pj_scan_end(reader->at, reader->end);
        const PJResult result = pj_markers(frame, &reader->at, reader->end, true, &is_end);
        reader->lacks_end = result.status == PJ_DAMAGED && reader->at >= reader->end && pj_has_all_scans(frame);
        if (reader->lacks_end) return pj_ok();
        if (result.status == PJ_DAMAGED && reader->shows_damage) {
            // The scans up to here are shown.
            reader->is_damaged = true;
            return pj_ok();
        }
        if (result.status != PJ_OK || is_end) return result;
    }
}

/// The last coefficient, in zigzag order, that counts at `scale`.
static int last_needed(PJScale scale) {
    int last = 0;
    for (int k = 0; k < PJ_BLOCK; k++)
        if (pj_natural_order[k] / PJ_SIDE < scale.across && pj_natural_order[k] % PJ_SIDE < scale.down) last = k;
    return last;
}

/// Scans of which nothing is shown at these scales are skipped, unless a later one that is needed builds on them.
static void choose_scans(PJReader *reader) {
    PJFrame *frame = &reader->frame;
    // Whether the last scan is whole, only reading it shows; and whatever it builds on.
    if (reader->lacks_end) return;
    int last[PJ_PLANES];
    for (int i = 0; i < frame->components; i++) last[i] = last_needed(reader->scales[i]);
    for (int i = frame->scan_count - 1; i >= 0; i--) {
        PJScan *scan = &frame->scans[i];
        if (!frame->is_progressive || scan->ss == 0) continue;
        int *needed = &last[scan->component[0]];
        scan->is_needed = scan->ss <= *needed;
        if (scan->is_needed && scan->ah > 0 && scan->se > *needed) *needed = scan->se;
    }
}

static PJResult make_room(PJFrame *frame) {
    for (int i = 0; i < frame->components; i++) {
        PJComponent *part = &frame->component[i];
        const size_t blocks = (size_t)part->stored_across * (size_t)part->down;
        part->coefficients = calloc(blocks, PJ_BLOCK * sizeof *part->coefficients);
        part->present = calloc(blocks, sizeof *part->present);
        if (!part->coefficients || !part->present) return pj_no_memory();
    }
    return pj_ok();
}

/// Whether the first block of the first scan is there.
static bool has_a_block(const PJFrame *frame) {
    PJScan scan = frame->scans[0];
    int16_t block[PJ_BLOCK] = {0};
    uint64_t present = 0;
    if (!pj_mcu_begins(&scan)) return false;
    if (frame->is_progressive)
        pj_progressive_block(&scan, 0, block, &present);
    else
        pj_sequential_block(&scan, 0, block);
    pj_mcu_ends(&scan);
    return !scan.is_truncated;
}

void pj_show_damage(PJReader *reader) { reader->shows_damage = true; }

bool pj_is_damaged(const PJReader *reader) { return reader->is_damaged; }

PJResult pj_reader_start(PJReader *reader, const PJScale scales[PJ_PLANES], int maximum_scans, PJLoops loops) {
    PJFrame *frame = &reader->frame;
    memcpy(reader->scales, scales, sizeof reader->scales);
    reader->transform = pj_transform(loops);
    reader->rows = (frame->height + PJ_SIDE * frame->down - 1) / (PJ_SIDE * frame->down);
    if (reader->shows_damage && !has_a_block(frame)) return (PJResult){PJ_DAMAGED, "nothing of the picture is there"};
    if (reader->is_direct) return pj_ok();
    PJ_TRY(find_scans(reader, maximum_scans));
    PJ_TRY(make_room(frame));
    choose_scans(reader);
    return pj_ok();
}

bool pj_lacks_end(const PJReader *reader) {
    return reader->is_direct ? pj_scan_end(reader->at, reader->end) == reader->end : reader->lacks_end;
}

int pj_plane_width(const PJReader *reader, int plane) {
    const PJFrame *frame = &reader->frame;
    return pj_divided_up(
        frame->width * frame->component[plane].across * reader->scales[plane].across, frame->across * PJ_SIDE);
}

int pj_plane_height(const PJReader *reader, int plane) {
    const PJFrame *frame = &reader->frame;
    return pj_divided_up(
        frame->height * frame->component[plane].down * reader->scales[plane].down, frame->down * PJ_SIDE);
}

int pj_plane_written_width(const PJReader *reader, int plane) {
    // The transform writes eight samples at a time.
    return reader->frame.component[plane].blocks_across * reader->scales[plane].across + PJ_SIDE;
}

int pj_group(const PJReader *reader, int plane) {
    return reader->frame.component[plane].down * reader->scales[plane].down;
}

PJResult pj_read(PJReader *reader, const PJRows rows[PJ_PLANES], const int next[PJ_PLANES]) {
    enum { MAXIMUM_GROUP = 4 * PJ_SIDE };
    if (reader->row >= reader->rows) return pj_damaged("more rows than the picture has");
    uint8_t *pointers[PJ_PLANES][MAXIMUM_GROUP];
    uint8_t *const *const lines[PJ_PLANES] = {pointers[0], pointers[1], pointers[2]};
    for (int i = 0; i < reader->frame.components; i++)
        for (int row = 0; row < pj_group(reader, i); row++)
            pointers[i][row] = rows[i].rows + (((size_t)next[i] + (size_t)row) & rows[i].mask) * rows[i].stride;
    return pj_mcu_row(reader, lines);
}
