#define _GNU_SOURCE
#include "CAllocator.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <jemalloc/jemalloc.h>

static bool read_flag(const char *name) {
    bool value = false;
    size_t length = sizeof value;
    return mallctl(name, &value, &length, NULL, 0) == 0 && value;
}

// It serves malloc when it counts what is allocated.
bool stillwater_allocator_serves(void) {
    const uint64_t before = stillwater_allocator_thread_allocated();
    void *volatile probe = malloc(64);
    const uint64_t after = stillwater_allocator_thread_allocated();
    free(probe);
    return after > before;
}

bool stillwater_allocator_can_sample(void) {
    return read_flag("config.prof") && read_flag("opt.prof") && stillwater_allocator_serves();
}

int stillwater_allocator_sample(bool is_on) { return mallctl("prof.active", NULL, NULL, &is_on, sizeof is_on); }

bool stillwater_allocator_is_sampling(void) { return read_flag("prof.active"); }

int stillwater_allocator_forget_samples(unsigned exponent) {
    size_t value = exponent;
    return mallctl("prof.reset", NULL, NULL, &value, sizeof value);
}

unsigned stillwater_allocator_sample_exponent(void) {
    size_t value = 0, length = sizeof value;
    return mallctl("prof.lg_sample", &value, &length, NULL, 0) == 0 ? (unsigned)value : 0;
}

// A process that may open nothing opened the file of its dumps before: jemalloc asks for it by this name.
static const char kept_name[] = "stillwater: the kept file";
static int kept_file = -1;

// jemalloc calls this through the linker's table, and the program's own comes first. Should it be linked otherwise one
// day, dumps into the kept file fail, and nothing else.
int creat(const char *path, mode_t mode) {
    if (kept_file >= 0 && strcmp(path, kept_name) == 0) return dup(kept_file);
    return open(path, O_CREAT | O_WRONLY | O_TRUNC, mode);
}

bool stillwater_allocator_keep_dump_file(void) {
    if (kept_file < 0) kept_file = memfd_create("heap", MFD_CLOEXEC);
    return kept_file >= 0;
}

static int dump_into_kept_file(void) {
    if (ftruncate(kept_file, 0) != 0 || lseek(kept_file, 0, SEEK_SET) != 0) return -errno;
    const char *name = kept_name;
    const int error = mallctl("prof.dump", NULL, NULL, &name, sizeof name);
    if (error != 0) return -error;
    const int descriptor = dup(kept_file);
    return descriptor >= 0 ? descriptor : -errno;
}

int stillwater_allocator_dump(void) {
    if (kept_file >= 0) return dump_into_kept_file();
    const int descriptor = memfd_create("heap", MFD_CLOEXEC);
    if (descriptor < 0) return -errno;
    char path[40];
    snprintf(path, sizeof path, "/proc/self/fd/%d", descriptor);
    const char *name = path;
    const int error = mallctl("prof.dump", NULL, NULL, &name, sizeof name);
    if (error == 0) return descriptor;
    close(descriptor);
    return -error;
}

int stillwater_allocator_collect_stacks_with(StillwaterAllocationStack collect) {
    return mallctl("experimental.hooks.prof_backtrace", NULL, NULL, &collect, sizeof collect);
}
