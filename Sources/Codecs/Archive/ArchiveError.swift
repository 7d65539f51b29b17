/// Why an archive could not be written.
package struct ArchiveError: Error, Sendable, CustomStringConvertible {
    /// What kind of fault it is.
    package enum Code: Sendable, Hashable, CaseIterable {
        /// The entry's name is empty, absolute, leads out of the archive, or contains forbidden characters.
        case invalidName
        /// The archive already has an entry of this name.
        case duplicateName
        /// A call out of order: an entry before the last one was taken out, or anything after the end.
        case outOfOrder
        /// libarchive refused a step; nothing more can be written.
        case writeFailed
    }

    /// What kind of fault it is.
    package let code: Code
    /// What was wrong and what is allowed; clients may see it.
    package let message: String
    /// The error underneath, if there was one.
    package let cause: (any Error)?

    package init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    package var description: String { message }
}
