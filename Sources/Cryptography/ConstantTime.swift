import CCrypto

/// Comparisons whose timing reveals nothing about what is compared.
package enum ConstantTime {
    /// Whether both contain the same bytes. The time depends only on their lengths.
    package static func areEqual(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        guard one.count == other.count else { return false }
        return unsafe CRYPTO_memcmp(one, other, one.count) == 0
    }
}
