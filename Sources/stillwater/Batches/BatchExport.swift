import ImageModel
import Jobs

/// Items as lines of CSV (RFC 4180), one for each rendition.
enum BatchExport {
    static let header = "source,line,state,attempts,cause,path,width,height,bytes,format,damaged\n"

    /// The lines of an item, terminated; one line without a rendition if there are none.
    static func lines(_ item: BatchItem) -> String {
        let facts = [
            item.source, "\(item.line)", item.state.rawValue, "\(item.attempts)",
            item.state == .failed ? item.cause?.code ?? "" : "",
        ]
        let renditions = item.facts?.renditions ?? []
        guard !renditions.isEmpty else { return line(facts + ["", "", "", "", "", ""]) }
        return renditions.map { rendition in
            line(
                facts + [
                    rendition.path, "\(rendition.facts.size.width)", "\(rendition.facts.size.height)",
                    "\(rendition.facts.byteCount)", rendition.facts.format.rawValue,
                    rendition.facts.isDamaged ? "true" : "",
                ])
        }.joined()
    }

    private static func line(_ fields: [String]) -> String {
        fields.map(quoted).joined(separator: ",") + "\n"
    }

    /// In quotes if necessary.
    private static func quoted(_ field: String) -> String {
        let needsQuotes = field.unicodeScalars.contains { ",\"\r\n".unicodeScalars.contains($0) }
        return needsQuotes ? "\"\(field.replacing("\"", with: "\"\""))\"" : field
    }
}
