// Only CVipsShim includes tiffio.h; this target brings the compiler and linker flags of libtiff (pkg-config "libtiff-4").
