import Foundation

/// A way in which a picture is asked for.
enum HostileRequest: CaseIterable, Sendable {
    /// A small JPEG, of an image URL.
    case image
    /// Much work for every pixel: trimmed, cut smartly, sharpened, written as AVIF.
    case processed
    /// What a file says of itself.
    case info
    /// What its pixels say.
    case facts
    /// Several sizes at once.
    case renditions
    /// Over another picture.
    case watermark
    /// As it is, drawings written anew.
    case passed

    /// `path` and query for the source at `url`.
    func target(_ url: String) -> String {
        let source = Self.encoded(url)
        return switch self {
        case .image: "/unsafe/rs:fit:300:300/f:jpg/\(source)"
        case .processed: "/unsafe/t:10/rs:fill:900:900:1/g:sm/sh:2/f:avif/\(source)"
        case .info: "/info/unsafe/\(source)"
        case .facts: "/info/unsafe/avg:1/dc:1/bh:4:3/a:1:1/pn:1/cs:1/\(source)"
        case .renditions: "/v1/renditions?sizes=1600,800,400@webp,200@png&source=\(url)"
        case .watermark: "/unsafe/wm:1/wmu:\(source)/\(Self.encoded("local:///lake.jpg"))"
        case .passed: "/unsafe/\(source)"
        }
    }

    private static func encoded(_ text: String) -> String {
        Data(text.utf8).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            .replacing("=", with: "")
    }
}
