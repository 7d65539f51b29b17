#include "frame.h"

#include <stdlib.h>

enum {
    SOI = 0xD8,
    EOI = 0xD9,
    SOS = 0xDA,
    DQT = 0xDB,
    DHT = 0xC4,
    DRI = 0xDD,
    SOF0 = 0xC0,
    SOF1 = 0xC1,
    SOF2 = 0xC2,
    SOF15 = 0xCF,
    JPG = 0xC8,
    DAC = 0xCC,
    APP0 = 0xE0,
    APP14 = 0xEE,
    RST0 = 0xD0,
    RST7 = 0xD7,
    TEM = 0x01
};

static int word(const uint8_t *bytes) { return bytes[0] << 8 | bytes[1]; }

/// DQT (B.2.4.1).
static PJResult read_quantisation_tables(PJFrame *frame, const uint8_t *bytes, size_t count) {
    while (count > 0) {
        const int number = bytes[0] & 15;
        // Anything but 0 is taken for 16 bits, as by libjpeg (B.2.4.1 knows 0 and 1).
        const size_t size = bytes[0] >> 4 ? 2 : 1;
        if (number >= PJ_TABLES || count < 1 + PJ_BLOCK * size) return pj_damaged("not a valid quantisation table");
        for (int i = 0; i < PJ_BLOCK; i++)
            frame->quantisation[number][pj_natural_order[i]] =
                (uint16_t)(size == 2 ? word(bytes + 1 + 2 * i) : bytes[1 + i]);
        frame->has_quantisation[number] = true;
        bytes += 1 + PJ_BLOCK * size;
        count -= 1 + PJ_BLOCK * size;
    }
    return pj_ok();
}

/// DHT (B.2.4.2). Tables are checked when a scan uses them.
static PJResult read_huffman_tables(PJFrame *frame, const uint8_t *bytes, size_t count) {
    while (count > 0) {
        size_t size = 1 + PJ_LEAST_TABLE;
        if (count < size || (bytes[0] & 15) >= PJ_TABLES || bytes[0] >> 4 > 1)
            return pj_damaged("not a valid Huffman table");
        for (int i = 1; i <= PJ_LEAST_TABLE; i++) size += bytes[i];
        if (count < size) return pj_damaged("a Huffman table that is cut off");
        PJTableSlot *slots = bytes[0] >> 4 ? frame->ac : frame->dc;
        slots[bytes[0] & 15] = (PJTableSlot){.bytes = bytes + 1, .count = size - 1};
        bytes += size;
        count -= size;
    }
    return pj_ok();
}

/// The components' dimensions (A.1.1, A.2.4).
static void lay_out(PJFrame *frame) {
    const int mcus = pj_divided_up(frame->width, PJ_SIDE * frame->across);
    for (int i = 0; i < frame->components; i++) {
        PJComponent *part = &frame->component[i];
        const int side = PJ_SIDE;
        part->blocks_across = pj_divided_up(pj_divided_up(frame->width * part->across, frame->across), side);
        part->blocks_down = pj_divided_up(pj_divided_up(frame->height * part->down, frame->down), side);
        part->stored_across = mcus * part->across;
    }
}

/// SOFn, the frame header (B.2.2).
static PJResult read_frame_header(PJFrame *frame, int marker, const uint8_t *bytes, size_t count) {
    if (frame->components) return pj_damaged("a second frame header");
    if (count < 6) return pj_damaged("a frame header that is cut off");
    const int components = bytes[5];
    frame->is_progressive = marker == SOF2;
    frame->height = word(bytes + 1);
    frame->width = word(bytes + 3);
    if (count != 6 + 3 * (size_t)components || !frame->height || !frame->width || !components)
        return pj_damaged("not a valid frame header");
    if (bytes[0] != 8 || marker > SOF2 || (components != 1 && components != PJ_PLANES))
        return pj_unsupported("a process, precision or number of components that is not read here");
    if (frame->width > PJ_MAXIMUM_SIDE || frame->height > PJ_MAXIMUM_SIDE)
        return pj_unsupported("a side that is too long");
    frame->across = frame->down = 1;
    for (int i = 0; i < components; i++) {
        const uint8_t *described = bytes + 6 + 3 * i;
        PJComponent *part = &frame->component[i];
        *part = (PJComponent){
            .identifier = described[0],
            .across = described[1] >> 4,
            .down = described[1] & 15,
            .table_number = described[2],
        };
        if (part->across < 1 || part->across > 4 || part->down < 1 || part->down > 4 || part->table_number >= PJ_TABLES)
            return pj_damaged("not a valid component");
        // The MCU of a lone component is one block (A.2.2).
        if (components == 1) part->across = part->down = 1;
        if (part->across > frame->across) frame->across = part->across;
        if (part->down > frame->down) frame->down = part->down;
    }
    frame->components = components;
    lay_out(frame);
    return pj_ok();
}

static PJResult read_segment(PJFrame *frame, int marker, const uint8_t *bytes, size_t count) {
    switch (marker) {
    case DQT: return read_quantisation_tables(frame, bytes, count);
    case DHT: return read_huffman_tables(frame, bytes, count);
    case DRI:
        if (count != 2) return pj_damaged("not a valid restart interval");
        frame->restart_interval = word(bytes);
        return pj_ok();
    case APP0:
        if (count >= 14 && memcmp(bytes, "JFIF", 5) == 0) frame->has_jfif = true;
        return pj_ok();
    case APP14:
        if (count >= 12 && memcmp(bytes, "Adobe", 5) == 0) frame->adobe_transform = bytes[11];
        return pj_ok();
    case JPG:
    case DAC: return pj_unsupported("arithmetic coding");
    default: return marker >= SOF0 && marker <= SOF15 ? read_frame_header(frame, marker, bytes, count) : pj_ok();
    }
}

/// Markers without a segment (table B.1).
static bool is_alone(int marker) { return marker == TEM || (marker >= RST0 && marker <= RST7) || marker == SOI; }

PJResult pj_markers(PJFrame *frame, const uint8_t **at, const uint8_t *end, bool adds, bool *is_end) {
    *is_end = false;
    for (;;) {
        // Bytes between segments are skipped, as is what fills up.
        while (*at < end && **at != 0xFF) (*at)++;
        while (*at < end && **at == 0xFF) (*at)++;
        if (*at >= end) return pj_damaged("the file ends too early");
        const int marker = *(*at)++;
        if (marker == 0 || is_alone(marker)) continue;
        if (marker == EOI) {
            *is_end = true;
            return pj_ok();
        }
        if (end - *at < 2) return pj_damaged("the file ends too early");
        const size_t size = (size_t)word(*at);
        if (size < 2 || size > (size_t)(end - *at)) return pj_damaged("a segment that is cut off");
        const uint8_t *content = *at + 2;
        *at += size;
        if (marker == SOS) {
            if (!frame->components) return pj_damaged("a scan before the frame header");
            return adds ? pj_scan_add(frame, content, size - 2, *at, end) : pj_ok();
        }
        PJ_TRY(read_segment(frame, marker, content, size - 2));
    }
}

const uint8_t *pj_scan_end(const uint8_t *at, const uint8_t *end) {
    while (at < end) {
        const uint8_t *found = memchr(at, 0xFF, (size_t)(end - at));
        if (!found || end - found < 2) return end;
        const int next = found[1];
        if (next != 0 && next != 0xFF && (next < RST0 || next > RST7)) return found;
        at = next == 0xFF ? found + 1 : found + 2;
    }
    return end;
}
