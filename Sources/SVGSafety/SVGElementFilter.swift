/// Decides which elements of a document stay, and with which attributes.
struct SVGElementFilter {
    private var embedded: EmbeddedPixels
    /// Whether elements without namespace count as SVG's.
    var acceptsNoNamespace = false

    init(limits: SVGLimits) {
        embedded = EmbeddedPixels(limit: limits.maximumEmbeddedPixels)
    }

    /// The element without what could run, load or mislead; `nil` when it has to go with all that it holds.
    ///
    /// - Throws: `embeddedImage`, `styleTooLong`.
    mutating func filtered(_ element: XMLElement) throws(SVGSafetyError) -> XMLElement? {
        guard isSVG(element.name), SVGVocabulary.elements.contains(element.name.local), !Self.animatesReference(element)
        else { return nil }
        var attributes: [XMLElement.Attribute] = []
        for attribute in element.attributes {
            if let attribute = try filtered(attribute, of: element.name.local) { attributes.append(attribute) }
        }
        let declarations = element.declarations.filter {
            $0.uri == SVGVocabulary.namespace || $0.uri == SVGVocabulary.linkNamespace
        }
        return XMLElement(name: element.name, declarations: declarations, attributes: attributes)
    }

    private func isSVG(_ name: XMLName) -> Bool {
        name.namespace == SVGVocabulary.namespace || (acceptsNoNamespace && name.namespace == nil && name.prefix == nil)
    }

    /// An animation that sets a link, an address or an event handler while the picture is shown.
    private static func animatesReference(_ element: XMLElement) -> Bool {
        guard SVGVocabulary.animations.contains(element.name.local) else { return false }
        return element.attributes.contains { attribute in
            guard attribute.name.local.lowercased() == "attributename" else { return false }
            let target = ReferenceText.normalised(attribute.value).lowercased()
            let local = target.split(separator: ":").last.map(String.init) ?? ""
            return local == "href" || local == "style" || isDropped(local)
        }
    }

    private mutating func filtered(
        _ attribute: XMLElement.Attribute, of element: String
    ) throws(SVGSafetyError) -> XMLElement.Attribute? {
        let local = attribute.name.local.lowercased()
        switch attribute.name.namespace {
        case SVGVocabulary.linkNamespace where local == "href":
            return try reference(attribute, of: element)
        case SVGVocabulary.linkNamespace:
            return local == "title" ? attribute : nil
        case SVGVocabulary.xmlNamespace:
            return ["space", "lang", "id"].contains(local) ? attribute : nil
        case nil where attribute.name.prefix == nil:
            return local == "href" ? try reference(attribute, of: element) : try plain(attribute, local, of: element)
        default:
            return nil
        }
    }

    private func plain(
        _ attribute: XMLElement.Attribute, _ local: String, of element: String
    ) throws(SVGSafetyError) -> XMLElement.Attribute? {
        if Self.isDropped(local) { return nil }
        var attribute = attribute
        switch local {
        case "style":
            attribute.value = try CSSFilter.filtered(attribute.value)
            return attribute.value.isEmpty ? nil : attribute
        case "target":
            return ["_blank", "_self"].contains(attribute.value) ? attribute : nil
        case "from", "to", "by", "values":
            let isRunning = attribute.value.split(separator: ";").contains { ReferenceText.runs(String($0)) }
            if isRunning { return nil }
        default:
            if ReferenceText.runs(attribute.value) { return nil }
        }
        guard let value = try CSSFilter.attributeValue(attribute.value) else { return nil }
        attribute.value = value
        return attribute
    }

    /// Links may lead to other documents; everything else refers to the document itself. Only `image` may hold a `data:`
    /// URL, and only of a raster image.
    private mutating func reference(
        _ attribute: XMLElement.Attribute, of element: String
    ) throws(SVGSafetyError) -> XMLElement.Attribute? {
        var attribute = attribute
        if ReferenceText.isFragment(attribute.value) {
            attribute.value = ReferenceText.normalised(attribute.value)
            return attribute
        }
        switch element {
        case "a":
            guard let target = ReferenceText.linkTarget(attribute.value) else { return nil }
            attribute.value = target
        case "image":
            guard let image = DataImage(attribute.value) else { return nil }
            try embedded.add(image)
            attribute.value = image.url
        default: return nil
        }
        return attribute
    }

    private static func isDropped(_ local: String) -> Bool {
        local.hasPrefix("on") || SVGVocabulary.droppedAttributes.contains(local)
    }
}
