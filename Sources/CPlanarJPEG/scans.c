#include "frame.h"

#include <stdlib.h>

const uint8_t pj_places[PJ_BLOCK + 16] = {
    0,  8,  1,  2,  9,  16, 24, 17, 10, 3,  4,  11, 18, 25, 32, 40, 33, 26, 19, 12, 5,  6,  13, 20, 27, 34, 41,
    48, 56, 49, 42, 35, 28, 21, 14, 7,  15, 22, 29, 36, 43, 50, 57, 58, 51, 44, 37, 30, 23, 31, 38, 45, 52, 59,
    60, 53, 46, 39, 47, 54, 61, 62, 55, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63};

static PJStatus damaged(PJFrame *frame, const char *text) {
    frame->text = text;
    return PJ_DAMAGED;
}

/// Table `number` of `slots`, made if it is not.
static PJStatus table(PJFrame *frame, PJTableSlot *slots, int number, int largest, const PJHuffman **out) {
    if (number >= PJ_TABLES || !slots[number].bytes) return damaged(frame, "a scan without its Huffman table");
    PJTableSlot *slot = &slots[number];
    if (!slot->made) {
        PJHuffman **larger = realloc(frame->tables, sizeof *larger * (size_t)(frame->table_count + 1));
        if (!larger) return PJ_NO_MEMORY;
        frame->tables = larger;
        PJHuffman *made = malloc(sizeof *made);
        if (!made) return PJ_NO_MEMORY;
        larger[frame->table_count++] = made;
        if (!pj_huffman_make(slot->bytes, slot->count, largest, made))
            return damaged(frame, "not a valid Huffman table");
        slot->made = made;
    }
    *out = slot->made;
    return PJ_OK;
}

/// The components of a scan, in the frame's order, each at most once, with the tables that the scan uses.
static PJStatus read_components(PJFrame *frame, PJScan *scan, const uint8_t *content) {
    int next = 0;
    for (int i = 0; i < scan->count; i++) {
        const uint8_t *named = content + 1 + 2 * i;
        while (next < frame->components && frame->component[next].identifier != named[0]) next++;
        if (next == frame->components) return damaged(frame, "a scan of a component that is not there");
        const int dc = named[1] >> 4, ac = named[1] & 15;
        PJComponent *part = &frame->component[next];
        if (!part->has_steps) {
            if (!frame->has_steps[part->quantiser]) return damaged(frame, "a scan without its quantisation table");
            memcpy(part->steps, frame->steps[part->quantiser], sizeof part->steps);
            part->has_steps = true;
        }
        scan->component[i] = next++;
        PJStatus status = PJ_OK;
        if (scan->from == 0 && scan->high == 0) status = table(frame, frame->dc, dc, 15, &scan->dc[i]);
        if (status == PJ_OK && scan->to > 0) status = table(frame, frame->ac, ac, 255, &scan->ac[i]);
        if (status != PJ_OK) return status;
    }
    return PJ_OK;
}

/// What T.81 allows (G.1.1.1).
static bool is_progression(const PJScan *scan) {
    if (scan->from > scan->to || scan->to >= PJ_BLOCK || scan->low > 13) return false;
    if (scan->from == 0 ? scan->to != 0 : scan->count != 1) return false;
    return scan->high == 0 || scan->high == scan->low + 1;
}

PJStatus pj_scan_add(PJFrame *frame, const uint8_t *content, size_t count, const uint8_t *data, const uint8_t *end) {
    if (count < 1 || content[0] < 1 || content[0] > frame->components || count != 4 + 2 * (size_t)content[0])
        return damaged(frame, "a scan that does not add up");
    PJScan *larger = realloc(frame->scans, sizeof *larger * (size_t)(frame->scan_count + 1));
    if (!larger) return PJ_NO_MEMORY;
    frame->scans = larger;
    PJScan *scan = &larger[frame->scan_count];
    const uint8_t *last = content + 1 + 2 * content[0];
    *scan = (PJScan){.count = content[0], .to = PJ_BLOCK - 1, .interval = frame->interval, .left = frame->interval};
    if (frame->is_progressive) {
        scan->from = last[0];
        scan->to = last[1];
        scan->high = last[2] >> 4;
        scan->low = last[2] & 15;
        if (!is_progression(scan)) return damaged(frame, "a scan out of order");
    }
    const PJStatus status = read_components(frame, scan, content);
    if (status != PJ_OK) return status;
    pj_bits_start(&scan->bits, data, end);
    scan->is_needed = true;
    frame->scan_count++;
    return PJ_OK;
}

bool pj_has_all_scans(const PJFrame *frame) {
    // Of each component, the coefficients that have come to their last bit.
    uint64_t whole[PJ_PLANES] = {0};
    for (int i = 0; i < frame->scan_count; i++) {
        const PJScan *scan = &frame->scans[i];
        if (scan->low > 0) continue;
        const uint64_t places = (~0ull >> (PJ_BLOCK - 1 - scan->to)) & (~0ull << scan->from);
        for (int j = 0; j < scan->count; j++) whole[scan->component[j]] |= places;
    }
    for (int i = 0; i < frame->components; i++)
        if (~whole[i]) return false;
    return true;
}

void pj_frame_free(PJFrame *frame) {
    for (int i = 0; i < frame->table_count; i++) free(frame->tables[i]);
    free(frame->tables);
    free(frame->scans);
    for (int i = 0; i < PJ_PLANES; i++) {
        free(frame->component[i].coefficients);
        free(frame->component[i].present);
    }
}

/// The next marker at or behind the scan's place, which is moved there.
static int next_marker(PJBits *bits) {
    for (const uint8_t *at = bits->at; bits->end - at >= 2; at++) {
        if (at[0] != 0xFF || at[1] == 0 || at[1] == 0xFF) continue;
        bits->at = at;
        return at[1];
    }
    bits->at = bits->end;
    bits->is_at_end = true;
    return 0;
}

/// Goes on behind the next restart. Where another one is found than is due, what is lost is guessed by libjpeg's rule
/// (jdmarker.c, `jpeg_resync_to_restart`): up to two are taken for missing, or for old ones. While they are missing all
/// is grey; libjpeg shows one unit more, made of zeros.
static void start_anew(PJScan *scan) {
    PJBits *bits = &scan->bits;
    *bits = (PJBits){.at = bits->at, .end = bits->end};
    scan->is_dry = false;
    for (;;) {
        const int marker = next_marker(bits);
        const int ahead = (marker - 0xD0 - scan->restart) & 7;
        const bool is_restart = marker >= 0xD0 && marker <= 0xD7;
        if (!is_restart && marker >= 0xC0) scan->is_dry = true;
        if (is_restart && (ahead == 1 || ahead == 2)) scan->is_dry = true;
        if (marker == 0) scan->is_dry = scan->is_cut = true;
        if (scan->is_dry) break;
        bits->at += 2;
        if (is_restart && ahead < 6) break;
    }
    scan->restart = (scan->restart + 1) & 7;
    memset(scan->predictor, 0, sizeof scan->predictor);
    scan->run = 0;
    scan->left = scan->interval;
}

bool pj_unit_begins(PJScan *scan) {
    if (scan->interval) {
        if (scan->left == 0) start_anew(scan);
        scan->left--;
    }
    return !scan->is_dry;
}
