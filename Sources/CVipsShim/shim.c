#include "CVipsShim.h"
#include "handles.h"
#include "interrupt.h"
#include "owning.h"

#include <string.h>

#include <vips/vips.h>

// --- The library ---------------------------------------------------------------------------------------------------

/// libvips and librsvg warn of each odd tag in each file; failures are told by the calls that fail.
static void drop_message(const gchar *domain, GLogLevelFlags level, const gchar *message, gpointer data) {
    (void)domain, (void)level, (void)message, (void)data;
}

int sw_start(const char *program_name) {
    g_log_set_default_handler(drop_message, NULL);
    if (VIPS_INIT(program_name)) return -1;
    vips_concurrency_set(1);
    vips_cache_set_max(0);
    vips_cache_set_max_mem(0);
    vips_cache_set_max_files(0);
    vips_block_untrusted_set(TRUE);
    // Loaders that no source needs; some of them call other programs or follow references.
    static const char *const unwanted[] = {
        "VipsForeignLoadMagick",  "VipsForeignSaveMagick",  "VipsForeignLoadPdf",  "VipsForeignLoadOpenslide",
        "VipsForeignLoadMat",     "VipsForeignLoadVips",    "VipsForeignLoadPpm",  "VipsForeignLoadRad",
        "VipsForeignLoadOpenexr", "VipsForeignLoadAnalyze", "VipsForeignLoadFits", "VipsForeignLoadNifti",
        "VipsForeignLoadCsv",     "VipsForeignLoadMatrix",  "VipsForeignLoadRaw",  "VipsForeignLoadJp2k",
    };
    for (size_t i = 0; i < sizeof unwanted / sizeof *unwanted; i++) vips_operation_block_set(unwanted[i], TRUE);
    // "Untrusted" covers loaders that are wanted here, which get their bytes only after our own look at them.
    static const char *const wanted[] = {"VipsForeignLoadSvg", "VipsForeignLoadJxl", "VipsForeignSaveJxl"};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) vips_operation_block_set(wanted[i], FALSE);
    return 0;
}

int sw_version(void) { return vips_version(0) * 10000 + vips_version(1) * 100 + vips_version(2); }

void sw_shutdown(void) { vips_shutdown(); }

void sw_thread_shutdown(void) { vips_thread_shutdown(); }

size_t sw_tracked_bytes(void) { return vips_tracked_get_mem(); }

size_t sw_tracked_bytes_peak(void) { return vips_tracked_get_mem_highwater(); }

void sw_take_error(char *text, size_t capacity) {
    g_strlcpy(text, vips_error_buffer(), capacity);
    vips_error_clear();
}

void sw_clear_error(void) { vips_error_clear(); }

// --- Images --------------------------------------------------------------------------------------------------------

void sw_image_release(SWImage *image) { g_object_unref(image); }

void sw_image_retain(SWImage *image) { g_object_ref(image); }

int sw_width(const SWImage *image) { return vips_image_get_width(vips(image)); }

int sw_height(const SWImage *image) { return vips_image_get_height(vips(image)); }

int sw_bands(const SWImage *image) { return vips_image_get_bands(vips(image)); }

int sw_sample_bytes(const SWImage *image) { return (int)vips_format_sizeof(vips_image_get_format(vips(image))); }

bool sw_is_float(const SWImage *image) { return vips_band_format_isfloat(vips_image_get_format(vips(image))); }

bool sw_has_alpha(const SWImage *image) { return vips_image_hasalpha(vips(image)); }

SWColour sw_colour(const SWImage *image) {
    switch (vips_image_guess_interpretation(vips(image))) {
    case VIPS_INTERPRETATION_sRGB:
    case VIPS_INTERPRETATION_RGB: return SW_COLOUR_SRGB;
    case VIPS_INTERPRETATION_B_W: return SW_COLOUR_GREY;
    case VIPS_INTERPRETATION_RGB16: return SW_COLOUR_RGB16;
    case VIPS_INTERPRETATION_GREY16: return SW_COLOUR_GREY16;
    case VIPS_INTERPRETATION_CMYK: return SW_COLOUR_CMYK;
    case VIPS_INTERPRETATION_LAB: return SW_COLOUR_LAB;
    case VIPS_INTERPRETATION_scRGB: return SW_COLOUR_SCRGB;
    default: return SW_COLOUR_OTHER;
    }
}

