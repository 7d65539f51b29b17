// zlib as Swift sees it, and the linker's flag for CPNG, which includes the header itself.
#include <zlib.h>
