import CCrypto

/// Comparisons whose time says nothing about what is compared.
package enum ConstantTime {
    /// Whether both hold the same bytes. The time depends on their lengths alone.
    package static func areEqual(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        guard one.count == other.count else { return false }
        return unsafe CRYPTO_memcmp(one, other, one.count) == 0
    }
}
