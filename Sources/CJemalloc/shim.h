// Brings the linker flag of jemalloc (pkg-config "jemalloc"); CAllocator calls it.
