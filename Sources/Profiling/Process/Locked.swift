import Glibc

/// A value that one thread at a time may use.
///
/// A pthread mutex, since the standard library's `Mutex` gives false reports under the thread sanitizer when several
/// threads want it.
@safe final class Locked<Value>: @unchecked Sendable {
    // Sendable: `value` is only touched while `mutex` is held.
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private var value: Value

    init(_ value: Value) {
        self.value = value
        unsafe mutex = .allocate(capacity: 1)
        unsafe pthread_mutex_init(mutex, nil)
    }

    deinit {
        unsafe pthread_mutex_destroy(mutex)
        unsafe mutex.deallocate()
    }

    /// What `body` makes of the value; blocks while another thread has it.
    func with<Result, Failure: Error>(_ body: (inout Value) throws(Failure) -> Result) throws(Failure) -> Result {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe _ = pthread_mutex_unlock(mutex) }
        return try body(&value)
    }
}
