/// Memory that runs out: one allocation of what is tried fails. The linker puts these functions in front of malloc,
/// calloc and realloc (--wrap), for all that is linked into the program.
#ifndef FUZZING_MEMORY_H
#define FUZZING_MEMORY_H

/// The `number`-th allocation from now on fails, from 1 on; 0 for none.
void memory_fails_at(unsigned number);

#endif
