// Brings the flags of libjpeg-turbo (pkg-config "libjpeg"); CPlanarJPEG includes its headers.
