// Brings the linker flag of zlib (pkg-config "zlib"); CPNG calls it.
