import Foundation

/// JSON as this service writes it: UTF-8, keys in alphabetical order, slashes unescaped.
package enum JSONText {
    /// On one line.
    ///
    /// - Throws: `EncodingError`; strings and whole numbers never cause one.
    package static func of(_ value: some Encodable) throws -> String {
        String(decoding: try bytes(of: value), as: UTF8.self)
    }

    /// On one line, as bytes.
    ///
    /// - Throws: `EncodingError`; strings and whole numbers never cause one.
    package static func bytes(of value: some Encodable) throws -> [UInt8] {
        [UInt8](try encoder([]).encode(value))
    }

    /// On many lines, for people.
    ///
    /// - Throws: `EncodingError`; strings and whole numbers never cause one.
    package static func indentedBytes(of value: some Encodable) throws -> [UInt8] {
        [UInt8](try encoder(.prettyPrinted).encode(value))
    }

    private static func encoder(_ formatting: JSONEncoder.OutputFormatting) -> JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = formatting.union([.sortedKeys, .withoutEscapingSlashes])
        return encoder
    }
}
