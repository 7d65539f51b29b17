import Foundation
import Settings

extension ObjectStoresConfiguration {
    /// Reads what is about Google Cloud Storage.
    mutating func readGCS(_ settings: SettingsReader) throws(SettingsError) {
        settings.group("Google Cloud Storage")
        try readRules(of: .gs, settings, help: "Allow gs://bucket/key as a source.")
        if let endpoint = try Self.endpoint(
            settings, "gcs-endpoint", unset: "Google", help: "URL of a service that speaks its XML API.")
        {
            // imgproxy wants the path of Google's JSON API there.
            let isForJSON = endpoint.basePath == "/storage/v1"
            gcs.endpoint = StoreEndpoint(
                isSecure: endpoint.isSecure, host: endpoint.host, port: endpoint.port,
                basePath: isForJSON ? "" : endpoint.basePath)
        }
        let id = try settings.optionalString(
            "gcs-access-key-id", valueName: "ID", help: "HMAC key, in place of a service account.")
        let secret = try settings.secret("gcs-secret-access-key", help: "The secret that belongs to gcs-access-key-id.")
        if (id == nil) != (secret == nil) {
            throw settings.rejection(
                of: id == nil ? "gcs-secret-access-key" : "gcs-access-key-id",
                "gcs-access-key-id and gcs-secret-access-key belong together")
        }
        if let id, let secret { gcs.keys = Credentials(accessKey: id, secretKey: secret.revealed) }
        try readAccount(settings)
    }

    private static let keyFileVariable = "GOOGLE_APPLICATION_CREDENTIALS"

    private mutating func readAccount(_ settings: SettingsReader) throws(SettingsError) {
        let key = try settings.secret("gcs-key", help: "Key of a service account: the content of its JSON file.")
        let file = try settings.optionalString(
            "gcs-key-file", valueName: "FILE", unset: "the machine's account",
            alsoEnvironment: [Self.keyFileVariable], help: "The same in a file.")
        guard gcs.keys == nil else { return }
        do throws(ObjectStoreError) {
            if let key {
                gcs.account = try ServiceAccount(json: Data(key.revealed.utf8))
            } else if let file {
                guard let json = FileManager.default.contents(atPath: file) else {
                    throw ObjectStoreError(.notConfigured, "\(file) cannot be read")
                }
                gcs.account = try ServiceAccount(json: json)
            }
        } catch {
            // Google's own variable may be there for others, with a key of another kind.
            if key == nil, settings.origin(of: "gcs-key-file") == .environment(variable: Self.keyFileVariable) {
                gcs.accountFailure = error
                return
            }
            throw settings.rejection(of: key == nil ? "gcs-key-file" : "gcs-key", error.message, cause: error)
        }
    }
}
