/// A picture in a file, and where the file is. As JSON: `path` beside its facts.
package struct StoredFile: Sendable, Hashable {
    /// Below the output root; as a person opens it where a command says what it wrote.
    package var path: String
    package var facts: FileFacts

    package init(path: String, facts: FileFacts) {
        self.path = path
        self.facts = facts
    }
}

extension StoredFile: Codable {
    private enum CodingKeys: String, CodingKey {
        case path
    }

    package init(from decoder: any Decoder) throws {
        path = try decoder.container(keyedBy: CodingKeys.self).decode(String.self, forKey: .path)
        facts = try FileFacts(from: decoder)
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(path, forKey: .path)
        try facts.encode(to: encoder)
    }
}
