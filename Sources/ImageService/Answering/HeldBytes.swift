package import ImageModel

/// The bytes of a file with their share of the budget. The share is returned when the last user has released this
/// object and the bytes that it handed out.
package final class HeldBytes: Sendable {
    private let bytes: EncodedBytes
    let hold: MemoryHold

    init(_ bytes: EncodedBytes, _ hold: MemoryHold) {
        self.bytes = bytes
        self.hold = hold
    }

    package var count: Int { bytes.count }

    /// The bytes for an owner that keeps them, such as an archive or a store. Their share of the budget is kept as
    /// long.
    package var encoded: EncodedBytes { EncodedBytes(bytes, keeping: hold) }

    /// Lends the bytes while `body` runs; the pointer must not leave it.
    package func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try bytes.withUnsafeBytes(body)
    }

    /// Whether these are the bytes of `other`.
    func isMade(of other: EncodedBytes) -> Bool { bytes === other }
}
