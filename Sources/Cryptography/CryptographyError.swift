/// Why something cryptographic could not be done. Holds no key and no plain text.
package struct CryptographyError: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Code: Sendable, Hashable {
        /// libcrypto does not offer this hash function here.
        case unavailable(HashAlgorithm)
        /// An AES key of so many bytes; legal are 16, 24 and 32.
        case invalidKeyLength(Int)
        /// The input, its padding or the key is wrong.
        case cipherFailed
        case outOfMemory
    }

    package let code: Code

    package init(_ code: Code) { self.code = code }

    package var description: String {
        switch code {
        case .unavailable(let algorithm): "\(algorithm) is not available: libcrypto's configuration excludes it"
        case .invalidKeyLength(let count): "an AES key has 16, 24 or 32 bytes; this one has \(count)"
        case .cipherFailed: "the input cannot be decrypted or encrypted with this key"
        case .outOfMemory: "libcrypto could not allocate memory"
        }
    }
}
