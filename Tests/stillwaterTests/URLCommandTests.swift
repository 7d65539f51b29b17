import ArgumentParser
import Testing

@testable import stillwater

@Suite struct URLCommandTests {
    private static func url(_ arguments: [String]) throws -> String {
        try URLCommand.parse(arguments).text()
    }

    @Test("a signed URL matches the documentation's example")
    func signed() throws {
        let url = try Self.url([
            "--key", "736563726574", "--salt", "68656c6c6f", "--base", "https://images.example.com/",
            "http://img.example.com/pretty/image.jpg", "rs:fill:300:400:0", "g:sm", "--format", "png",
        ])
        #expect(url.hasPrefix("https://images.example.com/"))
        #expect(url.hasSuffix("/rs:fill:300:400:0/g:sm/aHR0cDovL2ltZy5leGFtcGxlLmNvbS9wcmV0dHkvaW1hZ2UuanBn.png"))
    }

    @Test("without keys the URL is not signed")
    func unsigned() throws {
        #expect(try Self.url(["local:///a.jpg", "w:10", "--plain"]) == "/unsafe/w:10/plain/local:///a.jpg")
    }

    @Test(
        "arguments that make no valid URL are refused",
        arguments: [
            ["local:///a.jpg", "nothing:1"], ["--key", "00", "local:///a.jpg"], ["local:///a.jpg", "--format", "mp4"],
            ["--key", "x", "--salt", "00", "local:///a.jpg"],
        ])
    func refused(arguments: [String]) {
        #expect(throws: (any Error).self) { try Self.url(arguments) }
    }
}
