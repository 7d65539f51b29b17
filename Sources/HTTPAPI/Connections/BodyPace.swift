import NIOCore

/// How fast a body arrives, over the time that somebody waits for it.
struct BodyPace {
    /// Bytes per second; 0 means any rate.
    private let minimumRate: Int
    /// How long each measurement takes.
    private let span: TimeAmount
    private var askedAt: NIODeadline?
    private var waited = TimeAmount.zero
    private var bytes = 0

    init(minimumRate: Int, span: TimeAmount) {
        self.minimumRate = minimumRate
        self.span = span
    }

    /// Somebody waits for the next part.
    mutating func ask(at now: NIODeadline) { askedAt = askedAt ?? now }

    /// A part has arrived; returns whether the body is too slow.
    mutating func take(bytes count: Int, at now: NIODeadline) -> Bool {
        if let askedAt { waited = waited + (now - askedAt) }
        askedAt = nil
        bytes += count
        guard waited >= span else { return false }
        defer { (waited, bytes) = (.zero, 0) }
        return Double(bytes) < Double(minimumRate) * Double(waited.nanoseconds) / 1e9
    }
}
