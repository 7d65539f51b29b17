import Cryptography
import Foundation

/// Encrypts and decrypts the source of a URL: AES-CBC with PKCS #7 padding, preceded by the initialisation vector.
package struct SourceCipher: Sendable {
    private let key: [UInt8]
    private let cipher: AESCBC

    /// A cipher for `key`, of 16, 24 or 32 bytes.
    ///
    /// - Throws: `invalidField` for a key of another length.
    package init(key: [UInt8]) throws(RequestError) {
        do {
            cipher = try AESCBC(key: key)
        } catch {
            throw RequestError(
                .invalidField, "source key: expected 16, 24 or 32 bytes, got \(key.count)", cause: error)
        }
        self.key = key
    }

    /// Decrypts the source from `text`, which is URL-safe base64.
    ///
    /// Wrong padding, a wrong key and a malformed text cause the same error, so that it reveals nothing about the plain
    /// text; against timing attacks, URLs must still be signed.
    ///
    /// - Throws: `invalidSource`.
    func decrypted(_ text: some StringProtocol) throws(RequestError) -> String {
        let refusal = RequestError(.invalidSource, "the encrypted source cannot be decrypted")
        guard let bytes = Base64URL.decoded(text), bytes.count >= 2 * AESCBC.blockLength else { throw refusal }
        do {
            let vector = Array(bytes.prefix(AESCBC.blockLength))
            let plain = try cipher.decrypt(Array(bytes.dropFirst(AESCBC.blockLength)), vector: vector)
            guard let source = String(validating: plain, as: UTF8.self), !source.isEmpty else { throw refusal }
            return source
        } catch {
            throw refusal
        }
    }

    /// `source` encrypted, as URL-safe base64.
    ///
    /// The vector is a keyed digest of the source: the same source always yields the same text, which caches need, and
    /// different sources do not share a vector.
    ///
    /// - Throws: `invalidSource` when the cipher fails.
    func encrypted(_ source: String) throws(RequestError) -> String {
        let bytes = Array(source.utf8)
        let vector = Array(HMACSHA256.code(for: bytes, key: key).prefix(AESCBC.blockLength))
        do {
            return Base64URL.encoded(vector + (try cipher.encrypt(bytes, vector: vector)))
        } catch {
            throw RequestError(.invalidSource, "the source cannot be encrypted", cause: error)
        }
    }
}

extension SourceCipher: CustomReflectable {
    package var customMirror: Mirror { Mirror(self, children: []) }
}
