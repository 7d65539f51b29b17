/// From the opaque handles of the interface to libvips' own types.
#ifndef C_VIPS_SHIM_HANDLES_H
#define C_VIPS_SHIM_HANDLES_H

#include "CVipsShim.h"

#include <vips/vips.h>

static inline VipsImage *vips(const SWImage *image) { return (VipsImage *)image; }
static inline VipsImage **vips_out(SWImage **out) { return (VipsImage **)out; }

#endif
