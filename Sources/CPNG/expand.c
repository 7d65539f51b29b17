#include "rows.h"

#include <string.h>

static int stored_samples(const CPNGHeader *header) {
    static const int samples[] = {1, 0, 3, 1, 2, 0, 4};
    return samples[header->colour_type];
}

size_t cpng_stored_row_bytes(const CPNGHeader *header) {
    return ((size_t)header->width * (size_t)stored_samples(header) * header->bit_depth + 7) / 8;
}

int cpng_stored_pixel_bytes(const CPNGHeader *header) {
    const int pixel_bytes = stored_samples(header) * header->bit_depth / 8;
    return pixel_bytes > 0 ? pixel_bytes : 1;
}

bool cpng_is_stored_as_given(const CPNGHeader *header, const CPNGColours *colours) {
    return header->bit_depth == 8 && header->colour_type != CPNG_INDEXED && !colours->has_transparency;
}

#define INLINED static inline __attribute__((always_inline))

/// The sample at `x` of a row of one sample a pixel, of `depth` bits.
INLINED unsigned sample(const uint8_t *stored, uint32_t x, unsigned depth) {
    if (depth == 8) return stored[x];
    const unsigned samples_a_byte = 8 / depth;
    const unsigned shift = 8 - depth * (x % samples_a_byte + 1);
    return stored[x / samples_a_byte] >> shift & ((1u << depth) - 1);
}

/// Calls `function` with the depth as a constant, for which the compiler makes a loop of its own: three times as fast.
#define FOR_DEPTH(depth, function, ...)       \
    switch (depth) {                          \
    case 1: function(1, __VA_ARGS__); break;  \
    case 2: function(2, __VA_ARGS__); break;  \
    case 4: function(4, __VA_ARGS__); break;  \
    default: function(8, __VA_ARGS__); break; \
    }

/// Always copies four bytes: the fourth of three is written again by the next pixel, or lies in the margin.
INLINED void expand_palette(
    unsigned depth, const CPNGColours *colours, uint32_t width, int channels, const uint8_t *stored, uint8_t *given) {
    for (uint32_t x = 0; x < width; x++, given += channels)
        memcpy(given, colours->palette[sample(stored, x, depth)], 4);
}

INLINED void expand_grey(unsigned depth, uint32_t width, const uint8_t *stored, uint8_t *given) {
    const unsigned scale = 255 / ((1u << depth) - 1);
    for (uint32_t x = 0; x < width; x++) given[x] = (uint8_t)(sample(stored, x, depth) * scale);
}

INLINED void expand_keyed_grey(unsigned depth, unsigned key, uint32_t width, const uint8_t *stored, uint8_t *given) {
    const unsigned most = (1u << depth) - 1, scale = 255 / most;
    for (uint32_t x = 0; x < width; x++) {
        const unsigned level = sample(stored, x, depth);
        given[2 * x] = (uint8_t)(level * scale);
        given[2 * x + 1] = level == (key & most) ? 0 : 255;
    }
}

static void expand_truecolour(
    const CPNGHeader *header, const CPNGColours *colours, const uint8_t *stored, uint8_t *given) {
    const uint8_t key[] = {(uint8_t)colours->key[0], (uint8_t)colours->key[1], (uint8_t)colours->key[2]};
    for (uint32_t x = 0; x < header->width; x++, stored += 3, given += 4) {
        memcpy(given, stored, 3);
        given[3] = memcmp(stored, key, 3) == 0 ? 0 : 255;
    }
}

void cpng_expand(const CPNGHeader *header, const CPNGColours *colours, const uint8_t *stored, uint8_t *given) {
    const uint32_t width = header->width;
    switch (header->colour_type) {
    case CPNG_INDEXED:
        FOR_DEPTH(header->bit_depth, expand_palette, colours, width, header->channels, stored, given);
        return;
    case CPNG_TRUECOLOUR: expand_truecolour(header, colours, stored, given); return;
    case CPNG_GREY:
        if (colours->has_transparency) {
            FOR_DEPTH(header->bit_depth, expand_keyed_grey, colours->key[0], width, stored, given);
        } else {
            FOR_DEPTH(header->bit_depth, expand_grey, width, stored, given);
        }
        return;
    default: return;
    }
}
