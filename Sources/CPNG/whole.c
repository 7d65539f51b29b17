#include "whole.h"

#include "deflating.h"
#include "filtering.h"
#include "thresholds.h"

#include <stdlib.h>
#include <string.h>

// How a form is chosen. Measured on 36 PNG files and 51 photographs and drawings of 512 pixels a side; "none" is
// libvips' way (no filter, zlib at level 6, 9.4 to 21 ns a byte):
// - Filtered photographs deflated by ISA-L need 0.5 to 0.9 of its bytes in a tenth of its time, wherever they shrink to
//   no less than a third.
// - What shrinks more has repeating parts, which ISA-L hardly finds and filters may hide: a trial without filters
//   tells.
// - A palette beats both, unless its own bytes count: small pictures are tried in every way.

enum { fast = 0, quick = 3, usual = 6, thorough = 7, exhaustive = 8 };
enum { compressor_bytes = 800 << 10 };

/// The best form so far, and what it is compared with.
typedef struct {
    CPNGForm form;
    /// Of a picture that is stored so: deflated data, and bytes of its palette.
    CPNGOutput best;
    size_t palette_bytes;
    CPNGOutput trial;
} Choice;

static size_t row_bytes(const CPNGWhole *whole) { return (size_t)whole->width * (size_t)whole->channels; }

CPNGWhole *cpng_whole_new(uint32_t width, uint32_t height, int channels) {
    CPNGWhole *whole = malloc(sizeof *whole);
    if (!whole) return NULL;
    whole->width = width;
    whole->height = height;
    whole->channels = channels;
    whole->rows_added = 0;
    whole->rows = malloc((row_bytes(whole) + 1) * height);
    cpng_census_open(&whole->census, channels);
    if (whole->rows) return whole;
    free(whole);
    return NULL;
}

void cpng_whole_free(CPNGWhole *whole) {
    if (!whole) return;
    free(whole->rows);
    free(whole);
}

size_t cpng_whole_bytes(uint32_t width, uint32_t height, int channels) {
    const size_t rows = ((size_t)width * (size_t)channels + 1) * height;
    // The rows, filtered, deflated, and once more where that took a third. The file is smaller than what is gone by
    // then.
    return sizeof(CPNGWhole) + 3 * cpng_fast_bound(rows) + rows / 3 + compressor_bytes;
}

void cpng_whole_add(CPNGWhole *whole, const uint8_t *row) {
    uint8_t *place = whole->rows + (row_bytes(whole) + 1) * whole->rows_added++;
    *place = 0;
    memcpy(place + 1, row, row_bytes(whole));
    cpng_census_add(&whole->census, row, whole->width);
}

/// The rows in `form`, unfiltered, a zero byte before each. `reduced` may be the rows' own place.
static void reduce(const CPNGWhole *whole, const CPNGForm *form, uint8_t *reduced) {
    const size_t from = row_bytes(whole) + 1, to = cpng_form_row_bytes(form, whole->width) + 1;
    for (size_t y = 0; y < whole->height; y++) {
        cpng_reduce(&whole->census, form, whole->rows + y * from + 1, whole->width, reduced + y * to + 1);
        reduced[y * to] = 0;
    }
}

static size_t palette_bytes(const CPNGWhole *whole, const CPNGForm *form) {
    if (form->colour_type != CPNG_INDEXED) return 0;
    const size_t translucent = (size_t)form->translucent;
    return 12 + 3 * (size_t)whole->census.count + (translucent > 0 ? 12 + translucent : 0);
}

/// Deflates the picture in `form` at a level, and keeps the result if it is the smallest so far.
static CPNGResult consider(
    const CPNGWhole *whole, Choice *choice, const CPNGForm *form, const uint8_t *data, int level) {
    size_t count = (cpng_form_row_bytes(form, whole->width) + 1) * whole->height;
    size_t palette = palette_bytes(whole, form);
    size_t limit = choice->best.count > 0 ? choice->best.count + choice->palette_bytes : SIZE_MAX;
    if (limit <= palette + 1) return cpng_ok();
    bool fits = true;
    choice->trial.count = 0;
    if (level == fast)
        CPNG_TRY(cpng_deflate_fast(data, count, &choice->trial));
    else
        CPNG_TRY(cpng_deflate_small(data, count, level, limit - palette, &choice->trial, &fits));
    if (!fits || choice->trial.count + palette >= limit) return cpng_ok();
    const CPNGOutput best = choice->trial;
    choice->trial = choice->best;
    choice->best = best;
    choice->form = *form;
    choice->palette_bytes = palette;
    return cpng_ok();
}

