import Foundation
import Testing

@testable import SVGSafety

@Suite struct XMLEntitiesTests {
    private static func expanded(_ text: String) throws(SVGSafetyError) -> String {
        String(decoding: try XMLEntities.expanded(Array(text.utf8)), as: UTF8.self)
    }

    /// A document with `declarations`, of which white space is left.
    private static func body(_ declarations: String, _ body: String) throws -> String {
        let text = try expanded("<!DOCTYPE svg [\(declarations)]><svg \(body)")
        let start = try #require(text.range(of: "]><svg "))
        let left = text[..<start.lowerBound].dropFirst("<!DOCTYPE svg [".count).filter { !$0.isWhitespace }
        #expect(left.isEmpty)
        return String(text[start.upperBound...])
    }

    @Test("a text stands where a reference to it stood, in values and between elements")
    func texts() throws {
        #expect(
            try Self.body("<!ENTITY a \"fill:red\">\n<!ENTITY b 'x y'>", "style='&a;' id=\"&b;\">&a;&b;</svg>")
                == "style='fill:red' id=\"x y\">fill:redx y</svg>")
    }

    @Test("lines stay where they were")
    func lines() throws {
        let text = "<!DOCTYPE svg [\n<!ENTITY a\n \"b\">\n]>\n<svg/>"
        #expect(try Self.expanded(text).split(separator: "\n", omittingEmptySubsequences: false).count == 5)
    }

    @Test("quotes and references to characters in a text mean themselves")
    func characters() throws {
        #expect(try Self.body("<!ENTITY a \"it's &#233; &#x41;>\">", "id='&a;'/>") == "id='it&#39;s é A&#62;'/>")
    }

    @Test("the first declaration of a name counts")
    func first() throws { #expect(try Self.body("<!ENTITY a 'b'><!ENTITY a 'c'>", "id='&a;'/>") == "id='b'/>") }

    @Test("comments, instructions and CDATA sections have no references")
    func literals() throws {
        let rest = "a='1'><!-- &a; --><?p &a;?><![CDATA[&a;]]></svg>"
        #expect(try Self.body("<!ENTITY a 'b'>", rest) == rest)
    }

    @Test(
        "files, parameters, markup and references in texts stay references, which a parser refuses",
        arguments: [
            "<!ENTITY a SYSTEM 'file:///etc/hostname'>", "<!ENTITY a PUBLIC 'x' \"y>\">", "<!ENTITY a '<g/>'>",
            "<!ENTITY b 'c'><!ENTITY a '&b;'>", "<!ENTITY a '&lt;'>", "<!ENTITY a '&#60;g/>'>", "<!ENTITY a '&#38;b;'>",
            "<!ENTITY % a 'b'>", "<!ENTITY a SYSTEM 'x'><!ENTITY a 'b'>", "<!ENTITY a 'x%b;'>",
        ])
    func kept(declarations: String) throws {
        #expect(try Self.body(declarations, "id='&a;'/>") == "id='&a;'/>")
        let document = "<!DOCTYPE svg [\(declarations)]><svg xmlns='http://www.w3.org/2000/svg' id='&a;'/>"
        let error = #expect(throws: SVGSafetyError.self) { try SVGInspector.check(Array(document.utf8)) }
        #expect(error?.code == .entities)
    }

    @Test("references to parameters are refused")
    func parameters() {
        let error = #expect(throws: SVGSafetyError.self) {
            try Self.expanded("<!DOCTYPE svg [<!ENTITY % p 'x'> %p;]><svg/>")
        }
        #expect(error?.code == .entities)
    }

    @Test("there may be a thousand names", arguments: [(1000, true), (1001, false)])
    func number(count: Int, isAllowed: Bool) {
        let declarations = (0..<count).map { "<!ENTITY a\($0) 'b'>" }.joined()
        #expect(((try? Self.expanded("<!DOCTYPE svg [\(declarations)]><svg/>")) != nil) == isAllowed)
    }

    @Test("texts may add as much as the document has, and 64 KiB", arguments: [(33, true), (35, false)])
    func length(references: Int, isAllowed: Bool) {
        let text = String(repeating: "b", count: 2000)
        let body = String(repeating: "&a;", count: references)
        let document = "<!DOCTYPE svg [<!ENTITY a '\(text)'>]><svg>\(body)</svg>"
        #expect(document.utf8.count < 3000)
        #expect(((try? Self.expanded(document)) != nil) == isAllowed)
    }

    @Test(
        "documents that declare nothing, or can't be understood, stay as they are",
        arguments: [
            "", "<svg>&a;</svg>", "<!DOCTYPE svg><svg>&a;</svg>", "<!DOCTYPE svg [", "<!DOCTYPE svg [<!ENTITY a 'b",
            "<!DOCTYPE svg [<!ENTITY a 'b'", "<!DOCTYPE svg [<!ENTITY>]>",
            "<!DOCTYPE svg [<!NOTATION n SYSTEM 'x'>]><svg/>",
            "<!DOCTYPE svg [<!ATTLIST svg a CDATA 'x>'>]><svg/>",
            "<!-- <!DOCTYPE svg [<!ENTITY a 'b'>]> --><svg>&a;</svg>",
        ])
    func untouched(text: String) throws { #expect(try Self.expanded(text) == text) }

    @Test("an export of Adobe Illustrator is sanitised with its namespaces and styles in place")
    func illustrator() throws {
        let document = """
            <?xml version="1.0" encoding="utf-8"?>
            <!-- Generator: Adobe Illustrator 16.0.0 -->
            <!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd" [
            \t<!ENTITY ns_extend "http://ns.adobe.com/Extensibility/1.0/">
            \t<!ENTITY ns_svg "http://www.w3.org/2000/svg">
            \t<!ENTITY st0 "fill:#2060c0;">
            ]>
            <svg xmlns:x="&ns_extend;" xmlns="&ns_svg;" width="9" height="9"><rect style="&st0;" width="9" height="9"/></svg>
            """
        let clean = String(decoding: try SVGSanitiser.sanitised(Array(document.utf8)), as: UTF8.self)
        #expect(clean.contains("xmlns=\"http://www.w3.org/2000/svg\""))
        #expect(clean.contains("style=\"fill:#2060c0;\""))
        #expect(!clean.contains("ENTITY"))
        #expect(!clean.contains("&st0"))
    }

    @Test("a billion laughs are refused")
    func laughs() {
        var declarations = "<!ENTITY a0 'lol'>"
        for index in 1...9 {
            declarations += "<!ENTITY a\(index) '\(String(repeating: "&a\(index - 1);", count: 10))'>"
        }
        let document = "<!DOCTYPE svg [\(declarations)]><svg xmlns='http://www.w3.org/2000/svg'><text>&a9;</text></svg>"
        let error = #expect(throws: SVGSafetyError.self) { try SVGSanitiser.sanitised(Array(document.utf8)) }
        #expect(error?.code == .entities)
    }
}
