#ifndef C_VIPS_SHIM_INTERRUPT_H
#define C_VIPS_SHIM_INTERRUPT_H

#include "CVipsShim.h"

#include <vips/vips.h>

/// `status`, of a call that opened `*out` if it is 0: the picture, and what is made from it, then ends when the flag that the
/// calling thread watches is set.
int sw_watching(int status, VipsImage **out);

#endif
