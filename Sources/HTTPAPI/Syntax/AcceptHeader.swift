import HTTPSyntax
package import ImageModel
import RequestGrammar

/// What a client's `Accept` header says about image formats (RFC 9110, 12.5.1).
///
/// Weights are thousandths, 0…1000: 0 refuses, and a type without `q` has 1000. If several ranges cover a type, the
/// most specific one counts. Members that break the grammar, and ranges with parameters of their own, are ignored.
/// Without a header, or with nothing usable in it, everything is accepted.
package struct AcceptHeader: Sendable, Hashable {
    /// By range in lower case: `image/webp`, `image/*`, `*/*`.
    private let weights: [String: Int]

    /// Reads the value; `nil` means that the request has no such header. Several headers are joined with commas.
    package init(_ text: String?) {
        var weights: [String: Int] = [:]
        for member in HeaderList.members(of: text ?? "") {
            guard let (range, weight) = Self.member(member) else { continue }
            weights[range] = max(weights[range] ?? 0, weight)
        }
        self.weights = weights
    }

    /// The weight of `format`, from the range that covers it; 0 if none does.
    package func weight(of format: ImageFormat) -> Int {
        guard !weights.isEmpty else { return 1000 }
        return namedWeight(of: format) ?? weights["image/*"] ?? weights["*/*"] ?? 0
    }

    /// The weight that the header gives to `format` by name; `nil` if it only has ranges like `image/*`. Clients send
    /// those whatever they can show, so a modern format has to be named.
    package func namedWeight(of format: ImageFormat) -> Int? {
        Self.names(of: format).compactMap { weights[$0] }.max()
    }

    /// The format of `formats` with the highest weight by name, the first of equals; `nil` if none is named, or all are
    /// refused.
    package func preferred(among formats: [ImageFormat]) -> ImageFormat? {
        var best: (format: ImageFormat, weight: Int)?
        for format in formats {
            if let weight = namedWeight(of: format), weight > best?.weight ?? 0 { best = (format, weight) }
        }
        return best?.format
    }

    /// The registered type, and other names that clients use.
    private static func names(of format: ImageFormat) -> [String] {
        switch format {
        case .jpeg: ["image/jpeg", "image/jpg"]
        case .ico: ["image/x-icon", "image/vnd.microsoft.icon"]
        case .heic: ["image/heic", "image/heif"]
        default: [format.contentType]
        }
    }

    private static func member(_ text: String) -> (range: String, weight: Int)? {
        var scanner = HeaderScanner(text)
        scanner.skipSpace()
        guard let type = scanner.token(), scanner.take("/"), let subtype = scanner.token(),
            type != "*" || subtype == "*"
        else { return nil }
        scanner.skipSpace()
        var weight = 1000
        while scanner.take(";") {
            scanner.skipSpace()
            guard let name = scanner.token() else { continue }
            guard name.lowercased() == "q", scanner.take("="), let text = scanner.token(),
                let value = AcceptWeight.thousandths(text)
            else { return nil }
            weight = value
            scanner.skipSpace()
        }
        return scanner.isAtEnd ? ("\(type)/\(subtype)".lowercased(), weight) : nil
    }
}
