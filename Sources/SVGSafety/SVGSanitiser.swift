/// Writes an SVG document anew so that it is a picture and nothing else, whoever shows it.
///
/// What stays is chosen, not what goes: the elements of SVG that draw, define, describe or animate; attributes without
/// namespace, `xlink:href`, `xlink:title`, `xml:space`, `xml:lang` and `xml:id`. References lead to fragments of the document,
/// with two exceptions: the `href` of `a` may be relative, http, https, mailto or tel; the `href` of `image` may be a
/// `data:` URL that holds a PNG, JPEG, GIF or WebP image, which is written anew. In CSS every rule or declaration that refers to
/// anything but a fragment goes, embedded fonts with it. Comments, processing instructions, DOCTYPE, editors' own
/// data and metadata go as well. Everything else is written as it was, CDATA sections as escaped text; a document without any
/// namespace, which is drawn as SVG, gets that of SVG.
package enum SVGSanitiser {
    /// How long a cleaned document of `bytes` can be: six times as long as it is with its entities' texts in place.
    package static func mostBytes(of bytes: Int) -> Int { 6 * (bytes + XMLEntities.mostAddedBytes(to: bytes)) }

    /// The cleaned document in UTF-8, with the texts of its own entities in place, at most `mostBytes(of:)` long. Blocks for the time of parsing.
    ///
    /// - Throws: every code of `SVGSafetyError`: what cannot be read to its end is refused, not repaired.
    package static func sanitised(
        _ bytes: [UInt8], limits: SVGLimits = .standard
    ) throws(SVGSafetyError) -> [UInt8] {
        let run = SanitisingRun(limits: limits, capacity: bytes.count + bytes.count / 8)
        try XMLParser(limits: limits).parse(bytes, receiver: run)
        return run.writer.bytes
    }
}

/// One document on its way from the parser to the writer. Used on one thread.
private final class SanitisingRun: XMLEventReceiver {
    private(set) var writer: XMLWriter
    private var filter: SVGElementFilter
    /// Local names of the elements that are written and open.
    private var open: [String] = []
    /// How many elements are open inside one that is dropped, itself included.
    private var droppedDepth = 0
    /// The text of the `style` element that is open.
    private var styleSheet = ""

    init(limits: SVGLimits, capacity: Int) {
        writer = XMLWriter(capacity: capacity)
        filter = SVGElementFilter(limits: limits)
    }

    func receive(_ event: XMLEvent) throws(SVGSafetyError) {
        switch event {
        case .start(let element): try start(element)
        case .end: try end()
        case .text(let text): self.text(text)
        }
    }

    private func start(_ element: XMLElement) throws(SVGSafetyError) {
        let element = open.isEmpty && droppedDepth == 0 ? try root(element) : element
        guard droppedDepth == 0, !SVGVocabulary.textOnly.contains(open.last ?? ""),
            let filtered = try filter.filtered(element)
        else {
            droppedDepth += 1
            return
        }
        open.append(filtered.name.local)
        writer.start(filtered)
    }

    private func root(_ element: XMLElement) throws(SVGSafetyError) -> XMLElement {
        let root = try SVGRoot(element)
        filter.acceptsNoNamespace = root.lacksNamespace
        return root.element
    }

    private func end() throws(SVGSafetyError) {
        if droppedDepth > 0 {
            droppedDepth -= 1
            return
        }
        if open.popLast() == "style" {
            writer.text(try CSSFilter.filtered(styleSheet))
            styleSheet = ""
        }
        writer.end()
    }

    private func text(_ text: String) {
        guard droppedDepth == 0 else { return }
        if open.last == "style" {
            styleSheet += text
        } else {
            writer.text(text)
        }
    }
}
