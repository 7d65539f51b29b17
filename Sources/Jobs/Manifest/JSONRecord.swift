import Foundation

/// A line of a JSON Lines file.
enum JSONRecord {
    /// The item for `{"source": …, …}`, or for a plain string.
    static func item(_ text: String, line: Int, _ rules: ManifestRules) -> Result<NewItem, ManifestMistake> {
        let value: Value
        do {
            value = try JSONDecoder().decode(Value.self, from: Data(text.utf8))
        } catch {
            return .failure("this is neither a JSON object nor a string")
        }
        switch value {
        case .text(let source): return rules.item(source: source, line: line, values: [:])
        case .object(let fields):
            guard case .text(let source)? = fields["source"] else {
                return .failure("source is missing, or is not a string")
            }
            var values: [String: String] = [:]
            for name in rules.required.union(rules.optional).sorted() {
                switch fields[name] {
                case .text(let text)?: values[name] = text
                case .number(let number)?: values[name] = "\(number)"
                case .null?, nil: continue
                default: return .failure("\(name.prefix(60)) is neither a string nor a whole number")
                }
            }
            return rules.item(source: source, line: line, values: values)
        default: return .failure("this is neither a JSON object nor a string")
        }
    }

    /// As much of JSON as matters here.
    private enum Value: Decodable {
        case text(String), number(Int), object([String: Value]), null, other

        init(from decoder: any Decoder) throws {
            if let fields = try? [String: Value](from: decoder) {
                // Not an object: try something else.
                self = .object(fields)
                return
            }
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                self = .null
            } else if let text = try? container.decode(String.self) {
                // Not a string: try something else.
                self = .text(text)
            } else if let number = try? container.decode(Int.self) {
                // Not a whole number: of no use.
                self = .number(number)
            } else {
                self = .other
            }
        }
    }
}
