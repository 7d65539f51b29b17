/// What a recording takes, for how long, and when it looks in between.
public struct RecordingRequest: Sendable, Hashable {
    /// What is sampled.
    public enum Kind: String, Sendable, Hashable, CaseIterable, Codable {
        case heap, cpu
    }

    public var kind: Kind
    /// Heap: bytes between samples, a power of two. CPU: samples a second. `nil` for the usual.
    public var rate: Int?
    /// `nil` until it is stopped.
    public var duration: Duration?
    /// Time between snapshots; `nil` for none but the last.
    public var snapshotInterval: Duration?
    /// A snapshot each time the process's resident bytes pass this.
    public var snapshotAboveBytes: Int?
    /// A snapshot each time the server says that its own limit is passed.
    public var snapshotOverLimit = false

    public init(_ kind: Kind) { self.kind = kind }

    /// The least time between snapshots, and the longest recording.
    static let leastInterval = Duration.seconds(1)
    static let longestDuration = Duration.seconds(86_400)

    /// - Throws: `invalidRequest`.
    func check() throws(ProfilingError) {
        if let duration, duration <= .zero || duration > Self.longestDuration {
            throw ProfilingError(.invalidRequest, "A recording lasts more than no time, and at most a day.")
        }
        if let snapshotInterval, snapshotInterval < Self.leastInterval {
            throw ProfilingError(.invalidRequest, "Snapshots are at least a second apart.")
        }
        if let snapshotAboveBytes, snapshotAboveBytes <= 0 {
            throw ProfilingError(.invalidRequest, "The resident bytes for a snapshot must be more than 0.")
        }
    }
}

/// A recording, running or over.
public struct Recording: Sendable, Hashable, Codable {
    /// One profile of it.
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
    /// What is poorer than it should be, or why it ended early.
    public var notices: [String] = []
}
