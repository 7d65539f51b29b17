#include "reduction.h"

#include <string.h>

enum { too_many = 257 };

void cpng_census_open(CPNGCensus *census, int channels) {
    memset(census, 0, sizeof *census);
    census->channels = channels;
    census->is_grey = true;
    census->is_opaque = true;
}

/// Red, green, blue, alpha from the lowest byte on.
static inline uint32_t colour(const uint8_t *pixel, int channels) {
    switch (channels) {
    case 1: return pixel[0] * 0x010101u | 0xFF000000u;
    case 2: return pixel[0] * 0x010101u | (uint32_t)pixel[1] << 24;
    case 3: return pixel[0] | (uint32_t)pixel[1] << 8 | (uint32_t)pixel[2] << 16 | 0xFF000000u;
    default: return pixel[0] | (uint32_t)pixel[1] << 8 | (uint32_t)pixel[2] << 16 | (uint32_t)pixel[3] << 24;
    }
}

static inline uint32_t slot_of(uint32_t colour) { return (colour * 0x9E3779B1u) >> 22; }

/// The colour's number; `census->count` when it is not among the colours.
static int number_of(const CPNGCensus *census, uint32_t colour, uint32_t *slot) {
    for (*slot = slot_of(colour);; *slot = (*slot + 1) % CPNG_COLOUR_SLOTS) {
        const int number = census->slots[*slot] - 1;
        if (number < 0) return census->count;
        if (census->colours[number] == colour) return number;
    }
}

static void add_colour(CPNGCensus *census, uint32_t colour) {
    uint32_t slot;
    if (number_of(census, colour, &slot) < census->count) return;
    if (census->count == 256) {
        census->count = too_many;
        return;
    }
    census->colours[census->count++] = colour;
    census->slots[slot] = (uint16_t)census->count;
}

static bool row_is_grey(const uint8_t *row, size_t width, int channels) {
    if (channels < 3) return true;
    unsigned differences = 0;
    for (size_t i = 0; i < width; i++, row += channels) differences |= (row[0] ^ row[1]) | (row[1] ^ row[2]);
    return differences == 0;
}

static bool row_is_opaque(const uint8_t *row, size_t width, int channels) {
    if (channels % 2 == 1) return true;
    unsigned all = 255;
    for (size_t i = 0; i < width; i++) all &= row[i * (size_t)channels + (size_t)channels - 1];
    return all == 255;
}

void cpng_census_add(CPNGCensus *census, const uint8_t *row, size_t width) {
    if (census->is_grey) census->is_grey = row_is_grey(row, width, census->channels);
    if (census->is_opaque) census->is_opaque = row_is_opaque(row, width, census->channels);
    if (census->count == too_many) return;
    uint32_t last = ~colour(row, census->channels);
    for (size_t i = 0; i < width && census->count < too_many; i++, row += census->channels) {
        uint32_t this = colour(row, census->channels);
        if (this != last) add_colour(census, this);
        last = this;
    }
}

// --- Forms ---------------------------------------------------------------------------------------------------------

CPNGForm cpng_unpacked_form(const CPNGCensus *census, bool has_profile) {
    const bool is_grey = census->is_grey && (census->channels < 3 || !has_profile);
    const int channels = (is_grey ? 1 : 3) + (census->is_opaque ? 0 : 1);
    return (CPNGForm){.colour_type = cpng_colour_type(channels), .depth = 8, .channels = channels};
}

/// The fewest bits that hold all levels of a grey picture: the levels of `depth` bits are multiples of a step.
static int grey_depth(const CPNGCensus *census) {
    if (census->count == too_many) return 8;
    for (int depth = 1; depth < 8; depth *= 2) {
        unsigned step = 255u / ((1u << depth) - 1);
        bool fits = true;
        for (int i = 0; i < census->count; i++) fits = fits && (census->colours[i] & 255) % step == 0;
        if (fits) return depth;
    }
    return 8;
}

