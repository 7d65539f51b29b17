/// A path below a store's root, split into its names.
struct StorePath {
    /// As it was given.
    let text: String
    /// The folders on the way, starting at the root.
    let folders: [String]
    /// The file's name.
    let name: String

    /// The prefix of names reserved for files that are not complete yet.
    static let temporaryPrefix = ".stillwater-"

    /// - Throws: `invalidPath` for an absolute path, an empty name, `.`, `..`, NUL, or a name reserved for temporary
    ///   files.
    init(_ text: String) throws(StorageError) {
        let names = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard let name = names.last, names.allSatisfy(Self.isAllowed) else {
            throw StorageError(
                .invalidPath,
                "\"\(text.prefix(200))\" is not a valid path below the store: expected names separated by /, "
                    + "none of which is empty, ., .. or starts with \(Self.temporaryPrefix)")
        }
        self.text = text
        self.name = name
        folders = names.dropLast()
    }

    private static func isAllowed(_ name: String) -> Bool {
        !name.isEmpty && name != "." && name != ".." && !name.utf8.contains(0) && !name.hasPrefix(temporaryPrefix)
    }
}
