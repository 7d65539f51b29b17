package import Cryptography

/// Tells one cached answer, source or tag from all others: the SHA-256 of a canonical text.
package struct CacheKey: Sendable, Hashable {
    /// The number of bytes.
    package static let byteCount = 32

    private let words: SIMD4<UInt64>

    /// The key of `text`. Costs about a microsecond.
    ///
    /// - Throws: `unavailable`, where libcrypto offers no SHA-256.
    package init(of text: String) throws(CryptographyError) {
        let digest = try HashAlgorithm.sha256.digest(of: text.utf8)
        self.init(digest)
    }

    /// The key that `bytes` are; `nil` unless there are 32.
    package init?(bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        self.init(Array(bytes))
    }

    /// The key that is written as `text`: 64 hexadecimal digits. `nil` for anything else.
    package init?(hexadecimal text: some StringProtocol) {
        let digits = text.utf8.compactMap { UInt8(ascii: $0) }
        guard digits.count == Self.byteCount * 2, text.utf8.count == digits.count else { return nil }
        self.init(stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] })
    }

    private init(_ bytes: [UInt8]) {
        var words = SIMD4<UInt64>.zero
        for (index, byte) in bytes.enumerated() { words[index / 8] = words[index / 8] << 8 | UInt64(byte) }
        self.words = words
    }

    package var bytes: [UInt8] {
        (0..<Self.byteCount).map { UInt8(truncatingIfNeeded: words[$0 / 8] >> UInt64(56 - $0 % 8 * 8)) }
    }

    /// 64 lower-case hexadecimal digits.
    package var hexadecimal: String {
        let digits: [UInt8] = Array("0123456789abcdef".utf8)
        let bytes = bytes
        return String(unsafeUninitializedCapacity: bytes.count * 2) { buffer in
            for (index, byte) in bytes.enumerated() {
                buffer[index * 2] = digits[Int(byte >> 4)]
                buffer[index * 2 + 1] = digits[Int(byte & 15)]
            }
            return bytes.count * 2
        }
    }

    /// 64 bits that are spread evenly over all keys.
    var spread: UInt64 { words[0] }

    package func hash(into hasher: inout Hasher) { hasher.combine(words[0]) }
}

extension CacheKey: CustomStringConvertible {
    package var description: String { hexadecimal }
}

extension UInt8 {
    /// The value of a hexadecimal digit; `nil` for other characters.
    fileprivate init?(ascii digit: UInt8) {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self = digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self = digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self = digit - UInt8(ascii: "A") + 10
        default: return nil
        }
    }
}
