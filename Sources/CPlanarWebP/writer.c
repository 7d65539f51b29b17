#include "CPlanarWebP.h"

#include <stdlib.h>
#include <string.h>

#include <webp/encode.h>

struct PWWriter {
    WebPConfig config;
    WebPPicture picture;
};

static PWResult no_memory(void) { return (PWResult){PW_NO_MEMORY, "There is no memory."}; }

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

PWResult pw_writer_open(PWOutput output, PWWriter **out) {
    *out = NULL;
    if (output.width < 1 || output.height < 1 || output.width > PW_MAXIMUM_SIDE || output.height > PW_MAXIMUM_SIDE)
        return (PWResult){PW_REFUSED, "A side is 0 or too long."};
    PWWriter *writer = calloc(1, sizeof *writer);
    if (!writer) return no_memory();
    if (!configure(&writer->config, output)) {
        free(writer);
        return (PWResult){PW_REFUSED, "libwebp refuses the options."};
    }
    if (!allocate(&writer->picture, output)) {
        pw_writer_close(writer);
        return no_memory();
    }
    *out = writer;
    return (PWResult){PW_OK, ""};
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

static PWResult failure(WebPEncodingError error) {
    switch (error) {
    case VP8_ENC_ERROR_OUT_OF_MEMORY:
    case VP8_ENC_ERROR_BITSTREAM_OUT_OF_MEMORY: return no_memory();
    case VP8_ENC_ERROR_USER_ABORT: return (PWResult){PW_ENDED, "The caller ended it."};
    case VP8_ENC_ERROR_PARTITION0_OVERFLOW: return (PWResult){PW_REFUSED, "The first partition is longer than 512 KB."};
    case VP8_ENC_ERROR_PARTITION_OVERFLOW: return (PWResult){PW_REFUSED, "A partition is longer than 16 MB."};
    case VP8_ENC_ERROR_FILE_TOO_BIG: return (PWResult){PW_REFUSED, "The file would be larger than 4 GB."};
    default: return (PWResult){PW_REFUSED, "libwebp can't encode the picture."};
    }
}

PWResult pw_finish(PWWriter *writer, bool (*should_end)(void), uint8_t **bytes, size_t *count) {
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
    return (PWResult){PW_OK, ""};
}

void pw_bytes_release(void *bytes) { WebPFree(bytes); }
