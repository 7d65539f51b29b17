internal import CPNG
package import ImageModel

/// A sound PNG file with the picture of one that libpng refuses: what stands before the pixels, and the rows that are
/// there, compressed anew. Of any kind, interlaced or of 16 bits too.
package struct MendedPNG: Sendable {
    package let bytes: [UInt8]
    /// Whether all rows were there, and nothing but zlib's checksum was wrong or missing.
    package let isWhole: Bool

    /// The mended file of `bytes`; `nil` where damage is refused and there is more of it than zlib's checksum, or where
    /// not a row is there. Blocks for as long as the rows take to be inflated and deflated; holds some rows and the result.
    package init?(_ bytes: [UInt8], damage: DamagePolicy) {
        var (mended, count, isWhole) = (unsafe UnsafeMutablePointer<UInt8>?.none, 0, false)
        let status = unsafe bytes.withUnsafeBytes { file -> CPNGStatus in
            guard let base = file.baseAddress else { return CPNG_DAMAGED }
            return unsafe cpng_mend(base, file.count, damage == .show, &mended, &count, &isWhole).status
        }
        guard status == CPNG_OK, let mended = unsafe mended else { return nil }
        defer { unsafe cpng_bytes_free(mended) }
        self.bytes = unsafe Array(UnsafeBufferPointer(start: mended, count: count))
        self.isWhole = isWhole
    }
}