static int int_field(const SWImage *image, const char *name, int otherwise) {
    int value;
    if (vips_image_get_typeof(vips(image), name) == 0) return otherwise;
    return vips_image_get_int(vips(image), name, &value) == 0 ? value : otherwise;
}

int sw_orientation(const SWImage *image) { return int_field(image, VIPS_META_ORIENTATION, 1); }

int sw_palette_depth(const SWImage *image) { return int_field(image, "palette-bit-depth", 0); }

bool sw_is_interlaced(const SWImage *image) {
    return int_field(image, "jpeg-multiscan", 0) != 0 || int_field(image, "interlaced", 0) != 0;
}

bool sw_has_profile(const SWImage *image) { return vips_image_get_typeof(vips(image), VIPS_META_ICC_NAME) != 0; }

const void *sw_profile(const SWImage *image, size_t *length) {
    const void *bytes = NULL;
    *length = 0;
    if (!sw_has_profile(image) || vips_image_get_blob(vips(image), VIPS_META_ICC_NAME, &bytes, length)) return NULL;
    return bytes;
}

int sw_page_count(const SWImage *image) { return vips_image_get_n_pages(vips(image)); }

int sw_page_height(const SWImage *image) { return vips_image_get_page_height(vips(image)); }

int sw_loop_count(const SWImage *image) { return int_field(image, "loop", -1); }

int sw_delays(const SWImage *image, int *delays, int capacity) {
    int *values;
    int count;
    if (vips_image_get_typeof(vips(image), "delay") == 0) return 0;
    if (vips_image_get_array_int(vips(image), "delay", &values, &count)) return 0;
    memcpy(delays, values, sizeof(int) * (size_t)(count < capacity ? count : capacity));
    return count;
}

// --- Loading -------------------------------------------------------------------------------------------------------

#define BUFFER (void *)bytes, count, vips_out(out)
#define LOADED(call) sw_owning(sw_watching(call, vips_out(out)), count, out)
#define STREAMED "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", VIPS_FAIL_ON_TRUNCATED

static VipsFailOn vips_fail_on(SWFailOn fail_on) {
    return fail_on == SW_FAIL_ON_NOTHING ? VIPS_FAIL_ON_NONE : VIPS_FAIL_ON_TRUNCATED;
}

