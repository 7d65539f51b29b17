import Foundation
import NIOCore
import TestSupport
import Testing

@testable import Sources

/// Bodies with a `Content-Encoding`. What is compressed here was made by Python's gzip and zlib.
@Suite(.timeLimit(.minutes(10))) struct ContentCodingTests {
    private static let drawing = Array(
        ("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"120\" height=\"90\">"
            + "<rect width=\"120\" height=\"90\" fill=\"#c33\"/></svg>").utf8)
    private static let gzip = bytes(
        "H4sIAAAAAAACA3XMSw6AIAwA0auQuqcVVhrgMohAgp9oYz2+egDX8zLuvLK6l7aeHgrzPiKKiBartyOjISJ8BSipExcPvSFQJdVc"
            + "2MNAENyRIv9VNdfWPHTRWsDgvlN4AJrKX+FxAAAA")
    private static let zlib = bytes(
        "eJx1zEsOgCAMANGrkLqnFVYa4DKIQIKfaGM9vnoA1/My7ryyupe2nh4K8z4iiogWq7cjoyEifAUoqRMXD70hUCXVXNjDQBDckSL/"
            + "VTXX1jx00VrA4L5TeAD5myJL")
    private static let bare = bytes(
        "dcxLDoAgDADRq5C6pxVWGuAyiECCn2hjPb56ANfzMu68srqXtp4eCvM+IoqIFqu3I6MhInwFKKkTFw+9IVAl1VzYw0AQ3JEi/1U1"
            + "19Y8dNFawOC+U3gA")
    /// 20,000,000 zeros, compressed twice.
    private static let zeros = bytes(
        "H4sIAAAAAAACA+3bOw4BARQF0BmmEAV6BYlaodNIaNQSUYsFWAOJqDQa28AW7EA3kSgsQBQSKt+xCpmcU736ljf3VRa5IJHJnndh"
            + "+D2my9fmkssHAAAAQMpND7NsUgYE1Xfc7Q0AAACAtBsVC9GvFHgMyx1xAAAAQOrNW83SbyFwnYwjcQAAAEDqre6nZVIFtPfveL0N"
            + "fU0AAMCfO2ae/VstqDfCD+GkO48JTAAA")

    private static func bytes(_ base64: String) -> [UInt8] { Array(Data(base64Encoded: base64) ?? Data()) }

    private func read(
        _ coding: String, _ body: [UInt8], framing: FakeAnswer.Framing = .contentLength,
        pace: FakeAnswer.Pace = .atOnce, maximumBytes: Int = 1 << 20
    ) async throws -> SourceContent {
        let answer = FakeAnswer(
            headers: [("Content-Encoding", coding), ("Content-Type", "image/svg+xml")], body: body, framing: framing,
            pace: pace)
        return try await FakeOrigin.with(answers: ["/a.svg": answer]) { origin in
            try await withSourceReader {
                $0.maximumBytes = maximumBytes
            } _: {
                try await $0.read(origin.url("/a.svg"))
            }
        }
    }

    private func code(_ coding: String, _ body: [UInt8], maximumBytes: Int = 1 << 20) async throws -> SourceError? {
        await #expect(throws: SourceError.self) { try await read(coding, body, maximumBytes: maximumBytes) }
    }

    @Test(
        "what is compressed is unzipped",
        arguments: [
            ("gzip", gzip), ("x-gzip", gzip), ("GZIP", gzip), ("identity, gzip", gzip), ("deflate", zlib),
            ("deflate", bare),
        ])
    func unzipped(coding: String, body: [UInt8]) async throws {
        let content = try await read(coding, body)
        #expect(content.bytes == Self.drawing)
        #expect(content.metadata.byteCount == Self.drawing.count)
        #expect(content.mediaType == "image/svg+xml")
    }

    @Test(
        "in pieces of any length it is the same",
        arguments: [FakeAnswer.Pace.pieces(bytes: 1), .pieces(bytes: 7), .trickles(milliseconds: 0)])
    func pieces(pace: FakeAnswer.Pace) async throws {
        let content = try await read("gzip", Self.gzip + Self.gzip, framing: .chunked, pace: pace)
        #expect(content.bytes == Self.drawing + Self.drawing)
    }

    @Test("what stands behind the compressed bytes is ignored")
    func trailingBytes() async throws {
        let content = try await read("gzip", Self.gzip + [0, 0, 0, 0])
        #expect(content.bytes == Self.drawing)
    }

    @Test(
        "codings that nobody knows are ignored, and so is one that the bytes don't have",
        arguments: ["base64", "utf-8", "none", "binary", "aws-chunked", "", "identity", "gzip", "gzip, gzip"])
    func plain(coding: String) async throws {
        let content = try await read(coding, Self.drawing)
        #expect(content.bytes == Self.drawing)
    }

    @Test("codings that are not understood are refused by name", arguments: ["br", "zstd", "gzip, br", "compress"])
    func refused(coding: String) async throws {
        let error = try await code(coding, Self.gzip)
        #expect(error?.code == .badAnswer)
        #expect(error?.message.contains(coding.split(separator: " ").last ?? "?") == true)
    }

    @Test("the limit counts what comes out, and ends the download", arguments: ["gzip", "gzip, gzip"])
    func limit(coding: String) async throws {
        let fits = try await read("gzip, gzip", Self.zeros, maximumBytes: 20_000_000)
        #expect(fits.bytes.count == 20_000_000)
        let error = try await code("gzip, gzip", Self.zeros, maximumBytes: 19_999_999)
        #expect(error?.code == .tooLarge)
        let small = try await code(coding, Self.zeros, maximumBytes: Self.zeros.count - 1)
        #expect(small?.code == .tooLarge)
    }

    @Test("compressed bytes that are cut or damaged are refused", arguments: ["gzip", "deflate"])
    func damaged(coding: String) async throws {
        let whole = coding == "gzip" ? Self.gzip : Self.zlib
        let cut = try await code(coding, Array(whole.dropLast(20)))
        #expect(cut?.code == .badAnswer)
        var wrong = whole
        wrong[30] ^= 0xFF
        let damaged = try await code(coding, wrong)
        #expect(damaged?.code == .badAnswer)
    }

    @Test("an empty body is empty, whatever it is called")
    func empty() async throws {
        let error = try await code("gzip", [])
        #expect(error?.code == .empty)
    }

    @Test("pieces come out no larger than 64 KiB, and input is held no longer than it is needed")
    func bounded() throws {
        let inner = Inflater(.gzip)
        inner.feed(Self.zeros)
        let outer = Inflater(.gzip)
        var total = 0
        while let piece = try inner.next() {
            outer.feed(piece.readableBytesView)
            while let zeros = try outer.next() {
                #expect(zeros.readableBytes <= Inflater.pieceBytes)
                total += zeros.readableBytes
            }
        }
        #expect(try inner.finish() == nil)
        #expect(try outer.finish() == nil)
        #expect(total == 20_000_000)
    }

    // MARK: Statuses

    @Test(
        "a 206 that is all of it, and a 203, are as good as a 200",
        arguments: [
            (206, "bytes 0-2/3", true), (203, "", true), (206, "bytes 0-2/4", false), (206, "bytes 1-3/4", false),
            (206, "bytes 0-2/*", false), (206, "", false),
        ])
    func partial(status: Int, range: String, isTaken: Bool) async throws {
        let answer = FakeAnswer(status: status, headers: [("Content-Range", range)], body: [1, 2, 3])
        try await FakeOrigin.with(answers: ["/a": answer]) { origin in
            try await withSourceReader { reader in
                if isTaken {
                    let content = try await reader.read(origin.url("/a"))
                    #expect(content.bytes == [1, 2, 3])
                } else {
                    let error = await #expect(throws: SourceError.self) { try await reader.read(origin.url("/a")) }
                    #expect(error?.code == .badAnswer)
                }
            }
        }
    }
}
