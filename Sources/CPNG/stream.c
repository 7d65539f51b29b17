#include "stream.h"

#include "deflating.h"
#include "filtering.h"
#include "thresholds.h"

#include <stdlib.h>
#include <string.h>

struct CPNGStream {
    size_t row_bytes, rows_in_strip, rows_of_strip;
    /// Rows with a zero byte before each, and filtered.
    uint8_t *strip, *filtered;
    CPNGFiltering filtering;
    bool is_filtered;
    /// NULL until the first strip has determined it.
    CPNGDeflating *deflating;
    /// Where the chunk in work begins.
    size_t chunk;
};

static size_t rows_of_strip(size_t row_bytes) {
    const size_t rows = CPNG_STRIP_BYTES / (row_bytes + 1);
    return rows > 0 ? rows : 1;
}

size_t cpng_stream_bytes(uint32_t width, int channels) {
    const size_t row_bytes = (size_t)width * (size_t)channels;
    const size_t strip = (row_bytes + 1) * rows_of_strip(row_bytes);
    // Two strips, two rows; while the first strip is tried, that strip deflated and a second deflater.
    return sizeof(CPNGStream) + 2 * strip + cpng_fast_bound(strip) + 2 * row_bytes + 2 * cpng_deflating_bytes() +
           (256 << 10);
}

static void begin_chunk(CPNGStream *stream, CPNGOutput *output) {
    stream->chunk = output->count;
    cpng_put_32(output->bytes + output->count + 4, CPNG_TYPE('I', 'D', 'A', 'T'));
    output->count += 8;
}

CPNGResult cpng_stream_new(
    uint32_t width, uint32_t height, int channels, const CPNGMetadata *metadata, CPNGOutput *output,
    CPNGStream **stream) {
    CPNG_TRY(cpng_output_header(output, width, height, 8, cpng_colour_type(channels)));
    CPNG_TRY(cpng_output_metadata(output, metadata));
    CPNGStream *opened = calloc(1, sizeof *opened);
    const size_t rows = ((size_t)width * (size_t)channels + 1) * height;
    if (!opened || !cpng_output_reserve(output, cpng_fast_bound(rows))) {
        free(opened);
        return cpng_no_memory();
    }
    opened->row_bytes = (size_t)width * (size_t)channels;
    opened->rows_of_strip = rows_of_strip(opened->row_bytes);
    opened->strip = malloc((opened->row_bytes + 1) * opened->rows_of_strip);
    opened->filtered = malloc((opened->row_bytes + 1) * opened->rows_of_strip);
    const bool is_open = cpng_filtering_open(&opened->filtering, opened->row_bytes, (size_t)channels);
    begin_chunk(opened, output);
    if (!is_open || !opened->strip || !opened->filtered) {
        cpng_stream_free(opened);
        return cpng_no_memory();
    }
    *stream = opened;
    return cpng_ok();
}

void cpng_stream_free(CPNGStream *stream) {
    if (!stream) return;
    cpng_filtering_close(&stream->filtering);
    cpng_deflating_free(stream->deflating);
    free(stream->strip);
    free(stream->filtered);
    free(stream);
}

/// Chooses by the first strip what whole.c chooses by the picture; its measurements hold here too.
static CPNGResult decide(CPNGStream *stream, size_t count) {
    CPNGOutput filtered = {0}, plain = {0};
    CPNGResult result = cpng_deflate_fast(stream->filtered, count, &filtered);
    bool shrinks_little = filtered.count > count / 3;
    if (result.status == CPNG_OK && !shrinks_little) result = cpng_deflate_fast(stream->strip, count, &plain);
    stream->is_filtered = shrinks_little || filtered.count < plain.count;
    const bool is_fast = shrinks_little || filtered.count < plain.count / 5 * 3;
    free(filtered.bytes);
    free(plain.bytes);
    CPNG_TRY(result);
    stream->deflating = cpng_deflating_new(
        is_fast               ? CPNG_FAST
        : stream->is_filtered ? CPNG_SMALL_FILTERED
                              : CPNG_SMALL);
    return stream->deflating ? cpng_ok() : cpng_no_memory();
}

static CPNGResult end_chunk(CPNGStream *stream, CPNGOutput *output) {
    CPNG_TRY(cpng_output_end_chunk(output, stream->chunk));
    return cpng_output_reserve(output, 8) ? cpng_ok() : cpng_no_memory();
}

static CPNGResult write_strip(CPNGStream *stream, bool is_last, CPNGOutput *output) {
    const size_t count = stream->rows_in_strip * (stream->row_bytes + 1);
    if (!stream->deflating || stream->is_filtered)
        cpng_filter_rows(&stream->filtering, stream->strip, stream->rows_in_strip, stream->filtered);
    if (!stream->deflating) CPNG_TRY(decide(stream, count));
    const uint8_t *rows = stream->is_filtered ? stream->filtered : stream->strip;
    CPNG_TRY(cpng_deflating_add(stream->deflating, rows, count, is_last, output));
    stream->rows_in_strip = 0;
    if (is_last || output->count - stream->chunk < CPNG_CHUNK_BYTES) return cpng_ok();
    CPNG_TRY(end_chunk(stream, output));
    begin_chunk(stream, output);
    return cpng_ok();
}

CPNGResult cpng_stream_add(CPNGStream *stream, const uint8_t *row, CPNGOutput *output) {
    if (stream->rows_in_strip == stream->rows_of_strip) CPNG_TRY(write_strip(stream, false, output));
    uint8_t *place = stream->strip + stream->rows_in_strip * (stream->row_bytes + 1);
    *place = 0;
    memcpy(place + 1, row, stream->row_bytes);
    stream->rows_in_strip += 1;
    return cpng_ok();
}

CPNGResult cpng_stream_finish(CPNGStream *stream, CPNGOutput *output) {
    CPNG_TRY(write_strip(stream, true, output));
    CPNG_TRY(end_chunk(stream, output));
    return cpng_output_chunk(output, CPNG_TYPE('I', 'E', 'N', 'D'), NULL, 0);
}
