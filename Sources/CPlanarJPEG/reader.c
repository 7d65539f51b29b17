#include "errors.h"

#include <stdlib.h>
#include <string.h>

#include <jerror.h>
#include <jpegint.h>

struct PJReader {
    struct jpeg_decompress_struct jpeg;
    PJErrors errors;
    struct jpeg_progress_mgr progress;
    int maximum_scans;
    bool (*ends)(void);
    int width[PJ_PLANES], height[PJ_PLANES];
};

enum { MAXIMUM_GROUP = 2 * DCTSIZE };

#if JPEG_LIB_VERSION >= 70
#define BLOCK_SIDE(component) (component)->DCT_h_scaled_size
#define SMALLEST_BLOCK(jpeg) (jpeg)->min_DCT_h_scaled_size
#else
#define BLOCK_SIDE(component) (component)->DCT_scaled_size
#define SMALLEST_BLOCK(jpeg) (jpeg)->min_DCT_scaled_size
#endif

static boolean fill_nothing(j_decompress_ptr jpeg) {
    pj_fail((j_common_ptr)jpeg, PJ_DAMAGED, "the file ends too early");
}

static void look_at_scans(j_common_ptr jpeg) {
    PJReader *reader = (PJReader *)jpeg;
    if (reader->jpeg.input_scan_number > reader->maximum_scans)
        pj_fail(jpeg, PJ_TOO_MANY_SCANS, "more scans than allowed");
    if (reader->ends && reader->ends()) pj_fail(jpeg, PJ_DAMAGED, "ended by the caller");
}

/// Luma may be twice as fine as the others, or not, in each direction; planes need to be of one kind of colour.
static bool has_planes(const struct jpeg_decompress_struct *jpeg) {
    if (jpeg->data_precision != 8 || jpeg->arith_code) return false;
    if (jpeg->num_components == 1) return jpeg->jpeg_color_space == JCS_GRAYSCALE;
    if (jpeg->num_components != PJ_PLANES || jpeg->jpeg_color_space != JCS_YCbCr) return false;
    const jpeg_component_info *parts = jpeg->comp_info;
    return parts[0].h_samp_factor <= 2 && parts[0].v_samp_factor <= 2 && parts[1].h_samp_factor == 1 &&
           parts[1].v_samp_factor == 1 && parts[2].h_samp_factor == 1 && parts[2].v_samp_factor == 1;
}

PJStatus pj_reader_open(const uint8_t *bytes, size_t count, PJReader **out, PJHeader *header) {
    *out = NULL;
    PJReader *reader = calloc(1, sizeof *reader);
    if (!reader) return PJ_NO_MEMORY;
    struct jpeg_decompress_struct *jpeg = &reader->jpeg;
    jpeg->err = pj_errors_start(&reader->errors);
    if (setjmp(reader->errors.place)) {
        PJStatus status = reader->errors.status;
        pj_reader_close(reader);
        return status;
    }
    jpeg_create_decompress(jpeg);
    jpeg_mem_src(jpeg, bytes, (unsigned long)count);
    jpeg->src->fill_input_buffer = fill_nothing;
    jpeg_read_header(jpeg, TRUE);
    if (!has_planes(jpeg)) pj_fail((j_common_ptr)jpeg, PJ_UNSUPPORTED, "no planes of luma and colour differences");
    *header = (PJHeader){
        .width = (int)jpeg->image_width,
        .height = (int)jpeg->image_height,
        .planes = jpeg->num_components,
        .across = jpeg->num_components == 1 ? 1 : jpeg->comp_info[0].h_samp_factor,
        .down = jpeg->num_components == 1 ? 1 : jpeg->comp_info[0].v_samp_factor,
        .is_progressive = jpeg_has_multiple_scans(jpeg),
    };
    *out = reader;
    return PJ_OK;
}

void pj_reader_close(PJReader *reader) {
    // Frees; gives no errors.
    jpeg_destroy_decompress(&reader->jpeg);
    free(reader);
}

