import AsyncHTTPClient
import NIOHTTP1
import Testing

@testable import Sources

@Suite struct ResponseHeadTests {
    private func head(_ name: String, _ value: String, status: Int = 200) -> ResponseHead {
        ResponseHead(HTTPClientResponse(status: HTTPResponseStatus(statusCode: status), headers: [name: value]))
    }

    @Test(
        "the media type is lower case and without parameters",
        arguments: [
            ("Image/JPEG", "image/jpeg"), ("image/png; charset=x", "image/png"), (" image/gif ;a", "image/gif"),
        ])
    func mediaType(value: String, type: String) {
        #expect(head("Content-Type", value).mediaType == type)
    }

    @Test("an empty media type is none")
    func noMediaType() {
        #expect(head("Content-Type", " ;q=1").mediaType == nil)
    }

    @Test(
        "only a length that is a number is taken",
        arguments: [("12", 12), ("0", 0), ("-1", nil), ("x", nil), ("", nil)])
    func declaredBytes(value: String, bytes: Int?) {
        #expect(head("Content-Length", value).declaredBytes == bytes)
    }

    @Test(
        "a 206 is whole when its range is, whatever numbers an origin writes",
        arguments: [
            ("bytes 0-9/10", true), ("bytes 0-9/11", false), ("bytes 1-9/10", false), ("bytes 0-9/*", false),
            ("bytes 0-9223372036854775807/1", false), ("bytes 0-9223372036854775807/9223372036854775807", false),
            ("bytes 0-0/0", false), ("bytes 0-99999999999999999999/1", false), ("bytes -", false),
        ])
    func range(value: String, isWhole: Bool) {
        let head = head("Content-Range", value, status: 206)
        // Whatever is not whole is refused.
        #expect(((try? head.codings()) != nil) == isWhole)
        #expect((head.metadata(name: "a").contentRange == nil) == isWhole)
    }

    @Test(
        "a part is taken where it was asked for, if its numbers agree with each other",
        arguments: [
            ("bytes 5-9/10", 10, true), ("bytes 5-9/*", nil, true), ("BYTES 0-0/9223372036854775807", .max, true),
            ("bytes 5-9/9", nil, false), ("bytes 5-9/x", nil, false), ("bytes 9-5/10", nil, false),
            ("bytes +5-9/10", nil, false), ("bytes */10", nil, false), ("items 5-9/10", nil, false),
        ] as [(String, Int?, Bool)])
    func part(value: String, all: Int?, isTaken: Bool) {
        let head = head("Content-Range", value, status: 206)
        // Whatever is not taken is refused.
        #expect(((try? head.codings(isForRange: true)) != nil) == isTaken)
        #expect(head.wholeBytes == all)
    }

    @Test("only redirects that keep or make a GET have a target", arguments: [200, 300, 304, 305, 306, 404])
    func noRedirect(status: Int) throws {
        #expect(try head("Location", "/a", status: status).redirectLocation() == nil)
    }

    /// A second before the day that the arguments name.
    private static let now = 784_111_776

    @Test(
        "Retry-After is seconds, or the time that is left until a day",
        arguments: [
            ("120", .seconds(120)), ("0", .zero), ("-1", nil), ("soon", nil), ("", nil),
            ("Sun, 06 Nov 1994 08:49:37 GMT", .seconds(1)), ("Sun, 06 Nov 1994 07:00:00 GMT", .zero),
            ("Sun, 06 Nix 1994 08:49:37 GMT", nil), ("Sunday, 06-Nov-94 08:49:37 GMT", nil),
            ("9223372036854775807", .seconds(1 << 30)), ("Sun, 06 Nov 9999 08:49:37 GMT", .seconds(1 << 30)),
            ("Sun, 06 Nov 1994 2147483647:49:37 GMT", nil), ("Sun, 06 Nov 1994 08:-49:37 GMT", nil),
            ("Sun, +6 Nov 1994 08:49:37 GMT", nil),
        ] as [(String, Duration?)])
    func retryAfter(value: String, delay: Duration?) {
        #expect(head("Retry-After", value, status: 503).retryAfter(now: Self.now) == delay)
    }

    @Test("a status that asks for time says so in its error")
    func retryAfterOfAStatus() {
        #expect {
            _ = try head("Retry-After", "7", status: 429).codings()
        } throws: { error in
            (error as? SourceError)?.retryAfter == .seconds(7)
        }
    }
}
