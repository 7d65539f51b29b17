#include "reader.h"

#include <stdlib.h>

/// What the components are, told as libjpeg tells it (jdapimin.c, `default_decompress_parms`).
static PJColours colours(const PJFrame *frame) {
    if (frame->components == 1) return PJ_GREY;
    if (frame->has_jfif) return PJ_DIFFERENCES;
    if (frame->adobe >= 0) return frame->adobe == 0 ? PJ_RGB : PJ_DIFFERENCES;
    const PJComponent *part = frame->component;
    const bool is_named = part[0].identifier == 'R' && part[1].identifier == 'G' && part[2].identifier == 'B';
    return is_named ? PJ_RGB : PJ_DIFFERENCES;
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

PJStatus pj_reader_open(const uint8_t *bytes, size_t count, PJReader **out, PJHeader *header) {
    *out = NULL;
    if (count < 4 || bytes[0] != 0xFF || bytes[1] != 0xD8) return PJ_DAMAGED;
    PJReader *reader = calloc(1, sizeof *reader);
    if (!reader) return PJ_NO_MEMORY;
    PJFrame *frame = &reader->frame;
    *frame = (PJFrame){.adobe = -1, .text = ""};
    reader->at = bytes + 2;
    reader->end = bytes + count;
    bool is_end;
    PJStatus status = pj_markers(frame, &reader->at, reader->end, true, &is_end);
    if (status == PJ_OK && is_end) status = PJ_DAMAGED;
    if (status != PJ_OK) {
        pj_reader_close(reader);
        return status;
    }
    *header = header_of(frame);
    reader->is_direct = !header->has_scans;
    *out = reader;
    return PJ_OK;
}

void pj_reader_close(PJReader *reader) {
    pj_frame_free(&reader->frame);
    free(reader);
}

/// Finds all scans behind the first: up to the EOI, or the file's end when nothing is missing there but the EOI.
static PJStatus find_scans(PJReader *reader, int maximum) {
    PJFrame *frame = &reader->frame;
    bool is_end = false;
    for (;;) {
        if (frame->scan_count > maximum) {
            frame->text = "more scans than allowed";
            return PJ_TOO_MANY_SCANS;
        }
        reader->at = pj_scan_end(reader->at, reader->end);
        const PJStatus status = pj_markers(frame, &reader->at, reader->end, true, &is_end);
        reader->lacks_end = status == PJ_DAMAGED && reader->at >= reader->end && pj_has_all_scans(frame);
        if (reader->lacks_end) return PJ_OK;
        if (status == PJ_DAMAGED && reader->shows_damage) {
            // The scans up to here are shown.
            reader->is_damaged = true;
            return PJ_OK;
        }
        if (status != PJ_OK || is_end) return status;
    }
}

/// The last place, in the file's order, of a coefficient that counts at `scale`.
static int last_needed(PJScale scale) {
    int last = 0;
    for (int k = 0; k < PJ_BLOCK; k++)
        if (pj_places[k] / PJ_SIDE < scale.across && pj_places[k] % PJ_SIDE < scale.down) last = k;
    return last;
}

/// Scans of which nothing is shown at these scales are passed over, unless a later one that is needed builds on them.
static void choose_scans(PJReader *reader) {
    PJFrame *frame = &reader->frame;
    // Whether the last scan is whole, only reading it tells, and all that it builds on.
    if (reader->lacks_end) return;
    int last[PJ_PLANES];
    for (int i = 0; i < frame->components; i++) last[i] = last_needed(reader->scales[i]);
    for (int i = frame->scan_count - 1; i >= 0; i--) {
        PJScan *scan = &frame->scans[i];
        if (!frame->is_progressive || scan->from == 0) continue;
        int *needed = &last[scan->component[0]];
        scan->is_needed = scan->from <= *needed;
        if (scan->is_needed && scan->high > 0 && scan->to > *needed) *needed = scan->to;
    }
}

static PJStatus make_room(PJFrame *frame) {
    for (int i = 0; i < frame->components; i++) {
        PJComponent *part = &frame->component[i];
        const size_t blocks = (size_t)part->stored_across * (size_t)part->down;
        part->coefficients = calloc(blocks, PJ_BLOCK * sizeof *part->coefficients);
        part->present = calloc(blocks, sizeof *part->present);
        if (!part->coefficients || !part->present) return PJ_NO_MEMORY;
    }
    return PJ_OK;
}

/// Whether the first block of the first scan is there.
static bool has_a_block(const PJFrame *frame) {
    PJScan scan = frame->scans[0];
    int16_t block[PJ_BLOCK] = {0};
    uint64_t present = 0;
    if (!pj_unit_begins(&scan)) return false;
    if (frame->is_progressive) pj_progressive_block(&scan, 0, block, &present);
    else pj_sequential_block(&scan, 0, block);
    pj_unit_ends(&scan);
    return !scan.is_cut;
}

void pj_show_damage(PJReader *reader) { reader->shows_damage = true; }

bool pj_is_damaged(const PJReader *reader) { return reader->is_damaged; }

PJStatus pj_reader_start(
    PJReader *reader, const PJScale scales[PJ_PLANES], int maximum_scans, PJLoops loops) {
    PJFrame *frame = &reader->frame;
    memcpy(reader->scales, scales, sizeof reader->scales);
    reader->transform = pj_transform(loops);
    reader->rows = (frame->height + PJ_SIDE * frame->down - 1) / (PJ_SIDE * frame->down);
    if (reader->shows_damage && !has_a_block(frame)) {
        frame->text = "nothing of the picture is there";
        return PJ_DAMAGED;
    }
    if (reader->is_direct) return PJ_OK;
    PJStatus status = find_scans(reader, maximum_scans);
    if (status == PJ_OK) status = make_room(frame);
    choose_scans(reader);
    return status;
}

bool pj_lacks_end(const PJReader *reader) {
    return reader->is_direct ? pj_scan_end(reader->at, reader->end) == reader->end : reader->lacks_end;
}

static int divided_up(int value, int by) { return (value + by - 1) / by; }

int pj_plane_width(const PJReader *reader, int plane) {
    const PJFrame *frame = &reader->frame;
    return divided_up(
        frame->width * frame->component[plane].across * reader->scales[plane].across, frame->across * PJ_SIDE);
}

int pj_plane_height(const PJReader *reader, int plane) {
    const PJFrame *frame = &reader->frame;
    return divided_up(frame->height * frame->component[plane].down * reader->scales[plane].down, frame->down * PJ_SIDE);
}

int pj_plane_written_width(const PJReader *reader, int plane) {
    // The transform writes eight samples at a time.
    return reader->frame.component[plane].blocks_across * reader->scales[plane].across + PJ_SIDE;
}

int pj_group(const PJReader *reader, int plane) {
    return reader->frame.component[plane].down * reader->scales[plane].down;
}

PJStatus pj_read(PJReader *reader, const PJRows rows[PJ_PLANES], const int next[PJ_PLANES]) {
    enum { MAXIMUM_GROUP = 4 * PJ_SIDE };
    if (reader->row >= reader->rows) return PJ_DAMAGED;
    uint8_t *pointers[PJ_PLANES][MAXIMUM_GROUP];
    uint8_t *const *const lines[PJ_PLANES] = {pointers[0], pointers[1], pointers[2]};
    for (int i = 0; i < reader->frame.components; i++)
        for (int row = 0; row < pj_group(reader, i); row++)
            pointers[i][row] = rows[i].rows + (((size_t)next[i] + (size_t)row) & rows[i].mask) * rows[i].stride;
    return pj_units(reader, lines);
}

const char *pj_reader_text(const PJReader *reader) { return reader->frame.text; }
