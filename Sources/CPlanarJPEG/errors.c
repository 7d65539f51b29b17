#include "errors.h"

#include <string.h>

#include <jerror.h>

_Noreturn void pj_fail(j_common_ptr jpeg, PJStatus status, const char *message) {
    PJErrors *errors = (PJErrors *)jpeg->err;
    errors->status = status;
    snprintf(errors->message, sizeof errors->message, "%s", message);
    longjmp(errors->place, 1);
}

static void end(j_common_ptr jpeg) {
    char text[JMSG_LENGTH_MAX];
    jpeg->err->format_message(jpeg, text);
    const int code = jpeg->err->msg_code;
    pj_fail(jpeg, code == JERR_OUT_OF_MEMORY ? PJ_NO_MEMORY : PJ_DAMAGED, text);
}

/// The writer's warnings mean nothing.
static void note(j_common_ptr jpeg, int level) {
    (void)jpeg;
    (void)level;
}

static void print_nothing(j_common_ptr jpeg) { (void)jpeg; }

struct jpeg_error_mgr *pj_errors_start(PJErrors *errors) {
    memset(errors, 0, sizeof *errors);
    jpeg_std_error(&errors->library);
    errors->library.error_exit = end;
    errors->library.emit_message = note;
    errors->library.output_message = print_nothing;
    return &errors->library;
}

PJResult pj_failure(const PJErrors *errors) { return (PJResult){errors->status, errors->message}; }
