// A guard around liborc, which makes machine code for libvips' resizing and filters while a picture is opened.
//
// liborc 0.4.33 (Debian 12) keeps one list of code chunks for the process and merges freed ones without a lock: two
// threads that resize small pictures at the same time end the process within seconds ("free(): invalid pointer", or a
// bad pointer in orc_code_chunk_merge). These definitions take precedence over the library's for libvips' calls, and
// let one thread in at a time. Without machine code at all (VIPS_NOVECTOR) a 16-megapixel photograph takes 1.4 times
// the CPU time.

#define _GNU_SOURCE

#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>

typedef struct _OrcProgram OrcProgram;

int orc_program_compile(OrcProgram *program);
void orc_program_free(OrcProgram *program);

static pthread_mutex_t lock;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static int (*compile)(OrcProgram *);
static void (*release)(OrcProgram *);

static void prepare(void) {
    // Recursive, in case the library calls its own functions by the names that are taken here.
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_RECURSIVE);
    pthread_mutex_init(&lock, &attributes);
    pthread_mutexattr_destroy(&attributes);
    // POSIX has functions come out of dlsym as object pointers.
    *(void **)&compile = dlsym(RTLD_NEXT, "orc_program_compile");
    *(void **)&release = dlsym(RTLD_NEXT, "orc_program_free");
}

__attribute__((visibility("default"))) int orc_program_compile(OrcProgram *program) {
    pthread_once(&once, prepare);
    // 0x200, "unknown": a libvips without liborc never calls this.
    if (!compile) return 0x200;
    pthread_mutex_lock(&lock);
    const int result = compile(program);
    pthread_mutex_unlock(&lock);
    return result;
}

__attribute__((visibility("default"))) void orc_program_free(OrcProgram *program) {
    pthread_once(&once, prepare);
    if (!release) return;
    pthread_mutex_lock(&lock);
    release(program);
    pthread_mutex_unlock(&lock);
}
