/// Writes a document in UTF-8, escaped so that it reads back as what was given.
struct XMLWriter {
    /// What was written so far; a start tag may still lack its end.
    private(set) var bytes: [UInt8]
    private var openNames: [String] = []
    /// Whether the last start tag lacks its `>`.
    private var isTagOpen = false

    init(capacity: Int) {
        bytes = []
        bytes.reserveCapacity(capacity)
        put("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
    }

    mutating func start(_ element: XMLElement) {
        closeTag()
        openNames.append(element.name.qualified)
        put("<")
        put(element.name.qualified)
        for declaration in element.declarations {
            attribute(declaration.prefix.map { "xmlns:\($0)" } ?? "xmlns", declaration.uri)
        }
        for item in element.attributes { attribute(item.name.qualified, item.value) }
        isTagOpen = true
    }

    /// Ends the element that began last; without content it has no end tag.
    mutating func end() {
        guard let name = openNames.popLast() else { return }
        if isTagOpen {
            put("/>")
            isTagOpen = false
        } else {
            put("</")
            put(name)
            put(">")
        }
    }

    mutating func text(_ text: String) {
        guard !text.isEmpty else { return }
        closeTag()
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): put("&amp;")
            case UInt8(ascii: "<"): put("&lt;")
            case UInt8(ascii: ">"): put("&gt;")
            case UInt8(ascii: "\r"): put("&#13;")
            default: bytes.append(byte)
            }
        }
    }

    private mutating func attribute(_ name: String, _ value: String) {
        put(" ")
        put(name)
        put("=\"")
        for byte in value.utf8 {
            switch byte {
            case UInt8(ascii: "&"): put("&amp;")
            case UInt8(ascii: "<"): put("&lt;")
            case UInt8(ascii: ">"): put("&gt;")
            case UInt8(ascii: "\""): put("&quot;")
            case UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): put("&#\(byte);")
            default: bytes.append(byte)
            }
        }
        put("\"")
    }

    private mutating func closeTag() {
        if isTagOpen { put(">") }
        isTagOpen = false
    }

    private mutating func put(_ text: String) { bytes.append(contentsOf: text.utf8) }
}
