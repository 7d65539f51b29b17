#include "CPlanarAVIF.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libheif/heif.h>

enum { PLANES = 3, DEPTH = 8, NEUTRAL = 128 };

static const enum heif_channel channels[PLANES] = {heif_channel_Y, heif_channel_Cb, heif_channel_Cr};

struct PAWriter {
    struct heif_image *image;
    uint8_t *planes[PLANES];
    int strides[PLANES];
    PAOutput output;
    /// What libheif said last.
    char message[200];
};

/// The file while it is written.
typedef struct {
    uint8_t *bytes;
    size_t count, capacity;
} File;

static PAResult no_memory(void) { return (PAResult){PA_NO_MEMORY, "There is no memory."}; }

/// Whether there is no `error`; otherwise its message is kept.
static bool went_well(PAWriter *writer, struct heif_error error) {
    if (error.code == heif_error_Ok) return true;
    snprintf(writer->message, sizeof writer->message, "%s", error.message ? error.message : "");
    return false;
}

static bool add_planes(PAWriter *writer) {
    const PAOutput *output = &writer->output;
    const int by = output->is_halved ? 2 : 1;
    for (int plane = 0; plane < PLANES; plane++) {
        const int width = plane == 0 ? output->width : (output->width + by - 1) / by;
        const int height = plane == 0 ? output->height : (output->height + by - 1) / by;
        if (!went_well(writer, heif_image_add_plane(writer->image, channels[plane], width, height, DEPTH)))
            return false;
        writer->planes[plane] = heif_image_get_plane(writer->image, channels[plane], &writer->strides[plane]);
        if (!writer->planes[plane]) return false;
        if (plane > 0 && output->is_grey)
            memset(writer->planes[plane], NEUTRAL, (size_t)writer->strides[plane] * (size_t)height);
    }
    return true;
}

/// Says what the samples are; primaries and transfer stay unsaid, which readers take for sRGB.
static bool describe(PAWriter *writer) {
    struct heif_color_profile_nclx *colours = heif_nclx_color_profile_alloc();
    if (!colours) return false;
    colours->color_primaries = heif_color_primaries_unspecified;
    colours->transfer_characteristics = heif_transfer_characteristic_unspecified;
    colours->matrix_coefficients = heif_matrix_coefficients_ITU_R_BT_601_6;
    colours->full_range_flag = 1;
    const bool is_described = went_well(writer, heif_image_set_nclx_color_profile(writer->image, colours));
    heif_nclx_color_profile_free(colours);
    return is_described;
}

PAResult pa_writer_open(PAOutput output, PAWriter **out) {
    *out = NULL;
    if (output.width < 1 || output.height < 1 || output.width > PA_MAXIMUM_SIDE || output.height > PA_MAXIMUM_SIDE)
        return (PAResult){PA_REFUSED, "A side is 0 or too long."};
    PAWriter *writer = calloc(1, sizeof *writer);
    if (!writer) return no_memory();
    writer->output = output;
    const enum heif_chroma chroma = output.is_halved ? heif_chroma_420 : heif_chroma_444;
    if (!went_well(
            writer, heif_image_create(output.width, output.height, heif_colorspace_YCbCr, chroma, &writer->image)) ||
        !add_planes(writer) || !describe(writer)) {
        pa_writer_close(writer);
        return no_memory();
    }
    *out = writer;
    return (PAResult){PA_OK, ""};
}

void pa_writer_close(PAWriter *writer) {
    if (writer->image) heif_image_release(writer->image);
    free(writer);
}

uint8_t *pa_writer_row(PAWriter *writer, int plane, int row) {
    return writer->planes[plane] + (ptrdiff_t)row * writer->strides[plane];
}

static struct heif_error append(struct heif_context *context, const void *data, size_t size, void *target) {
    (void)context;
    File *file = target;
    if (size > file->capacity - file->count) {
        const size_t capacity = (file->count + size) * 2;
        uint8_t *larger = realloc(file->bytes, capacity);
        if (!larger)
            return (struct heif_error){heif_error_Memory_allocation_error, heif_suberror_Unspecified, "memory"};
        file->bytes = larger;
        file->capacity = capacity;
    }
    memcpy(file->bytes + file->count, data, size);
    file->count += size;
    return (struct heif_error){heif_error_Ok, heif_suberror_Unspecified, ""};
}

/// Whether there is no `error`, or it only says that an encoder of another make has no such parameter.
static bool is_set(PAWriter *writer, struct heif_error error) {
    return error.subcode == heif_suberror_Unsupported_parameter || went_well(writer, error);
}

static bool set_up(PAWriter *writer, struct heif_encoder *encoder) {
    const PAOutput *output = &writer->output;
    const char *chroma = output->is_halved ? "420" : "444";
    // One thread: the caller has one for each core, and libheif's default of four costs 5 to 15 % more CPU time in all.
    return is_set(writer, heif_encoder_set_parameter_integer(encoder, "threads", 1)) &&
           is_set(writer, heif_encoder_set_parameter_integer(encoder, "speed", output->speed)) &&
           is_set(writer, heif_encoder_set_parameter_string(encoder, "chroma", chroma)) &&
           went_well(writer, heif_encoder_set_lossy_quality(encoder, output->quality)) &&
           went_well(writer, heif_encoder_set_lossless(encoder, 0));
}

static bool encode(PAWriter *writer, struct heif_context *context, File *file) {
    struct heif_encoder *encoder = NULL;
    struct heif_encoding_options *options = heif_encoding_options_alloc();
    struct heif_writer target = {.writer_api_version = 1, .write = append};
    const bool is_done =
        options && went_well(writer, heif_context_get_encoder_for_format(context, heif_compression_AV1, &encoder)) &&
        set_up(writer, encoder) &&
        went_well(writer, heif_context_encode_image(context, writer->image, encoder, options, NULL)) &&
        went_well(writer, heif_context_write(context, &target, file));
    if (encoder) heif_encoder_release(encoder);
    if (options) heif_encoding_options_free(options);
    return is_done;
}

PAResult pa_finish(PAWriter *writer, uint8_t **bytes, size_t *count) {
    struct heif_context *context = heif_context_alloc();
    if (!context) return no_memory();
    File file = {0};
    bool is_done = encode(writer, context, &file);
    heif_context_free(context);
    if (!is_done) {
        free(file.bytes);
        return (PAResult){PA_REFUSED, writer->message};
    }
    *bytes = file.bytes;
    *count = file.count;
    return (PAResult){PA_OK, ""};
}

void pa_bytes_release(void *bytes) { free(bytes); }
