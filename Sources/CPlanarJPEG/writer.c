#include "errors.h"
#include "result.h"

#include <stdlib.h>
#include <string.h>

#include <jerror.h>

struct PJWriter {
    struct jpeg_compress_struct jpeg;
    PJErrors errors;
    struct jpeg_destination_mgr destination;
    uint8_t *bytes;
    size_t capacity;
};

enum { FIRST_BYTES = 16 << 10, MAXIMUM_GROUP = 2 * DCTSIZE };

static void start_destination(j_compress_ptr jpeg) {
    PJWriter *writer = (PJWriter *)jpeg;
    writer->bytes = malloc(FIRST_BYTES);
    if (!writer->bytes) pj_fail((j_common_ptr)jpeg, PJ_NO_MEMORY, "no memory for the file");
    writer->capacity = FIRST_BYTES;
    writer->destination.next_output_byte = writer->bytes;
    writer->destination.free_in_buffer = FIRST_BYTES;
}

static boolean grow_destination(j_compress_ptr jpeg) {
    PJWriter *writer = (PJWriter *)jpeg;
    uint8_t *larger = realloc(writer->bytes, writer->capacity * 2);
    if (!larger) pj_fail((j_common_ptr)jpeg, PJ_NO_MEMORY, "no memory for the file");
    writer->bytes = larger;
    writer->destination.next_output_byte = larger + writer->capacity;
    writer->destination.free_in_buffer = writer->capacity;
    writer->capacity *= 2;
    return TRUE;
}

static void end_destination(j_compress_ptr jpeg) { (void)jpeg; }

static void describe(struct jpeg_compress_struct *jpeg, PJOutput output) {
    jpeg->image_width = (JDIMENSION)output.width;
    jpeg->image_height = (JDIMENSION)output.height;
    jpeg->input_components = output.planes;
    jpeg->in_color_space = output.planes == 1 ? JCS_GRAYSCALE : JCS_YCbCr;
    jpeg_set_defaults(jpeg);
    jpeg_set_quality(jpeg, output.quality, TRUE);
    jpeg->raw_data_in = TRUE;
    jpeg->optimize_coding = output.optimises_tables;
    if (output.planes > 1) {
        jpeg->comp_info[0].h_samp_factor = output.across;
        jpeg->comp_info[0].v_samp_factor = output.down;
    }
    if (output.is_progressive) jpeg_simple_progression(jpeg);
}

PJResult pj_writer_open(PJOutput output, const PJSegment *segments, int segment_count, PJWriter **out) {
    *out = NULL;
    if (output.width < 1 || output.height < 1 || output.width > PJ_MAXIMUM_SIDE || output.height > PJ_MAXIMUM_SIDE)
        return pj_unsupported("a side that JPEG does not have");
    PJWriter *writer = calloc(1, sizeof *writer);
    if (!writer) return pj_no_memory();
    struct jpeg_compress_struct *jpeg = &writer->jpeg;
    jpeg->err = pj_errors_start(&writer->errors);
    if (setjmp(writer->errors.place)) {
        const PJStatus status = writer->errors.status;
        pj_writer_close(writer);
        return (PJResult){status, "libjpeg refuses the picture"};
    }
    jpeg_create_compress(jpeg);
    writer->destination.init_destination = start_destination;
    writer->destination.empty_output_buffer = grow_destination;
    writer->destination.term_destination = end_destination;
    jpeg->dest = &writer->destination;
    describe(jpeg, output);
    jpeg_start_compress(jpeg, TRUE);
    for (int i = 0; i < segment_count; i++)
        jpeg_write_marker(jpeg, segments[i].marker, segments[i].bytes, (unsigned)segments[i].count);
    *out = writer;
    return pj_ok();
}

void pj_writer_close(PJWriter *writer) {
    jpeg_destroy_compress(&writer->jpeg);
    free(writer->bytes);
    free(writer);
}

int pj_written_width(const PJWriter *writer, int plane) {
    return (int)writer->jpeg.comp_info[plane].width_in_blocks * DCTSIZE;
}

int pj_write_group(const PJWriter *writer, int plane) { return writer->jpeg.comp_info[plane].v_samp_factor * DCTSIZE; }

PJResult pj_write(
    PJWriter *writer, const PJRows rows[PJ_PLANES], const int next[PJ_PLANES], const int last[PJ_PLANES]) {
    struct jpeg_compress_struct *jpeg = &writer->jpeg;
    JSAMPROW pointers[PJ_PLANES][MAXIMUM_GROUP];
    JSAMPARRAY planes[PJ_PLANES] = {pointers[0], pointers[1], pointers[2]};
    for (int i = 0; i < jpeg->num_components; i++)
        for (int row = 0; row < pj_write_group(writer, i); row++) {
            const int at = next[i] + row < last[i] ? next[i] + row : last[i];
            pointers[i][row] = rows[i].rows + ((size_t)at & rows[i].mask) * rows[i].stride;
        }
    if (setjmp(writer->errors.place)) return pj_failure(&writer->errors);
    const JDIMENSION lines = (JDIMENSION)(jpeg->max_v_samp_factor * DCTSIZE);
    if (jpeg_write_raw_data(jpeg, planes, lines) != lines)
        pj_fail((j_common_ptr)jpeg, PJ_DAMAGED, "more rows than the picture has");
    return pj_ok();
}

PJResult pj_finish(PJWriter *writer, uint8_t **bytes, size_t *count) {
    if (setjmp(writer->errors.place)) return pj_failure(&writer->errors);
    jpeg_finish_compress(&writer->jpeg);
    *count = writer->capacity - writer->destination.free_in_buffer;
    uint8_t *fitting = realloc(writer->bytes, *count);
    *bytes = fitting ? fitting : writer->bytes;
    writer->bytes = NULL;
    return pj_ok();
}

void pj_bytes_release(void *bytes) { free(bytes); }
