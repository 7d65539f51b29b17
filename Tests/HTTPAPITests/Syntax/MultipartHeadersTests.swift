import Testing

@testable import HTTPAPI

@Suite struct MultipartHeadersTests {
    @Test func valuesLoseTheSpaceAroundThem() throws {
        let headers = try parse("Content-Disposition:\t form-data; name=a \t", "X-Empty:  ")
        #expect(headers.fields.map(\.value) == ["form-data; name=a", ""])
    }

    @Test func namesInUTF8AreRead() throws {
        #expect(try parse("Content-Disposition: form-data; name=\"größe\"; filename=\"日本.jpg\"").filename == "日本.jpg")
    }

    @Test(arguments: [
        [], ["Content-Type: image/png"], ["Content-Disposition: attachment; name=a"],
        ["Content-Disposition: form-data"],
        ["Content-Disposition: form-data; name=a", "content-disposition: form-data; name=b"],
        ["Content-Disposition: form-data; name=a", "No colon"],
        ["Content-Disposition: form-data; name=a", " folded: x"],
        ["Content-Disposition: form-data; name=a", "X : space"],
        ["Content-Disposition: form-data; name=a", "X: \u{0}"],
        ["Content-Disposition: form-data; name=a", "X: a\rb"],
        ["Content-Disposition: form-data; name=a", "Content-Type: x"],
    ])
    func brokenHeadersAreRefused(lines: [String]) {
        #expect(code { try parse(lines) } == .malformedHeader)
    }

    @Test func bytesThatAreNotUTF8AreRefused() {
        let line = Array("Content-Disposition: form-data; name=\"".utf8) + [0xFF] + Array("\"".utf8)
        #expect(code { try MultipartHeaders(lines: [line[...]]) } == .malformedHeader)
    }

    @Test(arguments: [("binary", BodyError.Code?.none), ("8BIT", nil), ("base64", .unsupportedEncoding)])
    func onlyEncodingsThatChangeNothingAreTaken(encoding: String, expected: BodyError.Code?) {
        let lines = ["Content-Disposition: form-data; name=a", "Content-Transfer-Encoding: \(encoding)"]
        #expect(code { try parse(lines) } == expected)
    }

    private func parse(_ lines: String...) throws -> MultipartHeaders { try parse(lines) }

    private func parse(_ lines: [String]) throws -> MultipartHeaders {
        try MultipartHeaders(lines: lines.map { Array($0.utf8)[...] })
    }
}
