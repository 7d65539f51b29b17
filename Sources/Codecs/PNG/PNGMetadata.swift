internal import CPNG

/// What is written into a PNG file besides its pixels.
package struct PNGMetadata: Sendable, Hashable {
    /// An ICC profile, for the kind of colour (grey or RGB) that the pixels have.
    package var profile: [UInt8]?
    /// A block of EXIF, from its byte order mark on.
    package var exif: [UInt8]?
    /// Pixels a metre; `nil` says nothing.
    package var pixelsPerMetre: Int?

    package init(profile: [UInt8]? = nil, exif: [UInt8]? = nil, pixelsPerMetre: Int? = nil) {
        self.profile = profile
        self.exif = exif
        self.pixelsPerMetre = pixelsPerMetre
    }

    /// Lends the metadata in C's form while `body` runs.
    @safe func withShim<Result>(
        _ body: (UnsafePointer<CPNGMetadata>) throws(CodecError) -> Result
    ) throws(CodecError) -> Result {
        let density = UInt32(clamping: pixelsPerMetre ?? 0)
        let (profile, exif) = (profile ?? [], exif ?? [])
        return try unsafe profile.withUnsafeBufferPointer { (profile) throws(CodecError) -> Result in
            try unsafe exif.withUnsafeBufferPointer { (exif) throws(CodecError) -> Result in
                try unsafe Self.nameOfProfile.withUnsafeBufferPointer { (name) throws(CodecError) -> Result in
                    var metadata = unsafe CPNGMetadata(
                        profile: profile.baseAddress, profile_count: profile.count, profile_name: name.baseAddress,
                        exif: exif.baseAddress, exif_count: exif.count, x_density: density, y_density: density)
                    return try unsafe body(&metadata)
                }
            }
        }
    }

    /// "icc", libvips' name for profiles, with a zero at the end.
    private static let nameOfProfile: [CChar] = [105, 99, 99, 0]
}
