import Testing

@testable import RequestGrammar

@Suite struct JSONFieldsTests {
    private static let known = ["a", "b"]

    private static func fields(_ json: String, at path: String = "") throws -> JSONFields {
        try JSONFields(JSONValue(parsing: json.utf8), at: path, known: known)
    }

    @Test("A field that is null counts as absent")
    func null() throws {
        let fields = try Self.fields(#"{"a":null}"#)
        #expect(try fields.integer("a", in: 1...2) == nil)
        #expect(try fields.text("b") == nil)
    }

    @Test("An unknown field is refused with a list of the known ones")
    func unknown() {
        let error = #expect(throws: RequestError.self) { try Self.fields(#"{"c":1}"#, at: "sizes[0]") }
        #expect(error?.code == .unknownField)
        #expect(error?.message == "sizes[0]: unknown field \"c\"; known: a, b")
    }

    @Test(
        "Errors state the place and what was found there",
        arguments: [
            ("\"a\"", "\"a\""), ("1.5", "1.5"), ("0", "0"), ("true", "true"), ("[1]", "an array"), ("{}", "an object"),
        ])
    func place(json: String, shown: String) throws {
        let fields = try Self.fields("{\"a\":\(json)}", at: "sizes[2]")
        let error = #expect(throws: RequestError.self) { try fields.integer("a", in: 1...65_535) }
        #expect(error?.message == "sizes[2].a: expected an integer from 1 to 65535, got \(shown)")
    }

    @Test("Anything but an object is refused", arguments: ["1", "[]", "null", "\"a\""])
    func noObject(json: String) {
        let error = #expect(throws: RequestError.self) { try Self.fields(json) }
        #expect(error?.code == .invalidField)
        #expect(error?.message.hasPrefix("the body: expected an object, got ") == true)
    }
}
