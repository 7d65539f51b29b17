#include "lazy.h"

#include <string.h>

static int generate(VipsRegion *region, void *sequence, void *first, void *second, gboolean *stop) {
    (void)sequence, (void)stop;
    VipsImage *image = region->im;
    SWDecoding *decoding = first;
    g_mutex_lock(&decoding->lock);
    if (!decoding->pixels && !decoding->failed) {
        const size_t bytes = VIPS_IMAGE_SIZEOF_LINE(image) * (size_t)image->Ysize;
        void *pixels = vips_tracked_malloc(bytes);
        decoding->failed = !pixels || !decoding->decode(decoding, second, pixels);
        if (decoding->failed && pixels) vips_tracked_free(pixels);
        if (!decoding->failed) decoding->pixels = pixels;
    }
    g_mutex_unlock(&decoding->lock);
    if (decoding->failed) return -1;
    const VipsRect area = region->valid;
    const size_t pixel = VIPS_IMAGE_SIZEOF_PEL(image), line = VIPS_IMAGE_SIZEOF_LINE(image);
    for (int y = area.top; y < area.top + area.height; y++)
        memcpy(
            VIPS_REGION_ADDR(region, area.left, y),
            (const char *)decoding->pixels + line * (size_t)y + pixel * (size_t)area.left, pixel * (size_t)area.width);
    return 0;
}

static void forget(VipsImage *image, SWDecoding *decoding) {
    (void)image;
    if (decoding->pixels) vips_tracked_free(decoding->pixels);
    g_mutex_clear(&decoding->lock);
    g_free(decoding);
}

VipsImage *sw_lazy_image(
    const SWDecoding *decoding, int width, int height, int bands, VipsBandFormat format,
    VipsInterpretation interpretation) {
    VipsImage *image = vips_image_new();
    if (!image) return NULL;
    SWDecoding *own = g_malloc(sizeof *own);
    *own = *decoding;
    own->pixels = NULL;
    own->failed = false;
    g_mutex_init(&own->lock);
    g_signal_connect(image, "close", G_CALLBACK(forget), own);
    vips_image_init_fields(image, width, height, bands, format, VIPS_CODING_NONE, interpretation, 1, 1);
    if (vips_image_pipelinev(image, VIPS_DEMAND_STYLE_THINSTRIP, NULL) ||
        vips_image_generate(image, NULL, generate, NULL, own, image)) {
        g_object_unref(image);
        return NULL;
    }
    return image;
}
