// Brings the flags of dav1d (pkg-config "dav1d"); CPlanarAVIF includes its headers.
