package import Settings

extension ObjectStoresConfiguration {
    /// The configuration that the settings give.
    ///
    /// - Throws: `SettingsError`, naming the setting.
    package init(reading settings: SettingsReader) throws(SettingsError) {
        self.init()
        settings.group("Object stores")
        querySeparator = try settings.string(
            "source-query-separator", default: querySeparator,
            help: "What stands between an object's key and its version in a source, as in s3://bucket/key?version.")
        timeout = try settings.duration(
            "object-store-timeout", default: timeout, in: .milliseconds(10) ... .seconds(3600),
            help: "Maximum time for one request to an object store, with its repetitions; sources have fetch-timeout.")
        authorities = try settings.optionalString(
            "object-store-ca-file", valueName: "FILE",
            help: "Certificates (PEM) of authorities that are trusted for object stores, beside the system's.")
        try readS3(settings)
        try readGCS(settings)
        try readAzure(settings)
        try readSwift(settings)
    }

    private mutating func readS3(_ settings: SettingsReader) throws(SettingsError) {
        settings.group("S3")
        try readRules(of: .s3, settings, help: "Allow s3://bucket/key as a source.")
        s3.region = try settings.optionalString(
            "s3-region", valueName: "REGION", unset: "the profile's, else us-east-1",
            alsoEnvironment: ["AWS_REGION", "AWS_DEFAULT_REGION"],
            help: "Region that buckets are expected in; others are found by the store's answers.")
        if let region = s3.region, !S3Endpoints.isRegion(region) {
            throw settings.rejection(of: "s3-region", "expected a region such as eu-central-1")
        }
        s3.endpoints.endpoint = try Self.endpoint(
            settings, "s3-endpoint", unset: "AWS", alsoEnvironment: ["AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"],
            help: "URL of a service that speaks S3's protocol, such as http://minio.internal:9000.")
        s3.endpoints.usesPathStyle = try settings.bool(
            "s3-endpoint-path-style", default: true,
            help: "Put the bucket into the path at s3-endpoint, and not before its host name.")
        try readCredentials(settings)
    }

    private mutating func readCredentials(_ settings: SettingsReader) throws(SettingsError) {
        let key = try settings.optionalString(
            "s3-access-key-id", valueName: "ID", unset: "found as AWS's tools do",
            help:
                "Access key, if it is not to come from the environment, a profile, a web identity or metadata services."
        )
        let secret = try settings.secret("s3-secret-access-key", help: "The secret that belongs to s3-access-key-id.")
        let token = try settings.secret(
            "s3-session-token", help: "The session token that belongs to them, if they are temporary.")
        if (key == nil) != (secret == nil) {
            throw settings.rejection(
                of: key == nil ? "s3-secret-access-key" : "s3-access-key-id",
                "s3-access-key-id and s3-secret-access-key belong together")
        }
        if let key, let secret {
            s3.credentials = Credentials(
                accessKey: key, secretKey: secret.revealed, sessionToken: token?.revealed)
        }
        guard token == nil || key != nil else {
            throw settings.rejection(of: "s3-session-token", "needs s3-access-key-id")
        }
        s3.profile = try settings.optionalString(
            "s3-profile", valueName: "NAME", unset: "AWS_PROFILE, else default",
            help: "Profile of AWS's tools that has the credentials, above those of the environment.")
        s3.role = try settings.optionalString(
            "s3-assume-role", valueName: "ARN", help: "Role to take on with the credentials that are found.")
        s3.externalID = try settings.optionalString(
            "s3-assume-role-external-id", valueName: "ID", help: "External ID for that role.")
        guard s3.externalID == nil || s3.role != nil else {
            throw settings.rejection(of: "s3-assume-role-external-id", "needs s3-assume-role")
        }
        s3.tokenService = try Self.endpoint(
            settings, "s3-sts-endpoint", unset: "AWS", alsoEnvironment: ["AWS_ENDPOINT_URL_STS"],
            help: "URL of the service that gives the credentials of roles.")
    }

