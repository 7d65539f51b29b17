import Crypto

/// The short name of a source's content: the first 128 bits of its SHA-256, as 32 lower-case hexadecimal digits.
package enum SourceHash {
    /// The hash of `bytes`; the pointer is not kept. Cost: one pass, about 1 GB/s on a core with SHA instructions.
    package static func of(_ bytes: UnsafeRawBufferPointer) -> String {
        var digest = SHA256()
        digest.update(bufferPointer: bytes)
        return digest.finalize().prefix(16).map(hexadecimal).joined()
    }

    /// The hash of `bytes`. Example: no bytes give `e3b0c44298fc1c149afbf4c8996fb924`.
    package static func of(_ bytes: [UInt8]) -> String {
        bytes.withUnsafeBytes { of($0) }
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16)
        return digits.count == 1 ? "0\(digits)" : digits
    }
}
