/// The handle that all calls work on.
#ifndef C_VIPS_IMAGE_H
#define C_VIPS_IMAGE_H

#include <stdbool.h>
#include <stddef.h>

typedef struct SWImage SWImage;

#define SW_OUT SWImage *_Nullable *_Nonnull out

#endif
