/// How long an answer may be used, in milliseconds from when its source came.
package struct Lifetime: Sendable, Hashable {
    /// It is as good as new.
    package var fresh: Int
    /// Behind that: it is still used, while a new one is made (RFC 5861, section 3).
    package var staleWhileRevalidate: Int
    /// Behind `fresh`: it is used where no new one can be made (RFC 5861, section 4).
    package var staleIfError: Int

    package init(fresh: Int, staleWhileRevalidate: Int = 0, staleIfError: Int = 0) {
        self.fresh = fresh
        self.staleWhileRevalidate = staleWhileRevalidate
        self.staleIfError = staleIfError
    }

    /// How old entries may be used.
    package enum State: Sendable, Hashable {
        case fresh
        /// It may be used at once; somebody should renew it.
        case renewing
        /// It may be used only if no new one can be made.
        case lastResort
        /// Its source may still be asked whether it has changed; the answer itself is not used.
        case gone
    }

    /// What becomes of an answer that is `age` milliseconds old; a clock that was set back makes it new.
    package func state(age: Int) -> State {
        let over = age - fresh
        if over < 0 { return .fresh }
        if over < staleWhileRevalidate { return .renewing }
        return over < staleIfError ? .lastResort : .gone
    }
}
