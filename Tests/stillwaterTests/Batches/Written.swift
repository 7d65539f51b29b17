import NIOConcurrencyHelpers

/// Keeps what a display writes.
final class Written: Sendable {
    private let box = NIOLockedValueBox<[String]>([])

    var texts: [String] { box.withLockedValue { $0 } }

    func add(_ text: String) { box.withLockedValue { $0.append(text) } }
}
