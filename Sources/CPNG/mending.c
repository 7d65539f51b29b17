#include "deflating.h"
#include "inflating.h"
#include "rows.h"

#include <stdlib.h>
#include <string.h>

/// A picture, or one pass of an interlaced one.
typedef struct {
    size_t row_bytes;
    uint32_t rows;
} Part;

/// Every how many pixels and rows a pass has one, from which on (PNG 1.2, section 2.6).
static const struct {
    uint8_t left, across, top, down;
} passes[] = {{0, 8, 0, 8}, {4, 8, 0, 8}, {0, 4, 4, 8}, {2, 4, 0, 4}, {0, 2, 2, 4}, {1, 2, 0, 2}, {0, 1, 1, 2}};

enum { pass_count = sizeof passes / sizeof *passes, largest_filter = 4, chunk_bytes = 64 << 20 };

static uint32_t steps(uint32_t length, uint32_t first, uint32_t step) {
    return length > first ? (length - first + step - 1) / step : 0;
}

/// The parts in their order; returns how many there are.
static int lay_out(const CPNGHeader *header, Part parts[pass_count]) {
    if (!header->interlaced) {
        parts[0] = (Part){cpng_stored_row_bytes(header), header->height};
        return 1;
    }
    int count = 0;
    for (int pass = 0; pass < pass_count; pass++) {
        CPNGHeader reduced = *header;
        reduced.width = steps(header->width, passes[pass].left, passes[pass].across);
        reduced.height = steps(header->height, passes[pass].top, passes[pass].down);
        if (reduced.width == 0 || reduced.height == 0) continue;
        parts[count++] = (Part){cpng_stored_row_bytes(&reduced), reduced.height};
    }
    return count;
}

typedef struct {
    CPNGInflating *inflating;
    CPNGDeflating *deflating;
    CPNGOutput output;
    /// Where the chunk in work begins.
    size_t chunk;
    /// A row of zeros after its filter.
    uint8_t *blank;
    bool shows_damage, is_blank, has_rows;
} Mending;

static CPNGResult begin_chunk(Mending *mending) {
    if (!cpng_output_reserve(&mending->output, 8)) return cpng_no_memory();
    mending->chunk = mending->output.count;
    cpng_put_32(mending->output.bytes + mending->chunk + 4, CPNG_TYPE('I', 'D', 'A', 'T'));
    mending->output.count += 8;
    return cpng_ok();
}

/// The next row with its filter, as stored.
static CPNGResult take(Mending *mending, size_t row_bytes, const uint8_t **row) {
    CPNGResult result = cpng_inflating_take(mending->inflating, row_bytes + 1, row);
    if (result.status == CPNG_OK && **row > largest_filter) result = cpng_damaged("A row's filter type is not valid.");
    if (result.status == CPNG_OK) mending->has_rows = true;
    return result;
}

static CPNGResult mend_row(Mending *mending, size_t row_bytes, bool is_last) {
    const uint8_t *row = mending->blank;
    if (!mending->is_blank) {
        CPNGResult result = take(mending, row_bytes, &row);
        if (result.status != CPNG_OK) {
            if (!mending->shows_damage || !mending->has_rows) return result;
            mending->is_blank = true;
            row = mending->blank;
        }
    }
    CPNG_TRY(cpng_deflating_add(mending->deflating, row, row_bytes + 1, is_last, &mending->output));
    if (is_last || mending->output.count - mending->chunk < chunk_bytes) return cpng_ok();
    CPNG_TRY(cpng_output_end_chunk(&mending->output, mending->chunk));
    return begin_chunk(mending);
}

static CPNGResult mend_rows(Mending *mending, const Part *parts, int count) {
    for (int part = 0; part < count; part++)
        for (uint32_t row = 0; row < parts[part].rows; row++)
            CPNG_TRY(mend_row(mending, parts[part].row_bytes, part == count - 1 && row == parts[part].rows - 1));
    return cpng_ok();
}

/// `chunks` is before the first IDAT; what is before it is copied.
static CPNGResult mend(Mending *mending, const CPNGChunks *chunks, const CPNGHeader *header) {
    Part parts[pass_count];
    int count = lay_out(header, parts);
    size_t largest = 0;
    uint64_t wanted = 0;
    for (int part = 0; part < count; part++) {
        wanted += (uint64_t)(parts[part].row_bytes + 1) * parts[part].rows;
        if (parts[part].row_bytes > largest) largest = parts[part].row_bytes;
    }
    mending->blank = calloc(1, largest + 1);
    mending->inflating = cpng_inflating_new(*chunks, largest + 1, wanted);
    mending->deflating = cpng_deflating_new(CPNG_FAST);
    if (!mending->blank || !mending->inflating || !mending->deflating) return cpng_no_memory();
    if (!cpng_output_reserve(&mending->output, chunks->count)) return cpng_no_memory();
    memcpy(mending->output.bytes, chunks->bytes, chunks->position);
    mending->output.count = chunks->position;
    CPNG_TRY(begin_chunk(mending));
    CPNG_TRY(mend_rows(mending, parts, count));
    CPNG_TRY(cpng_output_end_chunk(&mending->output, mending->chunk));
    return cpng_output_chunk(&mending->output, CPNG_TYPE('I', 'E', 'N', 'D'), NULL, 0);
}

CPNGResult cpng_mend(
    const void *bytes, size_t count, bool shows_damage, uint8_t **mended, size_t *mended_count, bool *is_whole) {
    *mended = NULL;
    CPNGChunks chunks;
    CPNGHeader header;
    CPNGColours colours;
    CPNG_TRY(cpng_chunks_open(&chunks, bytes, count));
    CPNG_TRY(cpng_read_header(&chunks, &header, &colours));
    chunks.shows_damage = shows_damage;
    Mending mending = {.shows_damage = shows_damage};
    CPNGResult result = mend(&mending, &chunks, &header);
    *is_whole = !mending.is_blank && mending.inflating && !mending.inflating->chunks.has_wrong_pixels;
    cpng_inflating_free(mending.inflating);
    cpng_deflating_free(mending.deflating);
    free(mending.blank);
    if (result.status != CPNG_OK) {
        free(mending.output.bytes);
        return result;
    }
    cpng_output_fit(&mending.output);
    *mended = mending.output.bytes;
    *mended_count = mending.output.count;
    return cpng_ok();
}
