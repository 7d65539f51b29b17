#include "CVipsLoading.h"
#include "interrupt.h"
#include "lazy.h"

#include <string.h>
#include <tiffio.h>

// --- A file in memory ----------------------------------------------------------------------------------------------

typedef struct {
    const uint8_t *bytes;
    size_t count, place;
} File;

static tmsize_t read_file(thandle_t handle, void *buffer, tmsize_t wanted) {
    File *file = handle;
    size_t left = file->place < file->count ? file->count - file->place : 0;
    size_t taken = wanted < 0 ? 0 : (size_t)wanted < left ? (size_t)wanted : left;
    memcpy(buffer, file->bytes + file->place, taken);
    file->place += taken;
    return (tmsize_t)taken;
}

static tmsize_t write_file(thandle_t handle, void *buffer, tmsize_t count) {
    (void)handle, (void)buffer, (void)count;
    return -1;
}

static toff_t seek_file(thandle_t handle, toff_t offset, int whence) {
    File *file = handle;
    const toff_t start = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? file->place : file->count;
    // Past the end nothing is read.
    file->place =
        offset > file->count - (start < file->count ? start : file->count) ? file->count : (size_t)(start + offset);
    return (toff_t)file->place;
}

static int close_file(thandle_t handle) {
    (void)handle;
    return 0;
}

static toff_t file_size(thandle_t handle) { return ((File *)handle)->count; }

static TIFF *open_page(File *file, int page) {
    // Without "m", libtiff would ask for a map of the file. Its warnings and errors go to libvips' text.
    TIFF *tiff =
        TIFFClientOpen("source", "rm", file, read_file, write_file, seek_file, close_file, file_size, NULL, NULL);
    if (!tiff) return NULL;
    if (TIFFSetDirectory(tiff, (tdir_t)page)) return tiff;
    TIFFClose(tiff);
    return NULL;
}

// --- Samples as they are stored ------------------------------------------------------------------------------------

typedef struct {
    uint32_t width, height;
    uint16_t samples, bits, format, planes;
} Kind;

static bool read_kind(TIFF *tiff, Kind *kind) {
    *kind = (Kind){0};
    TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLESPERPIXEL, &kind->samples);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_BITSPERSAMPLE, &kind->bits);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLEFORMAT, &kind->format);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_PLANARCONFIG, &kind->planes);
    return TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &kind->width) &&
           TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &kind->height) && kind->width > 0 && kind->height > 0 &&
           kind->width <= VIPS_MAX_COORD && kind->height <= VIPS_MAX_COORD;
}

static bool is_readable(TIFF *tiff, const Kind *kind) {
    return !TIFFIsTiled(tiff) && kind->samples >= 1 && kind->samples <= 16 && kind->bits >= 1 && kind->bits <= 16 &&
           kind->format == SAMPLEFORMAT_UINT;
}

/// The next `bits` of a row, the highest first; samples of 16 bits are whole numbers of the machine.
static unsigned next_sample(const uint8_t *row, size_t index, int bits) {
    if (bits == 8) return row[index];
    if (bits == 16) {
        uint16_t sample;
        memcpy(&sample, row + 2 * index, 2);
        return sample;
    }
    unsigned value = 0;
    for (size_t bit = index * (size_t)bits; bit < (index + 1) * (size_t)bits; bit++)
        value = value << 1 | (row[bit / 8] >> (7 - bit % 8) & 1);
    return value;
}

static void put_row(const Kind *kind, int plane, int choice, const uint8_t *row, void *pixels) {
    const int stride = kind->samples, given = kind->planes == PLANARCONFIG_SEPARATE ? 1 : stride;
    const unsigned most = (1u << kind->bits) - 1;
    for (size_t x = 0; x < kind->width; x++)
        for (int sample = 0; sample < given; sample++) {
            const unsigned value = next_sample(row, x * (size_t)given + (size_t)sample, kind->bits);
            const size_t place = x * (size_t)stride + (size_t)(plane + sample);
            if (kind->bits > 8) {
                ((uint16_t *)pixels)[place] = (uint16_t)((value * 65535u + most / 2) / most);
                continue;
            }
            unsigned spread = (value * 255 + most / 2) / most;
            const int band = plane + sample;
            // Stored with a sign.
            if (choice == SW_TIFF_LAB && (band == 1 || band == 2)) spread ^= 0x80;
            ((uint8_t *)pixels)[place] = (uint8_t)spread;
        }
}