static int palette_depth(int count) { return count <= 2 ? 1 : count <= 4 ? 2 : count <= 16 ? 4 : 8; }

static CPNGForm palette_form(const CPNGCensus *census) {
    CPNGForm form = {.colour_type = CPNG_INDEXED, .depth = palette_depth(census->count), .channels = 1};
    int next = 0;
    for (int i = 0; i < census->count; i++)
        if (census->colours[i] >> 24 != 255) form.numbers[i] = (uint8_t)next++;
    form.translucent = next;
    for (int i = 0; i < census->count; i++)
        if (census->colours[i] >> 24 == 255) form.numbers[i] = (uint8_t)next++;
    return form;
}

CPNGForm cpng_smallest_form(const CPNGCensus *census, bool has_profile) {
    CPNGForm form = cpng_unpacked_form(census, has_profile);
    if (form.colour_type == CPNG_GREY) form.depth = grey_depth(census);
    // Grey stays grey: a palette is RGB to whoever reads it, and a profile for grey pictures does not fit it.
    if (census->count == too_many || census->channels < 3) return form;
    return palette_depth(census->count) < form.depth * form.channels ? palette_form(census) : form;
}

size_t cpng_form_row_bytes(const CPNGForm *form, size_t width) {
    return (width * (size_t)form->channels * (size_t)form->depth + 7) / 8;
}

// --- Rows ----------------------------------------------------------------------------------------------------------

/// A sample of a picture of one stored channel at a time, packed from the highest bits on.
static void pack(const CPNGCensus *census, const CPNGForm *form, const uint8_t *row, size_t width, uint8_t *reduced) {
    unsigned bits = 0, step = 255u / ((1u << form->depth) - 1);
    int filled = 0, number = 0;
    uint32_t last = ~colour(row, census->channels);
    for (size_t i = 0; i < width; i++, row += census->channels) {
        uint32_t this = colour(row, census->channels), slot;
        if (form->colour_type == CPNG_GREY)
            number = (int)((this & 255) / step);
        else if (this != last)
            number = form->numbers[number_of(census, this, &slot)];
        last = this;
        bits = bits << form->depth | (unsigned)number;
        filled += form->depth;
        if (filled < 8) continue;
        *reduced++ = (uint8_t)bits;
        bits = 0;
        filled = 0;
    }
    if (filled > 0) *reduced = (uint8_t)(bits << (8 - filled));
}

void cpng_reduce(const CPNGCensus *census, const CPNGForm *form, const uint8_t *row, size_t width, uint8_t *reduced) {
    if (form->depth < 8 || form->colour_type == CPNG_INDEXED) return pack(census, form, row, width, reduced);
    const int from = census->channels, to = form->channels;
    const bool has_alpha = to % 2 == 0;
    for (size_t i = 0; i < width; i++, row += from, reduced += to) {
        reduced[0] = row[0];
        if (to >= 3) reduced[1] = row[1];
        if (to >= 3) reduced[2] = row[2];
        if (has_alpha) reduced[to - 1] = row[from - 1];
    }
}

CPNGResult cpng_write_palette(const CPNGCensus *census, const CPNGForm *form, CPNGOutput *output) {
    uint8_t entries[3 * 256], alphas[256];
    for (int i = 0; i < census->count; i++) {
        const int number = form->numbers[i];
        for (int band = 0; band < 3; band++) entries[3 * number + band] = (uint8_t)(census->colours[i] >> (8 * band));
        alphas[number] = (uint8_t)(census->colours[i] >> 24);
    }
    CPNG_TRY(cpng_output_chunk(output, CPNG_TYPE('P', 'L', 'T', 'E'), entries, 3 * (size_t)census->count));
    if (form->translucent == 0) return cpng_ok();
    return cpng_output_chunk(output, CPNG_TYPE('t', 'R', 'N', 'S'), alphas, (size_t)form->translucent);
}
