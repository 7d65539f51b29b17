/// By what it is known which colours a source's samples mean.
///
/// Where a file says it in more than one way, the first of these counts that it says: `cICP` in PNG; an ICC profile that is made for
/// samples of its kind; `nclx` in AVIF and HEIC; `sRGB`, then `gAMA` and `cHRM` in PNG; EXIF.
package enum SourceColours: Sendable, Hashable, Codable, CustomStringConvertible {
    /// By nothing: sRGB, grey of the same curve, or the inks of a usual press.
    case assumed
    /// By an ICC profile.
    case profile
    /// By numbers for primaries and curve (ITU-T H.273).
    case codePoints(primaries: Int, transfer: Int)
    /// By PNG's chunks for a gamma or the colours of the primaries.
    case gamma
    /// By EXIF's colour space: Adobe RGB.
    case exif

    /// One word for logs and facts: `assumed`, `icc`, `cicp 12/16`, `gamma`, `exif`.
    package var description: String {
        switch self {
        case .assumed: "assumed"
        case .profile: "icc"
        case .codePoints(let primaries, let transfer): "cicp \(primaries)/\(transfer)"
        case .gamma: "gamma"
        case .exif: "exif"
        }
    }
}
