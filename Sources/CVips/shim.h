// Only CVipsShim includes vips.h; this target brings the compiler and linker flags of libvips (pkg-config "vips").
