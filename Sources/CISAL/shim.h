// Brings the linker flag of ISA-L (pkg-config "libisal"), and its checksums; CPNG calls the rest.
#include <isa-l/crc.h>
