internal import CVipsShim

/// A request to end running work. Any thread may make it; the work checks it between its pieces.
///
/// Codecs that do all their work in one call can't check it: libwebp's and libheif's decoders, and the AVIF encoder.
@safe package final class Interruption: Sendable {
    // Set once, freed in `deinit`; the flag behind it is atomic.
    private nonisolated(unsafe) let flag: OpaquePointer

    package init() { unsafe flag = sw_interrupt_new() }

    deinit { unsafe sw_interrupt_free(flag) }

    /// Asks the work to end.
    package func request() { unsafe sw_interrupt_set(flag) }

    package var isRequested: Bool { unsafe sw_interrupt_is_set(flag) }

    /// What `work` returns. Once this is requested, images that it opens on this thread, and everything made from them,
    /// end with an error. They must not leave `work`.
    package func watching<Value, Failure: Error>(_ work: () throws(Failure) -> Value) throws(Failure) -> Value {
        unsafe sw_watch(flag)
        defer { sw_watch(nil) }
        return try work()
    }

    /// Whether the thread's work has to end.
    package static var isWished: Bool { sw_is_interrupted() }

    /// For loops over rows: ends them when the thread's work has to end.
    ///
    /// - Throws: `interrupted`.
    package static func check() throws(CodecError) {
        if isWished { throw CodecError(.interrupted) }
    }
}
