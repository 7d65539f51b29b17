import AsyncHTTPClient
import Codecs
import Foundation
import ImageModel
import NIOCore
import NIOHTTP1
import Rendering
import Testing

@testable import HTTPAPI

/// An answer, read to its end.
struct TestAnswer: Sendable {
    let status: Int
    let headers: HTTPHeaders
    let body: [UInt8]

    init(status: Int, headers: HTTPHeaders, body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// Reads all of `response`.
    init(reading response: HTTPClientResponse) async throws {
        let buffer = try await response.body.collect(upTo: 1 << 28)
        self.init(status: Int(response.status.code), headers: response.headers, body: Array(buffer.readableBytesView))
    }

    /// A header's value; empty when there is none.
    subscript(name: String) -> String { headers.first(name: name) ?? "" }

    var text: String { String(decoding: body, as: UTF8.self) }

    /// The problem document that the body is.
    var problem: ProblemDetails {
        get throws { try JSONDecoder().decode(ProblemDetails.self, from: Data(body)) }
    }

    /// The problem's code; empty when the body is none.
    var code: String {
        // A body that is no problem document has no code.
        (try? problem)?.code ?? ""
    }

    /// `300x200 jpeg` of what the bytes are.
    var picture: String {
        get throws {
            let header = try Renderer.header(of: body)
            return "\(header.stored.width)x\(header.stored.height) \(header.format.rawValue)"
        }
    }

    /// Red, green, blue of a pixel.
    func pixel(x: Int, y: Int) throws -> [Double] {
        let format = try #require(ImageFormat(signatureOf: body))
        return try ImageDecoder.withImage(of: body, format: format) { (image) throws(CodecError) in
            try image.convertedToSRGB().copiedToMemory().pixel(x: x, y: y)
        }
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

/// The answer to one request to `url`, whose body is still to be read.
func openAnswer(
    _ method: HTTPMethod, _ url: String, headers: [(String, String)] = [], body: [UInt8]? = nil
) async throws -> HTTPClientResponse {
    var request = HTTPClientRequest(url: url)
    request.method = method
    request.headers.add(contentsOf: headers)
    if let body { request.body = .bytes(ByteBuffer(bytes: body)) }
    // A test's own time limit ends it first: with all tests at once, a profile of this program takes a minute.
    return try await HTTPClient.patient.execute(request, timeout: .minutes(10))
}
