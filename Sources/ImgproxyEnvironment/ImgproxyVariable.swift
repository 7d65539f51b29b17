/// One of imgproxy's environment variables, and how it is treated here.
package struct ImgproxyVariable: Sendable {
    package enum Use: Sendable {
        /// It sets the setting `key`.
        case used(key: String, ValueConversion)
        /// Where it is true, it sets these settings, by key.
        case raises([String: String])
        /// It controls how another variable, named without the prefix, is read.
        case partOf(String)
        /// It names a file of variables, which `EnvironmentFile` reads before anything else.
        case file
        /// Where it is true, variables that imgproxy no longer has prevent the start.
        case forbidsRemoved
        /// It is accepted and has no effect; the reason is a sentence.
        case accepted(reason: String)
        /// imgproxy no longer has it.
        case removed
        /// It configures a feature that does not exist here, for a reason that is a sentence; with one of these values
        /// that feature is off there, too.
        case unsupported(off: Set<String>, reason: String)
        /// The service refuses to start with it, because ignoring it would be less safe; the reason is a sentence.
        case refused(reason: String)
    }

    /// What imgproxy does where the variable is not set, if that is not what the default of the setting here does.
    package enum Standard: Sendable, Hashable {
        /// As with this value of the variable: with imgproxy's defaults, the setting has it.
        case taken(String)
        /// As with this value; the setting keeps its own default, for a reason that is a sentence.
        case kept(String, because: String)
    }

    package static let prefix = "IMGPROXY_"

    /// Without the prefix: `MAX_REDIRECTS`.
    package let shortName: String
    package let use: Use
    package let standard: Standard?

    init(shortName: String, use: Use, standard: Standard? = nil) {
        self.shortName = shortName
        self.use = use
        self.standard = standard
    }

    /// `IMGPROXY_MAX_REDIRECTS`
    package var name: String { Self.prefix + shortName }

    /// The keys of the settings that the variable sets.
    package var settingKeys: [String] {
        switch use {
        case .used(let key, _): [key]
        case .raises(let settings): settings.keys.sorted()
        case .partOf, .file, .forbidsRemoved, .accepted, .removed, .unsupported, .refused: []
        }
    }

    static func used(
        _ shortName: String, _ key: String, _ conversion: ValueConversion, _ standard: Standard? = nil
    ) -> ImgproxyVariable {
        ImgproxyVariable(shortName: shortName, use: .used(key: key, conversion), standard: standard)
    }

    /// Variables that have no effect for the same reason; `shortNames` are separated by spaces.
    static func accepted(_ shortNames: String, _ reason: String) -> [ImgproxyVariable] {
        all(shortNames, .accepted(reason: reason))
    }

    /// Variables of a feature that does not exist here; `shortNames` are separated by spaces.
    static func unsupported(_ shortNames: String, off: Set<String> = [], _ reason: String) -> [ImgproxyVariable] {
        all(shortNames, .unsupported(off: off, reason: reason))
    }

    /// Variables that prevent the start for the same reason; `shortNames` are separated by spaces.
    static func refused(_ shortNames: String, _ reason: String) -> [ImgproxyVariable] {
        all(shortNames, .refused(reason: reason))
    }

    /// The same for all of `shortNames`, which are separated by spaces.
    static func all(_ shortNames: String, _ use: Use) -> [ImgproxyVariable] {
        shortNames.split(separator: " ").map { ImgproxyVariable(shortName: String($0), use: use) }
    }
}
