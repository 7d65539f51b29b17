/// SHA-256 (FIPS 180-4), which every libcrypto has.
package enum SHA256 {
    /// The digest of the concatenated pieces: 32 bytes.
    ///
    /// Example: the digest of no bytes is `e3b0c442 98fc1c14 9afbf4c8 996fb924 27ae41e4 649b934c a495991b 7852b855`.
    package static func digest(of pieces: [UInt8]...) -> [UInt8] {
        var hash = function()
        for piece in pieces { hash.update(piece) }
        return hash.finalize()
    }

    /// The digest of `bytes`, which are not kept.
    package static func digest(of bytes: UnsafeRawBufferPointer) -> [UInt8] {
        var hash = function()
        unsafe hash.update(bytes)
        return hash.finalize()
    }

    /// A hash function to be fed piece by piece.
    package static func function() -> HashFunction {
        do {
            return try HashFunction(.sha256)
        } catch {
            fatalError("no SHA-256: \(error)")
        }
    }
}
