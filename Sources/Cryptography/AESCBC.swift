import CCrypto

/// AES in cipher block chaining mode with PKCS #7 padding (NIST SP 800-38A, RFC 5652 section 6.3).
package struct AESCBC: Sendable {
    /// The size of a block, and of an initialisation vector, in bytes.
    package static let blockLength = 16

    private let key: [UInt8]

    /// - Throws: `invalidKeyLength` unless `key` has 16, 24 or 32 bytes.
    package init(key: [UInt8]) throws(CryptographyError) {
        guard [16, 24, 32].contains(key.count) else { throw CryptographyError(.invalidKeyLength(key.count)) }
        self.key = key
    }

    /// Encrypts `plain`; the result is 1 to 16 bytes longer, a whole number of blocks. `vector` has 16 bytes.
    ///
    /// - Throws: `cipherFailed`.
    package func encrypt(_ plain: [UInt8], vector: [UInt8]) throws(CryptographyError) -> [UInt8] {
        try run(plain, vector: vector, encrypts: 1)
    }

    /// Reverses `encrypt`. `vector` has 16 bytes.
    ///
    /// - Throws: `cipherFailed` for a wrong key, padding or length, without distinguishing them.
    package func decrypt(_ cipher: [UInt8], vector: [UInt8]) throws(CryptographyError) -> [UInt8] {
        try run(cipher, vector: vector, encrypts: 0)
    }

    private var descriptor: OpaquePointer? {
        switch key.count {
        case 16: unsafe EVP_aes_128_cbc()
        case 24: unsafe EVP_aes_192_cbc()
        default: unsafe EVP_aes_256_cbc()
        }
    }

    private func run(_ input: [UInt8], vector: [UInt8], encrypts: CInt) throws(CryptographyError) -> [UInt8] {
        guard vector.count == Self.blockLength, let length = CInt(exactly: input.count),
            length <= CInt.max - CInt(Self.blockLength)
        else { throw CryptographyError(.cipherFailed) }
        guard let context = unsafe EVP_CIPHER_CTX_new() else { throw CryptographyError(.outOfMemory) }
        defer { unsafe EVP_CIPHER_CTX_free(context) }
        var output = [UInt8](repeating: 0, count: input.count + Self.blockLength)
        var written: CInt = 0
        var last: CInt = 0
        guard unsafe EVP_CipherInit_ex(context, descriptor, nil, key, vector, encrypts) == 1,
            unsafe EVP_CipherUpdate(context, &output, &written, input, length) == 1,
            unsafe output.withUnsafeMutableBufferPointer({ buffer in
                unsafe EVP_CipherFinal_ex(context, buffer.baseAddress.map { unsafe $0 + Int(written) }, &last)
            }) == 1
        else { throw CryptographyError(.cipherFailed) }
        output.removeLast(output.count - Int(written + last))
        return output
    }
}

extension AESCBC: CustomReflectable, CustomStringConvertible {
    /// Reveals nothing about the key.
    package var description: String { "AES-\(key.count * 8)-CBC" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
