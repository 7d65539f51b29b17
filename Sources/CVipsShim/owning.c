#include "owning.h"

#include <string.h>

/// The area of a field whose bytes belong to somebody else; NULL for other fields.
static VipsArea *borrowed(const GValue *value) {
    if (G_VALUE_TYPE(value) != VIPS_TYPE_BLOB) return NULL;
    VipsArea *area = g_value_get_boxed(value);
    return area && area->data && !area->free_fn ? area : NULL;
}

static void *find_borrowed(VipsImage *image, const char *name, GValue *value, void *context) {
    (void)name, (void)context;
    return borrowed(value) ? image : NULL;
}

bool sw_owns_blobs(const SWImage *image) { return !vips_image_map(vips(image), find_borrowed, NULL); }

/// Copies a borrowed field's bytes. The area is changed, not the field: setting that would parse EXIF again, and bring
/// back the orientation that the loader has dealt with.
static void *take(VipsImage *image, const char *name, GValue *value, void *context) {
    const size_t *most = context;
    VipsArea *area = borrowed(value);
    if (!area) return NULL;
    // A part that is longer than the whole: nothing is known of where it ends.
    if (area->length > *most) {
        vips_image_remove(image, name);
        return NULL;
    }
    void *copy = g_malloc0(area->length + 1);
    memcpy(copy, area->data, area->length);
    area->data = copy;
    area->free_fn = (VipsCallbackFn)vips_area_free_cb;
    return NULL;
}

int sw_owning(int status, size_t count, SWImage **out) {
    if (status || sw_owns_blobs(*out)) return status;
    // A copy of the header: when the first pixels are read, the loaded image gets its fields anew.
    VipsImage *loaded = *vips_out(out), *owner;
    *out = NULL;
    const int failed = vips_copy(loaded, &owner, NULL);
    g_object_unref(loaded);
    if (failed) return failed;
    vips_image_map(owner, take, &count);
    *vips_out(out) = owner;
    return 0;
}
