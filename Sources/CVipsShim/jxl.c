#include "CVipsLoading.h"
#include "interrupt.h"
#include "lazy.h"

#include <jxl/decode.h>
#include <jxl/version.h>

/// A decoder with the whole file, that reports `events`; NULL without memory.
static JxlDecoder *open_decoder(const void *bytes, size_t count, int events) {
    JxlDecoder *decoder = JxlDecoderCreate(NULL);
    if (!decoder) return NULL;
    if (JxlDecoderSubscribeEvents(decoder, events) == JXL_DEC_SUCCESS &&
        JxlDecoderSetInput(decoder, bytes, count) == JXL_DEC_SUCCESS) {
        JxlDecoderCloseInput(decoder);
        return decoder;
    }
    JxlDecoderDestroy(decoder);
    return NULL;
}

static bool read_facts(JxlDecoder *decoder, JxlBasicInfo *facts) {
    return JxlDecoderProcessInput(decoder) == JXL_DEC_BASIC_INFO &&
           JxlDecoderGetBasicInfo(decoder, facts) == JXL_DEC_SUCCESS;
}

bool sw_jxl_is_animated(const void *bytes, size_t count) {
    JxlDecoder *decoder = open_decoder(bytes, count, JXL_DEC_BASIC_INFO);
    if (!decoder) return false;
    JxlBasicInfo facts;
    const bool is_animated = read_facts(decoder, &facts) && facts.have_animation;
    JxlDecoderDestroy(decoder);
    return is_animated;
}

static JxlPixelFormat format_of(const VipsImage *image) {
    return (JxlPixelFormat){(uint32_t)image->Bands,
                            image->BandFmt == VIPS_FORMAT_UCHAR ? JXL_TYPE_UINT8 : JXL_TYPE_UINT16, JXL_NATIVE_ENDIAN,
                            0};
}

static bool decode(const SWDecoding *decoding, const VipsImage *image, void *pixels) {
    JxlDecoder *decoder = open_decoder(decoding->bytes, decoding->count, JXL_DEC_FULL_IMAGE);
    if (!decoder) return false;
    const JxlPixelFormat format = format_of(image);
    const size_t bytes = VIPS_IMAGE_SIZEOF_LINE(image) * (size_t)image->Ysize;
    size_t needed = 0;
    bool is_whole = JxlDecoderProcessInput(decoder) == JXL_DEC_NEED_IMAGE_OUT_BUFFER &&
                    JxlDecoderImageOutBufferSize(decoder, &format, &needed) == JXL_DEC_SUCCESS && needed == bytes &&
                    JxlDecoderSetImageOutBuffer(decoder, &format, pixels, bytes) == JXL_DEC_SUCCESS &&
                    // Nothing is read of the frames after the first.
                    JxlDecoderProcessInput(decoder) == JXL_DEC_FULL_IMAGE;
    JxlDecoderDestroy(decoder);
    if (!is_whole) vips_error("jxl", "%s", "the first frame is damaged or cut short");
    return is_whole;
}

static void describe(JxlDecoder *decoder, VipsImage *image) {
    size_t length = 0;
    if (JxlDecoderProcessInput(decoder) != JXL_DEC_COLOR_ENCODING) return;
#if JPEGXL_MAJOR_VERSION == 0 && JPEGXL_MINOR_VERSION < 9
    const JxlPixelFormat format = format_of(image);
    if (JxlDecoderGetICCProfileSize(decoder, &format, JXL_COLOR_PROFILE_TARGET_DATA, &length) != JXL_DEC_SUCCESS)
        return;
#else
    if (JxlDecoderGetICCProfileSize(decoder, JXL_COLOR_PROFILE_TARGET_DATA, &length) != JXL_DEC_SUCCESS) return;
#endif
    uint8_t *profile = length > 0 ? g_try_malloc(length) : NULL;
    if (!profile) return;
#if JPEGXL_MAJOR_VERSION == 0 && JPEGXL_MINOR_VERSION < 9
    const JxlDecoderStatus status =
        JxlDecoderGetColorAsICCProfile(decoder, &format, JXL_COLOR_PROFILE_TARGET_DATA, profile, length);
#else
    const JxlDecoderStatus status =
        JxlDecoderGetColorAsICCProfile(decoder, JXL_COLOR_PROFILE_TARGET_DATA, profile, length);
#endif
    if (status == JXL_DEC_SUCCESS) vips_image_set_blob_copy(image, VIPS_META_ICC_NAME, profile, length);
    g_free(profile);
}

int sw_load_jxl_first(const void *bytes, size_t count, SWImage **out) {
    JxlDecoder *decoder = open_decoder(bytes, count, JXL_DEC_BASIC_INFO | JXL_DEC_COLOR_ENCODING);
    if (!decoder) return -1;
    JxlBasicInfo facts;
    VipsImage *image = NULL;
    if (read_facts(decoder, &facts) && facts.xsize <= VIPS_MAX_COORD && facts.ysize <= VIPS_MAX_COORD &&
        (facts.num_color_channels == 1 || facts.num_color_channels == 3)) {
        const SWDecoding decoding = {.bytes = bytes, .count = count, .decode = decode};
        const bool is_deep = facts.bits_per_sample > 8, is_grey = facts.num_color_channels == 1;
        const VipsInterpretation shallow = is_grey ? VIPS_INTERPRETATION_B_W : VIPS_INTERPRETATION_sRGB;
        const VipsInterpretation deep = is_grey ? VIPS_INTERPRETATION_GREY16 : VIPS_INTERPRETATION_RGB16;
        image = sw_lazy_image(
            &decoding, (int)facts.xsize, (int)facts.ysize,
            (int)facts.num_color_channels + (facts.alpha_bits > 0 ? 1 : 0),
            is_deep ? VIPS_FORMAT_USHORT : VIPS_FORMAT_UCHAR, is_deep ? deep : shallow);
    }
    if (image) describe(decoder, image);
    JxlDecoderDestroy(decoder);
    if (!image) {
        vips_error("jxl", "%s", "the header can't be read");
        return -1;
    }
    *vips_out(out) = image;
    return sw_watching(0, vips_out(out));
}
