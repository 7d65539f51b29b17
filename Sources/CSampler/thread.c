#define _GNU_SOURCE
#include "CSampler.h"

#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

int sampler_thread(void) { return (int)syscall(SYS_gettid); }

void sampler_name_thread(const char *name) { prctl(PR_SET_NAME, name); }
