package import ImageModel

/// The bytes of a file with their share of the budget, which goes back when the last one who has this lets it go.
package final class HeldBytes: Sendable {
    let bytes: EncodedBytes
    let hold: MemoryHold

    init(_ bytes: EncodedBytes, _ hold: MemoryHold) {
        self.bytes = bytes
        self.hold = hold
    }

    package var count: Int { bytes.count }

    /// Lends the bytes for the time of `body`; the pointer must not leave it.
    package func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try bytes.withUnsafeBytes(body)
    }

    /// Lends the bytes to a writer that keeps them while it goes on; whoever calls this has to have this object until then.
    package func lend<Result, Failure: Error>(
        _ body: (EncodedBytes) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(bytes)
    }
}
