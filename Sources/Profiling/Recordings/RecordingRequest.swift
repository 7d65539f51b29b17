/// What a recording samples, for how long, and when it takes snapshots.
public struct RecordingRequest: Sendable, Hashable {
    /// What is sampled.
    public enum Kind: String, Sendable, Hashable, CaseIterable, Codable {
        case heap, cpu
    }

    public var kind: Kind
    /// Heap: bytes between samples, a power of two. CPU: samples per second. `nil` for the default.
    public var rate: Int?
    /// `nil`: until it is stopped.
    public var duration: Duration?
    /// Time between snapshots; `nil`: only the last one.
    public var snapshotInterval: Duration?
    /// A snapshot each time the process's resident bytes exceed this.
    public var snapshotAboveBytes: Int?
    /// A snapshot each time the server exceeds its own limit.
    public var snapshotOverLimit = false

    public init(_ kind: Kind) { self.kind = kind }

    /// The shortest time between snapshots, and the longest recording.
    static let leastInterval = Duration.seconds(1)
    static let longestDuration = Duration.seconds(86_400)

    /// - Throws: `invalidRequest`.
    func check() throws(ProfilingError) {
        if let duration, duration <= .zero || duration > Self.longestDuration {
            throw ProfilingError(.invalidRequest, "A recording must last longer than 0 and at most a day.")
        }
        if let snapshotInterval, snapshotInterval < Self.leastInterval {
            throw ProfilingError(.invalidRequest, "Snapshots must be at least a second apart.")
        }
        if let snapshotAboveBytes, snapshotAboveBytes <= 0 {
            throw ProfilingError(.invalidRequest, "The resident bytes for a snapshot must be greater than 0.")
        }
    }
}

/// A recording, running or finished.
public struct Recording: Sendable, Hashable, Codable {
    /// One profile of a recording.
    public struct File: Sendable, Hashable, Codable {
        public var name: String
        public var bytes: Int
        /// Why it was taken: `interval`, `memory`, `limit` or `end`.
        public var reason: String
    }

    public var id: String
    public var kind: RecordingRequest.Kind
    public var isRunning: Bool
    /// Nanoseconds since 1970.
    public var began: Int64
    public var ended: Int64?
    public var files: [File] = []
    /// What is worse than it should be, or why it ended early.
    public var notices: [String] = []
}
