import Foundation

/// Values stored as JSON in a column.
enum ColumnJSON {
    /// - Throws: `failed`.
    static func text(_ value: some Encodable) throws(JobError) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return String(decoding: try encoder.encode(value), as: UTF8.self)
        } catch {
            throw JobError(.failed, "A value cannot be written to the job file.", cause: error)
        }
    }

    /// - Throws: `corrupt`.
    static func value<Value: Decodable>(_ text: String) throws(JobError) -> Value {
        do {
            return try JSONDecoder().decode(Value.self, from: Data(text.utf8))
        } catch {
            throw .damaged("a value", error)
        }
    }
}
