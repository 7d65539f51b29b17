import AsyncHTTPClient
import Foundation
import HTTPTypes
import ImageModel
import NIOCore
import NIOHTTP1
import Rendering

@testable import HTTPAPI

/// An answer, read to its end.
struct TestAnswer: Sendable {
    let status: Int
    let headers: HTTPHeaders
    let body: [UInt8]

    /// A header's value; empty when there is none.
    subscript(name: String) -> String { headers.first(name: name) ?? "" }

    var text: String { String(decoding: body, as: UTF8.self) }

    /// The problem document that the body is.
    var problem: ProblemDetails {
        get throws { try JSONDecoder().decode(ProblemDetails.self, from: Data(body)) }
    }

    /// The parts of a `multipart/mixed` body; an answer that is a picture is the one part.
    var parts: [MixedPart] {
        get throws {
            guard self["Content-Type"].hasPrefix("image/") else {
                return try MixedPart.parts(of: body, contentType: self["Content-Type"])
            }
            let fields = Dictionary(
                headers.map { ($0.name.lowercased(), $0.value) }, uniquingKeysWith: { first, _ in first })
            return [MixedPart(headers: fields, body: body)]
        }
    }
}

extension TestServer {
    /// A test's own time limit ends it first: with all tests at once, a profile of this program takes a minute.
    static let patience = TimeAmount.minutes(10)

    /// The answer to one request.
    func send(
        _ method: HTTPMethod, _ url: String, headers: [(String, String)] = [], body: [UInt8]? = nil
    ) async throws -> TestAnswer {
        let response = try await open(method, url, headers: headers, body: body)
        let buffer = try await response.body.collect(upTo: 1 << 28)
        return TestAnswer(
            status: Int(response.status.code), headers: response.headers, body: Array(buffer.readableBytesView))
    }

    /// The answer to one request, whose body is still to be read.
    func open(
        _ method: HTTPMethod, _ url: String, headers: [(String, String)] = [], body: [UInt8]? = nil
    ) async throws -> HTTPClientResponse {
        var request = HTTPClientRequest(url: url)
        request.method = method
        request.headers.add(contentsOf: headers)
        if let body { request.body = .bytes(ByteBuffer(bytes: body)) }
        return try await HTTPClient.patient.execute(request, timeout: Self.patience)
    }

    /// The answer to a `GET`.
    func get(_ url: String, accept: String? = nil) async throws -> TestAnswer {
        try await send(.GET, url, headers: accept.map { [("Accept", $0)] } ?? [])
    }

    /// The answer to a `POST /v1/renditions` with a JSON document.
    func post(json: String, accept: String? = nil) async throws -> TestAnswer {
        let headers = [("Content-Type", "application/json")] + (accept.map { [("Accept", $0)] } ?? [])
        return try await send(.POST, renditions, headers: headers, body: Array(json.utf8))
    }

    /// The answer to an upload.
    func upload(_ bytes: [UInt8], query: String, headers: [(String, String)] = [("Content-Type", "image/jpeg")])
        async throws -> TestAnswer
    {
        try await send(.POST, "\(renditions)?\(query)", headers: headers, body: bytes)
    }
}

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
