/// What an SVG document holds, as far as that matters before it is drawn.
package struct SVGReport: Sendable, Hashable {
    /// Elements in all.
    package var elements = 0
    /// Elements inside each other at most, the root included.
    package var depth = 0
    /// Pixels of all raster images in `data:` URLs together.
    package var embeddedPixels = 0
    /// Addresses beyond the document that a reader with access would load, in their order, each cut to 200 characters.
    /// Not among them: the targets of links.
    package var externalReferences: [String] = []

    package init() {}
}

/// Judges SVG documents without drawing them.
package enum SVGInspector {
    /// What the document in `bytes` holds. Blocks for the time of parsing.
    ///
    /// - Throws: every code of `SVGSafetyError`: a document that is too large in any way, declares entities, or is not
    ///   well-formed is refused.
    package static func check(
        _ bytes: [UInt8], limits: SVGLimits = .standard
    ) throws(SVGSafetyError) -> SVGReport {
        let run = InspectingRun(limits: limits)
        try XMLParser(limits: limits).parse(bytes, receiver: run)
        return run.report
    }
}

/// One document that is being looked at. Used on one thread.
private final class InspectingRun: XMLEventReceiver {
    private(set) var report = SVGReport()
    private var embedded: EmbeddedPixels
    /// Local names of the open elements.
    private var open: [String] = []
    private var styleSheet = ""

    private static let referenceLength = 200
    private static let maximumReferences = 1000
    private static let references: Set = ["href", "src"]

    init(limits: SVGLimits) {
        embedded = EmbeddedPixels(limit: limits.maximumEmbeddedPixels)
    }

    func receive(_ event: XMLEvent) throws(SVGSafetyError) {
        switch event {
        case .start(let element): try start(element)
        case .text(let text): if open.last == "style" { styleSheet += text }
        case .end:
            if open.popLast() == "style" {
                try CSSReferences.external(in: styleSheet).forEach(note)
                styleSheet = ""
            }
        }
    }

    private func start(_ element: XMLElement) throws(SVGSafetyError) {
        if open.isEmpty { _ = try SVGRoot(element) }
        open.append(element.name.local)
        report.elements += 1
        report.depth = max(report.depth, open.count)
        for attribute in element.attributes {
            let local = attribute.name.local.lowercased()
            if Self.references.contains(local) || attribute.name.qualified == "xml:base" {
                try reference(attribute.value, of: element.name.local)
            } else if attribute.value.utf8.contains(UInt8(ascii: "(")) {
                try CSSReferences.external(in: attribute.value).forEach(note)
            }
        }
    }

    private func reference(_ text: String, of element: String) throws(SVGSafetyError) {
        guard element != "a", !ReferenceText.isFragment(text) else { return }
        if let image = DataImage(text) {
            try embedded.add(image)
            report.embeddedPixels = embedded.total
        } else {
            note(ReferenceText.normalised(text))
        }
    }

    private func note(_ reference: String) {
        guard report.externalReferences.count < Self.maximumReferences else { return }
        report.externalReferences.append(String(reference.prefix(Self.referenceLength)))
    }
}
