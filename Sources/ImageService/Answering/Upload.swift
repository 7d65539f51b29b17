/// A source that came with the request.
package struct Upload: Sendable {
    package var bytes: [UInt8]
    /// A file name, without meaning for the format.
    package var name: String
    /// Holds `bytes` in the budget.
    package var reservation: MemoryHold

    package init(bytes: [UInt8], name: String, reservation: MemoryHold) {
        self.bytes = bytes
        self.name = name
        self.reservation = reservation
    }
}
