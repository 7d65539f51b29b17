/// Sizes, in bytes, at which a picture is written in another way. Fuzzing is compiled with smaller ones, so that small
/// pictures come to all of them.
#ifndef C_PNG_THRESHOLDS_H
#define C_PNG_THRESHOLDS_H

/// Pixels above which a picture is written strip by strip: the other way needs four times as many bytes of memory.
#ifndef CPNG_LARGEST_WHOLE
#define CPNG_LARGEST_WHOLE (8 << 20)
#endif

/// A strip, and a chunk, about.
#ifndef CPNG_STRIP_BYTES
#define CPNG_STRIP_BYTES (1 << 20)
#endif
#ifndef CPNG_CHUNK_BYTES
#define CPNG_CHUNK_BYTES (64 << 20)
#endif

/// Rows up to which more ways are tried, and all of them.
#ifndef CPNG_SMALL_PICTURE
#define CPNG_SMALL_PICTURE (64 << 10)
#endif
#ifndef CPNG_TINY_PICTURE
#define CPNG_TINY_PICTURE (4 << 10)
#endif

#endif
