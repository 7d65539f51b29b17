import Foundation

/// A JSON document as it stands, so that what is wrong in it can be told with its place.
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

    /// Reads `bytes`, UTF-8. Of a key given twice in one object, one value counts.
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

    /// What the value is, in words, for errors.
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

    /// What the parser says: the character and where it stands.
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
        // A failed attempt only says that the value has another type; the last one is not swallowed.
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
        // Which container it is can only be tried; an error inside one must not be taken for the wrong kind.
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
