import ImageModel
import Testing

@testable import RequestGrammar

@Suite struct SizesFieldTests {
    private static func sizes(_ json: String) throws -> [String] {
        let grammar = SizeListGrammar(lists: ["avatar": [Rendition(width: 64)]])
        return try SizesField(JSONValue(parsing: json.utf8), grammar: grammar).renditions.map(\.description)
    }

    @Test(
        "Sizes are text, or an array of widths, texts and objects",
        arguments: [
            (#""1600,avatar""#, ["1600", "64"]),
            (#"[1600, "800x600:fill", "avatar", "5@webp,q=7"]"#, ["1600", "800x600:fill", "64", "5@webp,q=7"]),
            (
                #"[{"width":400,"height":300,"fit":"fill","format":"webp","quality":75}, {"height":9}]"#,
                ["400x300:fill@webp,q=75", "x9"]
            ),
        ])
    func read(json: String, expected: [String]) throws {
        #expect(try Self.sizes(json) == expected)
    }

    @Test(
        "What is wrong is named by its place",
        arguments: [
            ("[]", "sizes: expected text or an array, not empty, got an array"),
            ("1600", "sizes: expected text or an array, not empty, got 1600"),
            ("[1, 0]", "sizes[1]: expected a width from 1 to 65535, text or an object, got 0"),
            ("[1.5]", "sizes[0]: expected a width from 1 to 65535, text or an object, got 1.5"),
            ("[null]", "sizes[0]: expected a width from 1 to 65535, text or an object, got null"),
            (#"[1, 2, {"width":"a"}]"#, "sizes[2].width: expected an integer from 1 to 65535, got \"a\""),
            (#"[{"width":65536}]"#, "sizes[0].width: expected an integer from 1 to 65535, got 65536"),
            (#"[{"width":1,"quality":0}]"#, "sizes[0].quality: expected an integer from 1 to 100, got 0"),
            (#"[{"width":1,"fit":"cover"}]"#, "sizes[0].fit: expected a fit (fit, fill, force), got \"cover\""),
            (#"[{"width":1,"fit":3}]"#, "sizes[0].fit: expected text, got 3"),
            (#"[{"fit":"fill"}]"#, "sizes[0]: width or height is missing"),
            (#"[{"w":1}]"#, "sizes[0]: unknown field \"w\"; known: width, height, fit, format, quality"),
            (#"["1", "2,-3"]"#, "sizes[1]: size 2 \"-3\": expected a size"),
        ])
    func errors(json: String, start: String) {
        let error = #expect(throws: RequestError.self) { try Self.sizes(json) }
        #expect(error?.message.hasPrefix(start) == true, "\(error?.message ?? "")")
    }

    @Test("All elements together have at most 64 renditions")
    func tooMany() throws {
        let full = Array(repeating: "9", count: 64).joined(separator: ",")
        #expect(try Self.sizes("[\(full)]").count == 64)
        let error = #expect(throws: RequestError.self) { try Self.sizes("[\(full),9]") }
        #expect(error?.code == .tooMany)
    }
}
