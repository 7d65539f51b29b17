#include "header.h"

#include <string.h>

// The rules of what is refused, and what is skipped, are libpng's.

static bool depth_is_allowed(int colour_type, int depth) {
    const bool is_power = depth > 0 && depth <= 16 && (depth & (depth - 1)) == 0;
    switch (colour_type) {
    case CPNG_GREY: return is_power;
    case CPNG_INDEXED: return is_power && depth <= 8;
    case CPNG_TRUECOLOUR:
    case CPNG_GREY_ALPHA:
    case CPNG_TRUECOLOUR_ALPHA: return depth == 8 || depth == 16;
    default: return false;
    }
}

static CPNGResult read_size(CPNGChunks *chunks, CPNGHeader *header) {
    CPNGChunk chunk;
    CPNG_TRY(cpng_chunks_next(chunks, &chunk));
    if (chunk.type != CPNG_TYPE('I', 'H', 'D', 'R') || chunk.length != 13)
        return cpng_damaged("The file does not begin with a header.");
    const uint8_t *data = chunk.data;
    *header = (CPNGHeader){.width = cpng_get_32(data), .height = cpng_get_32(data + 4)};
    if (header->width == 0 || header->height == 0 || header->width > CPNG_LARGEST_SIDE ||
        header->height > CPNG_LARGEST_SIDE)
        return cpng_damaged("A side is 0 or too long.");
    header->bit_depth = data[8];
    header->colour_type = data[9];
    if (!depth_is_allowed(header->colour_type, header->bit_depth))
        return cpng_damaged("Colour type and depth do not go together.");
    if (data[10] != 0 || data[11] != 0 || data[12] > 1)
        return cpng_damaged("The methods of compression, filters or interlacing are unknown.");
    header->interlaced = data[12] == 1;
    return cpng_ok();
}

static CPNGResult read_palette(const CPNGChunk *chunk, const CPNGHeader *header, CPNGColours *colours) {
    if (header->colour_type != CPNG_INDEXED) return cpng_ok();
    if (colours->palette_count > 0) return cpng_damaged("There are two palettes.");
    if (chunk->length == 0 || chunk->length > 3 * 256 || chunk->length % 3 != 0)
        return cpng_damaged("The palette's length is not valid.");
    const int count = (int)chunk->length / 3, most = 1 << header->bit_depth;
    colours->palette_count = count < most ? count : most;
    for (int i = 0; i < colours->palette_count; i++) memcpy(colours->palette[i], chunk->data + 3 * i, 3);
    return cpng_ok();
}

static void read_transparency(const CPNGChunk *chunk, const CPNGHeader *header, CPNGColours *colours) {
    if (colours->has_transparency) return;
    if (header->colour_type == CPNG_INDEXED) {
        if (chunk->length == 0 || chunk->length > (uint32_t)colours->palette_count) return;
        for (uint32_t i = 0; i < chunk->length; i++) colours->palette[i][3] = chunk->data[i];
    } else {
        const uint32_t samples = header->colour_type == CPNG_GREY ? 1 : header->colour_type == CPNG_TRUECOLOUR ? 3 : 0;
        if (samples == 0 || chunk->length != 2 * samples) return;
        for (uint32_t i = 0; i < samples; i++)
            colours->key[i] = (uint16_t)(chunk->data[2 * i] << 8 | chunk->data[2 * i + 1]);
    }
    colours->has_transparency = true;
}

static void read_density(const CPNGChunk *chunk, CPNGHeader *header) {
    if (chunk->length != 9 || chunk->data[8] != 1) return;
    header->x_density = cpng_get_32(chunk->data);
    header->y_density = cpng_get_32(chunk->data + 4);
}

static void read_other(const CPNGChunk *chunk, CPNGHeader *header, CPNGColours *colours) {
    if (!chunk->crc_is_right) return;
    switch (chunk->type) {
    case CPNG_TYPE('t', 'R', 'N', 'S'): return read_transparency(chunk, header, colours);
    case CPNG_TYPE('i', 'C', 'C', 'P'): header->has_profile = true; return;
    case CPNG_TYPE('s', 'R', 'G', 'B'): header->has_srgb = true; return;
    case CPNG_TYPE('g', 'A', 'M', 'A'): header->has_gamma = true; return;
    case CPNG_TYPE('c', 'H', 'R', 'M'): header->has_chromaticities = true; return;
    case CPNG_TYPE('p', 'H', 'Y', 's'): return read_density(chunk, header);
    case CPNG_TYPE('e', 'X', 'I', 'f'):
        if (header->exif) return;
        header->exif = chunk->data;
        header->exif_count = chunk->length;
        return;
    default: return;
    }
}

static uint8_t channels(const CPNGHeader *header, const CPNGColours *colours) {
    const bool is_grey = header->colour_type == CPNG_GREY || header->colour_type == CPNG_GREY_ALPHA;
    const bool has_alpha = header->colour_type >= CPNG_GREY_ALPHA || colours->has_transparency;
    return (uint8_t)((is_grey ? 1 : 3) + (has_alpha ? 1 : 0));
}

CPNGResult cpng_read_header(CPNGChunks *chunks, CPNGHeader *header, CPNGColours *colours) {
    memset(colours, 0, sizeof *colours);
    for (int i = 0; i < 256; i++) colours->palette[i][3] = 255;
    CPNG_TRY(read_size(chunks, header));
    while (cpng_chunks_next_type(chunks) != CPNG_TYPE('I', 'D', 'A', 'T')) {
        CPNGChunk chunk;
        CPNG_TRY(cpng_chunks_next(chunks, &chunk));
        if (chunk.type == CPNG_TYPE('P', 'L', 'T', 'E'))
            CPNG_TRY(read_palette(&chunk, header, colours));
        else if (cpng_is_critical(chunk.type))
            return cpng_damaged("A critical chunk is unknown or in the wrong place.");
        else
            read_other(&chunk, header, colours);
    }
    if (header->colour_type == CPNG_INDEXED && colours->palette_count == 0)
        return cpng_damaged("There is no palette before the pixels.");
    header->channels = channels(header, colours);
    header->rows_are_readable = !header->interlaced && header->bit_depth <= 8;
    return cpng_ok();
}
