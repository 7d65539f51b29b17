/// The picture's stream of filtered rows, out of the deflated data of the IDAT chunks.
///
/// What comes after the last row is not looked at: neither the stream's end nor zlib's checksum, nor further chunks.
/// Nothing of the picture is missing where they are, and libpng shows it, too; chunks have checksums of their own.
#ifndef C_PNG_INFLATING_H
#define C_PNG_INFLATING_H

#include "chunks.h"

#include <isa-l/igzip_lib.h>

typedef struct {
    struct inflate_state state;
    CPNGChunks chunks;
    /// What of the current chunk is not inflated yet.
    const uint8_t *pending;
    size_t pending_count;
    bool has_begun;
    /// What ended the inflating; what had come before is still taken.
    CPNGResult end;
    /// Small chunks are put together here: each call of the inflater costs a copy of its window.
    uint8_t gathered[64 << 10];
    /// Inflated bytes: those from `first` up to `last` are not taken yet.
    uint8_t *bytes;
    size_t capacity, first, last;
    /// Bytes that the picture still needs from the inflater; not one more is inflated.
    uint64_t wanted;
} CPNGInflating;

/// A stream of `wanted` bytes that are taken up to `largest_take` at once. `chunks` is before the first IDAT. NULL
/// when there is no memory. Freed with `cpng_inflating_free`.
CPNGInflating *cpng_inflating_new(CPNGChunks chunks, size_t largest_take, uint64_t wanted);

/// The next `count` bytes; they stay until the next call.
CPNGResult cpng_inflating_take(CPNGInflating *inflating, size_t count, const uint8_t **bytes);

/// What `cpng_inflating_new` allocates.
size_t cpng_inflating_bytes(size_t largest_take);

void cpng_inflating_free(CPNGInflating *inflating);

#endif
