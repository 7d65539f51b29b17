import Settings

extension ObjectStoresConfiguration {
    /// Reads what is about OpenStack Swift.
    mutating func readSwift(_ settings: SettingsReader) throws(SettingsError) {
        settings.group("OpenStack Swift")
        try readRules(of: .swift, settings, help: "Allow swift://container/object as a source.")
        swift.authURL = try Self.endpoint(
            settings, "swift-auth-url", unset: "none",
            help: "URL of the identity service, such as https://keystone.example.com/v3.")
        swift.version = try settings.choice(
            "swift-auth-version", default: swift.version,
            help: "1: TempAuth; 3: Keystone; 0: by the URL, which has a v3 in its path for Keystone.")
        swift.user = try settings.optionalString("swift-user", valueName: "NAME", help: "User.")
        swift.key = try settings.secret("swift-key", help: "The user's key or password.").map { SwiftKey($0.revealed) }
        swift.tenant = try settings.optionalString(
            "swift-tenant", valueName: "NAME", help: "Project, for Keystone.")
        swift.domain = try settings.string(
            "swift-domain", default: swift.domain, valueName: "NAME", help: "Domain of user and project, for Keystone.")
        swift.region = try settings.optionalString(
            "swift-region", valueName: "NAME", unset: "the first", help: "Region, for Keystone.")
    }
}
