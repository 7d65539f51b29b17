import CCrypto

/// Signatures by an RSA key with SHA-256 and the padding of PKCS #1 v1.5 (RFC 8017, section 8.2; JOSE calls it RS256).
@safe package final class RSASignature: Sendable {
    // Set once and freed in `deinit`; libcrypto's keys may be used by many threads at once as long as nobody changes them.
    private nonisolated(unsafe) let key: OpaquePointer

    /// The private key in `pem` (PKCS #8 or PKCS #1, not encrypted).
    ///
    /// - Throws: `invalidKey` for anything else, or a key of another kind; `outOfMemory`.
    package init(pem: String) throws(CryptographyError) {
        let bytes = Array(pem.utf8)
        guard let length = CInt(exactly: bytes.count) else { throw CryptographyError(.invalidKey) }
        let key = try unsafe bytes.withUnsafeBufferPointer { (buffer) throws(CryptographyError) -> OpaquePointer? in
            guard let source = unsafe BIO_new_mem_buf(buffer.baseAddress, length) else {
                throw CryptographyError(.outOfMemory)
            }
            defer { unsafe BIO_free(source) }
            // A password would be asked for on the terminal; this one is as good as none.
            return unsafe PEM_read_bio_PrivateKey(source, nil, { _, _, _, _ in -1 }, nil)
        }
        guard let key = unsafe key else { throw CryptographyError(.invalidKey) }
        guard unsafe EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA else {
            unsafe EVP_PKEY_free(key)
            throw CryptographyError(.invalidKey)
        }
        unsafe self.key = key
    }

    deinit { unsafe EVP_PKEY_free(key) }

    /// The signature of `message`, as long as the key's modulus. Blocks: about a millisecond for a key of 2,048 bits.
    ///
    /// - Throws: `outOfMemory`, `cipherFailed`.
    package func code(for message: [UInt8]) throws(CryptographyError) -> [UInt8] {
        guard let context = unsafe EVP_MD_CTX_new() else { throw CryptographyError(.outOfMemory) }
        defer { unsafe EVP_MD_CTX_free(context) }
        var length = 0
        guard unsafe EVP_DigestSignInit(context, nil, EVP_sha256(), nil, key) == 1,
            unsafe EVP_DigestSign(context, nil, &length, message, message.count) == 1
        else { throw CryptographyError(.cipherFailed) }
        var signature = [UInt8](repeating: 0, count: length)
        guard unsafe EVP_DigestSign(context, &signature, &length, message, message.count) == 1 else {
            throw CryptographyError(.cipherFailed)
        }
        signature.removeLast(signature.count - length)
        return signature
    }
}

extension RSASignature: CustomReflectable, CustomStringConvertible {
    /// Reveals nothing about the key.
    package var description: String { "RSA key" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