    /// Reads what is stored with each object, in whatever store of those `schemes` there may be.
    ///
    /// - Throws: `SettingsError`, naming the setting; also for one that none of `schemes` has.
    package mutating func readWriting(
        _ settings: SettingsReader, in schemes: Set<StoreScheme>
    ) throws(SettingsError) {
        s3.writing.storageClass = try settings.optionalString(
            "output-store-class", valueName: "CLASS", unset: "the bucket's",
            help: "Storage class of renditions in a bucket, such as STANDARD_IA.")
        s3.writing.encryption = try settings.optionalString(
            "output-store-encryption", valueName: "KIND", unset: "the bucket's",
            help: "Encryption of renditions in S3: AES256, aws:kms or aws:kms:dsse.")
        s3.writing.encryptionKey = try settings.optionalString(
            "output-store-encryption-key", valueName: "ID", unset: "the account's",
            help: "Key for aws:kms.")
        s3.writing.accessControl = try settings.optionalString(
            "output-store-acl", valueName: "ACL", unset: "the bucket's",
            help: "Canned access control list of renditions in a bucket, such as public-read.")
        (gcs.writing.storageClass, gcs.writing.accessControl) = (s3.writing.storageClass, s3.writing.accessControl)
        azure.writing.storageClass = s3.writing.storageClass
        let kinds = ["AES256", "aws:kms", "aws:kms:dsse"]
        if let kind = s3.writing.encryption, !kinds.contains(kind) {
            throw settings.rejection(of: "output-store-encryption", "expected \(kinds.joined(separator: ", "))")
        }
        let words = [
            ("output-store-class", s3.writing.storageClass), ("output-store-acl", s3.writing.accessControl),
            ("output-store-encryption-key", s3.writing.encryptionKey),
        ]
        for (key, word) in words where word.map(Self.canBeField) == false {
            throw settings.rejection(of: key, "expected letters, digits and punctuation without blanks")
        }
        let users: [(String, String?, Set<StoreScheme>)] = [
            ("output-store-class", s3.writing.storageClass, [.s3, .gs, .abs]),
            ("output-store-acl", s3.writing.accessControl, [.s3, .gs]),
            ("output-store-encryption", s3.writing.encryption, [.s3]),
            ("output-store-encryption-key", s3.writing.encryptionKey, [.s3]),
        ]
        for (key, value, users) in users where value != nil && users.isDisjoint(with: schemes) {
            let names = users.map(\.rawValue).sorted().joined(separator: ", ")
            throw settings.rejection(of: key, "needs an output-store of these: \(names)")
        }
    }

    mutating func readRules(
        of scheme: StoreScheme, _ settings: SettingsReader, help: String
    ) throws(SettingsError) {
        if try settings.bool("use-\(scheme.settingName)", default: false, help: help) { rules.schemes.insert(scheme) }
        rules.allowed[scheme] = Set(
            try settings.list(
                "\(scheme.settingName)-allowed-buckets", valueName: "BUCKET",
                help: "The only buckets that sources may be in. All are allowed if none is given."))
        rules.denied[scheme] = Set(
            try settings.list(
                "\(scheme.settingName)-denied-buckets", valueName: "BUCKET",
                help: "Buckets that sources may not be in, whatever is allowed."))
    }

    static func endpoint(
        _ settings: SettingsReader, _ key: String, unset: String, alsoEnvironment: [String] = [], help: String
    ) throws(SettingsError) -> StoreEndpoint? {
        let text = try settings.optionalString(
            key, valueName: "URL", unset: unset, alsoEnvironment: alsoEnvironment, help: help)
        guard let text else { return nil }
        do throws(ObjectStoreError) {
            return try StoreEndpoint(parsing: text)
        } catch {
            throw settings.rejection(of: key, error.message)
        }
    }

    /// Whether `word` can stand in a header field as it is.
    private static func canBeField(_ word: String) -> Bool {
        word.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    }
}
