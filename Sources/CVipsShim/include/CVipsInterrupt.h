/// Ending libvips' work from another thread.
#ifndef C_VIPS_INTERRUPT_H
#define C_VIPS_INTERRUPT_H

#include <stdbool.h>

/// A flag that any thread may set, once.
typedef struct SWInterrupt SWInterrupt;

/// A new flag, not set; the caller releases it with `sw_interrupt_free`. Images that were opened under it keep it.
SWInterrupt *_Nonnull sw_interrupt_new(void);
void sw_interrupt_free(SWInterrupt *_Nonnull interrupt);
void sw_interrupt_set(SWInterrupt *_Nonnull interrupt);
bool sw_interrupt_is_set(const SWInterrupt *_Nonnull interrupt);

/// Whatever the calling thread opens from now on ends with an error soon after the flag is set. NULL: nothing does.
void sw_watch(SWInterrupt *_Nullable interrupt);
/// Whether the flag is set that the calling thread watches.
bool sw_is_interrupted(void);

#endif
