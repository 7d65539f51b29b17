/// Stacks that can't be walked to their end.
#ifndef C_BROKEN_STACK_H
#define C_BROKEN_STACK_H

/// Calls `work` from a function whose return address is none while it runs.
void broken_stack(void (*_Nonnull work)(void *_Nullable argument), void *_Nullable argument);

#endif
