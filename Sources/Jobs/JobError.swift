/// Why an operation on a batch failed.
package struct JobError: Error, CustomStringConvertible {
    package enum Code: Sendable, Hashable, CaseIterable {
        /// There is no such batch.
        case notFound
        /// The batch's state does not allow the operation.
        case wrongState
        /// The idempotency key was used for another batch.
        case keyInUse
        /// A batch without renditions, or with a number out of range.
        case invalidBatch
        /// A cursor that did not come from this store, or that belongs to another list.
        case invalidCursor
        /// A manifest with invalid content.
        case invalidManifest
        /// A manifest that cannot be read.
        case manifestUnreadable
        /// Another process has been holding the job file for too long.
        case busy
        /// The job file is damaged, or is not a job file.
        case corrupt
        /// The job file was made by a newer version.
        case newerVersion
        /// The disk with the job file is full.
        case noSpace
        /// The job file may not be read or written.
        case notPermitted
        /// Any other failure of the store.
        case failed
    }

    package let code: Code
    /// What went wrong and what can be done, for the user.
    package let message: String
    package let cause: (any Error)?

    package init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    package var description: String { message }
}
