internal import CXMLShim

/// An element of an answer in XML: its name without namespace, its text, and the elements in it.
final class XMLNode {
    let name: String
    fileprivate(set) var text = ""
    fileprivate(set) var children: [XMLNode] = []

    fileprivate init(name: String) { self.name = name }

    /// The children called `name`.
    func all(_ name: String) -> [XMLNode] { children.filter { $0.name == name } }

    /// The text of the first child called `name`.
    func text(_ name: String) -> String? { children.first { $0.name == name }?.text }

    /// The first element called `name`, this one included, at any depth.
    func first(_ name: String) -> XMLNode? {
        if self.name == name { return self }
        for child in children {
            if let found = child.first(name) { return found }
        }
        return nil
    }

    /// The root of a document; `nil` when it is none, has entities of its own, or is nested too deeply for an answer.
    convenience init?(parsing bytes: [UInt8]) {
        guard let root = XMLTreeBuilder.root(of: bytes) else { return nil }
        self.init(name: root.name)
        text = root.text
        children = root.children
    }
}

/// Puts a tree together while the parser goes over its document. Used on one thread.
private final class XMLTreeBuilder {
    /// Answers of stores have five levels.
    private static let maximumDepth = 16

    private var root: XMLNode?
    private var open: [XMLNode] = []

    static func root(of bytes: [UInt8]) -> XMLNode? {
        let builder = XMLTreeBuilder()
        let outcome = withExtendedLifetime(builder) {
            unsafe run(bytes, Unmanaged.passUnretained(builder).toOpaque())
        }
        return outcome == STILLWATER_XML_COMPLETE ? builder.root : nil
    }

    private static func run(_ bytes: [UInt8], _ context: UnsafeMutableRawPointer) -> StillwaterXMLOutcome {
        var events = unsafe StillwaterXMLEvents(
            doctype: { _ in false },
            entity: { _ in false },
            start: { context, name, _, _, _, _, _, _ in
                unsafe XMLTreeBuilder.of(context).start(String(cString: name))
            },
            end: { unsafe XMLTreeBuilder.of($0).end() },
            text: { context, bytes, count in
                let text = unsafe String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
                return unsafe XMLTreeBuilder.of(context).add(text)
            })
        return unsafe bytes.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return STILLWATER_XML_MALFORMED }
            return unsafe stillwater_xml_parse(base, buffer.count, &events, context).outcome
        }
    }

    private static func of(_ context: UnsafeMutableRawPointer?) -> XMLTreeBuilder {
        guard let context = unsafe context else {
            preconditionFailure("the parser gives back the context it was given")
        }
        return unsafe Unmanaged<XMLTreeBuilder>.fromOpaque(context).takeUnretainedValue()
    }

    private func start(_ name: String) -> Bool {
        guard open.count < Self.maximumDepth else { return false }
        let node = XMLNode(name: name)
        if let parent = open.last { parent.children.append(node) } else { root = node }
        open.append(node)
        return true
    }

    private func end() -> Bool {
        open.removeLast()
        return true
    }

    private func add(_ text: String) -> Bool {
        open.last?.text += text
        return true
    }
}
