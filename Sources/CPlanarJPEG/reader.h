/// A file that is being read.
#ifndef C_PLANAR_JPEG_READER_H
#define C_PLANAR_JPEG_READER_H

#include "frame.h"
#include "transform.h"

struct PJReader {
    PJFrame frame;
    /// After the first scan's header.
    const uint8_t *at, *end;
    PJScale scales[PJ_PLANES];
    PJTransform transform;
    /// One scan has it all: blocks are transformed as they come.
    bool is_direct;
    /// The file of several scans ended before an EOI.
    bool lacks_end;
    /// Damage ends nothing; and whether there was any.
    bool shows_damage, is_damaged;
    /// The next row of MCUs, and how many there are.
    int row, rows;
};

/// Decodes the next row of MCUs. `lines[i]` are the rows that plane i's samples go to.
PJResult pj_mcu_row(PJReader *reader, uint8_t *const *const lines[PJ_PLANES]);

#endif
