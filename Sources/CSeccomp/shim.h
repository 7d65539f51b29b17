// Brings the header and the linker flag of libseccomp (pkg-config "libseccomp"); CSandbox calls it.
#include <seccomp.h>
