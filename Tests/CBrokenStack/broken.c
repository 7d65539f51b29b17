#include "CBrokenStack.h"

#include <stdint.h>

__attribute__((noinline)) void broken_stack(void (*work)(void *argument), void *argument) {
    // Behind the saved frame pointer stands where the function returns to.
    void *volatile *frame = __builtin_frame_address(0);
    void *const back = frame[1];
    // No address of any machine: the processor refuses to read there.
    frame[1] = (void *)(uintptr_t)0x48FFF76C59E8DF89;
    work(argument);
    frame[1] = back;
}
