#include "frame.h"

#include <stdlib.h>

const uint8_t pj_natural_order[PJ_BLOCK + 16] = {
    0,  8,  1,  2,  9,  16, 24, 17, 10, 3,  4,  11, 18, 25, 32, 40, 33, 26, 19, 12, 5,  6,  13, 20, 27, 34, 41,
    48, 56, 49, 42, 35, 28, 21, 14, 7,  15, 22, 29, 36, 43, 50, 57, 58, 51, 44, 37, 30, 23, 31, 38, 45, 52, 59,
    60, 53, 46, 39, 47, 54, 61, 62, 55, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63};

/// The Huffman table of destination `number`, made if it is not.
static PJResult table(PJFrame *frame, PJTableSlot *slots, int number, int largest, const PJHuffman **out) {
    if (number >= PJ_TABLES || !slots[number].bytes) return pj_damaged("a scan without its Huffman table");
    PJTableSlot *slot = &slots[number];
    if (!slot->made) {
        PJHuffman **larger = realloc(frame->tables, sizeof *larger * (size_t)(frame->table_count + 1));
        if (!larger) return pj_no_memory();
        frame->tables = larger;
        PJHuffman *made = malloc(sizeof *made);
        if (!made) return pj_no_memory();
        larger[frame->table_count++] = made;
        if (!pj_huffman_make(slot->bytes, slot->count, largest, made)) return pj_damaged("not a valid Huffman table");
        slot->made = made;
    }
    *out = slot->made;
    return pj_ok();
}

/// The components of a scan (B.2.3), in the frame's order, each at most once, with the tables that the scan uses.
static PJResult read_components(PJFrame *frame, PJScan *scan, const uint8_t *content) {
    int next = 0;
    for (int i = 0; i < scan->count; i++) {
        const uint8_t *named = content + 1 + 2 * i;
        while (next < frame->components && frame->component[next].identifier != named[0]) next++;
        if (next == frame->components) return pj_damaged("a scan of an unknown component");
        const int dc = named[1] >> 4, ac = named[1] & 15;
        PJComponent *part = &frame->component[next];
        if (!part->has_quantisation) {
            if (!frame->has_quantisation[part->table_number])
                return pj_damaged("a scan without its quantisation table");
            memcpy(part->quantisation, frame->quantisation[part->table_number], sizeof part->quantisation);
            part->has_quantisation = true;
        }
        scan->component[i] = next++;
        if (scan->ss == 0 && scan->ah == 0) PJ_TRY(table(frame, frame->dc, dc, 15, &scan->dc[i]));
        if (scan->se > 0) PJ_TRY(table(frame, frame->ac, ac, 255, &scan->ac[i]));
    }
    return pj_ok();
}

/// Whether Ss, Se, Ah and Al are as G.1.1.1 allows.
static bool is_progression(const PJScan *scan) {
    if (scan->ss > scan->se || scan->se >= PJ_BLOCK || scan->al > 13) return false;
    if (scan->ss == 0 ? scan->se != 0 : scan->count != 1) return false;
    return scan->ah == 0 || scan->ah == scan->al + 1;
}

PJResult pj_scan_add(PJFrame *frame, const uint8_t *content, size_t count, const uint8_t *data, const uint8_t *end) {
    if (count < 1 || content[0] < 1 || content[0] > frame->components || count != 4 + 2 * (size_t)content[0])
        return pj_damaged("not a valid scan header");
    PJScan *larger = realloc(frame->scans, sizeof *larger * (size_t)(frame->scan_count + 1));
    if (!larger) return pj_no_memory();
    frame->scans = larger;
    PJScan *scan = &larger[frame->scan_count];
    const uint8_t *last = content + 1 + 2 * content[0];
    *scan = (PJScan){.count = content[0],
                     .se = PJ_BLOCK - 1,
                     .restart_interval = frame->restart_interval,
                     .mcus_left = frame->restart_interval};
    if (frame->is_progressive) {
        scan->ss = last[0];
        scan->se = last[1];
        scan->ah = last[2] >> 4;
        scan->al = last[2] & 15;
        if (!is_progression(scan)) return pj_damaged("not a valid band or bit position of a scan");
    }
    PJ_TRY(read_components(frame, scan, content));
    pj_bits_start(&scan->bits, data, end);
    scan->is_needed = true;
    frame->scan_count++;
    return pj_ok();
}

bool pj_has_all_scans(const PJFrame *frame) {
    // Of each component, the coefficients that have come to their last bit.
    uint64_t whole[PJ_PLANES] = {0};
    for (int i = 0; i < frame->scan_count; i++) {
        const PJScan *scan = &frame->scans[i];
        if (scan->al > 0) continue;
        const uint64_t band = (~0ull >> (PJ_BLOCK - 1 - scan->se)) & (~0ull << scan->ss);
        for (int j = 0; j < scan->count; j++) whole[scan->component[j]] |= band;
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

/// The next marker at or after the scan's place, which is moved there.
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

/// Goes on after the next restart marker (E.2.4). Where another one is found than is due, what is lost is guessed by
/// libjpeg's rule (jdmarker.c, `jpeg_resync_to_restart`): up to two are taken for missing, or for old ones. While they
/// are missing all is grey; libjpeg shows one MCU more, made of zeros.
static void restart(PJScan *scan) {
    PJBits *bits = &scan->bits;
    *bits = (PJBits){.at = bits->at, .end = bits->end};
    scan->is_out_of_data = false;
    for (;;) {
        const int marker = next_marker(bits);
        const int ahead = (marker - 0xD0 - scan->next_restart) & 7;
        const bool is_restart = marker >= 0xD0 && marker <= 0xD7;
        if (!is_restart && marker >= 0xC0) scan->is_out_of_data = true;
        if (is_restart && (ahead == 1 || ahead == 2)) scan->is_out_of_data = true;
        if (marker == 0) scan->is_out_of_data = scan->is_truncated = true;
        if (scan->is_out_of_data) break;
        bits->at += 2;
        if (is_restart && ahead < 6) break;
    }
    scan->next_restart = (scan->next_restart + 1) & 7;
    memset(scan->predictor, 0, sizeof scan->predictor);
    scan->eob_run = 0;
    scan->mcus_left = scan->restart_interval;
}

bool pj_mcu_begins(PJScan *scan) {
    if (scan->restart_interval) {
        if (scan->mcus_left == 0) restart(scan);
        scan->mcus_left--;
    }
    return !scan->is_out_of_data;
}