static bool decode_stored(TIFF *tiff, const Kind *kind, int choice, const VipsImage *image, uint8_t *pixels) {
    const size_t line = VIPS_IMAGE_SIZEOF_LINE(image);
    const int planes = kind->planes == PLANARCONFIG_SEPARATE ? kind->samples : 1;
    const size_t needed = ((size_t)kind->width * kind->bits * (size_t)(kind->samples / planes) + 7) / 8;
    const tmsize_t row_bytes = TIFFScanlineSize(tiff);
    if (row_bytes <= 0 || (size_t)row_bytes < needed) return false;
    uint8_t *row = g_try_malloc0((size_t)row_bytes);
    bool is_whole = row != NULL;
    for (int plane = 0; plane < planes && is_whole; plane++)
        for (uint32_t y = 0; y < kind->height && is_whole; y++) {
            is_whole = TIFFReadScanline(tiff, row, y, (uint16_t)plane) >= 0;
            if (is_whole) put_row(kind, plane, choice, row, pixels + line * y);
        }
    g_free(row);
    return is_whole;
}

// --- RGB by libtiff ------------------------------------------------------------------------------------------------

static bool decode_rgb(TIFF *tiff, const Kind *kind, uint8_t *pixels) {
    char reason[1024];
    TIFFRGBAImage picture;
    if (!TIFFRGBAImageOK(tiff, reason) || !TIFFRGBAImageBegin(&picture, tiff, 1, reason)) {
        vips_error("tiff", "%s", reason);
        return false;
    }
    // As stored: rotation comes later.
    picture.req_orientation = picture.orientation;
    const size_t count = (size_t)kind->width * kind->height;
    uint32_t *raster = vips_tracked_malloc(count * sizeof *raster);
    const bool is_whole = raster && TIFFRGBAImageGet(&picture, raster, kind->width, kind->height);
    TIFFRGBAImageEnd(&picture);
    for (size_t index = 0; is_whole && index < count; index++) {
        pixels[3 * index] = (uint8_t)TIFFGetR(raster[index]);
        pixels[3 * index + 1] = (uint8_t)TIFFGetG(raster[index]);
        pixels[3 * index + 2] = (uint8_t)TIFFGetB(raster[index]);
    }
    if (raster) vips_tracked_free(raster);
    return is_whole;
}

static bool decode(const SWDecoding *decoding, const VipsImage *image, void *pixels) {
    File file = {decoding->bytes, decoding->count, 0};
    TIFF *tiff = open_page(&file, decoding->page);
    if (!tiff) return false;
    Kind kind;
    // The header said so before; the bytes are the same.
    bool is_whole = read_kind(tiff, &kind) && (int)kind.width == image->Xsize && (int)kind.height == image->Ysize;
    if (is_whole)
        is_whole = decoding->choice == SW_TIFF_RGB ? decode_rgb(tiff, &kind, pixels)
                                                   : decode_stored(tiff, &kind, decoding->choice, image, pixels);
    TIFFClose(tiff);
    return is_whole;
}

// --- The image -----------------------------------------------------------------------------------------------------

static void describe(TIFF *tiff, VipsImage *image) {
    uint32_t length = 0;
    void *profile = NULL;
    uint16_t orientation = 0;
    if (TIFFGetField(tiff, TIFFTAG_ICCPROFILE, &length, &profile) && profile && length > 0)
        vips_image_set_blob_copy(image, VIPS_META_ICC_NAME, profile, length);
    if (TIFFGetField(tiff, TIFFTAG_ORIENTATION, &orientation) && orientation >= 1 && orientation <= 8)
        vips_image_set_int(image, VIPS_META_ORIENTATION, orientation);
    vips_image_set_int(image, VIPS_META_N_PAGES, (int)TIFFNumberOfDirectories(tiff));
}

int sw_load_tiff_page(const void *bytes, size_t count, int page, SWTIFFSamples samples, SWImage **out) {
    File file = {bytes, count, 0};
    TIFF *tiff = open_page(&file, page);
    if (!tiff) return -1;
    Kind kind;
    VipsImage *image = NULL;
    if (read_kind(tiff, &kind) && (samples == SW_TIFF_RGB || is_readable(tiff, &kind))) {
        const SWDecoding decoding = {.bytes = bytes, .count = count, .page = page, .choice = samples, .decode = decode};
        const bool is_deep = samples != SW_TIFF_RGB && kind.bits > 8;
        image = sw_lazy_image(
            &decoding, (int)kind.width, (int)kind.height, samples == SW_TIFF_RGB ? 3 : kind.samples,
            is_deep ? VIPS_FORMAT_USHORT : VIPS_FORMAT_UCHAR, VIPS_INTERPRETATION_MULTIBAND);
    }
    if (image) describe(tiff, image);
    TIFFClose(tiff);
    if (!image) {
        vips_error("tiff", "%s", "samples of a kind that is not read");
        return -1;
    }
    *vips_out(out) = image;
    return sw_watching(0, vips_out(out));
}
