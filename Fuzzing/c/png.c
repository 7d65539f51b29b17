// Reads any bytes as a PNG file, row by row, and writes small ones anew.
#include "CPNG.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <zlib.h>

// Larger pictures only take longer.
enum { largest_side = 4096 };

static volatile uint8_t sink;

static void rewrite(const uint8_t *pixels, CPNGHeader header) {
    CPNGWriter *writer;
    CPNGMetadata metadata = {.exif = header.exif, .exif_count = header.exif_count, .x_density = header.x_density};
    if (cpng_writer_open(header.width, header.height, header.channels, &metadata, &writer).status != CPNG_OK) return;
    size_t row = (size_t)header.width * header.channels, count;
    uint8_t *bytes;
    for (uint32_t y = 0; y < header.height; y++) {
        if (cpng_writer_add_row(writer, pixels + y * row).status != CPNG_OK) {
            cpng_writer_free(writer);
            return;
        }
    }
    // What was read can be written.
    if (cpng_writer_finish(writer, &bytes, &count).status != CPNG_OK) abort();
    cpng_bytes_free(bytes);
    cpng_writer_free(writer);
}

size_t LLVMFuzzerMutate(uint8_t *bytes, size_t count, size_t maximum);

static uint32_t number(const uint8_t *bytes) {
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

/// Puts the checksum of each chunk right: without that nearly every change would be refused at once.
size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t count, size_t maximum, unsigned int seed) {
    count = LLVMFuzzerMutate(bytes, count, maximum);
    // Some stay wrong.
    if (seed % 16 == 0) return count;
    for (size_t offset = 8; count >= 12 && offset <= count - 12;) {
        uint32_t length = number(bytes + offset);
        if (length > count - 12 - offset) break;
        uint32_t sum = (uint32_t)crc32(0, bytes + offset + 4, length + 4);
        for (int i = 0; i < 4; i++) bytes[offset + 8 + length + i] = (uint8_t)(sum >> (24 - 8 * i));
        offset += 12 + length;
    }
    return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count) {
    CPNGReader *reader;
    if (cpng_reader_open(bytes, count, &reader).status != CPNG_OK) return 0;
    CPNGHeader header = cpng_reader_header(reader);
    if (header.width <= largest_side && header.height <= largest_side && header.rows_are_readable) {
        size_t row_bytes = (size_t)header.width * header.channels;
        bool is_small = header.width <= 64 && header.height <= 64;
        uint8_t *pixels = is_small ? malloc(row_bytes * header.height) : NULL;
        uint32_t rows = 0;
        const uint8_t *row;
        while (rows < header.height && cpng_reader_next_row(reader, &row).status == CPNG_OK) {
            // Every byte that is given can be read.
            for (size_t i = 0; i < row_bytes; i++) sink ^= row[i];
            if (pixels) memcpy(pixels + rows * row_bytes, row, row_bytes);
            rows++;
        }
        if (pixels && rows == header.height) rewrite(pixels, header);
        free(pixels);
    }
    cpng_reader_free(reader);
    return 0;
}
