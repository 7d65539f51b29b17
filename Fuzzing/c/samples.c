// Pixels to planes and back: opaque pixels stay as they are, others within what alpha leaves of their colours.
#include "CPlaneSamples.h"
#include "input.h"

#include <stdlib.h>
#include <string.h>

enum { largest_width = 300, room = 63 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count) {
    Input input = {bytes, count, 0};
    const int channels = 1 + (input_byte(&input) & 3), width = input_within(&input, 1, largest_width);
    const bool is_limited = input_byte(&input) & 1;
    const size_t pixel_count = (size_t)width * (size_t)channels;
    uint8_t *pixels = malloc(pixel_count), *again = malloc(pixel_count), *rgb = malloc((size_t)width * 3);
    uint8_t *planes[PS_PLANES] = {NULL};
    for (int plane = 0; plane < channels; plane++) planes[plane] = calloc((size_t)width + room, 1);
    if (!pixels || !again || !rgb || !planes[channels - 1]) abort();
    const size_t first = input.at;
    for (size_t i = 0; i < pixel_count; i++) pixels[i] = input_sample(&input, first);
    ps_split(pixels, width, channels, planes);
    ps_join((const uint8_t *const *)planes, width, channels, again);
    for (size_t i = 0; i < pixel_count; i++) {
        const size_t pixel = i / (size_t)channels * (size_t)channels;
        const int alpha = channels % 2 ? 255 : pixels[pixel + (size_t)channels - 1];
        const bool is_alpha = channels % 2 == 0 && i == pixel + (size_t)channels - 1;
        const int difference = abs(pixels[i] - again[i]);
        if (is_alpha || alpha == 255 ? difference > 0 : alpha > 0 && difference * alpha > 255) abort();
        if (alpha == 0 && again[i] != 0) abort();
    }
    if (channels >= 3) ps_join_differences((const uint8_t *const *)planes, width, is_limited, rgb);
    for (int plane = 0; plane < channels; plane++) free(planes[plane]);
    free(pixels);
    free(again);
    free(rgb);
    return 0;
}
