// Decodes any bytes as a JPEG file, in planes, at each of the scales.
#include <stdint.h>
#include <stdlib.h>

#include "CPlanarJPEG.h"

// Larger pictures only take longer.
enum { largest_pixels = 1 << 22, maximum_scans = 20 };

static volatile uint8_t sink;

static bool make_rows(const PJReader *reader, int plane, PJRows *rows) {
    size_t group = (size_t)pj_group(reader, plane), kept = 1;
    while (kept < group) kept *= 2;
    rows->stride = (size_t)pj_plane_written_width(reader, plane);
    rows->mask = kept - 1;
    rows->rows = malloc(rows->stride * kept);
    return rows->rows != NULL;
}

static void decode(PJReader *reader, PJHeader header) {
    PJRows rows[PJ_PLANES] = {{0}};
    int next[PJ_PLANES] = {0};
    for (int plane = 0; plane < header.planes; plane++)
        if (!make_rows(reader, plane, &rows[plane])) abort();
    while (next[0] < pj_plane_height(reader, 0)) {
        if (pj_read(reader, rows, next) != PJ_OK) break;
        for (int plane = 0; plane < header.planes; plane++) {
            int group = pj_group(reader, plane), width = pj_plane_width(reader, plane);
            for (int row = next[plane]; row < next[plane] + group; row++)
                sink ^= rows[plane].rows[((size_t)row & rows[plane].mask) * rows[plane].stride + (size_t)width - 1];
            next[plane] += group;
        }
    }
    for (int plane = 0; plane < PJ_PLANES; plane++) free(rows[plane].rows);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count) {
    if (count < 2) return 0;
    // The first byte chooses the scale; the file follows.
    int denominator = 1 << (bytes[0] & 3);
    PJReader *reader;
    PJHeader header;
    if (pj_reader_open(bytes + 1, count - 1, &reader, &header) != PJ_OK) return 0;
    if ((long)header.width * header.height <= largest_pixels
        && pj_reader_start(reader, denominator, maximum_scans, NULL) == PJ_OK)
        decode(reader, header);
    pj_reader_close(reader);
    return 0;
}
