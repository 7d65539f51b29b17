import Testing

@testable import RequestGrammar

@Suite struct JSONValueTests {
    @Test("A document keeps its types")
    func types() throws {
        let value = try JSONValue(parsing: #"{"a":[1,1.5,"x",true,false,null],"b":{},"c":2.0,"d":1e2}"#.utf8)
        let list: [JSONValue] = [.integer(1), .number(1.5), .string("x"), .bool(true), .bool(false), .null]
        #expect(value == .object(["a": .array(list), "b": .object([:]), "c": .integer(2), "d": .integer(100)]))
    }

    @Test(
        "What is not JSON is refused",
        arguments: ["", "{", "nope", "{\"a\":1} x", "[1 2]", "\u{1}", "{'a':1}", "{\"a\":NaN}", "1e999"])
    func invalid(text: String) {
        let error = #expect(throws: RequestError.self) { try JSONValue(parsing: text.utf8) }
        #expect(error?.code == .invalidJSON)
        #expect(error?.message.hasPrefix("the body is not valid JSON") == true)
    }

    @Test("Bytes that are not UTF-8 are refused")
    func invalidUTF8() {
        let error = #expect(throws: RequestError.self) {
            try JSONValue(parsing: [0x22, 0xC3, 0x28, 0xFF, 0x22] as [UInt8])
        }
        #expect(error?.code == .invalidJSON)
    }

    @Test("The depth of arrays and objects is limited, however deep they are", arguments: [17, 600, 200_000])
    func depth(levels: Int) {
        let arrays = String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
        let objects = String(repeating: "{\"a\":", count: levels) + "1" + String(repeating: "}", count: levels)
        for text in [arrays, objects] {
            let error = #expect(throws: RequestError.self) { try JSONValue(parsing: text.utf8) }
            #expect(error?.code == .invalidJSON)
        }
    }

    @Test("The deepest allowed document is read")
    func allowedDepth() throws {
        let text = String(repeating: "[", count: 16) + "1" + String(repeating: "]", count: 16)
        #expect(throws: Never.self) { try JSONValue(parsing: text.utf8) }
    }
}
