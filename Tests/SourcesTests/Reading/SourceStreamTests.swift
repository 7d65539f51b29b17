import NIOCore
import TestSupport
import Testing

@testable import Sources

@Suite(.timeLimit(.minutes(10))) struct SourceStreamTests {
    private static let body = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 13 &+ $0 >> 9) }

    /// What is left of `stream`.
    private func rest(of stream: SourceStream) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        while let chunk = try await stream.next() { bytes += chunk.readableBytesView }
        return bytes
    }

    /// What `stream` ends with.
    private func error(of stream: SourceStream) async -> SourceError.Code? {
        await #expect(throws: SourceError.self) { while try await stream.next() != nil {} }?.code
    }

    @Test(
        "a body comes whole, also after its beginning was looked at",
        arguments: [FakeAnswer.Framing.contentLength, .chunked], [0, 1, 4096, 100_000, 300_000])
    func whole(framing: FakeAnswer.Framing, beginning: Int) async throws {
        let answer = FakeAnswer(body: Self.body, framing: framing, pace: .pieces(bytes: 5_000))
        try await FakeOrigin.with(answers: ["/a": answer]) { origin in
            try await withSourceReader { reader in
                let stream = try await reader.open(SourceReference(parsing: origin.url("/a")))
                if beginning > 0 {
                    #expect(try await stream.beginning(bytes: beginning) == Array(Self.body.prefix(beginning)))
                }
                #expect(try await rest(of: stream) == Self.body)
                #expect(try await stream.next() == nil)
            }
        }
    }

    @Test("a file comes in pieces, with its length")
    func file() async throws {
        let directory = try TemporaryDirectory()
        try directory.file("a", Self.body)
        try await withSourceReader {
            $0.roots = [directory.path]
        } _: { reader in
            let stream = try await reader.open(SourceReference(parsing: "local:///a"))
            #expect(stream.metadata.byteCount == Self.body.count)
            #expect(stream.metadata.modified != nil)
            #expect(try await stream.next()?.readableBytes == 65_536)
            #expect(try await rest(of: stream) == Array(Self.body.dropFirst(65_536)))
        }
    }

    @Test("a file comes whole after its beginning was looked at: only origins have a deadline")
    func wholeFile() async throws {
        let directory = try TemporaryDirectory()
        try directory.file("a", Self.body)
        try await withSourceReader {
            $0.roots = [directory.path]
        } _: { reader in
            let stream = try await reader.open(SourceReference(parsing: "local:///a"))
            #expect(try await stream.beginning(bytes: 12) == Array(Self.body.prefix(12)))
            #expect(try await stream.content(.standard) { _ in }.bytes == Self.body)
        }
    }

    @Test("the head is there before the body, and what is read of a body is what has come")
    func early() async throws {
        let answer = FakeAnswer(headers: [("ETag", "\"e\"")], body: Self.body, pace: .stalls(afterBytes: 10))
        try await FakeOrigin.with(answers: ["/a": answer]) { origin in
            try await withSourceReader { reader in
                let stream = try await reader.open(SourceReference(parsing: origin.url("/a")))
                #expect(stream.metadata.entityTag == "\"e\"")
                #expect(stream.metadata.byteCount == Self.body.count)
                #expect(try await stream.beginning(bytes: 4) == Array(Self.body.prefix(4)))
                origin.releaseStalls()
                #expect(try await rest(of: stream) == Self.body)
            }
        }
    }

    @Test(
        "a body that breaks off, or is too long, ends with an error",
        arguments: [
            (FakeAnswer(body: body, framing: .declared(250_000)), SourceError.Code.connectionLost),
            (FakeAnswer(body: body, framing: .chunked, pace: .closes(afterBytes: 1_000)), .connectionLost),
            (FakeAnswer(body: body + body, framing: .chunked), .tooLarge),
        ])
    func failures(answer: FakeAnswer, code: SourceError.Code) async throws {
        try await FakeOrigin.with(answers: ["/a": answer]) { origin in
            try await withSourceReader {
                $0.maximumBytes = 300_000
            } _: { reader in
                let stream = try await reader.open(SourceReference(parsing: origin.url("/a")))
                #expect(await error(of: stream) == code)
            }
        }
    }

    @Test("what has no bytes, or says that it has too many, is refused before its body")
    func refused() async throws {
        let answers = [
            "/none": FakeAnswer(), "/long": FakeAnswer(body: Self.body, pace: .stalls(afterBytes: 0)),
            "/chunks": FakeAnswer(framing: .chunked),
        ]
        try await FakeOrigin.with(answers: answers) { origin in
            try await withSourceReader {
                $0.maximumBytes = 1_000
            } _: { reader in
                for (path, code) in [("/none", SourceError.Code.empty), ("/long", .tooLarge)] {
                    let url = origin.url(path)
                    let error = await #expect(throws: SourceError.self) {
                        try await reader.open(SourceReference(parsing: url))
                    }
                    #expect(error?.code == code)
                }
                let stream = try await reader.open(SourceReference(parsing: origin.url("/chunks")))
                let error = await #expect(throws: SourceError.self) { try await stream.beginning(bytes: 1) }
                #expect(error?.code == .empty)
            }
        }
    }

    @Test("a file that shrinks while it is read ends with an error")
    func shrinking() async throws {
        let directory = try TemporaryDirectory()
        try directory.file("a", Self.body)
        try await withSourceReader {
            $0.roots = [directory.path]
        } _: { reader in
            let stream = try await reader.open(SourceReference(parsing: "local:///a"))
            #expect(try await stream.next() != nil)
            try directory.file("a", [1])
            #expect(await error(of: stream) == .readFailed)
        }
    }

    @Test("an origin that stands still uses up its time")
    func timeout() async throws {
        let answer = FakeAnswer(body: Self.body, pace: .stalls(afterBytes: 10))
        try await FakeOrigin.with(answers: ["/a": answer]) { origin in
            try await withSourceReader {
                $0.totalTimeout = .seconds(1)
            } _: { reader in
                let url = origin.url("/a")
                let error = await #expect(throws: SourceError.self) {
                    let stream = try await reader.open(SourceReference(parsing: url))
                    while try await stream.next() != nil {}
                }
                #expect(error?.code == .timedOut)
                try await origin.wait { $0.openConnections == 0 }
            }
        }
    }

    @Test("a stream that is let go closes its connection")
    func letGo() async throws {
        let answer = FakeAnswer(body: Self.body, pace: .stalls(afterBytes: 100_000))
        try await FakeOrigin.with(answers: ["/a": answer]) { origin in
            try await withSourceReader { reader in
                for bytes in [0, 10] {
                    let stream = try await reader.open(SourceReference(parsing: origin.url("/a")))
                    if bytes > 0 { _ = try await stream.beginning(bytes: bytes) }
                }
                try await origin.wait { $0.openConnections == 0 && $0.requests.count == 2 }
            }
        }
    }

    @Test("a reader that waits is cancelled with its task")
    func cancelled() async throws {
        let answer = FakeAnswer(body: Self.body, pace: .stalls(afterBytes: 0))
        try await FakeOrigin.with(answers: ["/a": answer]) { origin in
            try await withSourceReader { reader in
                let stream = try await reader.open(SourceReference(parsing: origin.url("/a")))
                let task = Task { try await stream.next() }
                task.cancel()
                let error = await #expect(throws: SourceError.self) { try await task.value }
                #expect(error?.code == .cancelled)
            }
        }
    }

    @Test("a stream counts as a fetch until it leaves the gate, or ends")
    func gate() async throws {
        let answers = ["/a": FakeAnswer(body: Self.body, pace: .stalls(afterBytes: 10)), "/b": FakeAnswer(body: [1])]
        try await FakeOrigin.with(answers: answers) { origin in
            try await withSourceReader {
                $0.maximumConcurrentFetches = 1
            } _: { reader in
                let slow = try await reader.open(SourceReference(parsing: origin.url("/a")))
                let url = origin.url("/b")
                let waiting = Task { try await reader.read(url) }
                _ = try await slow.beginning(bytes: 1)
                #expect(origin.record.count("/b") == 0)
                await slow.leaveGate()
                #expect(try await waiting.value.bytes == [1])
            }
        }
    }
}
