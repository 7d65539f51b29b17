// Writes any samples as PNG files of every kind that the writer knows, and reads them again: not a pixel may differ.
// Built with low thresholds, so that small pictures are written strip by strip, too, and in several chunks.
#include "CPNG.h"
#include "input.h"
#include "memory.h"

#include <stdlib.h>
#include <string.h>

enum { largest_side = 96 };

/// Rows of few colours, slopes, noise: what forms and filters are chosen by.
static void fill(Input *input, int kind, uint8_t *pixels, size_t count, int channels) {
    const size_t first = input->at;
    const uint8_t mask = (uint8_t)(0xFF << (kind & 7));
    for (size_t i = 0; i < count; i++) {
        uint8_t sample = input_sample(input, first) & mask;
        if (kind & 8) sample = (uint8_t)(i / 3 + sample % 4);
        const size_t band = i % (size_t)channels;
        if (kind & 16 && channels % 2 == 0 && band == (size_t)channels - 1) sample = 255;
        if (kind & 32 && channels >= 3 && (band == 1 || band == 2)) sample = pixels[i - band];
        pixels[i] = sample;
    }
}

/// The pixel at `row` as RGBA.
static void spread(const uint8_t *pixel, int channels, uint8_t rgba[4]) {
    const bool is_grey = channels < 3;
    for (int band = 0; band < 3; band++) rgba[band] = pixel[is_grey ? 0 : band];
    rgba[3] = channels % 2 == 0 ? pixel[channels - 1] : 255;
}

static void check(
    const uint8_t *file, size_t count, const uint8_t *pixels, uint32_t width, uint32_t height, int channels) {
    CPNGReader *reader;
    if (cpng_reader_open(file, count, &reader).status != CPNG_OK) abort();
    const CPNGHeader header = cpng_reader_header(reader);
    if (header.width != width || header.height != height) abort();
    for (uint32_t y = 0; y < height; y++) {
        const uint8_t *row;
        if (cpng_reader_next_row(reader, &row).status != CPNG_OK) abort();
        for (uint32_t x = 0; x < width; x++) {
            uint8_t read[4], written[4];
            spread(row + (size_t)x * header.channels, header.channels, read);
            spread(pixels + ((size_t)y * width + x) * (size_t)channels, channels, written);
            if (memcmp(read, written, 4) != 0) abort();
        }
    }
    cpng_reader_free(reader);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count) {
    Input input = {bytes, count, 0};
    const int kind = input_byte(&input), extras = input_byte(&input);
    const int channels = 1 + (extras & 3);
    const uint32_t width = (uint32_t)input_within(&input, 0, largest_side);
    const uint32_t height = (uint32_t)input_within(&input, 0, largest_side);
    const CPNGMetadata metadata = {
        .profile = extras & 4 ? bytes : NULL,
        .profile_count = extras & 4 ? count : 0,
        .profile_name = extras & 8 ? NULL : "a name",
        .exif = extras & 16 ? bytes : NULL,
        .exif_count = extras & 16 ? count : 0,
        .x_density = extras & 32 ? 2835 : 0,
        .y_density = extras & 32 ? 2835 : 0,
    };
    const unsigned failing = extras & 128 ? input_byte(&input) & 31 : 0;
    CPNGWriter *writer;
    memory_fails_at(failing);
    if (cpng_writer_open(width, height, channels, &metadata, &writer).status != CPNG_OK) {
        memory_fails_at(0);
        return 0;
    }
    const size_t row_bytes = (size_t)width * (size_t)channels;
    uint8_t *pixels = malloc(row_bytes * height);
    if (!pixels) pixels = malloc(row_bytes * height);
    if (!pixels) abort();
    fill(&input, kind, pixels, row_bytes * height, channels);
    const uint32_t given = extras & 64 ? height / 2 : height;
    for (uint32_t y = 0; y < given; y++)
        if (cpng_writer_add_row(writer, pixels + y * row_bytes).status != CPNG_OK && !failing) abort();
    uint8_t *file = NULL;
    size_t file_count = 0;
    const CPNGStatus status = cpng_writer_finish(writer, &file, &file_count).status;
    memory_fails_at(0);
    if (given == height && cpng_writer_add_row(writer, pixels).status != CPNG_MISUSED) abort();
    // A profile needs a name, and no picture may lack rows.
    const bool is_named = !metadata.profile_count || metadata.profile_name;
    if (status == CPNG_OK ? given < height || !is_named : given == height && is_named && !failing) abort();
    if (status == CPNG_OK) {
        check(file, file_count, pixels, width, height, channels);
        cpng_bytes_free(file);
    }
    free(pixels);
    cpng_writer_free(writer);
    return 0;
}
