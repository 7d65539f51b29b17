#include "CPlanarWebP.h"

#include <webp/decode.h>

static PWResult result_of(VP8StatusCode code) {
    switch (code) {
    case VP8_STATUS_OK: return (PWResult){PW_OK, ""};
    case VP8_STATUS_OUT_OF_MEMORY: return (PWResult){PW_NO_MEMORY, "There is no memory."};
    case VP8_STATUS_INVALID_PARAM: return (PWResult){PW_REFUSED, "libwebp refuses the size."};
    case VP8_STATUS_UNSUPPORTED_FEATURE: return (PWResult){PW_DAMAGED, "libwebp does not know a feature of the file."};
    case VP8_STATUS_NOT_ENOUGH_DATA: return (PWResult){PW_DAMAGED, "The file is cut short."};
    default: return (PWResult){PW_DAMAGED, "The file is damaged."};
    }
}

PWResult pw_header(const uint8_t *bytes, size_t count, PWHeader *header) {
    WebPBitstreamFeatures features;
    const VP8StatusCode code = WebPGetFeatures(bytes, count, &features);
    if (code != VP8_STATUS_OK) return result_of(code);
    *header = (PWHeader){
        .width = features.width,
        .height = features.height,
        .has_alpha = features.has_alpha,
        .is_animated = features.has_animation,
        // 0 is undefined or mixed, 2 without loss.
        .is_lossy = features.format == 1,
    };
    return result_of(VP8_STATUS_OK);
}

/// Bytes from a plane's first sample to its last row's end, as libwebp checks them.
static size_t plane_bytes(PWPlane plane, int rows) { return (size_t)plane.stride * (size_t)rows; }

PWResult pw_decode(const uint8_t *bytes, size_t count, int width, int height, const PWPlane planes[PW_PLANES]) {
    WebPDecoderConfig config;
    if (!WebPInitDecoderConfig(&config)) return (PWResult){PW_REFUSED, "libwebp is of another version."};
    VP8StatusCode code = WebPGetFeatures(bytes, count, &config.input);
    if (code != VP8_STATUS_OK) return result_of(code);
    if (width != config.input.width || height != config.input.height) {
        config.options.use_scaling = 1;
        config.options.scaled_width = width;
        config.options.scaled_height = height;
    }
    config.output.colorspace = MODE_YUV;
    config.output.is_external_memory = 1;
    const int half = (height + 1) / 2;
    config.output.u.YUVA = (WebPYUVABuffer){
        .y = planes[0].rows,
        .u = planes[1].rows,
        .v = planes[2].rows,
        .y_stride = planes[0].stride,
        .u_stride = planes[1].stride,
        .v_stride = planes[2].stride,
        .y_size = plane_bytes(planes[0], height),
        .u_size = plane_bytes(planes[1], half),
        .v_size = plane_bytes(planes[2], half),
    };
    code = WebPDecode(bytes, count, &config);
    WebPFreeDecBuffer(&config.output);
    return result_of(code);
}
