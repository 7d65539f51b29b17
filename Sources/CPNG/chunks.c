#include "chunks.h"

#include <string.h>

#include <isa-l/crc.h>

const uint8_t cpng_signature[CPNG_SIGNATURE_BYTES] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

/// Length, type and checksum around a chunk's data.
enum { length_and_type = 8, checksum = 4 };

/// What libvips lets libpng take for a chunk that isn't part of the picture.
static const uint32_t largest_other_chunk = 50 << 20;

CPNGResult cpng_chunks_open(CPNGChunks *chunks, const uint8_t *bytes, size_t count) {
    if (count < sizeof cpng_signature) return cpng_truncated();
    if (memcmp(bytes, cpng_signature, sizeof cpng_signature) != 0) return cpng_damaged("This is not a PNG file.");
    *chunks = (CPNGChunks){.bytes = bytes, .count = count, .position = sizeof cpng_signature};
    return cpng_ok();
}

static bool is_type(uint32_t type) {
    for (int shift = 0; shift < 32; shift += 8) {
        const uint8_t letter = (uint8_t)(type >> shift) | 0x20;
        if (letter < 'a' || letter > 'z') return false;
    }
    return true;
}

/// An IDAT whose checksum, or more, is past the file's end.
static CPNGResult cut_chunk(CPNGChunks *chunks, CPNGChunk whole, CPNGChunk *chunk) {
    if (whole.type != CPNG_TYPE('I', 'D', 'A', 'T')) return cpng_truncated();
    const size_t there = (size_t)(chunks->bytes + chunks->count - whole.data);
    *chunk = whole;
    if (there < whole.length) chunk->length = (uint32_t)there;
    chunks->position = chunks->count;
    return cpng_ok();
}

CPNGResult cpng_chunks_next(CPNGChunks *chunks, CPNGChunk *chunk) {
    const size_t left = chunks->count - chunks->position;
    if (left < length_and_type) return cpng_truncated();
    const uint8_t *start = chunks->bytes + chunks->position;
    const uint32_t length = cpng_get_32(start), type = cpng_get_32(start + 4);
    if (!is_type(type)) return cpng_damaged("A chunk's type is not valid.");
    if (length > INT32_MAX) return cpng_damaged("A chunk's length is not valid.");
    if (type != CPNG_TYPE('I', 'D', 'A', 'T') && length > largest_other_chunk)
        return cpng_damaged("A chunk beside the picture is longer than 50 MB.");
    if (left - length_and_type < (size_t)length + checksum)
        return cut_chunk(chunks, (CPNGChunk){type, length, start + length_and_type, false}, chunk);
    const uint32_t crc = crc32_gzip_refl(0, start + 4, (uint64_t)length + 4);
    const bool is_right = crc == cpng_get_32(start + length_and_type + length);
    if (!is_right && cpng_is_critical(type)) {
        const bool is_shown = chunks->shows_damage && type == CPNG_TYPE('I', 'D', 'A', 'T');
        if (!is_shown) return cpng_damaged("A chunk's checksum is wrong.");
        chunks->has_wrong_pixels = true;
    }
    *chunk = (CPNGChunk){type, length, start + length_and_type, is_right};
    chunks->position += length_and_type + (size_t)length + checksum;
    return cpng_ok();
}

uint32_t cpng_chunks_next_type(const CPNGChunks *chunks) {
    if (chunks->count - chunks->position < length_and_type) return 0;
    return cpng_get_32(chunks->bytes + chunks->position + 4);
}

bool cpng_chunks_are_cut(const CPNGChunks *chunks) { return chunks->count - chunks->position < length_and_type; }
