import Foundation

/// Specifications of batches as parsed from their rows: those rows are read at each claim and each report, and a
/// specification never changes. A store has its own. (Sendable: `known` is only accessed under the lock.)
final class ReadSpecifications: @unchecked Sendable {
    /// How many are kept.
    private static let kept = 64

    private let lock = NSLock()
    private var known: [String: BatchSpecification] = [:]

    /// - Throws: `corrupt`.
    func value(_ text: String) throws(JobError) -> BatchSpecification {
        if let value = lock.withLock({ known[text] }) { return value }
        let value: BatchSpecification = try ColumnJSON.value(text)
        lock.withLock {
            if known.count >= Self.kept { known.removeAll() }
            known[text] = value
        }
        return value
    }
}
