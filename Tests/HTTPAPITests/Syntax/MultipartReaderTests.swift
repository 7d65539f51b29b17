import NIOCore
import Testing

@testable import HTTPAPI

@Suite struct MultipartReaderTests {
    @Test func readsFieldsAndFiles() throws {
        let body = """
            --frontier
            Content-Disposition: form-data; name="request"
            Content-Type: application/json

            {"sizes": [100]}
            --frontier
            content-disposition: form-data; name="file"; filename="a b.jpg"
            Content-Type: image/jpeg

            bytes
            --frontier--

            """
        let parts = try read(crlf(body))
        #expect(parts.map(\.headers.name) == ["request", "file"])
        #expect(parts.map(\.headers.filename) == [nil, "a b.jpg"])
        #expect(parts.map(\.headers.contentType?.essence) == ["application/json", "image/jpeg"])
        #expect(parts.map { String(buffer: $0.content) } == ["{\"sizes\": [100]}", "bytes"])
        #expect(parts[0].headers.fields.map(\.name) == ["Content-Disposition", "Content-Type"])
    }

    @Test func everySplittingInThreeGivesTheSameParts() throws {
        let body = Array(
            "intro\r\n--frontier \t\r\n\(header("a"))\r\n\r\r\n--frontie\r\n\r\n--frontier\r\n\(header("b"))\r\n--frontier--tail"
                .utf8)
        let expected = [Part("a", "\r\r\n--frontie\r\n"), Part("b", "")]
        for first in 0...body.count {
            for second in first...body.count {
                let chunks = [body[..<first], body[first..<second], body[second...]]
                #expect(try read(chunks).map(Part.init) == expected, "split at \(first) and \(second)")
            }
        }
    }

    @Test func bytesThatComeOneByOneGiveTheSameParts() throws {
        let body = Array("--frontier\r\n\(header("a"))\r\n\r\n--frontie-\r\n--fro\r\n--frontier--".utf8)
        #expect(try read(body.indices.map { body[$0...$0] }).map(Part.init) == [Part("a", "\r\n--frontie-\r\n--fro")])
    }

    @Test(arguments: 0..<40 as Range<UInt64>) func randomSplittingsOfTrickyContentsGiveThemBack(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let contents = (0..<Int.random(in: 0...6, using: &generator)).map { _ in trickyContent(using: &generator) }
        var body: [UInt8] = []
        for content in contents { body += Array("--frontier\r\n\(header("x"))\r\n".utf8) + content + [13, 10] }
        body += Array("--frontier--\r\n".utf8)
        let parts = try read(split(body, using: &generator))
        #expect(parts.map { Array($0.content.readableBytesView) } == contents)
    }

    @Test func aPartMayEndRightAfterItsHeaders() throws {
        let body = "--frontier\r\n\(header("a"))\r\n--frontier\r\n\(header("b"))\r\n--frontier--"
        #expect(try read(body).map(Part.init) == [Part("a", ""), Part("b", "")])
    }

    @Test func aBodyMayHaveNoParts() throws {
        #expect(try read("--frontier--\r\n").isEmpty)
    }

    @Test func bytesAfterTheEndAreIgnored() throws {
        #expect(try read("--frontier--\r\n--frontier\r\nno header at all\n").isEmpty)
    }

