#include "output.h"

#include <stdlib.h>
#include <string.h>

#include <isa-l/crc.h>
#include <libdeflate.h>

bool cpng_output_reserve(CPNGOutput *output, size_t more) {
    const size_t needed = output->count + more;
    if (needed <= output->capacity) return true;
    const size_t grown = output->capacity + output->capacity / 2;
    const size_t capacity = needed > grown ? needed : grown;
    uint8_t *bytes = realloc(output->bytes, capacity);
    if (!bytes) return false;
    output->bytes = bytes;
    output->capacity = capacity;
    return true;
}

void cpng_output_fit(CPNGOutput *output) {
    uint8_t *bytes = realloc(output->bytes, output->count > 0 ? output->count : 1);
    if (!bytes) return;
    output->bytes = bytes;
    output->capacity = output->count;
}

CPNGResult cpng_output_header(CPNGOutput *output, uint32_t width, uint32_t height, int depth, int colour_type) {
    if (!cpng_output_reserve(output, sizeof cpng_signature)) return cpng_no_memory();
    memcpy(output->bytes + output->count, cpng_signature, sizeof cpng_signature);
    output->count += sizeof cpng_signature;
    uint8_t header[13] = {0};
    cpng_put_32(header, width);
    cpng_put_32(header + 4, height);
    header[8] = (uint8_t)depth;
    header[9] = (uint8_t)colour_type;
    return cpng_output_chunk(output, CPNG_TYPE('I', 'H', 'D', 'R'), header, sizeof header);
}

CPNGResult cpng_output_chunk(CPNGOutput *output, uint32_t type, const uint8_t *data, size_t count) {
    if (!cpng_output_reserve(output, count + 12)) return cpng_no_memory();
    const size_t start = output->count;
    cpng_put_32(output->bytes + start + 4, type);
    if (count > 0) memcpy(output->bytes + start + 8, data, count);
    output->count += 8 + count;
    return cpng_output_end_chunk(output, start);
}

CPNGResult cpng_output_end_chunk(CPNGOutput *output, size_t start) {
    if (!cpng_output_reserve(output, 4)) return cpng_no_memory();
    const size_t length = output->count - start - 8;
    cpng_put_32(output->bytes + start, (uint32_t)length);
    const uint32_t crc = crc32_gzip_refl(0, output->bytes + start + 4, length + 4);
    cpng_put_32(output->bytes + output->count, crc);
    output->count += 4;
    return cpng_ok();
}

/// The name, a zero, the method 0, the deflated profile.
static CPNGResult write_profile(CPNGOutput *output, const CPNGMetadata *metadata) {
    const size_t name = metadata->profile_name ? strlen(metadata->profile_name) : 0;
    if (name == 0 || name > 79) return cpng_misused("A profile's name has 1 to 79 letters.");
    struct libdeflate_compressor *compressor = libdeflate_alloc_compressor(9);
    if (!compressor) return cpng_no_memory();
    const size_t bound = libdeflate_zlib_compress_bound(compressor, metadata->profile_count);
    uint8_t *data = malloc(name + 2 + bound);
    size_t count = 0;
    if (data) {
        memcpy(data, metadata->profile_name, name);
        data[name] = data[name + 1] = 0;
        count =
            libdeflate_zlib_compress(compressor, metadata->profile, metadata->profile_count, data + name + 2, bound);
    }
    libdeflate_free_compressor(compressor);
    CPNGResult result =
        count > 0 ? cpng_output_chunk(output, CPNG_TYPE('i', 'C', 'C', 'P'), data, name + 2 + count) : cpng_no_memory();
    free(data);
    return result;
}

CPNGResult cpng_output_metadata(CPNGOutput *output, const CPNGMetadata *metadata) {
    if (metadata->profile && metadata->profile_count > 0) CPNG_TRY(write_profile(output, metadata));
    if (metadata->x_density > 0 && metadata->y_density > 0) {
        uint8_t density[9];
        cpng_put_32(density, metadata->x_density);
        cpng_put_32(density + 4, metadata->y_density);
        density[8] = 1;
        CPNG_TRY(cpng_output_chunk(output, CPNG_TYPE('p', 'H', 'Y', 's'), density, sizeof density));
    }
    if (!metadata->exif || metadata->exif_count == 0) return cpng_ok();
    return cpng_output_chunk(output, CPNG_TYPE('e', 'X', 'I', 'f'), metadata->exif, metadata->exif_count);
}
