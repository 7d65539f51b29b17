#ifndef C_VIPS_SHIM_INTERRUPT_H
#define C_VIPS_SHIM_INTERRUPT_H

#include "CVipsShim.h"

#include <vips/vips.h>

/// `status`, of a call that opened `*out` if it is 0: the picture, and what is made from it, then ends when the flag
/// that the calling thread watches is set.
int sw_watching(int status, VipsImage **out);

/// 0, for an image whose pixels are still to be written: it forgets the one that it was made like, which it may
/// outlive, and is watched by itself.
///
/// libvips passes the image that gets progress signals on to all that is made from it. When that one goes first,
/// nothing watches the other, or, where pixels of the first were read, computing goes through a pointer to what was
/// freed.
int sw_standing_alone(VipsImage **out);

#endif
