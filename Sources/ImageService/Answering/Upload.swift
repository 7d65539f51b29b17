/// A source that was sent with the request, and its hold on the budget.
package struct Upload: Sendable {
    let bytes: [UInt8]
    /// A file name, without meaning for the format.
    package let name: String
    let reservation: MemoryHold

    package init(bytes: [UInt8], name: String, reservation: MemoryHold) {
        self.bytes = bytes
        self.name = name
        self.reservation = reservation
    }
}
