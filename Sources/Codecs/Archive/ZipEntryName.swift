/// The name of a file in an archive, checked so that no extractor writes outside the directory it was given.
package struct ZipEntryName: Sendable, Hashable {
    /// Path components separated by `/`; relative, at most `maximumBytes` of UTF-8.
    package let path: String

    /// The longest name in bytes of UTF-8; the format's field has 16 bits, file systems stop far earlier.
    package static let maximumBytes = 4096

    /// Checks `path`: relative, separated by `/`, without empty, `.` or `..` components, backslashes, drive letters or
    /// control characters.
    ///
    /// - Throws: `invalidName`.
    package init(_ path: String) throws(ArchiveError) {
        guard !path.isEmpty, path.utf8.count <= Self.maximumBytes else {
            throw ArchiveError(.invalidName, "An entry's name must have 1 to \(Self.maximumBytes) bytes.")
        }
        guard !path.unicodeScalars.contains(where: Self.isForbidden) else {
            throw ArchiveError(
                .invalidName, "An entry's name must not contain control characters, backslashes or colons.")
        }
        let components = path.split(separator: "/", omittingEmptySubsequences: false)
        guard components.allSatisfy({ $0 != "" && $0 != "." && $0 != ".." }) else {
            throw ArchiveError(
                .invalidName, "An entry's name must be a relative path without empty, '.' or '..' components.")
        }
        self.path = path
    }

    /// Controls break listings; a backslash is a separator, and a colon a drive or stream, on Windows.
    private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .control || scalar == "\\" || scalar == ":"
    }
}
