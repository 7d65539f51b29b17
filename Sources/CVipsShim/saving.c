#include "handles.h"

#define TARGET vips(image), bytes, count, "strip", (gboolean)bare

static VipsForeignSubsample subsampling(SWSubsample subsample) {
    static const VipsForeignSubsample modes[] = {
        VIPS_FOREIGN_SUBSAMPLE_AUTO, VIPS_FOREIGN_SUBSAMPLE_ON, VIPS_FOREIGN_SUBSAMPLE_OFF};
    return modes[subsample];
}

int sw_save_jpeg(
    SWImage *image, bool bare, int quality, bool progressive, bool optimises_tables, SWSubsample subsample,
    void **bytes, size_t *count) {
    return vips_jpegsave_buffer(
        TARGET, "Q", quality, "interlace", (gboolean)progressive, "optimize_coding", (gboolean)optimises_tables,
        "subsample_mode", subsampling(subsample), NULL);
}

int sw_save_png(SWImage *image, bool bare, bool interlaced, void **bytes, size_t *count) {
    return vips_pngsave_buffer(TARGET, "interlace", (gboolean)interlaced, NULL);
}

int sw_save_png_palette(SWImage *image, bool bare, bool interlaced, int depth, void **bytes, size_t *count) {
    return vips_pngsave_buffer(TARGET, "interlace", (gboolean)interlaced, "palette", TRUE, "bitdepth", depth, NULL);
}

int sw_save_webp(
    SWImage *image, bool bare, int quality, bool lossless, bool near_lossless, bool smart_subsample,
    SWWebPPreset preset, int effort, void **bytes, size_t *count) {
    static const VipsForeignWebpPreset presets[] = {VIPS_FOREIGN_WEBP_PRESET_DEFAULT, VIPS_FOREIGN_WEBP_PRESET_PICTURE,
                                                    VIPS_FOREIGN_WEBP_PRESET_PHOTO,   VIPS_FOREIGN_WEBP_PRESET_DRAWING,
                                                    VIPS_FOREIGN_WEBP_PRESET_ICON,    VIPS_FOREIGN_WEBP_PRESET_TEXT};
    return vips_webpsave_buffer(
        TARGET, "Q", quality, "lossless", (gboolean)lossless, "near_lossless", (gboolean)near_lossless,
        "smart_subsample", (gboolean)smart_subsample, "preset", presets[preset], "effort", effort, NULL);
}

int sw_save_avif(
    SWImage *image, bool bare, int quality, int effort, int depth, SWSubsample subsample, void **bytes, size_t *count) {
    return vips_heifsave_buffer(
        TARGET, "Q", quality, "compression", VIPS_FOREIGN_HEIF_COMPRESSION_AV1, "effort", effort, "bitdepth", depth,
        "subsample_mode", subsampling(subsample), NULL);
}

int sw_save_heic(SWImage *image, bool bare, int quality, int depth, void **bytes, size_t *count) {
    return vips_heifsave_buffer(
        TARGET, "Q", quality, "compression", VIPS_FOREIGN_HEIF_COMPRESSION_HEVC, "bitdepth", depth, "subsample_mode",
        VIPS_FOREIGN_SUBSAMPLE_ON, NULL);
}

int sw_save_gif(SWImage *image, bool bare, void **bytes, size_t *count) { return vips_gifsave_buffer(TARGET, NULL); }

int sw_save_tiff(SWImage *image, bool bare, void **bytes, size_t *count) {
    return vips_tiffsave_buffer(
        TARGET, "compression", VIPS_FOREIGN_TIFF_COMPRESSION_DEFLATE, "predictor",
        VIPS_FOREIGN_TIFF_PREDICTOR_HORIZONTAL, NULL);
}

int sw_save_jxl(SWImage *image, bool bare, int quality, int effort, void **bytes, size_t *count) {
    return vips_jxlsave_buffer(TARGET, "Q", quality, "effort", effort, NULL);
}

void sw_bytes_release(void *bytes) { g_free(bytes); }
