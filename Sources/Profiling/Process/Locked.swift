import Glibc

/// A value that only one thread at a time can use.
///
/// Uses a pthread mutex, because the standard library's `Mutex` produces false reports under the thread sanitizer when
/// several threads contend for it.
@safe final class Locked<Value>: @unchecked Sendable {
    // Sendable: `value` is only accessed while `mutex` is held.
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

    /// The result of `body` for the value; blocks while another thread holds it.
    func with<Result, Failure: Error>(_ body: (inout Value) throws(Failure) -> Result) throws(Failure) -> Result {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe _ = pthread_mutex_unlock(mutex) }
        return try body(&value)
    }
}
