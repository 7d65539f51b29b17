import Glibc

/// The sanitizer that a test program was built with.
package enum Sanitizer {
    /// Whether one is loaded: it has its own malloc, keeps memory longer, and delays signals.
    package static let isLoaded = dlsym(nil, "__asan_init") != nil || dlsym(nil, "__tsan_init") != nil
}
