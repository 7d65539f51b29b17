import Testing

@testable import ObjectStorage

@Suite struct XMLNodeTests {
    @Test("elements are found by their names, whatever their namespace")
    func reads() throws {
        let text = """
            <?xml version="1.0"?><a:Root xmlns:a="urn:x"><a:Key>a &amp; b</a:Key><In><Key>c<![CDATA[<d>]]></Key></In></a:Root>
            """
        let root = try #require(XMLNode(parsing: Array(text.utf8)))
        #expect(root.name == "Root")
        #expect(root.text("Key") == "a & b")
        #expect(root.first("In")?.text("Key") == "c<d>")
        #expect(root.first("Nothing") == nil)
    }

    @Test(
        "what is no document, or has entities of its own, is none",
        arguments: [
            "", "text", "<a>", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
            String(repeating: "<a>", count: 40) + String(repeating: "</a>", count: 40),
        ])
    func refuses(text: String) {
        #expect(XMLNode(parsing: Array(text.utf8)) == nil)
    }
}
