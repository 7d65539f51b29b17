#include "deflating.h"

#include <stdlib.h>
#include <string.h>

#include <isa-l/igzip_lib.h>
#include <libdeflate.h>
#include <zlib.h>

struct CPNGDeflating {
    CPNGEffort effort;
    bool has_zlib;
    z_stream zlib;
    struct isal_zstream isal;
    uint8_t level_space[ISAL_DEF_LVL1_DEFAULT];
};

/// Room that a library is given at least on each call.
enum { least_room = 32 << 10, zlib_space = 300 << 10 };

size_t cpng_fast_bound(size_t count) { return count + count / 64 + 2 * least_room; }

size_t cpng_deflating_bytes(void) { return sizeof(CPNGDeflating) + zlib_space; }

static void open_isal(CPNGDeflating *deflating) {
    struct isal_zstream *stream = &deflating->isal;
    isal_deflate_init(stream);
    // Level 0 has fixed tables, 2 and 3 gain less than 1 % on filtered photographs.
    stream->level = 1;
    stream->level_buf = deflating->level_space;
    stream->level_buf_size = sizeof deflating->level_space;
    stream->gzip_flag = IGZIP_ZLIB;
}

CPNGDeflating *cpng_deflating_new(CPNGEffort effort) {
    CPNGDeflating *deflating = malloc(sizeof *deflating);
    if (!deflating) return NULL;
    deflating->effort = effort;
    deflating->has_zlib = false;
    if (effort == CPNG_FAST) {
        open_isal(deflating);
        return deflating;
    }
    memset(&deflating->zlib, 0, sizeof deflating->zlib);
    deflating->has_zlib = deflateInit(&deflating->zlib, effort == CPNG_SMALL ? 6 : 3) == Z_OK;
    if (deflating->has_zlib) return deflating;
    free(deflating);
    return NULL;
}

void cpng_deflating_free(CPNGDeflating *deflating) {
    if (!deflating) return;
    if (deflating->has_zlib) deflateEnd(&deflating->zlib);
    free(deflating);
}

/// One call of the library's; whether there is nothing more to come of what it got.
static CPNGResult step_isal(CPNGDeflating *deflating, CPNGOutput *output, bool *is_done) {
    struct isal_zstream *stream = &deflating->isal;
    const size_t room = output->capacity - output->count;
    stream->next_out = output->bytes + output->count;
    stream->avail_out = room > UINT32_MAX ? UINT32_MAX : (uint32_t)room;
    if (isal_deflate(stream) != COMP_OK) return cpng_misused("ISA-L refused to deflate.");
    output->count = (size_t)(stream->next_out - output->bytes);
    *is_done = stream->end_of_stream ? stream->internal_state.state == ZSTATE_END
                                     : stream->avail_in == 0 && stream->avail_out > 0;
    return cpng_ok();
}

static CPNGResult step_zlib(CPNGDeflating *deflating, CPNGOutput *output, bool is_last, bool *is_done) {
    z_stream *stream = &deflating->zlib;
    const size_t room = output->capacity - output->count;
    stream->next_out = output->bytes + output->count;
    stream->avail_out = room > UINT32_MAX ? UINT32_MAX : (uInt)room;
    const int status = deflate(stream, is_last ? Z_FINISH : Z_NO_FLUSH);
    output->count = (size_t)(stream->next_out - output->bytes);
    if (status == Z_STREAM_ERROR) return cpng_misused("zlib refused to deflate.");
    *is_done = is_last ? status == Z_STREAM_END : stream->avail_in == 0 && stream->avail_out > 0;
    return cpng_ok();
}

CPNGResult cpng_deflating_add(
    CPNGDeflating *deflating, const uint8_t *data, size_t count, bool is_last, CPNGOutput *output) {
    if (count > UINT32_MAX) return cpng_misused("Too much to deflate at once.");
    bool is_done = false;
    deflating->isal.next_in = deflating->zlib.next_in = (uint8_t *)data;
    deflating->isal.avail_in = deflating->zlib.avail_in = (uint32_t)count;
    deflating->isal.end_of_stream = is_last;
    deflating->isal.flush = NO_FLUSH;
    while (!is_done) {
        if (!cpng_output_reserve(output, least_room)) return cpng_no_memory();
        if (deflating->effort == CPNG_FAST)
            CPNG_TRY(step_isal(deflating, output, &is_done));
        else
            CPNG_TRY(step_zlib(deflating, output, is_last, &is_done));
    }
    return cpng_ok();
}

// --- All at once ---------------------------------------------------------------------------------------------------

CPNGResult cpng_deflate_fast(const uint8_t *data, size_t count, CPNGOutput *output) {
    if (!cpng_output_reserve(output, cpng_fast_bound(count))) return cpng_no_memory();
    CPNGDeflating *deflating = cpng_deflating_new(CPNG_FAST);
    if (!deflating) return cpng_no_memory();
    const CPNGResult result = cpng_deflating_add(deflating, data, count, true, output);
    cpng_deflating_free(deflating);
    return result;
}

CPNGResult cpng_deflate_small(
    const uint8_t *data, size_t count, int level, size_t limit, CPNGOutput *output, bool *fits) {
    struct libdeflate_compressor *compressor = libdeflate_alloc_compressor(level);
    if (!compressor) return cpng_no_memory();
    const size_t bound = libdeflate_zlib_compress_bound(compressor, count);
    // libdeflate gives up some bytes before the room is full.
    size_t room = bound < limit ? bound : limit + 16;
    bool has_room = cpng_output_reserve(output, room);
    size_t made = 0;
    if (has_room) made = libdeflate_zlib_compress(compressor, data, count, output->bytes + output->count, room);
    libdeflate_free_compressor(compressor);
    *fits = made > 0 && made < limit;
    if (*fits) output->count += made;
    return has_room ? cpng_ok() : cpng_no_memory();
}
