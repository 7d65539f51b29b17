import TestSupport
import Testing

@testable import Sources

/// What goes out on the wire to origins.
@Suite(.timeLimit(.minutes(10))) struct OriginRequestTests {
    private static let targets = [
        "/gr%FCn.png", "/dir/gr%FCn.png?x=1", "/%82%A0.jpg", "/%C4%E3%BA%C3.jpg", "/%CF%F0%E8%E2%E5%F2.jpg",
        "/ok/%C3%BC/%FF/x.png", "/a%00b.png", "/a%0Ab.png", "/a%2Fb.png", "/%2e%2e/x.png", "/./x.png", "//x.png",
        "/a//../x.png", "/x.png?", "/x.png?a=b%FC&c=d+e", "/a;b=1.png", "/%ED%A0%80.png", "/%C0%AF.png", "/a?b?c",
    ]

    @Test("a target goes out as it is written, byte for byte", arguments: targets)
    func verbatim(target: String) async throws {
        let script = FakeOrigin.Script { _, _ in FakeAnswer(body: [1]) }
        try await FakeOrigin.with(script: script) { origin in
            _ = try await withSourceReader { try await $0.read(origin.url(target)) }
            #expect(origin.record.requests.map(\.target) == [target])
            #expect(origin.record.requests.first?.headers.contains { $0.name == RequestNotes.fieldName } == false)
        }
    }

    @Test("random bytes of a path go out as they are written")
    func random() async throws {
        var random = SplitMix64(seed: 11)
        let script = FakeOrigin.Script { _, _ in FakeAnswer(body: [1]) }
        let targets = (0..<200).map { _ in
            "/"
                + (0..<Int.random(in: 1...12, using: &random)).map { _ in
                    let hex = String(UInt8.random(in: 0...255, using: &random), radix: 16, uppercase: true)
                    return "%" + (hex.count == 1 ? "0" : "") + hex
                }.joined()
        }
        try await FakeOrigin.with(script: script) { origin in
            try await withSourceReader { reader in
                for target in targets { _ = try await reader.read(origin.url(target)) }
            }
            #expect(origin.record.requests.map(\.target) == targets)
            #expect(origin.record.acceptedConnections == 1)
        }
    }

    @Test(
        "a redirect's target goes out as it is written",
        arguments: [
            ("/bilder/gr%FCn.png", "/bilder/gr%FCn.png"), ("gr%FCn.png?%FF", "/x/gr%FCn.png?%FF"),
            ("/ok.png   \t ", "/ok.png"), ("/with space/ok.png?a=b c", "/with%20space/ok.png?a=b%20c"),
        ])
    func redirect(location: String, target: String) async throws {
        let script = FakeOrigin.Script { target, _ in
            target == "/x/a" ? .redirect(to: location) : FakeAnswer(body: [1])
        }
        try await FakeOrigin.with(script: script) { origin in
            _ = try await withSourceReader { try await $0.read(origin.url("/x/a")) }
            #expect(origin.record.requests.map(\.target) == ["/x/a", target])
        }
    }

    @Test(
        "bytes of a Location that are not UTF-8 are asked for as they are",
        arguments: [
            ([UInt8](arrayLiteral: 0xFC), "%FC"), ([0xC3, 0xBC], "%C3%BC"), ([0x82, 0xA0], "%82%A0"),
        ])
    func latinLocation(letter: [UInt8], encoded: String) async throws {
        let head = Array("HTTP/1.1 302 Found\r\nLocation: /gr".utf8) + letter
        let answer = FakeAnswer(pace: .verbatim(head + Array("n.png\r\nContent-Length: 0\r\n\r\n".utf8)))
        let script = FakeOrigin.Script { target, _ in target == "/a" ? answer : FakeAnswer(body: [1]) }
        try await FakeOrigin.with(script: script) { origin in
            _ = try await withSourceReader { try await $0.read(origin.url("/a")) }
            #expect(origin.record.requests.map(\.target) == ["/a", "/gr\(encoded)n.png"])
        }
    }

    @Test(
        "an equal Content-Length twice is one; two that differ are malformed", arguments: [("3", true), ("4", false)])
    func contentLengthTwice(second: String, isTaken: Bool) async throws {
        let head = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\ncontent-length:  \(second)\r\n\r\nabc"
        let answer = FakeAnswer(pace: .verbatim(Array(head.utf8)))
        try await FakeOrigin.with(answers: ["/a": answer]) { origin in
            try await withSourceReader { reader in
                if isTaken {
                    let content = try await reader.read(origin.url("/a"))
                    #expect(content.bytes == Array("abc".utf8))
                } else {
                    let error = await #expect(throws: SourceError.self) { try await reader.read(origin.url("/a")) }
                    #expect(error?.code == .malformedAnswer)
                }
            }
        }
    }

    // MARK: Connections that are closed while they are idle

    @Test("a request that dies on a kept connection is sent once more on a new one", arguments: [false, true])
    func keptConnectionDies(resets: Bool) async throws {
        let answer = FakeAnswer(body: [1], pace: .closesWhenUsedAgain(resets: resets))
        try await FakeOrigin.with(answers: ["/a": answer]) { origin in
            try await withSourceReader { reader in
                for _ in 0..<20 {
                    let content = try await reader.read(origin.url("/a"))
                    #expect(content.bytes == [1])
                }
            }
            // One attempt more for those that took a kept connection, and no third.
            #expect((20...39).contains(origin.record.requests.count))
        }
    }

    @Test("a request that dies on a new connection is not repeated")
    func newConnectionDies() async throws {
        try await FakeOrigin.with(answers: ["/a": FakeAnswer(pace: .closesBeforeHead)]) { origin in
            try await withSourceReader { reader in
                let error = await #expect(throws: SourceError.self) { try await reader.read(origin.url("/a")) }
                #expect(error?.code == .connectFailed)
            }
            #expect(origin.record.requests.count == 1)
        }
    }

    @Test("a request is repeated once, and not when its answer has begun")
    func repeatedOnce() async throws {
        let script = FakeOrigin.Script { target, before in
            switch (target, before) {
            case ("/gone", _): FakeAnswer(pace: .closesBeforeHead)
            case ("/cut", _): FakeAnswer(body: [1, 2, 3], pace: .closes(afterBytes: 1))
            default: FakeAnswer(body: [1])
            }
        }
        try await FakeOrigin.with(script: script) { origin in
            try await withSourceReader { reader in
                for (path, code) in [("/gone", SourceError.Code.connectFailed), ("/cut", .connectionLost)] {
                    _ = try await reader.read(origin.url("/ok"))
                    let error = await #expect(throws: SourceError.self) { try await reader.read(origin.url(path)) }
                    #expect(error?.code == code)
                }
            }
            #expect(origin.record.count("/gone") == 2)
            #expect(origin.record.count("/cut") == 1)
        }
    }
}
