/// Deflated data, with zlib's head and checksum around it, appended to an output.
#ifndef C_PNG_DEFLATING_H
#define C_PNG_DEFLATING_H

#include "output.h"

/// All at once, ten times as fast as zlib's level 6: for filtered photographs, where few strings repeat.
CPNGResult cpng_deflate_fast(const uint8_t *data, size_t count, CPNGOutput *output);

/// All at once, at a level of libdeflate's, unless that takes `limit` bytes or more: then `*fits` is false and nothing
/// is written.
CPNGResult cpng_deflate_small(
    const uint8_t *data, size_t count, int level, size_t limit, CPNGOutput *output, bool *fits);

// --- In parts ------------------------------------------------------------------------------------------------------

typedef struct CPNGDeflating CPNGDeflating;

/// As `cpng_deflate_fast`; as zlib at level 3, for filtered rows; at level 6, for rows as they are.
typedef enum { CPNG_FAST, CPNG_SMALL_FILTERED, CPNG_SMALL } CPNGEffort;

/// NULL when there is no memory. Freed with `cpng_deflating_free`.
CPNGDeflating *cpng_deflating_new(CPNGEffort effort);

/// Deflates more; with `is_last`, all that is left and the checksum.
CPNGResult cpng_deflating_add(
    CPNGDeflating *deflating, const uint8_t *data, size_t count, bool is_last, CPNGOutput *output);

/// Bytes that `count` bytes take at most when `CPNG_FAST` deflates them. Room that is never written to costs no memory.
size_t cpng_fast_bound(size_t count);

/// What `cpng_deflating_new` and the library allocate at most.
size_t cpng_deflating_bytes(void);

void cpng_deflating_free(CPNGDeflating *deflating);

#endif