/// libjpeg decodes halved colour planes at full size when all is halved, to spare a step that is not taken here. This
/// gives all planes luma's scale again.
static void keep_subsampling(struct jpeg_decompress_struct *jpeg) {
    for (int i = 0; i < jpeg->num_components; i++) {
        jpeg_component_info *part = &jpeg->comp_info[i];
        const int side = SMALLEST_BLOCK(jpeg);
        if (BLOCK_SIDE(part) == side) continue;
        BLOCK_SIDE(part) = side;
#if JPEG_LIB_VERSION >= 70
        part->DCT_v_scaled_size = side;
#endif
        part->MCU_sample_width = part->MCU_width * side;
        // Luma's blocks are never enlarged: its method is the one for this side.
        jpeg->idct->inverse_DCT[i] = jpeg->idct->inverse_DCT[0];
    }
}

static int divided_up(int value, int by) { return (value + by - 1) / by; }

PJStatus pj_reader_start(PJReader *reader, int denominator, int maximum_scans, bool (*ends)(void)) {
    struct jpeg_decompress_struct *jpeg = &reader->jpeg;
    if (setjmp(reader->errors.place)) return reader->errors.status;
    reader->maximum_scans = maximum_scans;
    reader->ends = ends;
    reader->progress.progress_monitor = look_at_scans;
    jpeg->progress = &reader->progress;
    jpeg->raw_data_out = TRUE;
    jpeg->do_fancy_upsampling = FALSE;
    jpeg->out_color_space = jpeg->jpeg_color_space;
    jpeg->scale_num = 1;
    jpeg->scale_denom = (unsigned)denominator;
    jpeg_start_decompress(jpeg);
    keep_subsampling(jpeg);
    for (int i = 0; i < jpeg->num_components; i++) {
        const jpeg_component_info *part = &jpeg->comp_info[i];
        // A grey file may name any factor for its one component; it means nothing.
        const int across = jpeg->max_h_samp_factor / part->h_samp_factor;
        const int down = jpeg->max_v_samp_factor / part->v_samp_factor;
        reader->width[i] = divided_up((int)jpeg->image_width, denominator * across);
        reader->height[i] = divided_up((int)jpeg->image_height, denominator * down);
    }
    return PJ_OK;
}

int pj_plane_width(const PJReader *reader, int plane) { return reader->width[plane]; }

int pj_plane_height(const PJReader *reader, int plane) { return reader->height[plane]; }

int pj_plane_written_width(const PJReader *reader, int plane) {
    const jpeg_component_info *part = &reader->jpeg.comp_info[plane];
    // Blocks that only fill up the last unit of the file are written, too.
    const int unit = part->MCU_width > 0 ? part->MCU_width : 1;
    return divided_up((int)part->width_in_blocks, unit) * unit * SMALLEST_BLOCK(&reader->jpeg);
}

int pj_group(const PJReader *reader, int plane) {
    return reader->jpeg.comp_info[plane].v_samp_factor * SMALLEST_BLOCK(&reader->jpeg);
}

PJStatus pj_read(PJReader *reader, const PJRows rows[PJ_PLANES], const int next[PJ_PLANES]) {
    struct jpeg_decompress_struct *jpeg = &reader->jpeg;
    JSAMPROW pointers[PJ_PLANES][MAXIMUM_GROUP * 2];
    JSAMPARRAY planes[PJ_PLANES] = {pointers[0], pointers[1], pointers[2]};
    for (int i = 0; i < jpeg->num_components; i++)
        for (int row = 0; row < pj_group(reader, i); row++)
            pointers[i][row] = rows[i].rows + (((size_t)next[i] + (size_t)row) & rows[i].mask) * rows[i].stride;
    if (setjmp(reader->errors.place)) return reader->errors.status;
    const JDIMENSION lines = (JDIMENSION)(jpeg->max_v_samp_factor * SMALLEST_BLOCK(jpeg));
    if (jpeg_read_raw_data(jpeg, planes, lines) != lines)
        pj_fail((j_common_ptr)jpeg, PJ_DAMAGED, "the file ends too early");
    return PJ_OK;
}

const char *pj_reader_text(const PJReader *reader) { return reader->errors.text; }
