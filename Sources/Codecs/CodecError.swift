package import ImageModel

/// What went wrong in a codec or an image operation.
///
/// The code comes from the call that failed. `detail` is libvips' text for the log: the process has one buffer for it,
/// so under load it may be about another image.
package struct CodecError: Error, Sendable, CustomStringConvertible {
    package enum Code: Sendable, Hashable {
        /// The leading bytes are not those of a supported format.
        case unknownFormat
        /// The header is damaged or incomplete, or of a kind that the codec does not know.
        case unreadableHeader
        /// The pixels are damaged, incomplete, or of a kind that the codec does not know.
        case undecodable
        /// The encoder refused.
        case unencodable
        /// An operation on pixels failed: no memory, or a mistake of ours.
        case operationFailed
        /// The work was interrupted.
        case interrupted
        /// libvips did not start.
        case libraryUnavailable
    }

    package var code: Code
    package var format: ImageFormat?
    package var detail: String

    package init(_ code: Code, format: ImageFormat? = nil, detail: String = "") {
        self.code = code
        self.format = format
        self.detail = detail
    }

    /// For the user: what was wrong.
    package var message: String {
        let name = format.map { "\($0.displayName) " } ?? ""
        return switch code {
        case .unknownFormat:
            "The source is not an image of a known format; known are JPEG, PNG, WebP, AVIF, HEIC, GIF, TIFF, JPEG XL, "
                + "SVG, BMP and ICO, recognised by their leading bytes."
        case .unreadableHeader: "The \(name)source has a damaged, incomplete or unsupported header."
        case .undecodable: "The \(name)source is damaged, truncated, or of a kind that cannot be decoded."
        case .unencodable: "The result cannot be written as \(format?.displayName ?? "an image")."
        case .operationFailed: "An image operation failed."
        case .interrupted: "The work was interrupted."
        case .libraryUnavailable: "The image library did not start."
        }
    }

    package var description: String { detail.isEmpty ? message : "\(message) (\(detail))" }
}
