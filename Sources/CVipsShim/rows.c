#include "handles.h"
#include "interrupt.h"

SWRows *sw_rows_open(SWImage *image) {
    VipsRegion *region = vips_region_new(vips(image));
    return (SWRows *)region;
}

void sw_rows_close(SWRows *rows) { g_object_unref((VipsRegion *)rows); }

int sw_rows_compute(SWRows *rows, int top, int count) {
    if (sw_is_interrupted()) return -1;
    VipsRegion *region = (VipsRegion *)rows;
    const VipsRect strip = {0, top, vips_image_get_width(region->im), count};
    return vips_region_prepare(region, &strip);
}

const void *sw_row(const SWRows *rows, int y) { return VIPS_REGION_ADDR((VipsRegion *)rows, 0, y); }

int sw_picture(const SWImage *source, int width, int height, int bands, SWImage **out) {
    VipsImage *image = vips_image_new_memory();
    if (!image) return -1;
    // What `source` says of itself, without its pixels.
    if (vips_image_pipelinev(image, VIPS_DEMAND_STYLE_ANY, vips(source), NULL)) {
        g_object_unref(image);
        return -1;
    }
    vips_image_remove(image, VIPS_META_PAGE_HEIGHT);
    vips_image_remove(image, VIPS_META_N_PAGES);
    image->Xsize = width;
    image->Ysize = height;
    image->Bands = bands;
    image->BandFmt = VIPS_FORMAT_UCHAR;
    image->Coding = VIPS_CODING_NONE;
    image->Type = bands < 3 ? VIPS_INTERPRETATION_B_W : VIPS_INTERPRETATION_sRGB;
    image->Xoffset = image->Yoffset = 0;
    if (vips_image_write_prepare(image)) {
        g_object_unref(image);
        return -1;
    }
    *vips_out(out) = image;
    return sw_standing_alone(vips_out(out));
}

uint8_t *sw_picture_row(SWImage *picture, int y) { return (uint8_t *)VIPS_IMAGE_ADDR(vips(picture), 0, y); }
