/// How the parts of this target tell what happened.
#ifndef C_PNG_RESULT_H
#define C_PNG_RESULT_H

#include "CPNG.h"

static inline CPNGResult cpng_ok(void) { return (CPNGResult){CPNG_OK, ""}; }
static inline CPNGResult cpng_damaged(const char *message) { return (CPNGResult){CPNG_DAMAGED, message}; }
static inline CPNGResult cpng_misused(const char *message) { return (CPNGResult){CPNG_MISUSED, message}; }
static inline CPNGResult cpng_no_memory(void) { return (CPNGResult){CPNG_NO_MEMORY, "There is no memory."}; }
static inline CPNGResult cpng_truncated(void) { return (CPNGResult){CPNG_TRUNCATED, "The file is cut short."}; }

/// Leaves the function with the result of `call` unless that is CPNG_OK.
#define CPNG_TRY(call)                                 \
    do {                                               \
        CPNGResult result_ = (call);                   \
        if (result_.status != CPNG_OK) return result_; \
    } while (0)

static inline uint32_t cpng_get_32(const uint8_t *bytes) {
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static inline void cpng_put_32(uint8_t *bytes, uint32_t value) {
    for (int i = 0; i < 4; i++) bytes[i] = (uint8_t)(value >> (24 - 8 * i));
}

/// What every file begins with (PNG 1.2, section 3.1).
enum { CPNG_SIGNATURE_BYTES = 8 };
extern const uint8_t cpng_signature[CPNG_SIGNATURE_BYTES];

/// Colour types (section 4.1.1).
enum {
    CPNG_GREY = 0,
    CPNG_TRUECOLOUR = 2,
    CPNG_INDEXED = 3,
    CPNG_GREY_ALPHA = 4,
    CPNG_TRUECOLOUR_ALPHA = 6,
};

/// The colour type of pixels of 1…4 channels.
static inline int cpng_colour_type(int channels) {
    static const int types[] = {0, CPNG_GREY, CPNG_GREY_ALPHA, CPNG_TRUECOLOUR, CPNG_TRUECOLOUR_ALPHA};
    return types[channels];
}

/// Filter types (section 6).
enum {
    CPNG_FILTER_NONE,
    CPNG_FILTER_SUB,
    CPNG_FILTER_UP,
    CPNG_FILTER_AVERAGE,
    CPNG_FILTER_PAETH,
    CPNG_FILTERS,
};

/// A chunk's four letters as `cpng_get_32` reads them.
#define CPNG_TYPE(a, b, c, d) ((uint32_t)(a) << 24 | (uint32_t)(b) << 16 | (uint32_t)(c) << 8 | (uint32_t)(d))

#endif
