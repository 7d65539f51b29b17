import Testing

@testable import SVGSafety

/// A document that neither the inspector nor the sanitiser takes, and why.
struct RefusedDocument: CustomTestStringConvertible, Sendable {
    let name: String
    let bytes: [UInt8]
    let code: SVGSafetyError.Code

    var testDescription: String { name }

    private init(_ name: String, _ text: String, _ code: SVGSafetyError.Code) {
        self.init(name, Array(text.utf8), code)
    }

    private init(_ name: String, _ bytes: [UInt8], _ code: SVGSafetyError.Code) {
        self.name = name
        self.bytes = bytes
        self.code = code
    }

    private static let namespace = "xmlns=\"http://www.w3.org/2000/svg\""

    private static func entities(_ declaration: String, _ body: String = "") -> String {
        "<!DOCTYPE svg [\(declaration)]><svg \(namespace)>\(body)</svg>"
    }

    static let all = [
        RefusedDocument("markup as an entity", entities("<!ENTITY a \"<g/>\">", "&a;"), .entities),
        RefusedDocument(
            "a file as an entity", entities("<!ENTITY a SYSTEM \"file:///etc/hostname\">", "&a;"), .entities),
        RefusedDocument("a parameter entity", entities("<!ENTITY % p SYSTEM \"http://127.0.0.1:9/\"> %p;"), .entities),
        RefusedDocument("a notation", entities("<!NOTATION n SYSTEM \"x\">"), .entities),
        RefusedDocument(
            "entities of entities",
            entities("<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">", "<text id=\"&b;\">&b;</text>"), .entities),
        RefusedDocument("an unknown entity in text", "<svg \(namespace)>&nbsp;</svg>", .entities),
        RefusedDocument("an unknown entity in a value", "<svg \(namespace) id=\"&nbsp;\"/>", .entities),
        RefusedDocument("nothing", "", .malformed),
        RefusedDocument("text", "hello", .malformed),
        RefusedDocument("a cut element", "<svg \(namespace)><g>", .malformed),
        RefusedDocument("a cut tag", "<svg \(namespace)", .malformed),
        RefusedDocument("crossed tags", "<svg \(namespace)><g><a></g></a></svg>", .malformed),
        RefusedDocument("something behind the end", "<svg \(namespace)/><svg/>", .malformed),
        RefusedDocument("an attribute twice", "<svg \(namespace) id=\"a\" id=\"b\"/>", .malformed),
        RefusedDocument(
            "bytes that are not UTF-8", Array("<svg \(namespace)>".utf8) + [0xFF] + Array("</svg>".utf8), .malformed),
        RefusedDocument(
            "an odd XML declaration", "<?xml version=\"1.0\" encoding=utf-8?><svg \(namespace)/>", .malformed),
        RefusedDocument("HTML", "<html><body/></html>", .notSVG),
        RefusedDocument("another namespace", "<svg xmlns=\"http://www.w3.org/1999/xhtml\"/>", .notSVG),
        RefusedDocument("UTF-16 without a mark", "<svg/>".utf16.flatMap { [UInt8($0), 0] }, .unsupportedEncoding),
        RefusedDocument("UTF-7", "<?xml version=\"1.0\" encoding=\"UTF-7\"?><svg \(namespace)/>", .unsupportedEncoding),
        RefusedDocument("EBCDIC", [0x4C, 0x6F, 0xA7, 0x94, 0x93], .malformed),
        RefusedDocument(
            "257 levels",
            "<svg \(namespace)>" + String(repeating: "<g>", count: 256) + String(repeating: "</g>", count: 256)
                + "</svg>",
            .tooDeep),
        RefusedDocument(
            "100,000 levels without an end", "<svg \(namespace)>" + String(repeating: "<g>", count: 100_000), .tooDeep),
        RefusedDocument(
            "100,000 attributes",
            "<svg \(namespace) " + (0..<100_000).map { "a\($0) = '' " }.joined() + "/>", .tooManyAttributes),
        RefusedDocument(
            "many namespaces in scope",
            "<svg \(namespace)>"
                + (0..<200).map { level in
                    "<g " + (0..<10).map { "xmlns:p\(level)_\($0)='u'" }.joined(separator: " ") + ">"
                }.joined(),
            .tooManyAttributes),
        RefusedDocument(
            "too many elements", "<svg \(namespace)>" + String(repeating: "<g/>", count: 250_000) + "</svg>",
            .tooManyElements),
        RefusedDocument(
            "a long style sheet",
            "<svg \(namespace)><style>" + String(repeating: "a{", count: 125_001) + "</style></svg>",
            .styleTooLong),
        RefusedDocument(
            "a long attribute", "<svg \(namespace) transform=\"" + String(repeating: "(", count: 250_001) + "\"/>",
            .styleTooLong),
        RefusedDocument("a large document", Array(repeating: 0x20, count: 10_000_001), .tooLarge),
        RefusedDocument(
            "a large image", "<svg \(namespace)><image href=\"\(EmbeddedImages.hugePNG)\"/></svg>", .embeddedImage),
        RefusedDocument(
            "an image without a size", "<svg \(namespace)><image href=\"data:image/jpeg;base64,/9j/\"/></svg>",
            .embeddedImage),
    ]
}
