import Cryptography

/// Signature version 4 (AWS General Reference, "Signing AWS API requests"), for S3: paths are encoded once, and stay as
/// they are otherwise.
///
/// Example: the signature of AWS's `GET Object` of `test.txt` is
/// `f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41`.
struct AWSSignature {
    let credentials: Credentials
    let region: String
    /// `s3`, `sts`
    let service: String
    let time: CalendarTime
    var words = Words.amazon

    /// How the scheme spells its parts.
    struct Words: Sendable, Hashable {
        let algorithm: String
        /// What stands before the secret in the first key.
        let keyPrefix: String
        /// What a scope ends in.
        let scopeEnd: String
        /// What the names of the scheme's own fields begin with.
        let fieldPrefix: String

        static let amazon = Words(
            algorithm: "AWS4-HMAC-SHA256", keyPrefix: "AWS4", scopeEnd: "aws4_request", fieldPrefix: "x-amz-")
        /// Google Cloud Storage's own spelling of the same ("V4 signing process").
        static let google = Words(
            algorithm: "GOOG4-HMAC-SHA256", keyPrefix: "GOOG4", scopeEnd: "goog4_request", fieldPrefix: "x-goog-")
    }

    /// The SHA-256 of no bytes, as text.
    static let emptyPayload = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

    /// Gives `request`, by the spelling of AWS, its `x-amz-date`, `x-amz-content-sha256`, `x-amz-security-token` and `Authorization`. All fields that
    /// it has are signed, so it must have all by now but those of the connection.
    func sign(_ request: inout StoreRequest, payload: String) {
        request.set("\(words.fieldPrefix)date", time.basicText)
        request.set("\(words.fieldPrefix)content-sha256", payload)
        if let token = credentials.sessionToken { request.set("\(words.fieldPrefix)security-token", token) }
        let canonical = Self.canonicalText(of: request, payload: payload)
        let scope = "\(time.basicDay)/\(region)/\(service)/\(words.scopeEnd)"
        let text = [words.algorithm, time.basicText, scope, Self.hash(canonical)].joined(separator: "\n")
        let signature = HexText.text(HMACSHA256.code(for: text.utf8, key: key))
        request.set(
            "Authorization",
            "\(words.algorithm) Credential=\(credentials.accessKey)/\(scope), "
                + "SignedHeaders=\(Self.signedFields(of: request)), Signature=\(signature)")
    }

    /// The request in the one form that both sides hash.
    static func canonicalText(of request: StoreRequest, payload: String) -> String {
        let fields = signed(request).map { "\($0.name):\($0.value)\n" }.joined()
        return [
            request.method, request.path, request.canonicalQuery, fields, signedFields(of: request), payload,
        ].joined(separator: "\n")
    }

    private static func signedFields(of request: StoreRequest) -> String {
        signed(request).map(\.name).joined(separator: ";")
    }

    /// Names in lower case, in their order; values without blanks at their ends, and with one for several in them.
    private static func signed(_ request: StoreRequest) -> [(name: String, value: String)] {
        let fields = [(name: "host", value: request.endpoint.authority)] + request.fields
        return fields.map { (name: $0.name.lowercased(), value: squeezed($0.value)) }
            .filter { !["authorization", "user-agent"].contains($0.name) }
            .sorted { Array($0.name.utf8).lexicographicallyPrecedes(Array($1.name.utf8)) }
    }

    private static func squeezed(_ value: String) -> String {
        value.split { $0 == " " || $0 == "\t" }.joined(separator: " ")
    }

    private var key: [UInt8] {
        [time.basicDay, region, service, words.scopeEnd].reduce(
            Array("\(words.keyPrefix)\(credentials.secretKey)".utf8)
        ) {
            HMACSHA256.code(for: $1.utf8, key: $0)
        }
    }

    private static func hash(_ text: String) -> String { HexText.text(SHA256.digest(of: Array(text.utf8))) }
}
