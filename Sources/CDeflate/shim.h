// Brings the linker flag of libdeflate (pkg-config "libdeflate"); CPNG calls it.
