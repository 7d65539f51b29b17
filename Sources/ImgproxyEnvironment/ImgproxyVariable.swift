/// One of imgproxy's environment variables, and how it is treated here.
package struct ImgproxyVariable: Sendable {
    package enum Use: Sendable {
        /// It sets the setting `key`.
        case used(key: String, ValueConversion)
        /// It controls how another variable, named without the prefix, is read.
        case partOf(String)
        /// It is accepted and has no effect; the reason is a sentence.
        case accepted(reason: String)
        /// The service refuses to start with it, because ignoring it would be less safe; the reason is a sentence.
        case refused(reason: String)
    }

    package static let prefix = "IMGPROXY_"

    /// Without the prefix: `MAX_REDIRECTS`.
    package let shortName: String
    package let use: Use

    /// `IMGPROXY_MAX_REDIRECTS`
    package var name: String { Self.prefix + shortName }

    /// The key of the setting that the variable sets.
    package var settingKey: String? {
        if case .used(let key, _) = use { key } else { nil }
    }

    static func used(_ shortName: String, _ key: String, _ conversion: ValueConversion) -> ImgproxyVariable {
        ImgproxyVariable(shortName: shortName, use: .used(key: key, conversion))
    }

    /// Variables that have no effect for the same reason; `shortNames` are separated by spaces.
    static func accepted(_ shortNames: String, _ reason: String) -> [ImgproxyVariable] {
        shortNames.split(separator: " ").map {
            ImgproxyVariable(shortName: String($0), use: .accepted(reason: reason))
        }
    }

    /// Variables that prevent the start for the same reason; `shortNames` are separated by spaces.
    static func refused(_ shortNames: String, _ reason: String) -> [ImgproxyVariable] {
        shortNames.split(separator: " ").map {
            ImgproxyVariable(shortName: String($0), use: .refused(reason: reason))
        }
    }
}

/// Variables that belong together.
package struct ImgproxyVariableGroup: Sendable {
    package let heading: String
    package let variables: [ImgproxyVariable]

    /// All groups, in the order of the documentation. If two variables have the same setting, the first one wins.
    package static let all = [
        serving, sources, objectStores, security, urls, outputs, processing, responses, observation, environmentLoaders,
        commercial, removed,
    ]
}
