internal import CPNG
package import ImageModel

/// A valid PNG file with the picture of one that libpng refuses: everything before the pixels, and the existing rows,
/// compressed again. For any kind, including interlaced and 16-bit pictures.
package struct MendedPNG: Sendable {
    package let bytes: [UInt8]
    /// Whether all rows were there, and only zlib's checksum was wrong or missing.
    package let isWhole: Bool

    /// The repaired file of `bytes`; `nil` if damage is refused and concerns more than zlib's checksum, or if there is
    /// not a single row. Blocks while the rows are inflated and deflated; holds some rows and the result.
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
