import Foundation

/// A parsed JSON document, so that errors can state the place of what is wrong.
enum JSONValue: Sendable, Hashable {
    case null
    case bool(Bool)
    case integer(Int)
    /// A number with a fraction, or too large for an integer.
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    /// Levels of arrays and objects that a document may have; requests need four.
    static let maximumDepth = 16

    /// Reads `bytes`, UTF-8. If a key occurs twice in one object, one of the values counts.
    ///
    /// - Throws: `invalidJSON`.
    init(parsing bytes: some Sequence<UInt8>) throws(RequestError) {
        do {
            self = try JSONDecoder().decode(JSONValue.self, from: Data(bytes))
        } catch let error as RequestError {
            throw error
        } catch {
            let place = Self.detail(of: error).map { ": \($0)" } ?? ""
            throw RequestError(.invalidJSON, "the body is not valid JSON\(place)", cause: error)
        }
    }

    /// A description of the value, for errors.
    var summary: String {
        switch self {
        case .null: "null"
        case .bool(let value): "\(value)"
        case .integer(let value): "\(value)"
        case .number(let value): "\(value)"
        case .string(let text): "\"\(Excerpt(text))\""
        case .array: "an array"
        case .object: "an object"
        }
    }

    /// The parser's message: the character and its position.
    private static func detail(of error: any Error) -> String? {
        guard case DecodingError.dataCorrupted(let context) = error, let underlying = context.underlyingError else {
            return nil
        }
        return (underlying as NSError).userInfo[NSDebugDescriptionErrorKey] as? String
    }
}

extension JSONValue: Decodable {
    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        // A failed attempt only means that the value has another type; the last error is not swallowed.
        if container.decodeNil() {
            self = .null
        } else if let text = try? container.decode(String.self) {
            self = .string(text)
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Int.self) {
            self = .integer(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else {
            self = try Self.nested(in: decoder)
        }
    }

    private static func nested(in decoder: any Decoder) throws -> JSONValue {
        guard decoder.codingPath.count < maximumDepth else {
            throw RequestError(.invalidJSON, "the body is nested deeper than \(maximumDepth) levels")
        }
        // The kind of container can only be found by trying; an error inside one must not be mistaken for the wrong
        // kind.
        if var list = try? decoder.unkeyedContainer() {
            var values: [JSONValue] = []
            while !list.isAtEnd { values.append(try list.decode(JSONValue.self)) }
            return .array(values)
        }
        let container = try decoder.container(keyedBy: Key.self)
        var fields: [String: JSONValue] = [:]
        for key in container.allKeys { fields[key.stringValue] = try container.decode(JSONValue.self, forKey: key) }
        return .object(fields)
    }

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}
