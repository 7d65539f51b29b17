#include "errors.h"

/// First the errors: libjpeg's pointer leads back to them.
typedef struct {
    PJErrors errors;
    struct jpeg_progress_mgr progress;
    PJInterruption is_interrupted;
} Reading;

/// Each bit that libjpeg has to make up is a warning.
static void end_at_warning(j_common_ptr jpeg, int level) {
    if (level < 0) pj_fail(jpeg, PJ_DAMAGED, "a warning");
}

/// Called a few times a row of units, and for each scan.
static void end_if_interrupted(j_common_ptr jpeg) {
    const Reading *reading = (const Reading *)jpeg->err;
    if (reading->is_interrupted()) pj_fail(jpeg, PJ_DAMAGED, "interrupted");
}

static void read_all(struct jpeg_decompress_struct *jpeg, const uint8_t *bytes, size_t count) {
    jpeg_mem_src(jpeg, bytes, count);
    jpeg_read_header(jpeg, TRUE);
    jpeg->scale_num = 1;
    jpeg->scale_denom = 8;
    jpeg->out_color_space = jpeg->jpeg_color_space;
    jpeg_start_decompress(jpeg);
    const JDIMENSION width = jpeg->output_width * (JDIMENSION)jpeg->output_components;
    JSAMPARRAY row = jpeg->mem->alloc_sarray((j_common_ptr)jpeg, JPOOL_IMAGE, width, 1);
    while (jpeg->output_scanline < jpeg->output_height) jpeg_read_scanlines(jpeg, row, 1);
}

bool pj_library_reads_all(const uint8_t *bytes, size_t count, PJInterruption is_interrupted) {
    struct jpeg_decompress_struct jpeg = {0};
    Reading reading = {.is_interrupted = is_interrupted, .progress.progress_monitor = end_if_interrupted};
    jpeg.err = pj_errors_start(&reading.errors);
    reading.errors.library.emit_message = end_at_warning;
    if (setjmp(reading.errors.place)) {
        jpeg_destroy_decompress(&jpeg);
        return false;
    }
    jpeg_create_decompress(&jpeg);
    jpeg.progress = &reading.progress;
    read_all(&jpeg, bytes, count);
    jpeg_destroy_decompress(&jpeg);
    return true;
}
