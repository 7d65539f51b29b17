package import ImageModel

/// The bytes of a file with their share of the budget, which goes back when the last one who has this, or what it gives out, lets
/// it go.
package final class HeldBytes: Sendable {
    private let bytes: EncodedBytes
    let hold: MemoryHold

    init(_ bytes: EncodedBytes, _ hold: MemoryHold) {
        self.bytes = bytes
        self.hold = hold
    }

    package var count: Int { bytes.count }

    /// The bytes for whoever keeps them: an archive, a store. Their share of the budget stays as long.
    package var encoded: EncodedBytes { EncodedBytes(bytes, keeping: hold) }

    /// Lends the bytes for the time of `body`; the pointer must not leave it.
    package func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try bytes.withUnsafeBytes(body)
    }

    /// Whether these are the bytes of `other`.
    func isMade(of other: EncodedBytes) -> Bool { bytes === other }
}
