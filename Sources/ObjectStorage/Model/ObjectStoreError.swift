/// Why a store did not do what it was asked.
package struct ObjectStoreError: Error, Sendable {
    package enum Code: Sendable, Hashable {
        /// The bucket's or object's name cannot be one.
        case invalidName
        /// A setting, or a file that a setting names, cannot be used.
        case notConfigured
        /// No place has credentials.
        case noCredentials
        /// A place that should have credentials did not give them.
        case credentialsFailed
        /// There is no such object, or no such bucket.
        case notFound
        /// The store refuses: rights, signature, account.
        case denied
        /// A condition of the request does not hold: for a write that must not replace, the object exists.
        case preconditionFailed
        /// The range lies behind the object's end.
        case rangeNotSatisfiable
        /// The store asks for fewer requests.
        case slowDown
        /// The store failed, 5xx; worth another try later.
        case unavailable
        /// No connection, or one that broke.
        case connectFailed
        /// No answer in time.
        case timedOut
        /// The bucket is in another place than the settings and the store say.
        case wrongRegion
        /// Any other refusal, 4xx.
        case refused
        /// An answer that cannot be understood.
        case badAnswer
        case cancelled
    }

    package let code: Code
    /// What was wrong, in English, fit for whoever sent the request: no secret, no address.
    package let message: String
    /// The status of the store's answer, if there was one.
    package let status: Int?
    /// The store's own word for it, such as `NoSuchKey`, if it said one.
    package let storeCode: String?
    /// What failed underneath; for the log.
    package let cause: (any Error)?
    /// When the store wants to be asked again.
    package let retryAfter: Duration?

    package init(
        _ code: Code, _ message: String, status: Int? = nil, storeCode: String? = nil, cause: (any Error)? = nil,
        retryAfter: Duration? = nil
    ) {
        self.code = code
        self.message = message
        self.status = status
        self.storeCode = storeCode
        self.cause = cause
        self.retryAfter = retryAfter
    }

    static func cancelled(_ cause: (any Error)? = nil) -> ObjectStoreError {
        ObjectStoreError(.cancelled, "The request to the object store was cancelled.", cause: cause)
    }
}

extension ObjectStoreError: CustomStringConvertible {
    package var description: String { cause.map { "\(message) (\(code): \($0))" } ?? "\(message) (\(code))" }
}
