internal import CXMLShim

/// Tells the content of an XML document to a receiver, within limits.
///
/// Blocks for the time of parsing, which grows with the number of bytes and no faster. Nothing but the given bytes is read.
struct XMLParser {
    let limits: SVGLimits

    /// - Throws: every code but `notSVG` and `embeddedImage`, and what the receiver throws.
    func parse(_ bytes: [UInt8], receiver: any XMLEventReceiver) throws(SVGSafetyError) {
        let bytes = try XMLPrescan.readable(bytes, limits: limits)
        let session = XMLParserSession(limits: limits, receiver: receiver)
        let result = withExtendedLifetime(session) {
            unsafe Self.run(bytes, Unmanaged.passUnretained(session).toOpaque())
        }
        if let failure = session.failure { throw failure }
        switch result.outcome {
        case STILLWATER_XML_COMPLETE: return
        case STILLWATER_XML_NO_MEMORY:
            throw SVGSafetyError(.outOfMemory, "The SVG could not be read: out of memory.")
        default:
            throw SVGSafetyError(.malformed, "The SVG is not well-formed XML (line \(result.line)).")
        }
    }

    private static func run(_ bytes: [UInt8], _ context: UnsafeMutableRawPointer) -> StillwaterXMLResult {
        var events = unsafe StillwaterXMLEvents(
            doctype: { _ in true },
            entity: { unsafe XMLParserSession.of($0).entity() },
            start: { context, name, prefix, uri, namespaceCount, namespaces, attributeCount, attributes in
                unsafe XMLParserSession.of(context).start {
                    unsafe XMLElement(
                        name: XMLName(name: name, prefix: prefix, uri: uri),
                        declarations: XMLElement.declarations(namespaces, Int(namespaceCount)),
                        attributes: XMLElement.attributes(attributes, Int(attributeCount)))
                }
            },
            end: { unsafe XMLParserSession.of($0).end() },
            text: { context, bytes, count in
                let text = unsafe String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
                return unsafe XMLParserSession.of(context).text(text)
            })
        return unsafe bytes.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else {
                return StillwaterXMLResult(outcome: STILLWATER_XML_MALFORMED, code: 0, line: 1)
            }
            return unsafe stillwater_xml_parse(base, buffer.count, &events, context)
        }
    }
}

/// One parse in progress: counts, and keeps the first failure. Used on one thread.
private final class XMLParserSession {
    private let limits: SVGLimits
    private let receiver: any XMLEventReceiver
    private(set) var failure: SVGSafetyError?
    private var elements = 0
    /// By open element, the namespace declarations in force.
    private var declarationsInForce: [Int] = []

    init(limits: SVGLimits, receiver: any XMLEventReceiver) {
        self.limits = limits
        self.receiver = receiver
    }

    /// The session that `context` was made from; its owner keeps it alive while the parser runs.
    static func of(_ context: UnsafeMutableRawPointer?) -> XMLParserSession {
        guard let context = unsafe context else {
            preconditionFailure("the parser gives back the context it was given")
        }
        return unsafe Unmanaged<XMLParserSession>.fromOpaque(context).takeUnretainedValue()
    }

    func entity() -> Bool {
        failure = SVGSafetyError(
            .entities, "The SVG declares or uses entities or notations of a kind that is not allowed.")
        return false
    }

    func start(_ element: () -> XMLElement) -> Bool {
        attempt { () throws(SVGSafetyError) in
            let element = element()
            elements += 1
            declarationsInForce.append((declarationsInForce.last ?? 0) + element.declarations.count)
            try checkCounts()
            try receiver.receive(.start(element))
        }
    }

    func end() -> Bool {
        attempt { () throws(SVGSafetyError) in
            declarationsInForce.removeLast()
            try receiver.receive(.end)
        }
    }

    func text(_ text: String) -> Bool {
        attempt { () throws(SVGSafetyError) in try receiver.receive(.text(text)) }
    }

    private func checkCounts() throws(SVGSafetyError) {
        guard declarationsInForce.count <= limits.maximumDepth else {
            throw SVGSafetyError(
                .tooDeep, "The SVG's elements are nested too deeply; at most \(limits.maximumDepth) levels are allowed."
            )
        }
        guard elements <= limits.maximumElements else {
            throw SVGSafetyError(
                .tooManyElements, "The SVG has too many elements; at most \(limits.maximumElements) are allowed.")
        }
        // Every name is looked up in all of them, one by one.
        guard declarationsInForce.last ?? 0 <= limits.maximumAttributes else {
            throw SVGSafetyError(
                .tooManyAttributes,
                "The SVG has too many namespaces in scope; at most \(limits.maximumAttributes) are allowed.")
        }
    }

    /// Whether to go on.
    private func attempt(_ body: () throws(SVGSafetyError) -> Void) -> Bool {
        do throws(SVGSafetyError) {
            try body()
            return true
        } catch {
            failure = error
            return false
        }
    }
}

extension XMLName {
    fileprivate init(name: UnsafePointer<UInt8>, prefix: UnsafePointer<UInt8>?, uri: UnsafePointer<UInt8>?) {
        self.init(
            prefix: unsafe prefix.map { unsafe String(cString: $0) }, local: unsafe String(cString: name),
            namespace: unsafe uri.map { unsafe String(cString: $0) })
    }
}

extension XMLElement {
    /// Pairs of prefix and URI.
    fileprivate static func declarations(
        _ texts: UnsafePointer<UnsafePointer<UInt8>?>?, _ count: Int
    ) -> [NamespaceDeclaration] {
        guard let texts = unsafe texts else { return [] }
        return (0..<count).map { index in
            let prefix = unsafe texts[index * 2].map { unsafe String(cString: $0) }
            let uri = unsafe texts[index * 2 + 1].map { unsafe String(cString: $0) }
            return NamespaceDeclaration(prefix: prefix, uri: uri ?? "")
        }
    }

    /// Local name, prefix, URI, begin and end of the value, five pointers each.
    fileprivate static func attributes(
        _ texts: UnsafePointer<UnsafePointer<UInt8>?>?, _ count: Int
    ) -> [Attribute] {
        guard let texts = unsafe texts else { return [] }
        return (0..<count).compactMap { index in
            let parts = unsafe texts + index * 5
            guard let name = unsafe parts[0], let begin = unsafe parts[3], let end = unsafe parts[4] else { return nil }
            let value = unsafe String(
                decoding: UnsafeBufferPointer(start: begin, count: end - begin), as: UTF8.self)
            return Attribute(
                name: unsafe XMLName(name: name, prefix: parts[1], uri: parts[2]),
                value: value.contains("&") ? value.replacing("&#38;", with: "&") : value)
        }
    }
}
