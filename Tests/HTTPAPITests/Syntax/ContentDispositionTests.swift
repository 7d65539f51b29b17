import Testing

@testable import HTTPAPI

@Suite struct ContentDispositionTests {
    @Test(arguments: [
        (
            "form-data; name=\"a\"; filename=\"b.jpg\"",
            ContentDisposition(kind: "form-data", name: "a", filename: "b.jpg")
        ),
        ("Form-Data;NAME=a", ContentDisposition(kind: "form-data", name: "a")),
        ("attachment; filename=\"a\\\"b\\\\c.jpg\"", ContentDisposition(kind: "attachment", filename: "a\"b\\c.jpg")),
        ("attachment; filename=\"C:\\dir\\x.jpg\"", ContentDisposition(kind: "attachment", filename: "C:\\dir\\x.jpg")),
        (
            "inline; filename=x; filename*=UTF-8''na%C3%AFve.jpg",
            ContentDisposition(kind: "inline", filename: "naïve.jpg")
        ),
        ("inline; filename*=utf-8'en'%e2%82%ac%20rates", ContentDisposition(kind: "inline", filename: "€ rates")),
        ("inline", ContentDisposition(kind: "inline")),
    ])
    func readsNames(text: String, expected: ContentDisposition) throws {
        #expect(try ContentDisposition(text) == expected)
    }

    @Test(arguments: [
        "", "; name=a", "form-data; name", "form-data; name=\"a", "form-data; name=a; name=b", "form-data name=a",
        "a; filename*=iso-8859-1''%A3", "a; filename*=UTF-8''%C3", "a; filename*=UTF-8''%zz", "a; filename*=UTF-8''%2",
        "a; filename*=plain", "a; filename*=UTF-8''%0D%0A",
    ])
    func brokenTextIsRefused(text: String) {
        #expect(code { try ContentDisposition(text) } == .malformedHeader)
    }

    @Test(arguments: [
        ("photo 1.jpg", "attachment; filename=\"photo 1.jpg\""),
        ("größe.jpg", "attachment; filename=\"gr__e.jpg\"; filename*=UTF-8''gr%C3%B6%C3%9Fe.jpg"),
        ("a\"b%.jpg", "attachment; filename=\"a_b_.jpg\"; filename*=UTF-8''a%22b%25.jpg"),
        ("../a\\b\r\n\u{7F}c", "attachment; filename=\".._a_b___c\""),
    ])
    func writesNamesForOldAndNewReaders(filename: String, expected: String) {
        #expect(ContentDisposition(kind: "attachment", filename: filename).description == expected)
    }

    @Test(arguments: ["plain.jpg", "日本 語.jpg", "a\"b'c;d%20é.jpg", "🙂"])
    func readsBackWhatItWrites(filename: String) throws {
        let value = ContentDisposition(kind: "form-data", name: "f\"\\ü", filename: filename)
        #expect(try ContentDisposition(value.description) == value)
    }
}
