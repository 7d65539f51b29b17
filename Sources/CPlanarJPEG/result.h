/// How the parts of this target tell what happened.
#ifndef C_PLANAR_JPEG_RESULT_H
#define C_PLANAR_JPEG_RESULT_H

#include "CPlanarJPEG.h"

static inline PJResult pj_ok(void) { return (PJResult){PJ_OK, ""}; }
static inline PJResult pj_damaged(const char *message) { return (PJResult){PJ_DAMAGED, message}; }
static inline PJResult pj_unsupported(const char *message) { return (PJResult){PJ_UNSUPPORTED, message}; }
static inline PJResult pj_no_memory(void) { return (PJResult){PJ_NO_MEMORY, "there is no memory"}; }

/// Leaves the function with the result of `call` unless that is PJ_OK.
#define PJ_TRY(call)                                 \
    do {                                             \
        const PJResult result_ = (call);             \
        if (result_.status != PJ_OK) return result_; \
    } while (0)

#endif
