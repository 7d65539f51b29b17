import Testing

@testable import SVGSafety

@Suite struct XMLWriterTests {
    @Test func elementsAreNestedAndEmptyOnesAreShort() {
        var writer = XMLWriter(capacity: 0)
        writer.start(element("a"))
        writer.start(element("b"))
        writer.end()
        writer.text("")
        writer.text("x<&>")
        writer.end()
        #expect(
            String(decoding: writer.bytes, as: UTF8.self)
                == "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a><b/>x&lt;&amp;&gt;</a>")
    }

    private func element(_ name: String) -> XMLElement {
        XMLElement(name: XMLName(prefix: nil, local: name, namespace: nil), declarations: [], attributes: [])
    }
}
