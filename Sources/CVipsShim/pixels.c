#include "handles.h"

#include <math.h>

/// Gives `call` the doubles as libvips wants them.
#define WITH_ARRAY(name, values, count, call)                     \
    VipsArrayDouble *name = vips_array_double_new(values, count); \
    const int failed = call;                                      \
    vips_area_unref(VIPS_AREA(name));                             \
    return failed

// --- Bands and arithmetic ------------------------------------------------------------------------------------------

int sw_bands_from(SWImage *image, int first, int count, SWImage **out) {
    return vips_extract_band(vips(image), vips_out(out), first, "n", count, NULL);
}

int sw_with_bands(SWImage *image, SWImage *more, SWImage **out) {
    return vips_bandjoin2(vips(image), vips(more), vips_out(out), NULL);
}

int sw_with_constant_band(SWImage *image, double value, SWImage **out) {
    return vips_bandjoin_const1(vips(image), vips_out(out), value, NULL);
}

int sw_linear(SWImage *image, const double *factors, const double *terms, int count, SWImage **out) {
    return vips_linear(vips(image), vips_out(out), factors, terms, count, NULL);
}

int sw_add(SWImage *image, SWImage *other, SWImage **out) {
    return vips_add(vips(image), vips(other), vips_out(out), NULL);
}

int sw_multiply(SWImage *image, SWImage *other, SWImage **out) {
    return vips_multiply(vips(image), vips(other), vips_out(out), NULL);
}

int sw_recombine(SWImage *image, const double *matrix, int rows, SWImage **out) {
    const int bands = vips_image_get_bands(vips(image));
    VipsImage *entries = vips_image_new_matrix_from_array(bands, rows, matrix, bands * rows);
    if (!entries) return -1;
    const int failed = vips_recomb(vips(image), vips_out(out), entries, NULL);
    g_object_unref(entries);
    return failed;
}

int sw_look_up(SWImage *image, const double *table, int bands, SWImage **out) {
    VipsImage *entries =
        vips_image_new_from_memory_copy(table, sizeof(double) * 256 * (size_t)bands, 256, 1, bands, VIPS_FORMAT_DOUBLE);
    if (!entries) return -1;
    const int failed = vips_maplut(vips(image), vips_out(out), entries, NULL);
    g_object_unref(entries);
    return failed;
}

/// A plain cast to integers cuts off what is after the decimal point.
static int round_to(SWImage *image, VipsBandFormat format, SWImage **out) {
    VipsImage *rounded;
    if (vips_rint(vips(image), &rounded, NULL)) return -1;
    const int failed = vips_cast(rounded, vips_out(out), format, NULL);
    g_object_unref(rounded);
    return failed;
}

int sw_round_8bit(SWImage *image, SWImage **out) { return round_to(image, VIPS_FORMAT_UCHAR, out); }

int sw_round_16bit(SWImage *image, SWImage **out) { return round_to(image, VIPS_FORMAT_USHORT, out); }

int sw_cast_like(SWImage *image, const SWImage *like, SWImage **out) {
    return round_to(image, vips_image_get_format(vips(like)), out);
}

int sw_ramp(int width, int height, double across, double down, double start, SWImage **out) {
    VipsImage *places;
    SWImage *weighted;
    const double weights[] = {across, down};
    if (vips_xyz(&places, width, height, NULL)) return -1;
    int failed = sw_recombine((SWImage *)places, weights, 1, &weighted);
    g_object_unref(places);
    if (failed) return -1;
    failed = vips_linear1(vips(weighted), vips_out(out), 1, start, NULL);
    g_object_unref(weighted);
    return failed;
}

static VipsInterpretation interpretation(SWColour colour) {
    switch (colour) {
    case SW_COLOUR_SRGB: return VIPS_INTERPRETATION_sRGB;
    case SW_COLOUR_GREY: return VIPS_INTERPRETATION_B_W;
    case SW_COLOUR_RGB16: return VIPS_INTERPRETATION_RGB16;
    case SW_COLOUR_GREY16: return VIPS_INTERPRETATION_GREY16;
    case SW_COLOUR_CMYK: return VIPS_INTERPRETATION_CMYK;
    case SW_COLOUR_LAB: return VIPS_INTERPRETATION_LAB;
    case SW_COLOUR_SCRGB: return VIPS_INTERPRETATION_scRGB;
    case SW_COLOUR_OTHER: break;
    }
    return VIPS_INTERPRETATION_MULTIBAND;
}

int sw_meant_as(SWImage *image, SWColour colour, SWImage **out) {
    return vips_copy(vips(image), vips_out(out), "interpretation", interpretation(colour), NULL);
}

int sw_as_srgb(SWImage *image, SWImage **out) {
    return vips_copy(vips(image), vips_out(out), "interpretation", VIPS_INTERPRETATION_sRGB, NULL);
}

// --- Filters -------------------------------------------------------------------------------------------------------

int sw_blur(SWImage *image, double sigma, double least, SWImage **out) {
    return vips_gaussblur(
        vips(image), vips_out(out), sigma, "min_ampl", least, "precision", VIPS_PRECISION_FLOAT, NULL);
}

int sw_sharpen(SWImage *image, double sigma, SWImage **out) {
    return vips_sharpen(vips(image), vips_out(out), "sigma", sigma, NULL);
}

