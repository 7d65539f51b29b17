import HTTPSyntax
import ImageModel
import NIOCore

/// Bodies and header values of requests.
let fuzzTargets: FuzzTargets = ["multipart": fuzzMultipart, "fields": fuzzFields]

/// A form's body; the first byte is the length of the pieces that it comes in. In one piece, it is the same.
@Sendable func fuzzMultipart(_ bytes: [UInt8]) {
    guard let piece = bytes.first.map({ Int($0) + 1 }) else { return }
    let body = bytes[1...]
    let whole = parts(of: body, pieces: max(body.count, 1))
    let cut = parts(of: body, pieces: piece)
    guard whole == cut else { fatalError("read in pieces of \(piece), it is another form") }
}

/// What was read, with contents put together.
private struct Parts: Equatable {
    var headers: [MultipartHeaders] = []
    var contents: [[UInt8]] = []
    var isWhole = false
}

private func parts(of body: ArraySlice<UInt8>, pieces: Int) -> Parts {
    var parts = Parts()
    do throws(BodyError) {
        var reader = try MultipartReader(
            contentType: "multipart/form-data; boundary=b", limits: .init(headerBytes: 512, parts: 20))
        var rest = body
        while !rest.isEmpty {
            for event in try reader.feed(ByteBuffer(bytes: rest.prefix(pieces))) {
                switch event {
                case .part(let headers):
                    parts.headers.append(headers)
                    parts.contents.append([])
                case .data(let data): parts.contents[parts.contents.count - 1] += data.readableBytesView
                case .endOfPart, .end: break
                }
            }
            rest = rest.dropFirst(pieces)
        }
        try reader.finish()
        parts.isWhole = true
    } catch {
        // Refusals are what most inputs end in. Where it is refused, how much was read before depends on the pieces.
        return Parts()
    }
    return parts
}

/// Values of header fields. What is read can be written, and means the same then.
@Sendable func fuzzFields(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    if let type = try? MediaTypeHeader(text) {
        guard (try? MediaTypeHeader(type.description)) == type else { fatalError("another media type") }
    }
    if let disposition = try? ContentDisposition(text) {
        guard (try? ContentDisposition(disposition.description)) != nil else { fatalError("can't be read any more") }
    }
    let accepted = AcceptHeader(text)
    for format in ImageFormat.allCases where !(0...1000).contains(accepted.weight(of: format)) {
        fatalError("\(format) has a weight of \(accepted.weight(of: format))")
    }
    _ = CacheControl(CacheControl(text).description)
    let now = HTTPDate(secondsSinceEpoch: 1_700_000_000)
    if let date = HTTPDate(text, now: now) {
        guard HTTPDate(date.description, now: now) == date else { fatalError("another date") }
    }
    _ = RequestConditions(ifNoneMatch: text, ifModifiedSince: text, now: now).areMet(entityTag: nil, lastModified: now)
    if let value = try? ExtendedValue.decoded(text) {
        guard (try? ExtendedValue.decoded(ExtendedValue.encoded(value))) == value else { fatalError("another text") }
    }
}
