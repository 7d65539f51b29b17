/// Why something could not be stored.
package struct StorageError: Error, CustomStringConvertible {
    package enum Code: Sendable, Hashable, CaseIterable {
        /// A name template that cannot be used.
        case invalidTemplate
        /// A path that does not stay below the store's root, or that the file system refuses.
        case invalidPath
        /// Two renditions of one source would have the same path.
        case collision
        /// The disk or the quota is full.
        case noSpace
        /// The store may not be written to.
        case notPermitted
        /// Any other failure of the file system.
        case writeFailed
        /// The task was cancelled; nothing was put in place.
        case cancelled
    }

    package let code: Code
    /// What went wrong and what is allowed; names paths below the root only.
    package let message: String
    package let cause: (any Error)?

    package init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    package var description: String { message }
}
