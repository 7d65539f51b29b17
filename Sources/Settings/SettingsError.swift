/// Why the settings cannot be used.
package struct SettingsError: Error, CustomStringConvertible {
    package enum Code: Sendable, Hashable, CaseIterable {
        /// A value does not have the form or the range that its setting asks for.
        case invalidValue
        /// A flag or a file key stands without a value.
        case missingValue
        /// A flag, variable or file key that no setting declares.
        case unknownSetting
        /// The settings file could not be read.
        case unreadableFile
        /// The settings file is not YAML, or not a mapping of keys.
        case invalidFile
        /// A declaration in the code is wrong: a key twice, a malformed key, a default out of range.
        case invalidDeclaration
    }

    package let code: Code
    /// What is wrong and what is allowed, for the person who set it; never holds a secret's value.
    package let message: String
    package let cause: (any Error)?

    package init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    package var description: String { message }
}
