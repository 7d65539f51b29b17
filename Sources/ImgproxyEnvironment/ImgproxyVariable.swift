/// One environment variable of imgproxy, and what becomes of it here.
package struct ImgproxyVariable: Sendable {
    package enum Use: Sendable {
        /// It gives the setting `key` its value.
        case used(key: String, ValueConversion)
        /// It says how another variable, named without prefix, is read.
        case partOf(String)
        /// It is taken and does nothing; the reason is a sentence.
        case accepted(reason: String)
        /// The service does not start with it, because to go on without it would be less safe; the reason is a sentence.
        case refused(reason: String)
    }

    package static let prefix = "IMGPROXY_"

    /// Without prefix: `MAX_REDIRECTS`.
    package let shortName: String
    package let use: Use

    /// `IMGPROXY_MAX_REDIRECTS`
    package var name: String { Self.prefix + shortName }

    /// The key of the setting that the variable gives a value to.
    package var settingKey: String? {
        if case .used(let key, _) = use { key } else { nil }
    }

    static func used(_ shortName: String, _ key: String, _ conversion: ValueConversion) -> ImgproxyVariable {
        ImgproxyVariable(shortName: shortName, use: .used(key: key, conversion))
    }

    /// Variables that do nothing for the same reason; `shortNames` are separated by blanks.
    static func accepted(_ shortNames: String, _ reason: String) -> [ImgproxyVariable] {
        shortNames.split(separator: " ").map {
            ImgproxyVariable(shortName: String($0), use: .accepted(reason: reason))
        }
    }

    /// Variables that stop the start for the same reason; `shortNames` are separated by blanks.
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

    /// All groups, in the order of the documentation. Of two variables with the same setting, the first one wins.
    package static let all = [
        serving, sources, objectStores, security, urls, outputs, processing, responses, observation, environmentLoaders,
        commercial, removed,
    ]
}
