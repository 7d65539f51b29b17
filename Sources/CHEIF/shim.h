// Brings the flags of libheif (pkg-config "libheif"); CPlanarAVIF includes its headers.
