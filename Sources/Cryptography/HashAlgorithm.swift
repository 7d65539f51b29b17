import CCrypto

/// A cryptographic hash function.
package enum HashAlgorithm: String, Sendable, CaseIterable {
    /// RFC 1321. Broken: only for checksums made by others, never against an attacker.
    case md5
    /// FIPS 180-4. Broken: only for checksums made by others, never against an attacker.
    case sha1
    /// FIPS 180-4.
    case sha256
    /// FIPS 180-4.
    case sha512

    /// The length of a digest in bytes.
    package var digestLength: Int {
        switch self {
        case .md5: 16
        case .sha1: 20
        case .sha256: 32
        case .sha512: 64
        }
    }

    /// The digest of `bytes`. Blocks for one pass over them: about 1.5 GB/s for SHA-256 on a core with SHA instructions.
    ///
    /// - Throws: `unavailable`.
    package func digest(of bytes: some Sequence<UInt8>) throws(CryptographyError) -> [UInt8] {
        var hash = try HashFunction(self)
        hash.update(bytes)
        return hash.finalize()
    }

    /// Whether this libcrypto offers it: MD5 is missing where only FIPS-approved functions are permitted.
    package var isAvailable: Bool { (try? HashFunction(self)) != nil }

    /// libcrypto's description of the function; libcrypto owns it, and it is never freed.
    var descriptor: OpaquePointer? {
        switch self {
        case .md5: unsafe EVP_md5()
        case .sha1: unsafe EVP_sha1()
        case .sha256: unsafe EVP_sha256()
        case .sha512: unsafe EVP_sha512()
        }
    }
}
