// Decodes any bytes as a JPEG file, in planes, at a scale of each plane's own; the fastest loops must give what the
// plain ones give, and a file that is read without damage must give the same where damage is shown.
#include "CPlanarJPEG.h"
#include "memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

// Larger pictures only take longer. These may have more blocks than an `int` holds sums of differences.
enum { largest_pixels = 1 << 23, maximum_scans = 20, scale_bytes = 3 };

typedef struct {
    PJStatus status;
    uint64_t sum;
} Outcome;

static bool make_rows(const PJReader *reader, int plane, PJRows *rows) {
    memory_fails_at(0);
    size_t group = (size_t)pj_group(reader, plane), kept = 1;
    while (kept < group) kept *= 2;
    rows->stride = (size_t)pj_plane_written_width(reader, plane);
    rows->mask = kept - 1;
    rows->rows = calloc(rows->stride, kept);
    return rows->rows;
}

/// The samples that mean something, in one number.
static uint64_t sum(uint64_t sum, const PJReader *reader, int plane, const PJRows *rows, int first) {
    const int height = pj_plane_height(reader, plane), width = pj_plane_width(reader, plane);
    for (int row = first; row < first + pj_group(reader, plane) && row < height; row++)
        for (int column = 0; column < width; column++)
            sum = sum * 31 + rows->rows[((size_t)row & rows->mask) * rows->stride + (size_t)column];
    return sum;
}

static Outcome decode_planes(PJReader *reader, int planes) {
    PJRows rows[PJ_PLANES] = {{0}};
    int next[PJ_PLANES] = {0};
    Outcome outcome = {PJ_OK, 0};
    for (int plane = 0; plane < planes; plane++)
        if (!make_rows(reader, plane, &rows[plane])) abort();
    while (next[0] < pj_plane_height(reader, 0) && outcome.status == PJ_OK) {
        outcome.status = pj_read(reader, rows, next).status;
        for (int plane = 0; plane < planes && outcome.status == PJ_OK; plane++) {
            outcome.sum = sum(outcome.sum, reader, plane, &rows[plane], next[plane]);
            next[plane] += pj_group(reader, plane);
        }
    }
    for (int plane = 0; plane < PJ_PLANES; plane++) free(rows[plane].rows);
    return outcome;
}

static Outcome decode(const uint8_t *scales, const uint8_t *file, size_t count, PJLoops loops, bool shows_damage) {
    PJReader *reader;
    PJHeader header;
    // Two bits of each byte of the scales are free.
    memory_fails_at((unsigned)(scales[0] >> 6 | scales[1] >> 6 << 2 | scales[2] >> 6 << 4));
    Outcome outcome = {pj_reader_open(file, count, &reader, &header).status, 0};
    if (outcome.status != PJ_OK) {
        memory_fails_at(0);
        return outcome;
    }
    PJScale wanted[PJ_PLANES];
    for (int plane = 0; plane < PJ_PLANES; plane++)
        wanted[plane] = (PJScale){.across = 1 + (scales[plane] & 7), .down = 1 + (scales[plane] >> 3 & 7)};
    if (shows_damage) pj_show_damage(reader);
    if ((long)header.width * header.height <= largest_pixels) {
        outcome.status = pj_reader_start(reader, wanted, maximum_scans, loops).status;
        if (outcome.status == PJ_OK) {
            const bool lacks_end = pj_lacks_end(reader);
            outcome = decode_planes(reader, header.planes);
            outcome.sum = outcome.sum * 31 + lacks_end;
        }
    }
    if (outcome.status == PJ_OK && pj_is_damaged(reader)) outcome.status = PJ_DAMAGED;
    pj_reader_close(reader);
    memory_fails_at(0);
    return outcome;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count) {
    // The first bytes choose the scales; the file follows.
    if (count <= scale_bytes) return 0;
    const uint8_t *file = bytes + scale_bytes;
    const Outcome fast = decode(bytes, file, count - scale_bytes, PJ_LOOPS_FASTEST, false);
    const Outcome plain = decode(bytes, file, count - scale_bytes, PJ_LOOPS_PLAIN, false);
    const Outcome shown = decode(bytes, file, count - scale_bytes, PJ_LOOPS_FASTEST, true);
    if (fast.status != plain.status || fast.sum != plain.sum) abort();
    // Without memory it may end elsewhere.
    const bool has_memory = ((bytes[0] | bytes[1] | bytes[2]) & 0xC0) == 0;
    if (has_memory && (fast.status != shown.status || (fast.status == PJ_OK && fast.sum != shown.sum))) abort();
    return 0;
}
