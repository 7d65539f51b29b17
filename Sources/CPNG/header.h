/// What comes before a file's pixels.
#ifndef C_PNG_HEADER_H
#define C_PNG_HEADER_H

#include "chunks.h"

/// How stored samples become 8-bit rows.
typedef struct {
    /// RGBA each; what the file leaves out is opaque black.
    uint8_t palette[256][4];
    /// Entries of the palette; 0 for none.
    int palette_count;
    /// Whether tRNS holds: alpha in the palette, or the one transparent colour.
    bool has_transparency;
    /// The transparent colour's samples, as many bits as are stored.
    uint16_t key[3];
} CPNGColours;

/// Reads up to the first IDAT, where `chunks` is afterwards.
CPNGResult cpng_read_header(CPNGChunks *chunks, CPNGHeader *header, CPNGColours *colours);

#endif
