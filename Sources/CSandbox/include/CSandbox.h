/// Child processes that may do nothing but compute: how one is started, and how it shuts itself in.
#ifndef C_SANDBOX_H
#define C_SANDBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/// The descriptors that a child starts with besides its standard ones.
#define SB_CONTROL 3
#define SB_INPUT 4
#define SB_OUTPUT 5

/// An anonymous file in memory, empty, closed in programs that this one starts; -1 and `errno` when there is none.
/// The caller closes it.
int sb_memory_file(const char *_Nonnull name);

/// Two connected stream sockets, closed in programs that this one starts. 0, or the number of the error.
/// The caller closes both.
int sb_socket_pair(int *_Nonnull first, int *_Nonnull second);

/// `write` to a socket that never waits and raises no signal.
ssize_t sb_send(int socket, const void *_Nonnull bytes, size_t count);

/// Waits until `socket` can be read (`writing` false) or written, at most `milliseconds` (-1: for ever).
/// Above 0 when it can, or is closed at the other end; 0 when the time is over; below 0 for an error.
int sb_wait(int socket, bool writing, int milliseconds);

/// Whether the other end of `socket` has closed it.
bool sb_is_closed(int socket);

/// Starts `path` with `arguments` and `environment` (both end with NULL) in a process group of its own, without any
/// descriptor but the standard ones (input and output of nothing, errors to ours), `control`, `input` and `output`.
/// 0 and the process in `pid`, or the number of the error. The caller ends the process.
int sb_start(
    const char *_Nonnull path, char *_Nullable const *_Nonnull arguments, char *_Nullable const *_Nonnull environment,
    int control, int input, int output, pid_t *_Nonnull pid);

/// How a process came to its end.
typedef struct {
    /// The signal that ended it; 0 when none did.
    int signal;
    /// The most memory that it had resident at once in all its life, what it shares with others included.
    uint64_t peak_bytes;
} SBEnd;

/// Kills `pid`, a child of this process, and waits for its end, which may have come earlier. Blocks for as long as that
/// takes: microseconds.
SBEnd sb_end(pid_t pid);

/// Lets `pid`, a child of this process, map `bytes` more than it has mapped now, within its hard limit. False when that
/// can't be set.
bool sb_allow_memory(pid_t pid, uint64_t bytes);

/// Resident bytes of the process `pid` that are not of files or memory files; 0 if they are unknown.
uint64_t sb_own_bytes(pid_t pid);

/// What a process shuts itself in with.
typedef struct {
    /// Bytes of address space beyond what is mapped now.
    uint64_t memory_bytes;
    /// The largest file (in memory) that may be written.
    uint64_t file_bytes;
} SBLimits;

/// How far `sb_enter` came.
typedef enum {
    /// As far as it goes: system files (fonts, libraries) can be read, and nothing else.
    SB_CLOSED_BUT_FONTS = 0,
    /// The kernel has no Landlock: no file at all can be opened.
    SB_CLOSED = 1,
    /// It failed: the process must end.
    SB_FAILED = -1,
} SBEntry;

/// Shuts the calling process in for good, with all threads that it has and will have: no privileges by programs that it
/// starts, limits on address space and files, no dumps, no sockets, no processes, no files but those above.
/// To be called on the first thread, before others can read files.
SBEntry sb_enter(SBLimits limits);

/// Makes the kernel kill this process when the thread that started it ends, and so when `parent`, its process, does,
/// however that comes. False when `parent` is gone already: the process must end then.
/// To be called before `sb_enter`, which forbids to take it back.
bool sb_bind_to_parent(pid_t parent);

/// Starts a thread that ends this process when the other end of SB_CONTROL is closed, whatever the others compute.
/// To be called after `sb_enter`, which shuts in the calling thread and those that it starts.
bool sb_end_with_control(void);

/// Gives this process `cpu_seconds` more of CPU time, and `milliseconds` from now, after which the kernel ends it by
/// SIGXCPU or SIGALRM; 0 milliseconds are no limit. Each call replaces the one before. False when that can't
/// be set.
bool sb_allow_time(uint64_t cpu_seconds, uint64_t milliseconds);

#endif
