/// Images whose pixels come from a decoder of a whole picture.
#ifndef C_VIPS_LAZY_H
#define C_VIPS_LAZY_H

#include "handles.h"

/// What is decoded; owned by the image, and freed with it.
typedef struct SWDecoding {
    const void *bytes;
    size_t count;
    /// Of a document.
    int page;
    /// A decoder's own choice of what to give.
    int choice;
    /// Fills `pixels`, rows without padding; says why it can't in libvips' error text.
    bool (*decode)(const struct SWDecoding *decoding, const VipsImage *image, void *pixels);
    // The rest is for lazy.c.
    void *pixels;
    bool failed;
    GMutex lock;
} SWDecoding;

/// An image of that size and kind, which decodes as `decoding` says when its first pixels are requested. NULL without
/// memory.
VipsImage *sw_lazy_image(
    const SWDecoding *decoding, int width, int height, int bands, VipsBandFormat format,
    VipsInterpretation interpretation);

#endif
