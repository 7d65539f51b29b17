/// The name of a batch: 13 random letters and digits, so that no two stores or processes produce the same one.
package struct BatchID: Sendable, Hashable, Codable, CustomStringConvertible {
    package let text: String

    private static let length = 13
    /// Without letters that look like digits.
    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz")

    /// A new name of 65 random bits.
    package init() {
        text = String((0..<Self.length).map { _ in Self.alphabet[Int.random(in: 0..<Self.alphabet.count)] })
    }

    /// The name written as `text`, in either case; `nil` for anything else.
    package init?(_ text: some StringProtocol) {
        let text = text.lowercased()
        guard text.count == Self.length, text.allSatisfy(Self.alphabet.contains) else { return nil }
        self.text = text
    }

    package var description: String { text }

    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let id = BatchID(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "not the name of a batch"))
        }
        self = id
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
