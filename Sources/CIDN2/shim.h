// Brings the header and the linker flag of libidn2 (pkg-config "libidn2").
#include <idn2.h>
