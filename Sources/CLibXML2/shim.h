// Only CXMLShim includes libxml2's headers; this target brings its compiler and linker flags (pkg-config "libxml-2.0").
