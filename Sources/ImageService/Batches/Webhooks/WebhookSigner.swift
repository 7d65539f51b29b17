import Cryptography
package import Foundation

/// Signs what is sent to webhooks, as in the Standard Webhooks specification: `v1,` and an HMAC-SHA256 over
/// `ID.TIMESTAMP.BODY` in Base64. Libraries for many languages can check it.
///
/// (Specification: github.com/standard-webhooks, "Signature scheme".)
package struct WebhookSigner: Sendable {
    private let key: [UInt8]

    private static let prefix = "whsec_"
    private static let keyBytes = 24...64

    /// The signer with a secret of the form `whsec_` and Base64 of 24 to 64 bytes; `nil` for any other text.
    package init?(secret: String) {
        guard secret.hasPrefix(Self.prefix), let key = Data(base64Encoded: String(secret.dropFirst(Self.prefix.count))),
            Self.keyBytes.contains(key.count)
        else { return nil }
        self.key = Array(key)
    }

    /// The header fields of a message: `webhook-id`, `webhook-timestamp` in seconds since 1970, `webhook-signature`.
    package func headers(id: String, time: Date, body: [UInt8]) -> [(name: String, value: String)] {
        let timestamp = "\(Int(time.timeIntervalSince1970))"
        let code = HMACSHA256.code(for: Array("\(id).\(timestamp).".utf8) + body, key: key)
        let signature = Data(code).base64EncodedString()
        return [("webhook-id", id), ("webhook-timestamp", timestamp), ("webhook-signature", "v1,\(signature)")]
    }
}
