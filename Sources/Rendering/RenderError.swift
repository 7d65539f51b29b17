import Codecs
import ImageModel

/// Why a source could not be rendered.
package struct RenderError: Error, Sendable, CustomStringConvertible {
    package enum Code: String, Sendable, Hashable, Codable {
        /// Not an image of a known format, or its header is damaged.
        case notAnImage
        /// The pixels are damaged, cut short, or of a kind that can't be decoded.
        case undecodable
        /// The source has fewer pages.
        case noSuchPage
        /// Over a limit: the message names it.
        case overLimit
        /// A result can't be written in its format.
        case unencodable
        /// The render was interrupted.
        case interrupted
        /// A mistake of ours, or no memory.
        case failed
    }

    package var code: Code
    /// For the user: what was wrong and what is allowed.
    package var message: String
    package var cause: (any Error)?

    package init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    /// The error of a codec that worked on a source of `format`.
    init(_ error: CodecError, format: ImageFormat? = nil) {
        let code: Code =
            switch error.code {
            case .unknownFormat, .unreadableHeader: .notAnImage
            case .undecodable: .undecodable
            case .unencodable: .unencodable
            case .interrupted: .interrupted
            case .operationFailed, .libraryUnavailable: .failed
            }
        var named = error
        named.format = error.format ?? format
        self.init(code, named.message, cause: error)
    }

    package var description: String { cause.map { "\(message) [\($0)]" } ?? message }
}
