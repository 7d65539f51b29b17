// Resamples any plane by any axes: the fastest loops give what the plain ones give, windows only move down and lie
// within the plane, and a plane of one level stays so.
#include "CResampler.h"
#include "input.h"
#include "memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { largest_side = 300, alignment = 64, surplus = 15 };

static SRAxis read_axis(Input *input) {
    SRAxis axis = {.source = input_within(input, 0, largest_side), .target = input_within(input, 0, largest_side)};
    axis.from = input_within(input, 0, axis.source);
    axis.to = input_within(input, 0, axis.source);
    const double ratio = (double)axis.source / (axis.target > 0 ? axis.target : 1);
    axis.step = ratio * (1 + input_word(input)) / 32768;
    axis.start = (input_word(input) - 32768) / (input_byte(input) & 1 ? 64.0 : 4096.0);
    // Places and steps of whole samples are copied.
    if (input_byte(input) & 1) {
        axis.step = 1;
        axis.start = nearbyint(axis.start);
    }
    return axis;
}

/// All target rows, one below another.
static uint8_t *make_rows(SRResampler *resampler, SRAxis across, SRAxis down, const uint8_t *plane, size_t stride) {
    const size_t row_bytes = (size_t)across.target + surplus;
    uint8_t *made = malloc(row_bytes * (size_t)down.target);
    if (!made) abort();
    int first = 0, last = 0;
    for (int row = 0; row < down.target; row++) {
        const int begin = sr_first_row(resampler, row), end = sr_last_row(resampler, row);
        if (begin < first || end < last || begin < 0 || end >= down.source || end - begin >= sr_window(resampler))
            abort();
        first = begin;
        last = end;
        sr_make_row(resampler, plane, stride, SIZE_MAX, row, made + (size_t)row * row_bytes);
    }
    return made;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count) {
    Input input = {bytes, count, 0};
    const uint8_t kind = input_byte(&input);
    const SRKernel kernel = (SRKernel)(kind & 3);
    const SRLevels levels = {
        .scale = kind & 4 ? input_within(&input, 0, 512) / 256.0 : 1,
        .offset = kind & 8 ? input_byte(&input) - 128 : 0};
    const SRAxis across = read_axis(&input), down = read_axis(&input);
    memory_fails_at(kind >> 5);
    SRResampler *fast = sr_create(across, down, kernel, levels, SR_LOOPS_FASTEST);
    memory_fails_at(kind >> 5);
    SRResampler *plain = sr_create(across, down, kernel, levels, SR_LOOPS_PLAIN);
    memory_fails_at(0);
    if (!fast != !plain) abort();
    if (fast) {
        const size_t stride = ((size_t)across.source + alignment - 1) / alignment * alignment;
        uint8_t *plane = malloc(stride * (size_t)down.source);
        if (!plane) abort();
        const size_t first = input.at;
        for (size_t i = 0; i < stride * (size_t)down.source; i++)
            plane[i] = kind & 16 ? kind : input_sample(&input, first);
        uint8_t *made = make_rows(fast, across, down, plane, stride);
        uint8_t *twin = make_rows(plain, across, down, plane, stride);
        const size_t row_bytes = (size_t)across.target + surplus;
        const bool is_constant = kind & 16 && levels.scale == 1 && levels.offset == 0;
        for (int row = 0; row < down.target; row++) {
            const uint8_t *a = made + (size_t)row * row_bytes, *b = twin + (size_t)row * row_bytes;
            if (memcmp(a, b, (size_t)across.target) != 0) abort();
            for (int x = 0; x < across.target && is_constant; x++)
                if (a[x] != kind) abort();
        }
        free(plane);
        free(made);
        free(twin);
    }
    sr_release(fast);
    sr_release(plain);
    return 0;
}
