#include "handles.h"

SWRows *sw_rows_open(SWImage *image) {
    VipsRegion *region = vips_region_new(vips(image));
    return (SWRows *)region;
}

void sw_rows_close(SWRows *rows) { g_object_unref((VipsRegion *)rows); }

int sw_rows_compute(SWRows *rows, int top, int count) {
    if (sw_is_interrupted()) return -1;
    VipsRegion *region = (VipsRegion *)rows;
    VipsRect strip = {0, top, vips_image_get_width(region->im), count};
    return vips_region_prepare(region, &strip);
}

const void *sw_row(const SWRows *rows, int y) { return VIPS_REGION_ADDR((VipsRegion *)rows, 0, y); }
