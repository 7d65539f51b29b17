#define _GNU_SOURCE
#include "CSandbox.h"
#include "filter.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/// What librsvg reads while it draws: fonts and what is known about them, and loaders of pictures in pictures.
static const char *const readable[] = {
    "/usr/lib", "/usr/share", "/usr/local/share/fonts", "/etc/fonts", "/var/cache/fontconfig",
};

static bool limit(int resource, uint64_t bytes) {
    struct rlimit old, wanted = {.rlim_cur = bytes, .rlim_max = bytes};
    if (getrlimit(resource, &old) != 0) return false;
    // A stricter limit that is there already stays.
    if (old.rlim_max != RLIM_INFINITY && old.rlim_max < bytes) wanted.rlim_cur = wanted.rlim_max = old.rlim_max;
    return setrlimit(resource, &wanted) == 0;
}

/// Bytes of address space that are mapped now; 0 if they are unknown.
static uint64_t mapped_bytes(void) {
    FILE *file = fopen("/proc/self/statm", "re");
    if (!file) return 0;
    unsigned long long pages;
    const int found = fscanf(file, "%llu", &pages);
    fclose(file);
    return found == 1 ? pages * (uint64_t)sysconf(_SC_PAGESIZE) : 0;
}

static bool set_limits(SBLimits limits) {
    const uint64_t mapped = mapped_bytes();
    return mapped > 0 && limit(RLIMIT_AS, mapped + limits.memory_bytes) && limit(RLIMIT_FSIZE, limits.file_bytes) &&
           limit(RLIMIT_CORE, 0) && limit(RLIMIT_NOFILE, 256);
}

static void allow_reading(int rules, const char *path, uint64_t access) {
    struct landlock_path_beneath_attr rule = {.allowed_access = access};
    rule.parent_fd = open(path, O_PATH | O_CLOEXEC);
    // A missing file needs no permission.
    if (rule.parent_fd < 0) return;
    syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
    close(rule.parent_fd);
}

/// Leaves of all files those in `readable`, for reading. False when the kernel can't.
static bool leave_system_files(void) {
    const uint64_t access = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
    // Everything that the first version of Landlock knows; the filter of calls refuses what is newer.
    const struct landlock_ruleset_attr attributes = {.handled_access_fs = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1};
    const int rules = (int)syscall(SYS_landlock_create_ruleset, &attributes, sizeof attributes, 0);
    if (rules < 0) return false;
    for (size_t index = 0; index < sizeof readable / sizeof *readable; index++)
        allow_reading(rules, readable[index], access);
    const bool is_done = syscall(SYS_landlock_restrict_self, rules, 0) == 0;
    close(rules);
    return is_done;
}

SBEntry sb_enter(SBLimits limits) {
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) return SB_FAILED;
    if (!set_limits(limits)) return SB_FAILED;
    const bool keeps_fonts = leave_system_files();
    if (!sb_load_filter(keeps_fonts)) return SB_FAILED;
    return keeps_fonts ? SB_CLOSED_BUT_FONTS : SB_CLOSED;
}
