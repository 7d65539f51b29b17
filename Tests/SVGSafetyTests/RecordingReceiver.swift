@testable import SVGSafety

/// The events of a document as one line each, neighbouring texts joined.
final class RecordingReceiver: XMLEventReceiver {
    private var lines: [String] = []
    private var text = ""

    static func events(of document: String, limits: SVGLimits = .standard) throws(SVGSafetyError) -> [String] {
        let receiver = RecordingReceiver()
        try XMLParser(limits: limits).parse(Array(document.utf8), receiver: receiver)
        return receiver.lines
    }

    func receive(_ event: XMLEvent) throws(SVGSafetyError) {
        if case .text(let piece) = event {
            text += piece
            return
        }
        if !text.isEmpty { lines.append("text \(text)") }
        text = ""
        if case .start(let element) = event { lines.append(Self.line(element)) } else { lines.append("end") }
    }

    private static func line(_ element: XMLElement) -> String {
        let declarations = element.declarations.map { "xmlns:\($0.prefix ?? "")=\($0.uri)" }
        let attributes = element.attributes.map { "\($0.name.qualified){\($0.name.namespace ?? "")}=\($0.value)" }
        return (["start \(element.name.qualified){\(element.name.namespace ?? "")}"] + declarations + attributes)
            .joined(separator: " ")
    }
}
