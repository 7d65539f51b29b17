import Settings
import Testing

@testable import ObjectStorage

@Suite struct ObjectStoresSettingsTests {
    private func read(
        _ arguments: [String], schemes: Set<StoreScheme> = [.s3]
    ) throws(SettingsError) -> ObjectStoresConfiguration {
        let reader = try SettingsReader(arguments: arguments, environment: [:])
        var configuration = try ObjectStoresConfiguration(reading: reader)
        try configuration.readWriting(reader, in: schemes)
        try reader.finish()
        return configuration
    }

    @Test("without settings, no store is on")
    func none() throws {
        let configuration = try read([])
        #expect(StoreScheme.allCases.allSatisfy { !configuration.rules.isOn($0) })
        #expect(configuration.s3.endpoints == S3Endpoints())
        #expect(configuration.s3.credentials == nil)
    }

    @Test("settings become what stores are spoken to by")
    func all() throws {
        let configuration = try read([
            "--use-s3", "--s3-allowed-buckets", "a", "--s3-allowed-buckets", "b", "--s3-denied-buckets", "c",
            "--s3-region",
            "eu-west-7", "--s3-endpoint", "http://minio:9000", "--no-s3-endpoint-path-style", "--s3-access-key-id", "A",
            "--s3-secret-access-key", "S", "--s3-session-token", "T", "--s3-assume-role", "r",
            "--s3-assume-role-external-id", "x", "--use-gcs", "--gcs-endpoint", "http://localhost:4443/storage/v1/",
            "--gcs-access-key-id", "G", "--gcs-secret-access-key", "S", "--use-abs", "--abs-name", "account",
            "--abs-sas",
            "?sv=1&sig=x", "--use-swift", "--swift-auth-url", "https://k/v3", "--swift-user", "u", "--swift-key", "k",
            "--output-store-class", "STANDARD_IA", "--output-store-encryption", "aws:kms",
        ])
        #expect(configuration.rules.allows("a", .s3) && !configuration.rules.allows("c", .s3))
        #expect(configuration.rules.schemes == Set(StoreScheme.allCases))
        #expect(configuration.s3.knownRegion == "eu-west-7")
        #expect(
            configuration.s3.endpoints
                == S3Endpoints(
                    endpoint: StoreEndpoint(isSecure: false, host: "minio", port: 9000), usesPathStyle: false))
        #expect(configuration.s3.credentials == Credentials(accessKey: "A", secretKey: "S", sessionToken: "T"))
        #expect(configuration.gcs.endpoint.description == "http://localhost:4443")
        #expect(configuration.azure.service?.host == "account.blob.core.windows.net")
        #expect(configuration.swift.usesKeystone)
        #expect(configuration.s3.writing.storageClass == "STANDARD_IA")
    }

    @Test(
        "what cannot be used is refused by its name, and secrets are not repeated",
        arguments: [
            (["--s3-region", "eu/west"], "s3-region"), (["--s3-endpoint", "minio:9000"], "s3-endpoint"),
            (["--s3-access-key-id", "A"], "s3-secret-access-key"),
            (["--s3-secret-access-key", "top-secret"], "s3-access-key-id"),
            (["--s3-session-token", "top-secret"], "s3-session-token"),
            (["--s3-assume-role-external-id", "x"], "s3-assume-role-external-id"),
            (["--gcs-key", "top-secret"], "gcs-key"),
            (["--gcs-key-file", "/nowhere"], "gcs-key-file"), (["--gcs-access-key-id", "A"], "gcs-secret-access-key"),
            (["--abs-key", "top-secret"], "abs-key"), (["--abs-name", "a", "--abs-key", "top-secret!"], "abs-key"),
            (["--abs-sas", "top-secret"], "abs-sas"), (["--swift-auth-url", "keystone"], "swift-auth-url"),
            (["--output-store-encryption", "rot13"], "output-store-encryption"),
            (["--output-store-class", "A B"], "output-store-class"),
            (["--object-store-timeout", "0"], "object-store-timeout"),
        ])
    func refuses(arguments: [String], key: String) {
        let error = #expect(throws: SettingsError.self) { _ = try read(arguments) }
        #expect(error?.code == .invalidValue)
        #expect(error?.description.contains(key) == true)
        #expect(error?.description.contains("top-secret") == false)
    }

    @Test("a file that Google's variable names for others does not end the start; only who needs it gets an error")
    func foreignKey() async throws {
        let reader = try SettingsReader(
            arguments: [], environment: ["GOOGLE_APPLICATION_CREDENTIALS": "/nowhere/external.json"])
        let configuration = try ObjectStoresConfiguration(reading: reader)
        let error = try await withStoreClient { client in
            await #expect(throws: ObjectStoreError.self) {
                _ = try await configuration.gcs.keeper(client, StoreClock()).credentials()
            }
        }
        #expect(error?.code == .credentialsFailed)
        #expect(error?.message.contains("GOOGLE_APPLICATION_CREDENTIALS") == true)
    }

    @Test("what the store of the results does not have is refused, and not left out")
    func useless() {
        #expect(throws: SettingsError.self) { _ = try read(["--output-store-acl", "public-read"], schemes: [.abs]) }
        #expect(throws: SettingsError.self) { _ = try read(["--output-store-class", "COLD"], schemes: [.swift]) }
        #expect(throws: SettingsError.self) { _ = try read(["--output-store-encryption", "AES256"], schemes: [.gs]) }
        #expect(throws: SettingsError.self) { _ = try read(["--output-store-class", "COLD"], schemes: []) }
    }
}
