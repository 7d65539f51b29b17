// Only CVipsShim includes jxl/; this target brings the compiler and linker flags of libjxl (pkg-config "libjxl").