static CPNGResult filter(const CPNGWhole *whole, const CPNGForm *form, uint8_t *filtered) {
    CPNGFiltering filtering;
    const bool is_open =
        cpng_filtering_open(&filtering, cpng_form_row_bytes(form, whole->width), (size_t)form->channels);
    if (is_open) cpng_filter_rows(&filtering, whole->rows, whole->height, filtered);
    cpng_filtering_close(&filtering);
    return is_open ? cpng_ok() : cpng_no_memory();
}

/// Chooses for a picture whose rows are in `form`, of 8 bits a sample; `filtered` is space.
static CPNGResult choose_unpacked(const CPNGWhole *whole, Choice *choice, const CPNGForm *form, uint8_t *filtered) {
    const size_t count = (cpng_form_row_bytes(form, whole->width) + 1) * whole->height;
    CPNG_TRY(filter(whole, form, filtered));
    CPNG_TRY(consider(whole, choice, form, filtered, fast));
    const size_t best = choice->best.count;
    if (best > count / 3 && count > CPNG_TINY_PICTURE) return cpng_ok();
    if (count <= CPNG_SMALL_PICTURE) {
        const int level = count <= CPNG_TINY_PICTURE ? exhaustive : thorough;
        CPNG_TRY(consider(whole, choice, form, filtered, level));
        return consider(whole, choice, form, whole->rows, level);
    }
    cpng_output_fit(&choice->best);
    choice->trial.count = 0;
    CPNG_TRY(cpng_deflate_fast(whole->rows, count, &choice->trial));
    const size_t unfiltered = choice->trial.count;
    if (best < unfiltered / 5 * 3) return cpng_ok();
    return best < unfiltered ? consider(whole, choice, form, filtered, quick)
                             : consider(whole, choice, form, whole->rows, thorough);
}

static CPNGResult choose(CPNGWhole *whole, const CPNGMetadata *metadata, Choice *choice, uint8_t *space) {
    bool has_profile = metadata->profile_count > 0;
    CPNGForm form = cpng_smallest_form(&whole->census, has_profile);
    const bool is_packed = form.colour_type == CPNG_INDEXED || form.depth < 8;
    const size_t count = (row_bytes(whole) + 1) * whole->height;
    if (is_packed) {
        reduce(whole, &form, space);
        CPNG_TRY(consider(whole, choice, &form, space, usual));
        const bool palette_is_small_part = count > CPNG_TINY_PICTURE && choice->best.count > 4 * choice->palette_bytes;
        if (count > CPNG_SMALL_PICTURE || palette_is_small_part) return cpng_ok();
        form = cpng_unpacked_form(&whole->census, has_profile);
    }
    if (form.channels != whole->channels) reduce(whole, &form, whole->rows);
    return choose_unpacked(whole, choice, &form, space);
}

/// Writes the file in the form that was chosen.
static CPNGResult write(
    const CPNGWhole *whole, const CPNGMetadata *metadata, const Choice *choice, CPNGOutput *output) {
    const size_t room =
        choice->best.count + choice->palette_bytes + metadata->profile_count + metadata->exif_count + 1024;
    if (!cpng_output_reserve(output, room)) return cpng_no_memory();
    CPNG_TRY(cpng_output_header(output, whole->width, whole->height, choice->form.depth, choice->form.colour_type));
    CPNG_TRY(cpng_output_metadata(output, metadata));
    if (choice->form.colour_type == CPNG_INDEXED) CPNG_TRY(cpng_write_palette(&whole->census, &choice->form, output));
    CPNG_TRY(cpng_output_chunk(output, CPNG_TYPE('I', 'D', 'A', 'T'), choice->best.bytes, choice->best.count));
    return cpng_output_chunk(output, CPNG_TYPE('I', 'E', 'N', 'D'), NULL, 0);
}

CPNGResult cpng_whole_finish(CPNGWhole *whole, const CPNGMetadata *metadata, CPNGOutput *output) {
    Choice choice = {0};
    uint8_t *space = malloc((row_bytes(whole) + 1) * whole->height);
    CPNGResult result = space ? choose(whole, metadata, &choice, space) : cpng_no_memory();
    free(space);
    free(whole->rows);
    whole->rows = NULL;
    if (result.status == CPNG_OK) result = write(whole, metadata, &choice, output);
    free(choice.best.bytes);
    free(choice.trial.bytes);
    return result;
}
