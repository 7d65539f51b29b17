package import Settings

/// Reads the environment of an imgproxy installation, so that its env file starts this service unchanged.
package enum ImgproxyEnvironment {
    /// Translates imgproxy's variables in `environment` to settings, named by our own variables (`STILLWATER_…`), which
    /// take precedence over them; and returns one line about each variable that has no effect, in alphabetical order of
    /// the variables, and the keys of settings whose own default stays, as no limit was wanted.
    ///
    /// `PORT`, which overrides `IMGPROXY_BIND` in imgproxy, counts only if some other imgproxy variable is set, so that
    /// it never moves a listener by accident. An empty variable counts as not set.
    ///
    /// - Throws: `unknownSetting` for a name that imgproxy does not have, with the nearest one that exists;
    ///   `invalidValue` for a value that the variable does not accept, or a variable that cannot safely be ignored.
    ///   Values are not repeated.
    package static func translate(
        _ environment: [String: String]
    ) throws(SettingsError) -> (settings: [String: String], notices: [String], unlimited: [String]) {
        let given = given(in: environment)
        try refuseUnknown(given.keys.sorted())
        var translation = Translation(given)
        if !given.isEmpty, let port = environment["PORT"], !port.isEmpty {
            translation.settings["bind"] = ":\(port)"
        }
        for variable in variables {
            if let text = given[variable.name] { try translation.add(variable, text) }
        }
        let settings = translation.settings.map { (settingVariable($0.key), $0.value) }
        return (
            Dictionary(uniqueKeysWithValues: settings), translation.notices.sorted(), translation.unlimited
        )
    }

    /// Whether some variable of imgproxy is set in `environment`, so that its installation is what is switched from. An
    /// empty variable counts as not set.
    package static func isUsed(in environment: [String: String]) -> Bool { !given(in: environment).isEmpty }

    /// Every variable that imgproxy has.
    package static let variables = ImgproxyVariableGroup.all.flatMap(\.variables)

    /// `STILLWATER_MAX_REDIRECTS` for `max-redirects`.
    static func settingVariable(_ key: String) -> String {
        "STILLWATER_" + key.uppercased().replacing("-", with: "_")
    }

    private static func given(in environment: [String: String]) -> [String: String] {
        environment.filter { name, value in
            name.hasPrefix(ImgproxyVariable.prefix) && !value.isEmpty
                && !ServiceLink.isOne(name, value: value, prefix: ImgproxyVariable.prefix)
        }
    }

    private static func refuseUnknown(_ names: [String]) throws(SettingsError) {
        let known = variables.map(\.name)
        let unknown = names.filter { !known.contains($0) }
        guard !unknown.isEmpty else { return }
        let texts = unknown.map { name in
            if let renamed = renamed[String(name.dropFirst(ImgproxyVariable.prefix.count))] {
                return "unknown variable \(name); imgproxy 4 calls it \(ImgproxyVariable.prefix)\(renamed)"
            }
            return "unknown variable \(name)" + (nearest(to: name, among: known).map { "; did you mean \($0)?" } ?? "")
        }
        throw SettingsError(.unknownSetting, texts.joined(separator: "; "))
    }

    /// What imgproxy 3 called otherwise, without prefix.
    private static let renamed = [
        "ENABLE_WEBP_DETECTION": "AUTO_WEBP", "ENABLE_AVIF_DETECTION": "AUTO_AVIF",
        "ENABLE_JXL_DETECTION": "AUTO_JXL", "MAX_SRC_DIMENSION": "MAX_SRC_RESOLUTION",
    ]

    /// The nearest name by the letters to be removed and inserted, at most half as many as were typed.
    private static func nearest(to typed: String, among known: [String]) -> String? {
        let typed = Array(typed.utf8.dropFirst(ImgproxyVariable.prefix.utf8.count))
        let ranked = known.map { name in
            let letters = Array(name.utf8.dropFirst(ImgproxyVariable.prefix.utf8.count))
            return (name: name, changes: letters.difference(from: typed).count)
        }
        return ranked.filter { $0.changes <= max(2, typed.count / 2) }.min { $0.changes < $1.changes }?.name
    }
}
