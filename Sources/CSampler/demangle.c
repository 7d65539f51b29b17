#include "CSampler.h"

#include <string.h>

// The first gives short names (no module, no types of results) but is not a documented interface; the second is.
extern char *_swift_backtrace_demangle(const char *symbol, size_t length, char *buffer, size_t *size)
    __attribute__((weak));
extern char *swift_demangle(const char *symbol, size_t length, char *buffer, size_t *size, uint32_t flags)
    __attribute__((weak));

char *sampler_demangle(const char *symbol) {
    static const char *const prefixes[] = {"$s", "$S", "_$s", "_T0", "_Z"};
    bool is_mangled = false;
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        if (strncmp(symbol, prefixes[i], strlen(prefixes[i])) == 0) is_mangled = true;
    }
    if (!is_mangled) return NULL;
    if (_swift_backtrace_demangle) return _swift_backtrace_demangle(symbol, strlen(symbol), NULL, NULL);
    return swift_demangle ? swift_demangle(symbol, strlen(symbol), NULL, NULL, 0) : NULL;
}