int sw_load_jpeg(const void *bytes, size_t count, int shrink, SWFailOn fail_on, SWImage **out) {
    return LOADED(vips_jpegload_buffer(
        BUFFER, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", vips_fail_on(fail_on), "shrink", shrink, NULL));
}

int sw_load_png(const void *bytes, size_t count, SWImage **out) {
    return LOADED(vips_pngload_buffer(BUFFER, STREAMED, NULL));
}

int sw_load_webp(const void *bytes, size_t count, int page, int pages, double scale, SWImage **out) {
    return LOADED(vips_webpload_buffer(BUFFER, STREAMED, "page", page, "n", pages, "scale", scale, NULL));
}

int sw_load_gif(const void *bytes, size_t count, int page, int pages, SWFailOn fail_on, SWImage **out) {
    return LOADED(vips_gifload_buffer(
        BUFFER, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", vips_fail_on(fail_on), "page", page, "n", pages, NULL));
}

int sw_load_tiff(const void *bytes, size_t count, int page, int pages, SWImage **out) {
    return LOADED(vips_tiffload_buffer(BUFFER, STREAMED, "page", page, "n", pages, NULL));
}

int sw_load_heif(const void *bytes, size_t count, bool thumbnail, SWImage **out) {
    return LOADED(vips_heifload_buffer(BUFFER, STREAMED, "thumbnail", (gboolean)thumbnail, NULL));
}

int sw_load_jxl(const void *bytes, size_t count, SWImage **out) {
    return LOADED(vips_jxlload_buffer(BUFFER, STREAMED, NULL));
}

int sw_load_svg(const void *bytes, size_t count, double scale, SWImage **out) {
    return LOADED(vips_svgload_buffer(BUFFER, STREAMED, "scale", scale, NULL));
}

int sw_load_pixels(const void *pixels, size_t count, int width, int height, int bands, SWImage **out) {
    VipsImage *image = vips_image_new_from_memory_copy(pixels, count, width, height, bands, VIPS_FORMAT_UCHAR);
    if (!image) return -1;
    image->Type = bands < 3 ? VIPS_INTERPRETATION_B_W : VIPS_INTERPRETATION_sRGB;
    *vips_out(out) = image;
    return sw_watching(0, vips_out(out));
}

// --- Operations ----------------------------------------------------------------------------------------------------

int sw_copy_memory(SWImage *image, SWImage **out) {
    VipsImage *copy = vips_image_copy_memory(vips(image));
    if (!copy) return -1;
    *vips_out(out) = copy;
    return sw_watching(0, vips_out(out));
}

int sw_crop(SWImage *image, int left, int top, int width, int height, SWImage **out) {
    return vips_extract_area(vips(image), vips_out(out), left, top, width, height, NULL);
}

int sw_premultiply(SWImage *image, SWImage **out) { return vips_premultiply(vips(image), vips_out(out), NULL); }

int sw_unpremultiply(SWImage *image, SWImage **out) { return vips_unpremultiply(vips(image), vips_out(out), NULL); }

int sw_profile_to_srgb(SWImage *image, int depth, SWImage **out) {
    const char *fallback = vips_image_guess_interpretation(vips(image)) == VIPS_INTERPRETATION_CMYK ? "cmyk" : "srgb";
    return vips_icc_transform(
        vips(image), vips_out(out), "srgb", "embedded", TRUE, "input_profile", fallback, "intent", VIPS_INTENT_RELATIVE,
        "black_point_compensation", TRUE, "depth", depth, NULL);
}

int sw_colour_to_srgb(SWImage *image, SWImage **out) {
    return vips_colourspace(vips(image), vips_out(out), VIPS_INTERPRETATION_sRGB, NULL);
}

int sw_colour_to_grey(SWImage *image, SWImage **out) {
    return vips_colourspace(vips(image), vips_out(out), VIPS_INTERPRETATION_B_W, NULL);
}

int sw_colour_to_srgb16(SWImage *image, SWImage **out) {
    return vips_colourspace(vips(image), vips_out(out), VIPS_INTERPRETATION_RGB16, NULL);
}

int sw_colour_to_light(SWImage *image, SWImage **out) {
    return vips_colourspace(vips(image), vips_out(out), VIPS_INTERPRETATION_scRGB, NULL);
}

int sw_colour_to_grey16(SWImage *image, SWImage **out) {
    return vips_colourspace(vips(image), vips_out(out), VIPS_INTERPRETATION_GREY16, NULL);
}

int sw_flatten(SWImage *image, double red, double green, double blue, SWImage **out) {
    const double colour[] = {red, green, blue};
    const int bands = vips_image_get_bands(vips(image)) < 3 ? 1 : 3;
    VipsArrayDouble *background = vips_array_double_new(colour, bands);
    const int failed = vips_flatten(vips(image), vips_out(out), "background", background, NULL);
    vips_area_unref(VIPS_AREA(background));
    return failed;
}

int sw_rotate(SWImage *image, int turns, SWImage **out) {
    return vips_rot(vips(image), vips_out(out), (VipsAngle)turns, NULL);
}

int sw_mirror(SWImage *image, SWImage **out) {
    return vips_flip(vips(image), vips_out(out), VIPS_DIRECTION_HORIZONTAL, NULL);
}

int sw_stack(SWImage *const *images, int count, SWImage **out) {
    return vips_arrayjoin((VipsImage **)images, vips_out(out), count, "across", 1, NULL);
}

int sw_as_animation(SWImage *image, int page_height, const int *delays, int delay_count, int loop, SWImage **out) {
    if (vips_copy(vips(image), vips_out(out), NULL)) return -1;
    VipsImage *copy = *vips_out(out);
    vips_image_set_int(copy, VIPS_META_PAGE_HEIGHT, page_height);
    vips_image_set_int(copy, VIPS_META_N_PAGES, vips_image_get_height(copy) / page_height);
    vips_image_set_int(copy, "loop", loop);
    if (delay_count > 0) vips_image_set_array_int(copy, "delay", delays, delay_count);
    return 0;
}

void *sw_copy_pixels(SWImage *image, size_t *count) { return vips_image_write_to_memory(vips(image), count); }
