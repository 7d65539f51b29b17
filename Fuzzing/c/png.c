// Reads any bytes as a PNG file, row by row, and writes small ones anew; once more with damage shown, and mended.
#include "CPNG.h"
#include "memory.h"

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
    const size_t row = (size_t)header.width * header.channels;
    uint8_t *bytes;
    size_t count;
    for (uint32_t y = 0; y < header.height; y++) {
        if (cpng_writer_add_row(writer, pixels + y * row).status != CPNG_OK) {
            cpng_writer_free(writer);
            return;
        }
    }
    // What was read can be written.
    const CPNGStatus status = cpng_writer_finish(writer, &bytes, &count).status;
    if (status != CPNG_OK && status != CPNG_NO_MEMORY) abort();
    if (status == CPNG_OK) cpng_bytes_free(bytes);
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

/// Rows that can be read; all or none where damage is shown.
static uint32_t rows_of(const uint8_t *bytes, size_t count, bool shows_damage, bool *is_damaged) {
    CPNGReader *reader;
    uint32_t rows = 0;
    if (cpng_reader_open(bytes, count, &reader).status != CPNG_OK) return 0;
    CPNGHeader header = cpng_reader_header(reader);
    const uint8_t *row;
    if (shows_damage) cpng_reader_show_damage(reader);
    for (; rows < header.height && cpng_reader_next_row(reader, &row).status == CPNG_OK; rows++)
        for (size_t i = 0; i < (size_t)header.width * header.channels; i++) sink ^= row[i];
    *is_damaged = cpng_reader_is_damaged(reader);
    cpng_reader_free(reader);
    return rows;
}

/// What is mended is sound: all its rows can be read.
static void mend(const uint8_t *bytes, size_t count, bool shows_damage, uint32_t readable_rows) {
    uint8_t *mended;
    size_t mended_count;
    bool is_whole, is_damaged;
    if (cpng_mend(bytes, count, shows_damage, &mended, &mended_count, &is_whole).status != CPNG_OK) return;
    if (!shows_damage && !is_whole) abort();
    if (readable_rows && rows_of(mended, mended_count, false, &is_damaged) != readable_rows) abort();
    cpng_bytes_free(mended);
}

static void show(const uint8_t *bytes, size_t count, CPNGHeader header, uint32_t rows) {
    if (header.width > largest_side || header.height > largest_side) return;
    if (header.rows_are_readable) {
        bool is_damaged;
        uint32_t shown = rows_of(bytes, count, true, &is_damaged);
        if (shown != 0 && shown != header.height) abort();
        if (rows > 0 && shown == 0) abort();
        if (is_damaged && rows == header.height) abort();
    }
    uint32_t readable_rows = header.rows_are_readable ? header.height : 0;
    mend(bytes, count, false, readable_rows);
    mend(bytes, count, true, readable_rows);
}

/// Whether the file's beginning can be read: `header`, and how many rows can be, of a picture that is not too large.
static bool read_file(const uint8_t *bytes, size_t count, CPNGHeader *header, uint32_t *rows) {
    CPNGReader *reader;
    *rows = 0;
    if (cpng_reader_open(bytes, count, &reader).status != CPNG_OK) return false;
    *header = cpng_reader_header(reader);
    const bool is_readable =
        header->width <= largest_side && header->height <= largest_side && header->rows_are_readable;
    const size_t row_bytes = (size_t)header->width * header->channels;
    const bool is_small = is_readable && header->width <= 64 && header->height <= 64;
    uint8_t *pixels = is_small ? malloc(row_bytes * header->height) : NULL;
    const uint8_t *row;
    // One row more than there are is a mistake of the caller's, and no more.
    while (is_readable && *rows <= header->height && cpng_reader_next_row(reader, &row).status == CPNG_OK) {
        // Every byte that is given can be read.
        for (size_t i = 0; i < row_bytes; i++) sink ^= row[i];
        if (pixels) memcpy(pixels + *rows * row_bytes, row, row_bytes);
        *rows += 1;
    }
    if (!header->rows_are_readable && cpng_reader_next_row(reader, &row).status != CPNG_UNSUPPORTED) abort();
    if (pixels && *rows == header->height) rewrite(pixels, *header);
    free(pixels);
    cpng_reader_free(reader);
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count) {
    CPNGHeader header;
    uint32_t rows;
    if (read_file(bytes, count, &header, &rows)) show(bytes, count, header, rows);
    // Without memory, it ends soon.
    memory_fails_at(1 + count % 8);
    read_file(bytes, count, &header, &rows);
    memory_fails_at(0);
    return 0;
}
