/// The sources that a worker holds because they will be asked for again: whoever reads a header renders soon afterwards. Which
/// those are is decided by the service; the worker does as it is told.
struct KeptSources {
    /// Of all of them, in one worker.
    static let maximumBytes = 8 << 20

    private var sources: [(number: UInt64, byteCount: Int)] = []

    /// Whether a source of `byteCount` is worth it: sending a large one again is nothing beside decoding it.
    static func keeps(byteCount: Int) -> Bool { byteCount <= maximumBytes / 2 }

    func contains(_ number: UInt64) -> Bool { sources.contains { $0.number == number } }

    /// Adds a source, for which the eldest have to go; returns their numbers.
    mutating func add(_ number: UInt64, byteCount: Int) -> [UInt64] {
        sources.append((number, byteCount))
        var bytes = sources.reduce(0) { $0 + $1.byteCount }
        var forgotten: [UInt64] = []
        while bytes > Self.maximumBytes, sources.count > 1 {
            let eldest = sources.removeFirst()
            bytes -= eldest.byteCount
            forgotten.append(eldest.number)
        }
        return forgotten
    }

    mutating func remove(_ number: UInt64) { sources.removeAll { $0.number == number } }
}
