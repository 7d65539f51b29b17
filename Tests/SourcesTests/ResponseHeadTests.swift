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

    @Test("only redirects that keep or make a GET have a target", arguments: [200, 300, 304, 305, 306, 404])
    func noRedirect(status: Int) throws {
        #expect(try head("Location", "/a", status: status).redirectLocation() == nil)
    }
}
