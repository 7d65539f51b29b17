// Writes small JPEG files of every kind that libjpeg makes, for the fuzzer to begin with: sampling factors, restarts,
// scans of each colour, and progressions of several depths. Usage: jpeg-seeds FOLDER
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>

enum { width = 37, height = 29, colours = 3 };

typedef struct {
    const char *name;
    /// NULL for one scan with all.
    const jpeg_scan_info *scans;
    int count;
} Script;

// Component count and numbers; first and last coefficient; bits before and now.
#define ALL 3, {0, 1, 2}
#define ONE(i) \
    1, { i }

static const jpeg_scan_info apart[] = {{ONE(0), 0, 63, 0, 0}, {ONE(1), 0, 63, 0, 0}, {ONE(2), 0, 63, 0, 0}};
static const jpeg_scan_info bands[] = {
    {ALL, 0, 0, 0, 0},     {ONE(0), 1, 2, 0, 0}, {ONE(0), 3, 9, 0, 0},  {ONE(0), 10, 63, 0, 0},
    {ONE(1), 1, 63, 0, 0}, {ONE(2), 1, 5, 0, 0}, {ONE(2), 6, 63, 0, 0},
};
static const jpeg_scan_info deep[] = {
    {ALL, 0, 0, 0, 2},     {ONE(0), 1, 63, 0, 3}, {ONE(1), 1, 63, 0, 1}, {ONE(2), 1, 63, 0, 1},
    {ONE(0), 1, 63, 3, 2}, {ALL, 0, 0, 2, 1},     {ONE(0), 1, 63, 2, 1}, {ALL, 0, 0, 1, 0},
    {ONE(0), 1, 63, 1, 0}, {ONE(1), 1, 63, 1, 0}, {ONE(2), 1, 63, 1, 0},
};
static const jpeg_scan_info means_apart[] = {
    {ONE(0), 0, 0, 0, 1},  {ONE(1), 0, 0, 0, 0},  {ONE(2), 0, 0, 0, 0},  {ONE(0), 0, 0, 1, 0},
    {ONE(0), 1, 63, 0, 0}, {ONE(1), 1, 63, 0, 0}, {ONE(2), 1, 63, 0, 0},
};
static const jpeg_scan_info grey_deep[] = {
    {ONE(0), 0, 0, 0, 1}, {ONE(0), 1, 63, 0, 2}, {ONE(0), 1, 63, 2, 1}, {ONE(0), 0, 0, 1, 0}, {ONE(0), 1, 63, 1, 0},
};

#define SCRIPT(name) {#name, name, sizeof name / sizeof *name}

static const Script scripts[] = {
    {"whole", NULL, 0}, SCRIPT(apart), SCRIPT(bands), SCRIPT(deep), SCRIPT(means_apart),
};
static const Script grey_scripts[] = {{"whole", NULL, 0}, SCRIPT(grey_deep)};

/// A slope with noise on it, which grows to the right.
static void fill(JSAMPLE *row, int y, int samples) {
    for (int x = 0; x < width * samples; x++) row[x] = (JSAMPLE)(2 * (x + y) + rand() % (x / 2 + 1));
}

static void write_file(
    const char *folder, bool is_grey, const Script *script, int across, int down, int interval, int quality) {
    struct jpeg_compress_struct jpeg;
    struct jpeg_error_mgr errors;
    jpeg.err = jpeg_std_error(&errors);
    jpeg_create_compress(&jpeg);
    char path[500];
    snprintf(
        path, sizeof path, "%s/%s-%s-%dx%d-r%d-q%d.jpg", folder, is_grey ? "grey" : "colour", script->name, across,
        down, interval, quality);
    FILE *file = fopen(path, "wb");
    if (!file) {
        perror(path);
        exit(1);
    }
    // The scales of three planes stand before the file (jpeg.c).
    for (int plane = 0; plane < colours; plane++) fputc(plane == 0 ? 0x3F : quality % 64, file);
    jpeg_stdio_dest(&jpeg, file);
    jpeg.image_width = width;
    jpeg.image_height = height;
    jpeg.input_components = is_grey ? 1 : colours;
    jpeg.in_color_space = is_grey ? JCS_GRAYSCALE : JCS_RGB;
    jpeg_set_defaults(&jpeg);
    jpeg_set_quality(&jpeg, quality, TRUE);
    jpeg.comp_info[0].h_samp_factor = across;
    jpeg.comp_info[0].v_samp_factor = down;
    jpeg.restart_interval = (unsigned)interval;
    jpeg.scan_info = script->scans;
    jpeg.num_scans = script->count;
    jpeg_start_compress(&jpeg, TRUE);
    JSAMPLE row[width * colours];
    for (int y = 0; y < height; y++) {
        fill(row, y, jpeg.input_components);
        jpeg_write_scanlines(&jpeg, (JSAMPARRAY) & (JSAMPROW){row}, 1);
    }
    jpeg_finish_compress(&jpeg);
    jpeg_destroy_compress(&jpeg);
    fclose(file);
}

int main(int count, char **arguments) {
    static const int factors[][2] = {{1, 1}, {2, 1}, {1, 2}, {2, 2}, {4, 1}, {3, 1}, {4, 2}};
    static const int intervals[] = {0, 1, 4};
    if (count != 2) return 2;
    for (size_t i = 0; i < sizeof intervals / sizeof *intervals; i++) {
        for (size_t s = 0; s < sizeof grey_scripts / sizeof *grey_scripts; s++)
            write_file(arguments[1], true, &grey_scripts[s], 1, 1, intervals[i], 85);
        for (size_t s = 0; s < sizeof scripts / sizeof *scripts; s++)
            for (size_t f = 0; f < sizeof factors / sizeof *factors; f++)
                write_file(
                    arguments[1], false, &scripts[s], factors[f][0], factors[f][1], intervals[i], f % 2 ? 95 : 40);
    }
    return 0;
}
