#include "deflating.h"
#include "stream.h"
#include "thresholds.h"
#include "whole.h"

#include <stdlib.h>
#include <string.h>

struct CPNGWriter {
    uint32_t width, height, rows_added;
    bool has_failed;
    CPNGMetadata metadata;
    CPNGOutput output;
    /// One of both.
    CPNGWhole *whole;
    CPNGStream *stream;
};

static bool is_held_whole(uint32_t width, uint32_t height, int channels) {
    return (uint64_t)width * height * (uint64_t)channels <= CPNG_LARGEST_WHOLE;
}

/// Owns a copy of `*bytes` afterwards; false when there is no memory.
static bool copy(const void **bytes, size_t count) {
    if (!*bytes) return true;
    void *copied = malloc(count > 0 ? count : 1);
    if (copied) memcpy(copied, *bytes, count);
    *bytes = copied;
    return copied;
}

static bool copy_metadata(CPNGMetadata *metadata) {
    const void *name = metadata->profile_name;
    const bool has_name = copy(&name, name ? strlen(name) + 1 : 0);
    const bool has_profile = copy(&metadata->profile, metadata->profile_count);
    const bool has_exif = copy(&metadata->exif, metadata->exif_count);
    metadata->profile_name = name;
    return has_name && has_profile && has_exif;
}

static CPNGResult open_writer(CPNGWriter *writer, int channels) {
    if (!copy_metadata(&writer->metadata)) return cpng_no_memory();
    if (!is_held_whole(writer->width, writer->height, channels))
        return cpng_stream_new(
            writer->width, writer->height, channels, &writer->metadata, &writer->output, &writer->stream);
    writer->whole = cpng_whole_new(writer->width, writer->height, channels);
    return writer->whole ? cpng_ok() : cpng_no_memory();
}

CPNGResult cpng_writer_open(
    uint32_t width, uint32_t height, int channels, const CPNGMetadata *metadata, CPNGWriter **writer) {
    *writer = NULL;
    if (width == 0 || height == 0 || width > CPNG_LARGEST_SIDE || height > CPNG_LARGEST_SIDE || channels < 1 ||
        channels > 4)
        return cpng_misused("There is no such picture.");
    CPNGWriter *opened = calloc(1, sizeof *opened);
    if (!opened) return cpng_no_memory();
    *opened = (CPNGWriter){.width = width, .height = height, .metadata = *metadata};
    const CPNGResult result = open_writer(opened, channels);
    if (result.status == CPNG_OK)
        *writer = opened;
    else
        cpng_writer_free(opened);
    return result;
}

CPNGResult cpng_writer_add_row(CPNGWriter *writer, const uint8_t *row) {
    if (writer->has_failed) return cpng_misused("There is no row after an error.");
    if (writer->rows_added == writer->height) return cpng_misused("There are more rows than the picture has.");
    writer->rows_added += 1;
    if (writer->whole) {
        cpng_whole_add(writer->whole, row);
        return cpng_ok();
    }
    const CPNGResult result = cpng_stream_add(writer->stream, row, &writer->output);
    writer->has_failed = result.status != CPNG_OK;
    return result;
}

CPNGResult cpng_writer_finish(CPNGWriter *writer, uint8_t **bytes, size_t *count) {
    *bytes = NULL;
    *count = 0;
    if (writer->has_failed || writer->rows_added < writer->height) return cpng_misused("Rows are missing.");
    writer->has_failed = true;
    CPNG_TRY(
        writer->whole ? cpng_whole_finish(writer->whole, &writer->metadata, &writer->output)
                      : cpng_stream_finish(writer->stream, &writer->output));
    cpng_output_fit(&writer->output);
    *bytes = writer->output.bytes;
    *count = writer->output.count;
    writer->output = (CPNGOutput){0};
    return cpng_ok();
}

size_t cpng_writer_bytes(uint32_t width, uint32_t height, int channels) {
    const size_t own = sizeof(CPNGWriter) + 4096;
    if (is_held_whole(width, height, channels)) return own + cpng_whole_bytes(width, height, channels);
    const size_t rows = ((size_t)width * (size_t)channels + 1) * height;
    return own + cpng_stream_bytes(width, channels) + cpng_fast_bound(rows);
}

void cpng_writer_free(CPNGWriter *writer) {
    cpng_whole_free(writer->whole);
    cpng_stream_free(writer->stream);
    free((void *)writer->metadata.profile);
    free((void *)writer->metadata.profile_name);
    free((void *)writer->metadata.exif);
    free(writer->output.bytes);
    free(writer);
}

void cpng_bytes_free(uint8_t *bytes) { free(bytes); }
