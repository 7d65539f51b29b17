#include "CPlanarWebP.h"

#include <stdlib.h>
#include <string.h>

#include <webp/encode.h>

struct PWWriter {
    WebPConfig config;
    WebPPicture picture;
};

static bool configure(WebPConfig *config, PWOutput output) {
    static const WebPPreset presets[] = {WEBP_PRESET_DEFAULT, WEBP_PRESET_PICTURE, WEBP_PRESET_PHOTO,
                                         WEBP_PRESET_DRAWING, WEBP_PRESET_ICON,    WEBP_PRESET_TEXT};
    if (!WebPConfigPreset(config, presets[output.preset], (float)output.quality)) return false;
    config->method = output.effort;
    return WebPValidateConfig(config);
}

static bool allocate(WebPPicture *picture, PWOutput output) {
    if (!WebPPictureInit(picture)) return false;
    picture->use_argb = 0;
    picture->colorspace = WEBP_YUV420;
    picture->width = output.width;
    picture->height = output.height;
    if (!WebPPictureAlloc(picture)) return false;
    if (output.is_grey) {
        const size_t bytes = (size_t)picture->uv_stride * (size_t)((output.height + 1) / 2);
        memset(picture->u, 128, bytes);
        memset(picture->v, 128, bytes);
    }
    return true;
}

PWStatus pw_writer_open(PWOutput output, PWWriter **out) {
    *out = NULL;
    if (output.width < 1 || output.height < 1 || output.width > PW_MAXIMUM_SIDE || output.height > PW_MAXIMUM_SIDE)
        return PW_REFUSED;
    PWWriter *writer = calloc(1, sizeof *writer);
    if (!writer) return PW_NO_MEMORY;
    if (!configure(&writer->config, output)) {
        free(writer);
        return PW_REFUSED;
    }
    if (!allocate(&writer->picture, output)) {
        pw_writer_close(writer);
        return PW_NO_MEMORY;
    }
    *out = writer;
    return PW_OK;
}

void pw_writer_close(PWWriter *writer) {
    WebPPictureFree(&writer->picture);
    free(writer);
}

uint8_t *pw_writer_row(PWWriter *writer, int plane, int row) {
    WebPPicture *picture = &writer->picture;
    uint8_t *const planes[] = {picture->y, picture->u, picture->v};
    return planes[plane] + (ptrdiff_t)row * (plane == 0 ? picture->y_stride : picture->uv_stride);
}

/// libwebp's progress hook: 0 ends the work.
static int goes_on(int percent, const WebPPicture *picture) {
    (void)percent;
    bool (*const *should_end)(void) = picture->user_data;
    return !(*should_end)();
}

static PWStatus failure(WebPEncodingError error) {
    switch (error) {
    case VP8_ENC_ERROR_OUT_OF_MEMORY:
    case VP8_ENC_ERROR_BITSTREAM_OUT_OF_MEMORY: return PW_NO_MEMORY;
    case VP8_ENC_ERROR_USER_ABORT: return PW_ENDED;
    default: return PW_REFUSED;
    }
}

PWStatus pw_finish(PWWriter *writer, bool (*should_end)(void), uint8_t **bytes, size_t *count) {
    WebPMemoryWriter memory;
    WebPMemoryWriterInit(&memory);
    writer->picture.writer = WebPMemoryWrite;
    writer->picture.custom_ptr = &memory;
    writer->picture.progress_hook = goes_on;
    writer->picture.user_data = &should_end;
    if (!WebPEncode(&writer->config, &writer->picture)) {
        WebPMemoryWriterClear(&memory);
        return failure(writer->picture.error_code);
    }
    *bytes = memory.mem;
    *count = memory.size;
    return PW_OK;
}

int pw_writer_error(const PWWriter *writer) { return writer->picture.error_code; }

void pw_bytes_release(void *bytes) { WebPFree(bytes); }
