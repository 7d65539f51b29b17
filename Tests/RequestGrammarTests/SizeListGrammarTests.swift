import ImageModel
import Testing

@testable import RequestGrammar

@Suite struct SizeListGrammarTests {
    private static let grammar = SizeListGrammar(lists: [
        "avatar": [Rendition(width: 64), Rendition(width: 128)], "hero": [Rendition(height: 9)],
    ])

    @Test(
        "A list is read in order; an option belongs to the element before it",
        arguments: [
            ("1600,800,400", ["1600", "800", "400"]),
            ("800x600:fill@webp,q=75,x600", ["800x600:fill@webp,q=75", "x600"]),
            ("1600, 800 ,q=9, 7", ["1600", "800,q=9", "7"]),
            ("avatar,1600,hero,avatar", ["64", "128", "1600", "x9", "64", "128"]),
            ("5,5", ["5", "5"]),
        ])
    func lists(text: String, expected: [String]) throws {
        #expect(try Self.grammar.renditions(in: text).map(\.description) == expected)
    }

    @Test(
        "An invalid element is identified by number and text",
        arguments: [
            ("1600,,800", RequestError.Code.invalidField, "size 2 \"\": is empty"),
            ("", .invalidField, "size 1 \"\": is empty"),
            ("1600,", .invalidField, "size 2 \"\": is empty"),
            ("q=75", .invalidField, "size 1 \"q=75\": expected a size"),
            ("800,0x5", .invalidField, "size 2 \"0x5\": expected sides from 1 to 65535"),
            ("800,gravity=3", .invalidField, "size 1 \"800,gravity=3\": unknown option"),
            ("avatar,q=75", .invalidField, "size 1 \"avatar,q=75\": a named size list takes no fit"),
            ("avatar@webp", .invalidField, "size 1 \"avatar@webp\": a named size list takes no fit"),
            ("1,avatra", .unknownSizeList, "size 2 \"avatra\": unknown size list; known: avatar, hero"),
            ("Avatar", .invalidField, "size 1 \"Avatar\": expected a size"),
        ])
    func errors(text: String, code: RequestError.Code, start: String) {
        let error = #expect(throws: RequestError.self) { try Self.grammar.renditions(in: text) }
        #expect(error?.code == code)
        #expect(error?.message.hasPrefix(start) == true, "\(error?.message ?? "")")
    }

    @Test("Without configured lists, the error says so")
    func noLists() {
        let error = #expect(throws: RequestError.self) { try SizeListGrammar().renditions(in: "avatar") }
        #expect(error?.message == "size 1 \"avatar\": unknown size list; none is configured")
    }

    @Test("A list has at most 64 renditions, including those of named lists")
    func tooMany() throws {
        let full = Array(repeating: "9", count: 62).joined(separator: ",")
        #expect(try Self.grammar.renditions(in: "\(full),avatar").count == 64)
        let error = #expect(throws: RequestError.self) { try Self.grammar.renditions(in: "\(full),avatar,1") }
        #expect(error?.code == .tooMany)
    }

    @Test("Lists of a configuration are read by name")
    func configured() throws {
        let grammar = try SizeListGrammar(parsing: ["x-large": "4000", "thumb_2": "x60:fill,q=5,30"])
        #expect(try grammar.renditions(in: "x-large,thumb_2").map(\.description) == ["4000", "x60:fill,q=5", "30"])
    }

    @Test(
        "A list with an invalid name or text is refused by name",
        arguments: [
            ("x600", "1", RequestError.Code.invalidField, "size list \"x600\": expected a name"),
            ("Big", "1", .invalidField, "size list \"Big\": expected a name"),
            ("9lives", "1", .invalidField, "size list \"9lives\": expected a name"),
            ("", "1", .invalidField, "size list \"\": expected a name"),
            ("big", "1,0", .invalidField, "size list big: size 2 \"0\": expected sides"),
            ("big", "big", .unknownSizeList, "size list big: size 1 \"big\": unknown size list"),
        ])
    func misconfigured(name: String, text: String, code: RequestError.Code, start: String) {
        let error = #expect(throws: RequestError.self) { try SizeListGrammar(parsing: [name: text]) }
        #expect(error?.code == code)
        #expect(error?.message.hasPrefix(start) == true, "\(error?.message ?? "")")
    }
}
