#ifndef C_SANDBOX_FILTER_H
#define C_SANDBOX_FILTER_H

#include <stdbool.h>

/// Lets the process, all its threads, make only the system calls that computing needs; with `opens_files`, files may be
/// opened for reading, too. What breaks out of that ends the process, what libraries may try gets EPERM. False when the
/// filter can't be set.
bool sb_load_filter(bool opens_files);

#endif
