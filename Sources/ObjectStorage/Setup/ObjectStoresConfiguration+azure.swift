import Settings

extension ObjectStoresConfiguration {
    /// Reads what is about Azure's blob storage.
    mutating func readAzure(_ settings: SettingsReader) throws(SettingsError) {
        settings.group("Azure")
        try readRules(of: .abs, settings, help: "Allow abs://container/blob, also written az://, as a source.")
        azure.account = try settings.optionalString("abs-name", valueName: "ACCOUNT", help: "Storage account.")
        azure.endpoint = try Self.endpoint(
            settings, "abs-endpoint", unset: "Azure's for the account", help: "URL of its blob service.")
        let key = try settings.secret("abs-key", help: "The account's key.")
        let access = try settings.secret(
            "abs-sas", help: "A shared access signature (sv=…&sig=…), in place of the key.")
        guard key == nil || access == nil else {
            throw settings.rejection(of: "abs-sas", "cannot be used together with abs-key")
        }
        guard key == nil || azure.account != nil else {
            throw settings.rejection(of: "abs-key", "needs abs-name")
        }
        guard key != nil || access != nil else { return }
        do throws(ObjectStoreError) {
            if let key { azure.authority = try .sharedKey(key.revealed) }
            if let access { azure.authority = try .sharedAccess(access.revealed) }
        } catch {
            throw settings.rejection(of: key == nil ? "abs-sas" : "abs-key", error.message)
        }
    }
}
