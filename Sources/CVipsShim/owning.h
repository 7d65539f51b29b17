/// Images that own all that they say of themselves.
#ifndef C_VIPS_SHIM_OWNING_H
#define C_VIPS_SHIM_OWNING_H

#include "handles.h"

/// What a loader made of `count` bytes: `*out`, or another image in its place, owns its blobs (profile, EXIF, XMP, IPTC
/// and whatever else the loader found), and so does all that is made from it. To be wrapped around every loader.
///
/// libvips 8.14 ties the blobs of HEIF files to the image that it loads, by an area of memory without a function that
/// frees it: images made from that one point into it, and may outlive it.
int sw_owning(int status, size_t count, SWImage **out);

#endif
