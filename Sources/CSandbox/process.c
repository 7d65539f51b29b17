#define _GNU_SOURCE
#include "CSandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/// Above all that a child is given: what is copied down there is never copied over.
#define HIGH 16

/// `descriptor` at or above HIGH, closed in children; the one given is closed.
static int raised(int descriptor) {
    if (descriptor < 0 || descriptor >= HIGH) return descriptor;
    const int high = fcntl(descriptor, F_DUPFD_CLOEXEC, HIGH);
    const int error = errno;
    close(descriptor);
    errno = error;
    return high;
}

int sb_memory_file(const char *name) { return raised(memfd_create(name, MFD_CLOEXEC)); }

int sb_socket_pair(int *first, int *second) {
    int descriptors[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, descriptors) != 0) return errno;
    *first = raised(descriptors[0]);
    *second = raised(descriptors[1]);
    if (*first >= 0 && *second >= 0) return 0;
    const int error = errno;
    if (*first >= 0) close(*first);
    if (*second >= 0) close(*second);
    return error;
}

ssize_t sb_send(int socket, const void *bytes, size_t count) {
    return send(socket, bytes, count, MSG_NOSIGNAL | MSG_DONTWAIT);
}

int sb_wait(int socket, bool writing, int milliseconds) {
    struct pollfd wanted = {.fd = socket, .events = writing ? POLLOUT : POLLIN};
    return poll(&wanted, 1, milliseconds);
}

bool sb_is_closed(int socket) {
    struct pollfd wanted = {.fd = socket, .events = POLLIN};
    // An idle child says nothing: whatever is there is its end, or not to be trusted.
    return poll(&wanted, 1, 0) != 0;
}

static int add_files(posix_spawn_file_actions_t *actions, int control, int input, int output) {
    int error = posix_spawn_file_actions_addopen(actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    if (error == 0) error = posix_spawn_file_actions_addopen(actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    if (error == 0) error = posix_spawn_file_actions_adddup2(actions, control, SB_CONTROL);
    if (error == 0) error = posix_spawn_file_actions_adddup2(actions, input, SB_INPUT);
    if (error == 0) error = posix_spawn_file_actions_adddup2(actions, output, SB_OUTPUT);
    // Libraries open files without marking them as ours alone.
    if (error == 0) error = posix_spawn_file_actions_addclosefrom_np(actions, SB_OUTPUT + 1);
    return error;
}

static int set_signals(posix_spawnattr_t *attributes) {
    sigset_t all, none;
    sigfillset(&all);
    sigemptyset(&none);
    int error = posix_spawnattr_setsigdefault(attributes, &all);
    if (error == 0) error = posix_spawnattr_setsigmask(attributes, &none);
    // A group of its own: Ctrl-C is for the service, which lets its renders end.
    if (error == 0) error = posix_spawnattr_setpgroup(attributes, 0);
    if (error != 0) return error;
    return posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
}

int sb_start(
    const char *path, char *const *arguments, char *const *environment, int control, int input, int output,
    pid_t *pid) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    int error = posix_spawn_file_actions_init(&actions);
    if (error != 0) return error;
    error = posix_spawnattr_init(&attributes);
    if (error == 0) {
        error = add_files(&actions, control, input, output);
        if (error == 0) error = set_signals(&attributes);
        if (error == 0) error = posix_spawn(pid, path, &actions, &attributes, arguments, environment);
        posix_spawnattr_destroy(&attributes);
    }
    posix_spawn_file_actions_destroy(&actions);
    return error;
}

SBEnd sb_end(pid_t pid) {
    SBEnd end = {0};
    if (pid <= 0) return end;
    kill(pid, SIGKILL);
    int status = 0;
    struct rusage usage;
    while (wait4(pid, &status, 0, &usage) < 0)
        if (errno != EINTR) return end;
    end.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    // Linux counts it in KiB.
    end.peak_bytes = (uint64_t)usage.ru_maxrss * 1024;
    return end;
}

/// What `/proc` says of the memory of `pid`, in pages. False if it is unknown.
static bool read_pages(pid_t pid, uint64_t *mapped, uint64_t *resident, uint64_t *shared) {
    char path[32], text[128];
    snprintf(path, sizeof path, "/proc/%d/statm", (int)pid);
    const int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return false;
    const ssize_t count = read(file, text, sizeof text - 1);
    close(file);
    if (count <= 0) return false;
    text[count] = 0;
    return sscanf(text, "%" SCNu64 " %" SCNu64 " %" SCNu64, mapped, resident, shared) == 3;
}

uint64_t sb_own_bytes(pid_t pid) {
    uint64_t mapped, resident, shared;
    if (!read_pages(pid, &mapped, &resident, &shared)) return 0;
    return resident > shared ? (resident - shared) * (uint64_t)sysconf(_SC_PAGESIZE) : 0;
}

bool sb_allow_memory(pid_t pid, uint64_t bytes) {
    uint64_t mapped, resident, shared;
    struct rlimit limit;
    if (!read_pages(pid, &mapped, &resident, &shared) || prlimit(pid, RLIMIT_AS, NULL, &limit) != 0) return false;
    const uint64_t wanted = mapped * (uint64_t)sysconf(_SC_PAGESIZE) + bytes;
    limit.rlim_cur = limit.rlim_max != RLIM_INFINITY && limit.rlim_max < wanted ? limit.rlim_max : wanted;
    return prlimit(pid, RLIMIT_AS, &limit, NULL) == 0;
}
