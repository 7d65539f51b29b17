/// Large pictures, which are written strip by strip.
#ifndef C_PNG_STREAM_H
#define C_PNG_STREAM_H

#include "output.h"

typedef struct CPNGStream CPNGStream;

/// Writes what comes before the pixels. `*stream` is freed with `cpng_stream_free`; NULL when this fails.
CPNGResult cpng_stream_new(
    uint32_t width, uint32_t height, int channels, const CPNGMetadata *metadata, CPNGOutput *output,
    CPNGStream **stream);

CPNGResult cpng_stream_add(CPNGStream *stream, const uint8_t *row, CPNGOutput *output);

/// Writes what is left.
CPNGResult cpng_stream_finish(CPNGStream *stream, CPNGOutput *output);

/// What the calls here allocate at most, without the file, whose room is reserved whole, and used as far as it is
/// needed.
size_t cpng_stream_bytes(uint32_t width, int channels);

void cpng_stream_free(CPNGStream *stream);

#endif
