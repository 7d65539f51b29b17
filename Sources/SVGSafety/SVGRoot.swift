/// The element that makes a document an SVG.
struct SVGRoot {
    /// As it is to be written.
    let element: XMLElement
    /// Whether the document, like many that were cut out of web pages, does without a namespace. It is drawn all the same.
    let lacksNamespace: Bool

    /// - Throws: `notSVG`.
    init(_ element: XMLElement) throws(SVGSafetyError) {
        lacksNamespace = element.name.namespace == nil && element.name.prefix == nil
        guard element.name.local == "svg", lacksNamespace || element.name.namespace == SVGVocabulary.namespace else {
            throw SVGSafetyError(
                .notSVG,
                "The document is not an SVG: its root must be 'svg' in the namespace \(SVGVocabulary.namespace).")
        }
        var element = element
        if lacksNamespace {
            element.declarations.append(
                XMLElement.NamespaceDeclaration(prefix: nil, uri: SVGVocabulary.namespace))
        }
        self.element = element
    }
}
