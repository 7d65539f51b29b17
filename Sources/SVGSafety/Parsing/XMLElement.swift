/// A name as it is written, and the namespace that its prefix stands for.
struct XMLName: Hashable {
    let prefix: String?
    let local: String
    /// `nil` for no namespace, and for a prefix that is not declared.
    let namespace: String?

    /// `xlink:href`
    var qualified: String { prefix.map { "\($0):\(local)" } ?? local }
}

/// The beginning of an element.
struct XMLElement {
    struct Attribute: Hashable {
        let name: XMLName
        var value: String
    }

    /// `xmlns="…"` or `xmlns:prefix="…"`.
    struct NamespaceDeclaration: Hashable {
        let prefix: String?
        let uri: String
    }

    let name: XMLName
    var declarations: [NamespaceDeclaration]
    var attributes: [Attribute]
}

/// What a document consists of, in its order. Comments, processing instructions and the DOCTYPE are left out; CDATA
/// sections are text.
enum XMLEvent {
    case start(XMLElement)
    case end
    case text(String)
}

/// Takes the events of one document.
protocol XMLEventReceiver: AnyObject {
    /// - Throws: `SVGSafetyError`; nothing more comes after that.
    func receive(_ event: XMLEvent) throws(SVGSafetyError)
}
