/// Why something could not be stored.
package struct StorageError: Error, CustomStringConvertible {
    package enum Code: Sendable, Hashable, CaseIterable {
        /// An invalid name template.
        case invalidTemplate
        /// A path that does not stay below the store's root, or that the file system refuses.
        case invalidPath
        /// Two renditions of one source would have the same path.
        case collision
        /// The disk or the quota is full.
        case noSpace
        /// Writing to the store is not permitted.
        case notPermitted
        /// Any other failure of the file system or the object store.
        case writeFailed
        /// The object store cannot be reached, or asks for fewer requests: worth another try later.
        case unavailable
        /// The task was cancelled; nothing was put in place.
        case cancelled
    }

    package let code: Code
    /// What went wrong and what is allowed; contains only paths below the root.
    package let message: String
    package let cause: (any Error)?

    package init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    package var description: String { message }
}
