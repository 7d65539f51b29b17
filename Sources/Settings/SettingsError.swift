/// Why the settings cannot be used.
package struct SettingsError: Error, CustomStringConvertible {
    package enum Code: Sendable, Hashable, CaseIterable {
        /// A value has the wrong form, or is out of range.
        case invalidValue
        /// A flag or a file key has no value.
        case missingValue
        /// A flag, variable or file key that no setting declares.
        case unknownSetting
        /// The settings file could not be read.
        case unreadableFile
        /// The settings file is not YAML, or not a mapping of keys.
        case invalidFile
        /// A declaration in the code is wrong: a duplicate key, a malformed key, a default out of range.
        case invalidDeclaration
    }

    package let code: Code
    /// What is wrong and what is allowed, for the person who set it; never contains a secret's value.
    package let message: String
    package let cause: (any Error)?

    package init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    package var description: String { message }
}
