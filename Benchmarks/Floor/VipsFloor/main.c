// The job that image servers on libvips do, in C: one line of fields in, one line out. The fields are those of
// StillwaterFloor/FloorJob.swift. Links libvips and glibc's allocator; no cache, one thread.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <vips/vips.h>

#define MAXIMUM_WIDTHS 16

typedef struct {
    int repetitions, quality, each, count, widths[MAXIMUM_WIDTHS];
    const char *format, *destination;
    void *source;
    size_t source_bytes;
} Job;

typedef struct {
    void *bytes;
    size_t count;
    int width, height;
} File;

static long long cpu_nanoseconds(void) {
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

/// 8.14 writes metadata into WebP even when told to strip it, which would spoil a comparison of bytes.
static void forget_metadata(VipsImage *image) {
    char **fields = vips_image_get_fields(image);
    for (char **field = fields; *field; field++)
        if (strstr(*field, "exif-") == *field || strstr(*field, "-data")) vips_image_remove(image, *field);
    g_strfreev(fields);
}

/// Writes `image` with libvips' own defaults beside quality; AVIF at the effort that the server uses.
static int save(VipsImage *image, const Job *job, File *file) {
    file->width = image->Xsize;
    file->height = image->Ysize;
    if (!strcmp(job->format, "jpeg"))
        return vips_jpegsave_buffer(image, &file->bytes, &file->count, "Q", job->quality, "strip", TRUE, NULL);
    if (!strcmp(job->format, "png")) return vips_pngsave_buffer(image, &file->bytes, &file->count, "strip", TRUE, NULL);
    if (!strcmp(job->format, "webp")) {
        forget_metadata(image);
        return vips_webpsave_buffer(image, &file->bytes, &file->count, "Q", job->quality, "strip", TRUE, NULL);
    }
    if (!strcmp(job->format, "avif"))
        return vips_heifsave_buffer(
            image, &file->bytes, &file->count, "Q", job->quality, "compression", VIPS_FOREIGN_HEIF_COMPRESSION_AV1,
            "effort", 2, "strip", TRUE, NULL);
    vips_error("floor", "unknown format %s", job->format);
    return -1;
}

static int thumbnail(const Job *job, int width, VipsImage **image) {
    return vips_thumbnail_buffer(
        job->source, job->source_bytes, image, width, "height", VIPS_MAX_COORD, "size", VIPS_SIZE_DOWN, NULL);
}

static int run_each(const Job *job, File *files) {
    for (int i = 0; i < job->count; i++) {
        VipsImage *image = NULL;
        if (thumbnail(job, job->widths[i], &image)) return -1;
        int failed = save(image, job, &files[i]);
        g_object_unref(image);
        if (failed) return -1;
    }
    return 0;
}

/// The picture to make `width` from: the smallest of those made that is at least twice as wide, else the largest.
static VipsImage *intermediate(VipsImage **made, int count, int width) {
    for (int i = count - 1; i > 0; i--)
        if (made[i]->Xsize >= 2 * width) return made[i];
    return made[0];
}

static int next_size(VipsImage **made, int index, int width) {
    VipsImage *lazy = NULL;
    VipsImage *from = intermediate(made, index, width);
    if (vips_thumbnail_image(from, &lazy, width, "height", VIPS_MAX_COORD, "size", VIPS_SIZE_DOWN, NULL)) return -1;
    made[index] = vips_image_copy_memory(lazy);
    g_object_unref(lazy);
    return made[index] ? 0 : -1;
}

/// libvips' own ladder: one decode, then each width from a picture in memory. Widths come largest first.
static int run_list(const Job *job, File *files) {
    VipsImage *made[MAXIMUM_WIDTHS] = {NULL}, *lazy = NULL;
    int failed = thumbnail(job, job->widths[0], &lazy);
    if (!failed) {
        made[0] = vips_image_copy_memory(lazy);
        failed = made[0] == NULL;
        g_object_unref(lazy);
    }
    for (int i = 0; !failed && i < job->count; i++) {
        if (i > 0) failed = next_size(made, i, job->widths[i]);
        if (!failed) failed = save(made[i], job, &files[i]);
    }
    for (int i = 0; i < job->count; i++)
        if (made[i]) g_object_unref(made[i]);
    return failed;
}

static int run(const Job *job, File *files) {
    return job->each || job->count == 1 ? run_each(job, files) : run_list(job, files);
}

static void release(File *files) {
    for (int i = 0; i < MAXIMUM_WIDTHS; i++) g_free(files[i].bytes);
    memset(files, 0, MAXIMUM_WIDTHS * sizeof *files);
}

static int store(const Job *job, const File *files) {
    for (int i = 0; i < job->count; i++) {
        const char *extension = strcmp(job->format, "jpeg") ? job->format : "jpg";
        char *path = g_strdup_printf("%s-%d.%s", job->destination, job->widths[i], extension);
        int stored = g_file_set_contents(path, files[i].bytes, files[i].count, NULL);
        g_free(path);
        if (!stored) return -1;
    }
    return 0;
}

static void answer(const Job *job) {
    File files[MAXIMUM_WIDTHS] = {{0}};
    GString *line = g_string_new("ok\t");
    int failed = 0;
    for (int i = 0; i < job->repetitions && !failed; i++) {
        release(files);
        long long start = cpu_nanoseconds();
        failed = run(job, files);
        g_string_append_printf(line, "%s%lld", i ? "," : "", cpu_nanoseconds() - start);
    }
    for (int i = 0; i < job->count; i++) g_string_append_printf(line, "%c%zu", i ? ',' : '\t', files[i].count);
    for (int i = 0; i < job->count; i++)
        g_string_append_printf(line, "%c%dx%d", i ? ',' : '\t', files[i].width, files[i].height);
    if (!failed && strcmp(job->destination, "-")) failed = store(job, files);
    if (failed) g_string_printf(line, "error\t%s", g_strdelimit(g_strdup(vips_error_buffer()), "\n", ' '));
    vips_error_clear();
    printf("%s\n", line->str);
    fflush(stdout);
    g_string_free(line, TRUE);
    release(files);
}

/// Repetitions, format, quality, widths, mode, source, destination. False when `line` is not a job.
static gboolean read_job(char *line, Job *job) {
    char **fields = g_strsplit(g_strchomp(line), "\t", -1);
    if (g_strv_length(fields) != 7) return FALSE;
    *job = (Job){.repetitions = atoi(fields[0]),
                 .format = fields[1],
                 .quality = atoi(fields[2]),
                 .each = !strcmp(fields[4], "each"),
                 .destination = fields[6]};
    for (char *rest = fields[3]; *rest && job->count < MAXIMUM_WIDTHS; rest += *rest == ',')
        job->widths[job->count++] = strtol(rest, &rest, 10);
    return job->count > 0 && g_file_get_contents(fields[5], (char **)&job->source, &job->source_bytes, NULL);
}

int main(int argc, char **argv) {
    if (argc < 1 || VIPS_INIT(argv[0])) return 1;
    vips_concurrency_set(1);
    vips_cache_set_max(0);
    char *line = NULL;
    size_t capacity = 0;
    while (getline(&line, &capacity, stdin) > 0) {
        Job job;
        if (read_job(line, &job)) {
            answer(&job);
            g_free(job.source);
        } else {
            printf("error\tnot a job\n");
            fflush(stdout);
        }
    }
    return 0;
}
