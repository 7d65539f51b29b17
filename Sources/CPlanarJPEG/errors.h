/// libjpeg's errors as results.
#ifndef C_PLANAR_JPEG_ERRORS_H
#define C_PLANAR_JPEG_ERRORS_H

#include "CPlanarJPEG.h"

#include <setjmp.h>
#include <stdio.h>

#include <jpeglib.h>

enum { PJ_MESSAGE_BYTES = 200 };

/// First in each handle's `errors`, so that libjpeg's pointer is ours.
typedef struct {
    struct jpeg_error_mgr library;
    jmp_buf place;
    PJStatus status;
    char message[PJ_MESSAGE_BYTES];
} PJErrors;

/// The manager to give to libjpeg. Before each call into it, the function that calls does `setjmp(errors->place)`.
struct jpeg_error_mgr *pj_errors_start(PJErrors *errors);

/// Ends the current call with `status`.
_Noreturn void pj_fail(j_common_ptr jpeg, PJStatus status, const char *message);

/// What `pj_fail` or libjpeg left.
PJResult pj_failure(const PJErrors *errors);

#endif
