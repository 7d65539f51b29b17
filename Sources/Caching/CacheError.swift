/// Why a cache cannot be opened. Once it is open, nothing that happens to it is an error: it is a miss, and counted.
package struct CacheError: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Code: Sendable, Hashable {
        /// The folder cannot be made, read or written.
        case unusableFolder
        /// Another process uses the folder.
        case inUse
        /// The setting is not valid.
        case invalidSetting
    }

    package let code: Code
    /// Says what is wrong and what would be right.
    package let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { message }
}
