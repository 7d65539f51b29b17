import Foundation
import ImageModel
import Rendering

/// One part of a `multipart/mixed` body.
struct MixedPart: Sendable {
    let headers: [String: String]
    let body: [UInt8]

    /// A header's value, by its name in lower case; empty when there is none.
    subscript(name: String) -> String { headers[name] ?? "" }

    /// `1600x1067 image/jpeg`: what the part says of itself.
    var summary: String { "\(self["image-width"])x\(self["image-height"]) \(self["content-type"])" }

    /// The same, of what its bytes are.
    var measured: String {
        get throws {
            let header = try Renderer.header(of: body)
            return "\(header.stored.width)x\(header.stored.height) \(header.format.contentType)"
        }
    }

    struct Malformed: Error {
        let reason: String
    }

    /// Cuts a body at its boundaries (RFC 2046, 5.1.1); independent of the writer under test.
    ///
    /// - Throws: `Malformed`.
    static func parts(of body: [UInt8], contentType: String) throws -> [MixedPart] {
        let prefix = "multipart/mixed; boundary="
        guard contentType.hasPrefix(prefix) else { throw Malformed(reason: "type \(contentType)") }
        let boundary = "--" + contentType.dropFirst(prefix.count)
        var rest = Data(body)
        guard rest.starts(with: Data(boundary.utf8)) else { throw Malformed(reason: "no boundary in front") }
        rest = rest.dropFirst(boundary.utf8.count)
        var parts: [MixedPart] = []
        while !rest.starts(with: Data("--\r\n".utf8)) {
            guard rest.starts(with: Data("\r\n".utf8)), let next = rest.range(of: Data("\r\n\(boundary)".utf8)),
                let blank = rest.range(of: Data("\r\n\r\n".utf8))
            else { throw Malformed(reason: "part \(parts.count)") }
            let lines = String(decoding: rest[..<blank.lowerBound], as: UTF8.self).split(separator: "\r\n")
            let headers = lines.map { line in
                let halves = line.split(separator: ":", maxSplits: 1)
                return (halves[0].lowercased(), halves[1].trimmingCharacters(in: .whitespaces))
            }
            parts.append(
                MixedPart(
                    headers: Dictionary(uniqueKeysWithValues: headers),
                    body: [UInt8](rest[blank.upperBound..<next.lowerBound])))
            rest = rest[next.upperBound...]
        }
        guard rest.count == 4 else { throw Malformed(reason: "\(rest.count - 4) bytes behind the end") }
        return parts
    }
}
