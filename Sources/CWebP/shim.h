// Brings the flags of libwebp (pkg-config "libwebp"); CPlanarWebP includes its headers.
