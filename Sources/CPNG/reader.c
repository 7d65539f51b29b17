#include "inflating.h"
#include "rows.h"

#include <stdlib.h>
#include <string.h>

struct CPNGReader {
    CPNGChunks chunks;
    CPNGHeader header;
    CPNGColours colours;
    uint32_t rows_given;
    bool has_failed;
    /// Rows that can't be decoded are blank; and whether they are from here on.
    bool shows_damage, is_blank;
    CPNGInflating *inflating;
    /// One block: the stored rows, this one and the one above, and the row given, each between margins.
    uint8_t *space;
    uint8_t *row, *above, *given;
};

CPNGResult cpng_reader_open(const void *bytes, size_t count, CPNGReader **reader) {
    *reader = NULL;
    CPNGReader *opened = calloc(1, sizeof *opened);
    if (!opened) return cpng_no_memory();
    CPNGResult result = cpng_chunks_open(&opened->chunks, bytes, count);
    if (result.status == CPNG_OK) result = cpng_read_header(&opened->chunks, &opened->header, &opened->colours);
    if (result.status == CPNG_OK)
        *reader = opened;
    else
        free(opened);
    return result;
}

void cpng_reader_show_damage(CPNGReader *reader) { reader->shows_damage = reader->chunks.shows_damage = true; }

bool cpng_reader_is_damaged(const CPNGReader *reader) {
    return reader->is_blank || (reader->inflating && reader->inflating->chunks.has_wrong_pixels);
}

CPNGHeader cpng_reader_header(const CPNGReader *reader) { return reader->header; }

void cpng_reader_free(CPNGReader *reader) {
    cpng_inflating_free(reader->inflating);
    free(reader->space);
    free(reader);
}

static size_t given_bytes(const CPNGHeader *header) { return (size_t)header->width * header->channels; }

/// Bytes of the block of rows.
static size_t space_bytes(const CPNGHeader *header) {
    return 2 * cpng_stored_row_bytes(header) + given_bytes(header) + 6 * CPNG_ROW_MARGIN;
}

size_t cpng_reader_bytes(CPNGHeader header) {
    return sizeof(CPNGReader) + 4096 + space_bytes(&header) + cpng_inflating_bytes(cpng_stored_row_bytes(&header) + 1);
}

static CPNGResult allocate(CPNGReader *reader) {
    const size_t stored = cpng_stored_row_bytes(&reader->header);
    const uint64_t wanted = (uint64_t)(stored + 1) * reader->header.height;
    // A row above the first one is all zeros; so are the margins, for good.
    reader->space = calloc(1, space_bytes(&reader->header));
    reader->inflating = cpng_inflating_new(reader->chunks, stored + 1, wanted);
    if (!reader->space || !reader->inflating) return cpng_no_memory();
    reader->row = reader->space + CPNG_ROW_MARGIN;
    reader->above = reader->row + stored + 2 * CPNG_ROW_MARGIN;
    reader->given = reader->above + stored + 2 * CPNG_ROW_MARGIN;
    return cpng_ok();
}

static CPNGResult next_row(CPNGReader *reader, const uint8_t **row) {
    if (!reader->inflating) CPNG_TRY(allocate(reader));
    const size_t stored = cpng_stored_row_bytes(&reader->header);
    const uint8_t *filtered;
    CPNG_TRY(cpng_inflating_take(reader->inflating, stored + 1, &filtered));
    uint8_t *above = reader->row;
    reader->row = reader->above;
    reader->above = above;
    CPNG_TRY(cpng_unfilter(
        filtered[0], filtered + 1, reader->above, reader->row, stored, cpng_stored_pixel_bytes(&reader->header)));
    *row = reader->row;
    if (cpng_is_stored_as_given(&reader->header, &reader->colours)) return cpng_ok();
    cpng_expand(&reader->header, &reader->colours, reader->row, reader->given);
    *row = reader->given;
    return cpng_ok();
}

/// The row instead of one that can't be decoded.
static const uint8_t *blank(CPNGReader *reader) {
    memset(reader->given, 0, given_bytes(&reader->header));
    return reader->given;
}

CPNGResult cpng_reader_next_row(CPNGReader *reader, const uint8_t **row) {
    *row = NULL;
    if (reader->has_failed) return cpng_misused("There is no row after an error.");
    if (reader->rows_given == reader->header.height) return cpng_misused("There is no row after the last one.");
    if (!reader->header.rows_are_readable)
        return (CPNGResult){CPNG_UNSUPPORTED, "Interlaced pictures and samples of 16 bits are not read here."};
    CPNGResult result = reader->is_blank ? cpng_ok() : next_row(reader, row);
    const bool is_damage = result.status == CPNG_DAMAGED || result.status == CPNG_TRUNCATED;
    if (reader->shows_damage && is_damage && reader->rows_given > 0) reader->is_blank = true;
    if (reader->is_blank) {
        *row = blank(reader);
        result = cpng_ok();
    }
    if (result.status != CPNG_OK) *row = NULL;
    reader->has_failed = result.status != CPNG_OK;
    reader->rows_given += 1;
    return result;
}
