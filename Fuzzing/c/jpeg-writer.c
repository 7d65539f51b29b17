// Writes any samples as JPEG files of every kind that the writer knows; our reader must take them, and libjpeg's own
// order of calls must never be broken.
#include "CPlanarJPEG.h"
#include "input.h"
#include "memory.h"

#include <stdlib.h>

enum { largest_side = 200, most_samples = 256 };

/// A plane of `height` rows with room for whole blocks, made of the input's bytes.
static PJRows make_plane(Input *input, size_t first, int width, int height) {
    PJRows rows = {.rows = malloc((size_t)width * (size_t)height), .stride = (size_t)width, .mask = SIZE_MAX};
    if (!rows.rows) abort();
    for (int i = 0; i < width * height; i++) rows.rows[i] = input_sample(input, first);
    return rows;
}

static void check(const uint8_t *bytes, size_t count, PJOutput output) {
    PJReader *reader;
    PJHeader header;
    if (pj_reader_open(bytes, count, &reader, &header).status != PJ_OK) abort();
    if (header.width != output.width || header.height != output.height || header.planes != output.planes) abort();
    const PJScale scales[PJ_PLANES] = {{1, 1}, {1, 1}, {1, 1}};
    if (pj_reader_start(reader, scales, 100, PJ_LOOPS_FASTEST).status != PJ_OK || pj_lacks_end(reader)) abort();
    PJRows rows[PJ_PLANES] = {{0}};
    int next[PJ_PLANES] = {0};
    for (int plane = 0; plane < output.planes; plane++) {
        const size_t width = (size_t)pj_plane_written_width(reader, plane);
        const int height = pj_plane_height(reader, plane) + pj_group(reader, plane);
        rows[plane] = (PJRows){.rows = malloc(width * (size_t)height), .stride = width, .mask = SIZE_MAX};
        if (!rows[plane].rows) abort();
    }
    while (next[0] < pj_plane_height(reader, 0)) {
        if (pj_read(reader, rows, next).status != PJ_OK) abort();
        for (int plane = 0; plane < output.planes; plane++) next[plane] += pj_group(reader, plane);
    }
    for (int plane = 0; plane < PJ_PLANES; plane++) free(rows[plane].rows);
    pj_reader_close(reader);
}

/// Writes all rows, and `surplus` groups more.
static PJStatus write_rows(PJWriter *writer, Input *input, PJOutput output, int surplus) {
    PJRows rows[PJ_PLANES] = {{0}};
    int next[PJ_PLANES] = {0}, last[PJ_PLANES] = {0};
    const size_t first = input->at;
    for (int plane = 0; plane < output.planes; plane++) {
        const int down = plane == 0 ? 1 : output.down;
        const int height = (output.height + down - 1) / down;
        rows[plane] = make_plane(input, first, pj_written_width(writer, plane), height);
        last[plane] = height - 1;
    }
    PJStatus status = PJ_OK;
    while (status == PJ_OK && (next[0] <= last[0] || surplus-- > 0)) {
        status = pj_write(writer, rows, next, last).status;
        for (int plane = 0; plane < output.planes; plane++) next[plane] += pj_write_group(writer, plane);
    }
    for (int plane = 0; plane < PJ_PLANES; plane++) free(rows[plane].rows);
    return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count) {
    Input input = {bytes, count, 0};
    const uint8_t kind = input_byte(&input);
    const PJOutput output = {
        .width = input_within(&input, 0, largest_side),
        .height = input_within(&input, 0, largest_side),
        .planes = kind & 1 ? 3 : 1,
        .across = kind & 1 && kind & 2 ? 2 : 1,
        .down = kind & 1 && kind & 4 ? 2 : 1,
        .quality = input_within(&input, 1, 100),
        .is_progressive = kind & 8,
        .optimises_tables = kind & 16,
    };
    const uint8_t comment[] = {1, 2, 3, 0xFF, 0xD9};
    const PJSegment segment = {.marker = 0xFE, .bytes = comment, .count = sizeof comment};
    const unsigned failing = input_byte(&input) & 15;
    PJWriter *writer;
    memory_fails_at(failing);
    const PJStatus opened = pj_writer_open(output, &segment, kind & 32 ? 1 : 0, &writer).status;
    memory_fails_at(0);
    if (opened != PJ_OK) {
        if (output.width > 0 && output.height > 0 && !failing) abort();
        return 0;
    }
    // What is finished too early, or gets too many rows, is an error and no more.
    const bool is_short = kind & 64;
    const int surplus = kind & 128 ? 1 : 0;
    const PJStatus status = is_short ? PJ_OK : write_rows(writer, &input, output, surplus);
    if (status == PJ_OK) {
        uint8_t *file = NULL;
        size_t file_count = 0;
        memory_fails_at(failing);
        const PJStatus finished = pj_finish(writer, &file, &file_count).status;
        memory_fails_at(0);
        if (is_short ? finished == PJ_OK : finished != PJ_OK && !failing) abort();
        if (finished == PJ_OK) {
            check(file, file_count, output);
            pj_bytes_release(file);
        }
    }
    pj_writer_close(writer);
    return 0;
}