    @Test func contentsAreNotCopied() throws {
        var reader = try makeReader()
        #expect(try reader.feed(ByteBuffer(string: "--frontier\r\n\(header("a"))\r\n")).count == 1)
        _ = try reader.feed(ByteBuffer(string: "long enough to be no delimiter"))
        let chunk = ByteBuffer(string: "some content")
        guard case .data(let data) = try #require(try reader.feed(chunk).first) else {
            Issue.record("The content did not come first.")
            return
        }
        let addresses = [chunk, data].map { $0.withUnsafeReadableBytes { UInt(bitPattern: $0.baseAddress) } }
        #expect(addresses[0] == addresses[1])
    }

    @Test(arguments: ["\r", "\r\n--frontie", "\r\n--frontie\r\n--frontie", "no line end"])
    func atMostABoundaryIsHeldBack(end: String) throws {
        var reader = try makeReader()
        _ = try reader.feed(ByteBuffer(string: String(repeating: "preamble", count: 10_000)))
        #expect(reader.heldBytes == 0)
        _ = try reader.feed(ByteBuffer(string: "\r\n--frontier\r\n\(header("a"))\r\n"))
        _ = try reader.feed(ByteBuffer(string: String(repeating: "content", count: 10_000) + end))
        #expect(reader.heldBytes < "\r\n--frontier".utf8.count)
    }

    @Test(arguments: [
        "--frontier\r\n\(header("a"))\r\nabc", "--frontier\r\nContent-Disp", "--frontier", "--frontier\r\n", "",
    ])
    func aBodyThatStopsEarlyIsTruncated(body: String) throws {
        #expect(code { try read(body) } == .truncatedBody)
    }

    @Test(arguments: [
        "--frontier\n\(header("a"))\r\nabc\r\n--frontier--", "--frontier\r\nContent-Disposition: form-data\n\r\n",
        "--frontier  --\r\n", "--frontierless\r\n",
        "--frontier\r\n\(header("a"))\r\nabc\r\n--frontier-\r\n",
    ])
    func aBrokenFrameIsMalformed(body: String) throws {
        #expect(code { try read(body) } == .malformedBody)
    }

    @Test func aReaderThatFailedStaysFailed() throws {
        var reader = try makeReader()
        #expect(code { try reader.feed(ByteBuffer(string: "--frontier\n\n")) } == .malformedBody)
        #expect(code { try reader.feed(ByteBuffer(string: "--frontier--")) } == .malformedBody)
        #expect(code { try reader.finish() } == .malformedBody)
    }

    @Test(arguments: [(0, BodyError.Code?.none), (1, .headersTooLong)])
    func headersAreBoundedToTheByte(excess: Int, expected: BodyError.Code?) throws {
        let plain = "\(header("a"))X: "
        let padding = String(repeating: "x", count: 198 - plain.utf8.count + excess)
        let body = "--frontier\r\n\(plain)\(padding)\r\n\r\n\r\n--frontier--"
        let chunks = body.utf8.map { ByteBuffer(bytes: [$0]) }
        #expect(code { try read(buffers: chunks, limits: .init(headerBytes: 200)) } == expected)
        #expect(code { try read(buffers: [ByteBuffer(string: body)], limits: .init(headerBytes: 200)) } == expected)
    }

    @Test func partsAreBounded() throws {
        let body = ByteBuffer(
            string: String(repeating: "--frontier\r\n\(header("a"))\r\n", count: 3) + "--frontier--")
        #expect(code { try read(buffers: [body], limits: .init(parts: 3)) } == nil)
        #expect(code { try read(buffers: [body], limits: .init(parts: 2)) } == .tooManyParts)
    }

    @Test(arguments: [
        ("image/jpeg", BodyError.Code.unsupportedMediaType),
        ("multipart/mixed; boundary=a", .unsupportedMediaType),
        ("multipart/form-data", .malformedHeader),
        ("multipart/form-data; boundary=\"\"", .malformedHeader),
        ("multipart/form-data; boundary=\"a \"", .malformedHeader),
        ("multipart/form-data; boundary=\"a@b\"", .malformedHeader),
        ("multipart/form-data; boundary=" + String(repeating: "a", count: 71), .malformedHeader),
    ])
    func aWrongContentTypeIsRefused(contentType: String, expected: BodyError.Code) {
        #expect(code { try MultipartReader(contentType: contentType) } == expected)
    }

    @Test(arguments: ["a", "'()+_,-./:=? 0", String(repeating: "z", count: 70)])
    func legalBoundariesAreFound(boundary: String) throws {
        var reader = try MultipartReader(contentType: "Multipart/Form-Data; charset=utf-8; BOUNDARY=\"\(boundary)\"")
        #expect(try reader.feed(ByteBuffer(string: "--\(boundary)--")) == [.end])
        try reader.finish()
    }
}

// MARK: - Reading whole bodies

/// One part put together again.
private struct WholePart {
    var headers: MultipartHeaders
    var content = ByteBuffer()
}

private struct Part: Equatable {
    var name: String
    var content: String

    init(_ name: String, _ content: String) {
        self.name = name
        self.content = content
    }

    init(_ part: WholePart) {
        self.init(part.headers.name, String(buffer: part.content))
    }
}

private func makeReader(limits: MultipartReader.Limits = .init()) throws(BodyError) -> MultipartReader {
    try MultipartReader(contentType: "multipart/form-data; boundary=frontier", limits: limits)
}

private func read(buffers: [ByteBuffer], limits: MultipartReader.Limits = .init()) throws(BodyError) -> [WholePart] {
    var reader = try makeReader(limits: limits)
    var parts: [WholePart] = []
    for buffer in buffers {
        for event in try reader.feed(buffer) {
            switch event {
            case .part(let headers): parts.append(WholePart(headers: headers))
            case .data(let data): parts[parts.count - 1].content.writeImmutableBuffer(data)
            case .endOfPart, .end: break
            }
        }
    }
    try reader.finish()
    return parts
}

@discardableResult
private func read(_ chunks: [ArraySlice<UInt8>]) throws(BodyError) -> [WholePart] {
    try read(buffers: chunks.map { ByteBuffer(bytes: $0) })
}

@discardableResult
private func read(_ body: String) throws(BodyError) -> [WholePart] {
    try read(buffers: [ByteBuffer(string: body)])
}

private func header(_ name: String) -> String {
    "Content-Disposition: form-data; name=\"\(name)\"\r\n"
}

private func crlf(_ text: String) -> String {
    text.replacing("\n", with: "\r\n")
}

/// Bytes rich in beginnings of a delimiter.
private func trickyContent(using generator: inout SeededGenerator) -> [UInt8] {
    let pieces = ["\r", "\n", "\r\n", "-", "--", "\r\n--", "\r\n--front", "frontier", "\r\n--frontie", "x", "\u{0}"]
    return (0..<Int.random(in: 0...40, using: &generator)).flatMap { _ in
        Array(pieces[Int.random(in: pieces.indices, using: &generator)].utf8)
    }.removingDelimiters()
}

private func split(_ body: [UInt8], using generator: inout SeededGenerator) -> [ArraySlice<UInt8>] {
    var chunks: [ArraySlice<UInt8>] = []
    var rest = body[...]
    while !rest.isEmpty {
        let chunk = rest.prefix(Int.random(in: 0...17, using: &generator))
        chunks.append(chunk)
        rest = rest.dropFirst(chunk.count)
    }
    return chunks
}

extension [UInt8] {
    /// The bytes, cut in front of the first whole delimiter, which no content may hold. (Also one that follows the
    /// headers' line end.)
    fileprivate func removingDelimiters() -> [UInt8] {
        let delimiter = Array("\r\n--frontier".utf8)
        let whole = [13, 10] + self
        for start in whole.indices where whole[start...].starts(with: delimiter) {
            return Array(whole[..<start].dropFirst(2))
        }
        return self
    }
}
