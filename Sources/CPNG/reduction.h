/// The smallest form of a picture's samples that loses nothing: a palette, fewer bits, grey for RGB, no alpha.
#ifndef C_PNG_REDUCTION_H
#define C_PNG_REDUCTION_H

#include "output.h"

enum { CPNG_COLOUR_SLOTS = 1024 };

/// What is known about the pixels so far.
typedef struct {
    int channels;
    /// Whether every pixel was grey, and opaque.
    bool is_grey, is_opaque;
    /// The colours in the order of their appearance, as RGBA (grey is spread); more than 256 for too many.
    uint32_t colours[256];
    int count;
    /// Where the colours are found: slots of a hash table, each 0 or one more than a colour's number.
    uint16_t slots[CPNG_COLOUR_SLOTS];
} CPNGCensus;

/// How a picture is stored. A palette when `colour_type` is CPNG_INDEXED.
typedef struct {
    int colour_type, depth;
    /// Channels of a stored pixel.
    int channels;
    /// By the colours' order of appearance: the number in the file's palette, where those with alpha come first.
    uint8_t numbers[256];
    /// Entries with alpha.
    int translucent;
} CPNGForm;

void cpng_census_open(CPNGCensus *census, int channels);

/// Takes a row of `width` pixels into account.
void cpng_census_add(CPNGCensus *census, const uint8_t *row, size_t width);

/// The form for all pixels of the census. RGB never becomes grey when there is a profile, which is for RGB.
CPNGForm cpng_smallest_form(const CPNGCensus *census, bool has_profile);

/// The same, but with 8 bits a sample and without a palette.
CPNGForm cpng_unpacked_form(const CPNGCensus *census, bool has_profile);

/// Bytes of a stored row of `width` pixels.
size_t cpng_form_row_bytes(const CPNGForm *form, size_t width);

/// A row in the form.
void cpng_reduce(const CPNGCensus *census, const CPNGForm *form, const uint8_t *row, size_t width, uint8_t *reduced);

/// Writes PLTE, and tRNS where it is needed.
CPNGResult cpng_write_palette(const CPNGCensus *census, const CPNGForm *form, CPNGOutput *output);

#endif
