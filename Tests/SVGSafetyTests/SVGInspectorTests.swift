import Testing

@testable import SVGSafety

@Suite struct SVGInspectorTests {
    @Test(arguments: RefusedDocument.all)
    func aRefusalSaysWhy(refused: RefusedDocument) {
        let error = #expect(throws: SVGSafetyError.self) { try SVGInspector.check(refused.bytes, limits: .standard) }
        #expect(error?.code == refused.code)
    }

    @Test func elementsAndDepthAreCounted() throws {
        let report = try check("<g><g><rect/></g></g><g/>")
        #expect(report.elements == 5)
        #expect(report.depth == 4)
    }

    @Test func nestingUpToTheLimitIsAllowed() throws {
        let report = try check(String(repeating: "<g>", count: 255) + String(repeating: "</g>", count: 255))
        #expect(report.depth == 256)
    }

    @Test(arguments: [
        ("<image href=\"http://a/b.png\"/>", ["http://a/b.png"]),
        ("<use xlink:href=\" x.svg#a \"/>", ["x.svg#a"]),
        ("<script src=\"s.js\"/>", ["s.js"]),
        ("<g xml:base=\"http://b/\"/>", ["http://b/"]),
        ("<rect fill=\"url(http://c/#d)\" filter=\"url(#e)\"/>", ["http://c/#d"]),
        ("<style>@import \"a.css\";b{c:url(#d);e:\\75rl('f')}</style>", ["a.css", "f"]),
        ("<image href=\"data:image/svg+xml,x\"/>", ["data:image/svg+xml,x"]),
        ("<a href=\"http://link/\"/><use href=\"#x\"/>", []),
    ])
    func externalReferencesAreListed(body: String, expected: [String]) throws {
        #expect(try check(body).externalReferences == expected)
    }

    @Test func pixelsOfEmbeddedImagesAddUp() throws {
        let image = "<image href=\"data:image/png;base64,\(EmbeddedImages.pngText)\"/>"
        #expect(try check(image + image).embeddedPixels == 12)
        let document = Array(AttackCorpus.document(image + image).utf8)
        #expect(throws: SVGSafetyError.self) {
            try SVGInspector.check(document, limits: SVGLimits(maximumEmbeddedPixels: 11))
        }
    }

    private func check(_ body: String) throws -> SVGReport {
        try SVGInspector.check(Array(AttackCorpus.document(body).utf8))
    }
}
