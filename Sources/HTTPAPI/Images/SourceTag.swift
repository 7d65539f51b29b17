import Foundation
import ImageModel
import ImageService
import Rendering
import RequestGrammar
import Sources

/// The end of our entity tags, with which an origin can be asked about a client's copy: the source's validator when the
/// tag was made, and a digest of what the answer was made with.
///
/// `…-d41d8cd98f00b204-dCJhYmMi`: after our own digest, 16 digits for the request; then, in base64url, `t` and
/// the origin's tag, or `d` and its date. If the origin still has that source, the same request gives the same answer.
struct SourceTag: Sendable, Hashable {
    enum Validator: Sendable, Hashable {
        /// As the origin wrote it.
        case tag(String)
        case day(String)
    }

    /// A digest of what determines an answer besides its source: options, formats, limits, watermark.
    let request: String
    let validator: Validator

    /// The longest tag of an origin that is included.
    private static let longestBytes = 128

    /// `nil` if the origin gives no validator, or one that is too long.
    init?(_ source: SourceMetadata, request: String) {
        self.request = request
        if let tag = source.entityTag, tag.utf8.count <= Self.longestBytes {
            validator = .tag(tag)
        } else if source.entityTag == nil, let day = source.lastModified, day.utf8.count <= Self.longestBytes {
            validator = .day(day)
        } else {
            return nil
        }
    }

    /// What the tag contains; `nil` for tags of others, and for ours without it.
    init?(in tag: EntityTag) {
        let parts = tag.opaque.split(separator: "-", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[1].utf8.count == 16,
            let data = Data(base64Encoded: Self.standard(parts[2])), let text = String(validating: data, as: UTF8.self),
            // It becomes part of a request, so it must not contain a line end.
            text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }), let kind = text.first
        else { return nil }
        request = String(parts[1])
        let value = String(text.dropFirst())
        switch kind {
        case "t" where EntityTag(value) != nil: validator = .tag(value)
        case "d": validator = .day(value)
        default: return nil
        }
    }

    /// What follows our own digest.
    var suffix: String {
        let text =
            switch validator {
            case .tag(let tag): "t" + tag
            case .day(let day): "d" + day
            }
        let base64 = Data(text.utf8).base64EncodedString()
        return "-\(request)-"
            + base64.replacing("+", with: ".").replacing("/", with: "_").replacing("=", with: "")
    }

    /// Our alphabet has a dot instead of the hyphen, which is the separator.
    private static func standard(_ text: Substring) -> String {
        let base64 = text.replacing(".", with: "+").replacing("_", with: "/")
        return base64 + String(repeating: "=", count: (4 - base64.utf8.count % 4) % 4)
    }
}

extension ImageRoute {
    /// Changes when a newer version makes other bytes from the same request.
    private static let revision = "1"

    /// The digest of everything that determines the answer to `request`, as far as that is known before the source.
    func digest(of request: ProcessingRequest, _ asked: Asked) -> String {
        let options = request.options
        let buster = configuration.cache.entityTagBuster
        guard !options.isRaw else { return Self.digest(["raw", options.cacheBuster, buster]) }
        return Self.digest([
            buster, request.canonicalOptions, asked.formats.fingerprint, service.fingerprint(of: asked),
            "\(configuration.sanitisesSVG) \(configuration.alwaysRasterisesSVG)",
        ])
    }

    private static func digest(_ parts: [String]) -> String {
        String(EntityTag(of: parts + [revision]).opaque.prefix(16))
    }
}

extension FormatPolicy {
    /// The same text for the same policy.
    fileprivate var fingerprint: String {
        let qualities = qualities.map { "\($0.key.rawValue)=\($0.value)" }.sorted()
        return [accepted, enforced, preferred].map { $0.map(\.rawValue).joined(separator: ",") }.joined(separator: ";")
            + ";" + qualities.joined(separator: ",")
    }
}
