/// Why an archive could not be written.
package struct ArchiveError: Error, Sendable, CustomStringConvertible {
    /// What kind of fault it is.
    package enum Code: Sendable, Hashable, CaseIterable {
        /// The entry's name is empty, absolute, climbs out of the archive or holds forbidden characters.
        case invalidName
        /// An entry of this name is in the archive already.
        case duplicateName
        /// A call came out of order: an entry before the last one was taken out, or anything after the end.
        case outOfOrder
        /// libarchive refused a step; nothing more can be written.
        case writeFailed
    }

    /// What kind of fault it is.
    package let code: Code
    /// What was wrong and what is allowed; fit for a client's eyes.
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
