import NIOCore
import TestSupport
import Testing

@testable import Sources

/// Headers of the configuration and of clients, and where they go.
@Suite(.timeLimit(.minutes(10))) struct OriginHeaderTests {
    private static let resolver = HostResolver { _, port in [try SocketAddress(ipAddress: "127.0.0.1", port: port)] }

    @Test(
        "what belongs to the connection, or is not a header, is refused without its value",
        arguments: [
            "Host: s3cret", "Connection: s3cret", "If-None-Match: s3cret", "Proxy-Authorization: s3cret",
            "Range: s3cret",
            "Stillwater-Request-Note: s3cret", "no header s3cret", "Bad Name: s3cret",
            "https://a.example/ Host: s3cret",
            "X: s3cret\r\nY: z", ": s3cret",
        ])
    func refused(text: String) {
        let error = #expect(throws: SourceError.self) { try OriginHeaders([text]) }
        #expect(error?.code == .notConfigured)
        #expect(error?.message.contains(": s3cret") == false)
    }

    @Test("headers go to the origins of their pattern, others to the origin that is named, and none elsewhere")
    func redirects() async throws {
        try await FakeOrigin.with(answers: ["/c": FakeAnswer(body: [1])]) { origin in
            origin.answer("/a", with: .redirect(to: "/b"))
            origin.answer("/b", with: .redirect(to: origin.url("/c", host: "cdn.shop.example")))
            var options = FetchOptions()
            options.headers = [try #require(OriginHeader(name: "X-Client", value: "c"))]
            let url = origin.url("/a", host: "www.shop.example")
            let headers = try OriginHeaders([
                "X-All: all: of it", "http://cdn.shop.example:*/ X-CDN: cdn", "http://*.shop.example:*/b X-B: b",
                "http://other.example:*/ X-Other: o", "User-Agent: Mozilla/5.0",
            ])
            _ = try await withSourceReader(resolver: Self.resolver) {
                $0.headers = headers
            } _: { reader in
                try await reader.read(SourceReference(parsing: url), options: options) { _ in }
            }
            let sent = origin.record.requests.map { request in
                ["X-All", "X-CDN", "X-B", "X-Other", "X-Client"].map { request.header($0) ?? "-" }.joined(
                    separator: " ")
            }
            #expect(sent == ["all: of it - - - c", "all: of it - b - c", "- cdn - - -"])
            #expect(
                origin.record.requests.map { $0.header("User-Agent") } == ["Mozilla/5.0", "Mozilla/5.0", "Stillwater"])
        }
    }

    @Test("a header of the configuration stands above a client's of the same name, and a cookie joins those of the way")
    func precedence() async throws {
        let script = FakeOrigin.Script { target, _ in
            target == "/a"
                ? FakeAnswer(status: 302, headers: [("Location", "/b"), ("Set-Cookie", "k=1; Path=/")]) : nil
        }
        try await FakeOrigin.with(answers: ["/b": FakeAnswer(body: [1])], script: script) { origin in
            var options = FetchOptions()
            options.headers = [try #require(OriginHeader(name: "x-key", value: "client"))]
            let headers = try OriginHeaders(["X-Key: operator", "Cookie: s=9"])
            _ = try await withSourceReader {
                $0.headers = headers
            } _: { reader in
                try await reader.read(SourceReference(parsing: origin.url("/a")), options: options) { _ in }
            }
            let last = try #require(origin.record.requests.last)
            #expect(last.headers.filter { $0.name.lowercased() == "x-key" }.map(\.value) == ["operator"])
            #expect(last.headers.filter { $0.name.lowercased() == "cookie" }.map(\.value) == ["s=9; k=1"])
        }
    }

    // MARK: Ranges

    @Test("a part is taken when it was asked for, with what is said of it")
    func range() async throws {
        let answer = FakeAnswer(
            status: 206, headers: [("Content-Range", "bytes 2-4/10"), ("Accept-Ranges", "bytes")], body: [2, 3, 4])
        try await FakeOrigin.with(answers: ["/a": answer]) { origin in
            try await withSourceReader { reader in
                var options = FetchOptions()
                options.range = "bytes=2-4"
                let content = try await reader.read(SourceReference(parsing: origin.url("/a")), options: options) { _ in
                }
                #expect(content.bytes == [2, 3, 4])
                #expect(content.metadata.contentRange == "bytes 2-4/10")
                #expect(content.metadata.acceptRanges == "bytes")
                #expect(origin.record.requests.first?.header("Range") == "bytes=2-4")
                let error = await #expect(throws: SourceError.self) { try await reader.read(origin.url("/a")) }
                #expect(error?.code == .badAnswer)
            }
        }
    }

    @Test("the limit holds for all of a source, also where a part is asked for")
    func rangeOfLargeSource() async throws {
        let answer = FakeAnswer(status: 206, headers: [("Content-Range", "bytes 0-0/1001")], body: [1])
        try await FakeOrigin.with(answers: ["/a": answer]) { origin in
            try await withSourceReader {
                $0.maximumBytes = 1000
            } _: { reader in
                var options = FetchOptions()
                options.range = "bytes=0-0"
                let error = await #expect(throws: SourceError.self) {
                    try await reader.read(SourceReference(parsing: origin.url("/a")), options: options) { _ in }
                }
                #expect(error?.code == .tooLarge)
            }
        }
    }

    @Test(
        "a tag that is not written as one is as if there were none",
        arguments: ["unquoted", "\"a", "W/x", "\"a b\"", ""])
    func malformedTag(tag: String) async throws {
        let answer = FakeAnswer(headers: [("ETag", tag)], body: [1])
        try await FakeOrigin.with(answers: ["/a": answer]) { origin in
            let content = try await withSourceReader { try await $0.read(origin.url("/a")) }
            #expect(content.entityTag == nil)
        }
    }
}