int sw_shrink_blocks(SWImage *image, int across, int down, SWImage **out) {
    return vips_shrink(vips(image), vips_out(out), across, down, NULL);
}

int sw_repeat_pixels(SWImage *image, int across, int down, SWImage **out) {
    return vips_zoom(vips(image), vips_out(out), across, down, NULL);
}

// --- Canvas and compositing ----------------------------------------------------------------------------------------

int sw_embed(
    SWImage *image, int left, int top, int width, int height, const double *background, int count, SWImage **out) {
    WITH_ARRAY(
        colour, background, count,
        vips_embed(
            vips(image), vips_out(out), left, top, width, height, "extend", VIPS_EXTEND_BACKGROUND, "background",
            colour, NULL));
}

int sw_embed_mirrored(SWImage *image, int width, int height, SWImage **out) {
    return vips_embed(vips(image), vips_out(out), 0, 0, width, height, "extend", VIPS_EXTEND_MIRROR, NULL);
}

int sw_constant_like(const SWImage *like, const double *colour, int count, SWImage **out) {
    VipsImage *image = vips_image_new_from_image(vips(like), colour, count);
    if (!image) return -1;
    *vips_out(out) = image;
    return 0;
}

int sw_replicate(SWImage *image, int across, int down, SWImage **out) {
    return vips_replicate(vips(image), vips_out(out), across, down, NULL);
}

int sw_insert(SWImage *image, SWImage *part, int left, int top, SWImage **out) {
    return vips_insert(vips(image), vips(part), vips_out(out), left, top, NULL);
}

int sw_composite(SWImage *image, SWImage *overlay, int left, int top, SWImage **out) {
    return vips_composite2(vips(image), vips(overlay), vips_out(out), VIPS_BLEND_MODE_OVER, "x", left, "y", top, NULL);
}

// --- Resampling ----------------------------------------------------------------------------------------------------

// Enlarges by at least 1 a side around the middles of pixels. vips_resize() would show what it enlarges half a pixel
// too far to the right and below: it shifts by half a source pixel, but not back by half a pixel of the result.
static int enlarge(VipsImage *image, double horizontal, double vertical, SWKernel kernel, VipsImage **out) {
    VipsInterpolate *interpolate = vips_interpolate_new(kernel == SW_KERNEL_LINEAR ? "bilinear" : "bicubic");
    if (!interpolate) return -1;
    const int width = (int)rint(image->Xsize * horizontal), height = (int)rint(image->Ysize * vertical);
    VipsArrayInt *area = vips_array_int_newv(4, 0, 0, width, height);
    const int status = vips_affine(
        image, out, horizontal, 0.0, 0.0, vertical, "interpolate", interpolate, "oarea", area, "idx", 0.5, "idy", 0.5,
        "odx", -0.5, "ody", -0.5, "extend", VIPS_EXTEND_COPY, "premultiplied", TRUE, NULL);
    vips_area_unref(VIPS_AREA(area));
    g_object_unref(interpolate);
    return status;
}

int sw_resize_by(SWImage *image, double horizontal, double vertical, SWKernel kernel, SWImage **out) {
    static const VipsKernel kernels[] = {
        VIPS_KERNEL_NEAREST, VIPS_KERNEL_LINEAR, VIPS_KERNEL_CUBIC, VIPS_KERNEL_LANCZOS2, VIPS_KERNEL_LANCZOS3};
    if (kernel == SW_KERNEL_NEAREST || (horizontal <= 1 && vertical <= 1))
        return vips_resize(vips(image), vips_out(out), horizontal, "vscale", vertical, "kernel", kernels[kernel], NULL);
    VipsImage *reduced;
    if (vips_resize(
            vips(image), &reduced, VIPS_MIN(horizontal, 1), "vscale", VIPS_MIN(vertical, 1), "kernel", kernels[kernel],
            NULL))
        return -1;
    const int status = enlarge(reduced, VIPS_MAX(horizontal, 1), VIPS_MAX(vertical, 1), kernel, vips_out(out));
    g_object_unref(reduced);
    return status;
}

// --- Measuring -----------------------------------------------------------------------------------------------------

int sw_find_trim(
    SWImage *image, double threshold, const double *background, int count, int *left, int *top, int *width,
    int *height) {
    WITH_ARRAY(
        colour, background, count,
        vips_find_trim(vips(image), left, top, width, height, "threshold", threshold, "background", colour, NULL));
}

int sw_pixel(SWImage *image, int x, int y, double *samples, int capacity) {
    double *values;
    int count;
    if (vips_getpoint(vips(image), &values, &count, x, y, NULL)) return -1;
    for (int i = 0; i < count && i < capacity; i++) samples[i] = values[i];
    g_free(values);
    return count;
}

int sw_attention_crop(SWImage *image, int width, int height, int *left, int *top) {
    VipsImage *crop;
    if (vips_smartcrop(vips(image), &crop, width, height, "interesting", VIPS_INTERESTING_ATTENTION, NULL)) return -1;
    // A crop says where its origin lies by the negative distance to the left and top.
    *left = -vips_image_get_xoffset(crop);
    *top = -vips_image_get_yoffset(crop);
    g_object_unref(crop);
    return 0;
}
