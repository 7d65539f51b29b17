/// A file's chunks, one after another.
#ifndef C_PNG_CHUNKS_H
#define C_PNG_CHUNKS_H

#include "result.h"

typedef struct {
    uint32_t type;
    uint32_t length;
    /// `length` bytes of the file.
    const uint8_t *data;
    /// False also where the checksum is not in the file.
    bool crc_is_right;
} CPNGChunk;

typedef struct {
    const uint8_t *bytes;
    size_t count;
    /// Where the next chunk begins.
    size_t position;
    /// An IDAT with a wrong checksum is accepted; and whether there was one.
    bool shows_damage, has_wrong_pixels;
} CPNGChunks;

/// Whether a decoder must understand chunks of this type: its first letter is a capital.
static inline bool cpng_is_critical(uint32_t type) { return (type & 0x20000000) == 0; }

/// Begins after the signature.
CPNGResult cpng_chunks_open(CPNGChunks *chunks, const uint8_t *bytes, size_t count);

/// The next chunk, whole; of an IDAT that the file's end cuts off, what there is: only the inflater can tell whether
/// that is all of the picture. A critical chunk with a wrong checksum is damage, but for IDAT where damage is shown;
/// for others, `crc_is_right` says so.
CPNGResult cpng_chunks_next(CPNGChunks *chunks, CPNGChunk *chunk);

/// The type of the next chunk, 0 where none begins.
uint32_t cpng_chunks_next_type(const CPNGChunks *chunks);

/// Whether the file ends where the next chunk should begin, or in its length and type.
bool cpng_chunks_are_cut(const CPNGChunks *chunks);

#endif
