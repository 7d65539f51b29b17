/// The sources that a worker keeps because they will be needed again: after reading a header, the service renders soon
/// afterwards. The service decides which ones; the worker does as it is told.
struct KeptSources {
    /// For all of them together, in one worker.
    static let maximumBytes = 8 << 20

    private var sources: [(number: UInt64, byteCount: Int)] = []

    /// Whether a source of `byteCount` is worth keeping: sending a large one again costs nothing compared with decoding
    /// it.
    static func keeps(byteCount: Int) -> Bool { byteCount <= maximumBytes / 2 }

    func contains(_ number: UInt64) -> Bool { sources.contains { $0.number == number } }

    /// Adds a source, for which the oldest may have to go; returns their numbers.
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
