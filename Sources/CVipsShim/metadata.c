#include "handles.h"

#include <string.h>

typedef bool (*Drops)(const char *name);

static void *drop_field(VipsImage *image, const char *name, GValue *value, void *context) {
    (void)image;
    (void)value;
    void **pair = context;
    Drops *drops = pair[1];
    if ((*drops)(name)) vips_image_remove(pair[0], name);
    return NULL;
}

/// The header's copy without the fields that `drops` names.
static int without(SWImage *image, Drops drops, SWImage **out) {
    if (vips_copy(vips(image), vips_out(out), NULL)) return -1;
    void *pair[] = {*out, &drops};
    vips_image_map(vips(image), drop_field, pair);
    return 0;
}

/// All but what the pixels need to be read rightly.
static bool is_not_needed(const char *name) {
    static const char *const needed[] = {"page-height", "n-pages", "delay", "loop", "bits-per-sample"};
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        if (strcmp(name, needed[i]) == 0) return false;
    return true;
}

static bool is_profile(const char *name) { return strcmp(name, VIPS_META_ICC_NAME) == 0; }

static bool is_stale(const char *name) {
    return strcmp(name, VIPS_META_ORIENTATION) == 0 || strcmp(name, "exif-ifd0-Orientation") == 0 ||
           strcmp(name, "jpeg-thumbnail-data") == 0 || strncmp(name, "exif-ifd1-", 10) == 0;
}

static bool is_of_pages(const char *name) {
    static const char *const names[] = {
        VIPS_META_PAGE_HEIGHT, VIPS_META_N_PAGES, "delay", "loop", "gif-delay", "gif-loop"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0) return true;
    return false;
}

static bool is_exif(const char *name) { return strncmp(name, "exif-", 5) == 0; }

int sw_without_metadata(SWImage *image, SWImage **out) { return without(image, is_not_needed, out); }

int sw_without_profile(SWImage *image, SWImage **out) { return without(image, is_profile, out); }

int sw_without_pages(SWImage *image, SWImage **out) { return without(image, is_of_pages, out); }

int sw_without_stale_metadata(SWImage *image, SWImage **out) { return without(image, is_stale, out); }

int sw_with_empty_exif(SWImage *image, SWImage **out) {
    if (without(image, is_exif, out)) return -1;
    // Little-endian TIFF, one directory of no entries.
    static const unsigned char empty[] = {'E', 'x', 'i', 'f', 0, 0, 'I', 'I', 42, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    vips_image_set_blob_copy(*vips_out(out), VIPS_META_EXIF_NAME, empty, sizeof empty);
    return 0;
}

int sw_with_exif(SWImage *image, const void *block, size_t length, SWImage **out) {
    if (vips_copy(vips(image), vips_out(out), NULL)) return -1;
    vips_image_set_blob_copy(*vips_out(out), VIPS_META_EXIF_NAME, block, length);
    return 0;
}

int sw_with_exif_text(SWImage *image, const char *name, const char *text, SWImage **out) {
    if (vips_copy(vips(image), vips_out(out), NULL)) return -1;
    char *field = g_strdup_printf("exif-ifd0-%s", name);
    // The writer cuts the value at the last bracket, where libvips puts a description.
    char *value = g_strdup_printf("%s (ASCII)", text);
    vips_image_set_string(*vips_out(out), field, value);
    g_free(value);
    g_free(field);
    return 0;
}

double sw_density(const SWImage *image) { return vips_image_get_xres(vips(image)); }

int sw_with_density(SWImage *image, double per_millimetre, SWImage **out) {
    return vips_copy(vips(image), vips_out(out), "xres", per_millimetre, "yres", per_millimetre, NULL);
}

int sw_with_profile(SWImage *image, const void *profile, size_t length, SWImage **out) {
    if (vips_copy(vips(image), vips_out(out), NULL)) return -1;
    vips_image_set_blob_copy(*vips_out(out), VIPS_META_ICC_NAME, profile, length);
    return 0;
}

int sw_srgb_to_profile(SWImage *image, const void *profile, size_t length, int depth, SWImage **out) {
    VipsImage *connection;
    SWImage *marked;
    if (vips_icc_import(
            vips(image), &connection, "input_profile", "srgb", "intent", VIPS_INTENT_RELATIVE, "pcs", VIPS_PCS_LAB,
            NULL))
        return -1;
    int failed = sw_with_profile((SWImage *)connection, profile, length, &marked);
    g_object_unref(connection);
    if (failed) return -1;
    failed = vips_icc_export(vips(marked), vips_out(out), "intent", VIPS_INTENT_RELATIVE, "depth", depth, NULL);
    g_object_unref(marked);
    return failed;
}

const void *sw_exif(const SWImage *image, size_t *length) {
    const void *bytes = NULL;
    *length = 0;
    if (vips_image_get_typeof(vips(image), VIPS_META_EXIF_NAME) == 0) return NULL;
    return vips_image_get_blob(vips(image), VIPS_META_EXIF_NAME, &bytes, length) ? NULL : bytes;
}
