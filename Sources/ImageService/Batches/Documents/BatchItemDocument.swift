import Foundation
import ImageModel
package import Jobs

/// An item of a batch as JSON.
package struct BatchItemDocument: Encodable, Sendable {
    let source: String
    let line: Int
    let values: [String: String]?
    let state: String
    let attempts: Int
    let cause: ItemCause?
    let sourceBytes: Int?
    let validator: String?
    let renditions: [StoredFile]?
    /// When it can be claimed, until when it is a worker's, or when it ended.
    let time: String?

    package init(_ item: BatchItem) {
        source = item.source
        line = item.line
        values = item.values.isEmpty ? nil : item.values
        state = item.state.rawValue
        attempts = item.attempts
        cause = item.cause
        sourceBytes = item.facts?.sourceBytes
        validator = item.facts?.validator
        renditions = item.facts?.renditions
        time = item.time?.formatted(.iso8601WithMilliseconds)
    }
}
