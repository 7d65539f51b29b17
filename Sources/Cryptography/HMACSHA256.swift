import CCrypto

/// HMAC-SHA256 (RFC 2104, FIPS 198-1).
package enum HMACSHA256 {
    /// The authentication code of `message` by `key`: 32 bytes. An empty key is legal.
    package static func code(for message: some Sequence<UInt8>, key: [UInt8]) -> [UInt8] {
        let message = Array(message)
        var code = [UInt8](repeating: 0, count: HashAlgorithm.sha256.digestLength)
        let result = unsafe HMAC(
            HashAlgorithm.sha256.descriptor, key, CInt(key.count), message, message.count, &code, nil)
        precondition(unsafe result != nil, "libcrypto did not compute the HMAC")
        return code
    }
}
