#ifndef C_ARCHIVE_SHIM_H
#define C_ARCHIVE_SHIM_H

// libarchive keeps `struct archive` and `struct archive_entry` opaque: Swift sees both as OpaquePointer.
#include <archive.h>
#include <archive_entry.h>

#endif
