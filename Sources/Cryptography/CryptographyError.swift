/// Why a cryptographic operation failed. Contains no key and no plain text.
package struct CryptographyError: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Code: Sendable, Hashable {
        /// This libcrypto does not offer the hash function.
        case unavailable(HashAlgorithm)
        /// An AES key with this many bytes; 16, 24 and 32 are legal.
        case invalidKeyLength(Int)
        /// The input, its padding or the key is wrong.
        case cipherFailed
        /// Not a private key of the kind that is needed.
        case invalidKey
        case outOfMemory
    }

    package let code: Code

    package init(_ code: Code) { self.code = code }

    package var description: String {
        switch code {
        case .unavailable(let algorithm): "\(algorithm) is not available: libcrypto's configuration excludes it"
        case .invalidKeyLength(let count): "an AES key has 16, 24 or 32 bytes; this one has \(count)"
        case .cipherFailed: "the input cannot be decrypted or encrypted with this key"
        case .invalidKey: "expected an RSA private key in PEM, without a password"
        case .outOfMemory: "libcrypto could not allocate memory"
        }
    }
}
