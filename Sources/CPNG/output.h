/// A file in the making.
#ifndef C_PNG_OUTPUT_H
#define C_PNG_OUTPUT_H

#include "result.h"

typedef struct {
    uint8_t *bytes;
    size_t count, capacity;
} CPNGOutput;

/// Makes room for `more` bytes after `count`. False when there is no memory.
bool cpng_output_reserve(CPNGOutput *output, size_t more);

/// Gives back the room after `count`.
void cpng_output_fit(CPNGOutput *output);

/// Writes PNG's signature and IHDR.
CPNGResult cpng_output_header(CPNGOutput *output, uint32_t width, uint32_t height, int depth, int colour_type);

/// Writes a whole chunk.
CPNGResult cpng_output_chunk(CPNGOutput *output, uint32_t type, const uint8_t *data, size_t count);

/// Ends a chunk whose length and type are at `start`, whose data ends at `count`.
CPNGResult cpng_output_end_chunk(CPNGOutput *output, size_t start);

/// Writes iCCP, pHYs, eXIf, where the metadata has them. They come before the palette and the pixels.
CPNGResult cpng_output_metadata(CPNGOutput *output, const CPNGMetadata *metadata);

#endif
