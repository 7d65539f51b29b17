import HTTPSyntax
import NIOCore
import Testing

@testable import HTTPAPI

@Suite struct MultipartWriterTests {
    @Test func framesPartsAsTheStandardSays() throws {
        var writer = MultipartWriter()
        var body = try writer.head([.init("Content-Type", "image/jpeg"), .init("X-Width", "100")])
        body.writeString("one")
        body.writeImmutableBuffer(try writer.head([]))
        body.writeString("two")
        body.writeImmutableBuffer(writer.tail())
        let boundary = writer.boundary
        #expect(
            String(buffer: body) == "--\(boundary)\r\nContent-Type: image/jpeg\r\nX-Width: 100\r\n\r\none"
                + "\r\n--\(boundary)\r\n\r\ntwo\r\n--\(boundary)--\r\n")
        #expect(writer.contentType == "multipart/mixed; boundary=\(boundary)")
    }

    @Test func aReaderGetsBackWhatWasWritten() throws {
        var writer = MultipartWriter()
        var body = try writer.head([.init("Content-Disposition", "form-data; name=\"a\"")])
        body.writeString("\r\n--content")
        body.writeImmutableBuffer(writer.tail())
        var reader = try MultipartReader(contentType: "multipart/form-data; boundary=\(writer.boundary)")
        let events = try reader.feed(body)
        try reader.finish()
        #expect(events.dropFirst() == [.data(ByteBuffer(string: "\r\n--content")), .endOfPart, .end])
    }

    @Test func aBodyWithoutPartsIsOnlyItsEnd() throws {
        let writer = MultipartWriter()
        var reader = try MultipartReader(contentType: "multipart/form-data; boundary=\(writer.boundary)")
        #expect(try reader.feed(writer.tail()) == [.end])
    }

    @Test(arguments: [("X", "a\r\nb"), ("X", "a\nb"), ("X", "\u{0}"), ("X:", "a"), ("", "a"), ("X Y", "a")])
    func headersThatWouldBreakTheFrameAreRefused(name: String, value: String) {
        var writer = MultipartWriter()
        #expect(code { try writer.head([.init(name, value)]) } == .unwritableHeader)
    }

    @Test func aRefusedHeadBeginsNothing() throws {
        var writer = MultipartWriter()
        _ = code { try writer.head([.init("X", "\n")]) }
        #expect(String(buffer: try writer.head([])) == "--\(writer.boundary)\r\n\r\n")
    }

    @Test func theBoundaryComesFromTheGenerator() {
        var generators = [SeededGenerator(seed: 7), SeededGenerator(seed: 7), SeededGenerator(seed: 8)]
        let boundaries = generators.indices.map { MultipartWriter(using: &generators[$0]).boundary }
        #expect(boundaries[0] == boundaries[1])
        #expect(boundaries[0] != boundaries[2])
        #expect(boundaries.allSatisfy { $0.count == 32 && HeaderScanner.isToken($0) })
    }
}
