// Brings the linker flag of ISA-L (pkg-config "libisal"); CPNG calls it.
