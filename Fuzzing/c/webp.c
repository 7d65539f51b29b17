// Decodes any bytes as a lossy WebP file, in planes, at its own size or less.
#include "CPlanarWebP.h"
#include "input.h"

#include <stdlib.h>

enum { largest_pixels = 1 << 20 };

static volatile uint8_t sink;

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count) {
    if (count < 2) return 0;
    // The first byte chooses the size; the file follows.
    const int denominator = 1 << (bytes[0] & 3);
    PWHeader header;
    if (pw_header(bytes + 1, count - 1, &header).status != PW_OK) return 0;
    if ((long)header.width * header.height > largest_pixels) return 0;
    const int width = (header.width + denominator - 1) / denominator;
    const int height = (header.height + denominator - 1) / denominator;
    PWPlane planes[PW_PLANES];
    size_t sizes[PW_PLANES];
    for (int plane = 0; plane < PW_PLANES; plane++) {
        const int stride = plane == 0 ? width : (width + 1) / 2;
        sizes[plane] = (size_t)stride * (size_t)(plane == 0 ? height : (height + 1) / 2);
        planes[plane] = (PWPlane){.rows = calloc(sizes[plane], 1), .stride = stride};
        if (!planes[plane].rows) abort();
    }
    (void)pw_decode(bytes + 1, count - 1, width, height, planes);
    for (int plane = 0; plane < PW_PLANES; plane++) {
        for (size_t i = 0; i < sizes[plane]; i++) sink ^= planes[plane].rows[i];
        free(planes[plane].rows);
    }
    return 0;
}
