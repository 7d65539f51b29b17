/// Recordings that are started and stopped while the server runs: one of each kind at a time, stored in a folder.
public actor Recorder {
    private let folder: RecordingFolder
    private let timesOverLimit: @Sendable () -> Int
    private var recordings: [Recording]
    private var running: [String: Task<Void, Never>] = [:]
    private var count = 0

    /// How often a running recording checks the clock and the memory.
    private static let tick = Duration.milliseconds(250)
    /// The maximum number of profiles of one recording, not counting the last.
    private static let maximumSnapshots = 200

    /// A recorder that stores its files in `folder`; `timesOverLimit` returns how often the server has exceeded its own
    /// memory limit so far.
    ///
    /// - Throws: `systemCall`, if the folder cannot be used.
    public init(
        folder path: String, timesOverLimit: @escaping @Sendable () -> Int = { 0 }
    ) throws(ProfilingError) {
        folder = try RecordingFolder(path: path)
        recordings = folder.recordings()
        self.timesOverLimit = timesOverLimit
    }

    /// All recordings, oldest first.
    public var all: [Recording] { recordings }

    /// The recording called `id`.
    ///
    /// - Throws: `notFound`.
    public func recording(_ id: String) throws(ProfilingError) -> Recording { recordings[try index(of: id)] }

    /// Starts a recording.
    ///
    /// - Throws: `busy`, if one of this kind is running; `invalidRequest`, `unsupported`, `systemCall`.
    public func start(_ request: RecordingRequest) throws(ProfilingError) -> Recording {
        try request.check()
        guard !recordings.contains(where: { $0.isRunning && $0.kind == request.kind }) else {
            throw ProfilingError(.busy, "A \(request.kind.rawValue) recording is already running; stop it first.")
        }
        try Self.startSampling(request)
        count += 1
        let began = SystemCall.wallClock
        let recording = Recording(
            id: "\(request.kind.rawValue)-\(began / 1_000_000)-\(count)", kind: request.kind, isRunning: true,
            began: began, notices: Self.notices(request.kind))
        recordings.append(recording)
        let start = ContinuousClock.now
        running[recording.id] = Task {
            await ProfileLabels.withTaskLabels(Background.labels) { await run(recording.id, request, since: start) }
        }
        return recording
    }

    /// Ends a recording, and returns it with its last profile; one that has already ended is returned as it is.
    ///
    /// - Throws: `notFound`.
    public func stop(_ id: String) async throws(ProfilingError) -> Recording {
        _ = try index(of: id)
        if let task = running[id] {
            task.cancel()
            await task.value
        }
        return try recording(id)
    }

    /// Ends all recordings; for the server's shutdown.
    public func stopAll() async {
        for task in running.values { task.cancel() }
        for task in running.values { await task.value }
    }

    /// Deletes a recording that has ended, with its files.
    ///
    /// - Throws: `notFound`, `busy`.
    public func delete(_ id: String) throws(ProfilingError) {
        let index = try index(of: id)
        guard !recordings[index].isRunning else {
            throw ProfilingError(.busy, "The recording is running; stop it first.")
        }
        folder.remove(recordings.remove(at: index))
    }

    /// The profile called `name` of a recording.
    ///
    /// - Throws: `notFound`.
    public func file(_ name: String, of id: String) throws(ProfilingError) -> [UInt8] {
        let recording = try recording(id)
        guard recording.files.contains(where: { $0.name == name }), let bytes = folder.contents(of: name) else {
            throw ProfilingError(.notFound, "The recording has no file with this name.")
        }
        return bytes
    }

    private func index(of id: String) throws(ProfilingError) -> Int {
        guard let index = recordings.firstIndex(where: { $0.id == id }) else {
            throw ProfilingError(.notFound, "There is no recording with this id.")
        }
        return index
    }

    // MARK: - A running recording

    private func run(_ id: String, _ request: RecordingRequest, since start: ContinuousClock.Instant) async {
        var watch = SnapshotWatch(request, start: start, timesOverLimit: timesOverLimit())
        while !Task.isCancelled, request.duration.map({ .now - start < $0 }) ?? true {
            // It ends early only if the recording is stopped.
            try? await Task.sleep(for: Self.tick)
            guard !Task.isCancelled, let reason = watch.reason(timesOverLimit: timesOverLimit) else { continue }
            guard snapshots(of: id) < Self.maximumSnapshots else { continue }
            await keep(id, request.kind, reason: reason) { () async throws(ProfilingError) in
                try await Self.snapshot(request.kind)
            }
        }
        await keep(id, request.kind, reason: "end") { () async throws(ProfilingError) in
            try await Self.stopSampling(request.kind)
        }
        finish(id)
    }

    private func snapshots(of id: String) -> Int { recordings.first { $0.id == id }?.files.count ?? 0 }

    private func keep(
        _ id: String, _ kind: RecordingRequest.Kind, reason: String,
        _ take: () async throws(ProfilingError) -> Profile
    ) async {
        let number = snapshots(of: id) + 1
        let name = "\(id)-\(number).pb.gz"
        do {
            let profile = try await take()
            let folder = folder
            let bytes = try await Background.run { () throws(ProfilingError) in
                let bytes = try profile.encoded()
                try folder.write(bytes, to: name)
                return bytes.count
            }
            update(id) { $0.files.append(Recording.File(name: name, bytes: bytes, reason: reason)) }
        } catch {
            update(id) { $0.notices.append(error.message) }
        }
    }

    private func finish(_ id: String) {
        running[id] = nil
        update(id) { recording in
            recording.isRunning = false
            recording.ended = SystemCall.wallClock
        }
        for old in folder.surplus(recordings) {
            folder.remove(old)
            recordings.removeAll { $0.id == old.id }
        }
    }

    private func update(_ id: String, _ change: (inout Recording) -> Void) {
        guard let index = recordings.firstIndex(where: { $0.id == id }) else { return }
        change(&recordings[index])
        do {
            try folder.write(recordings[index])
        } catch {
            recordings[index].notices.append(error.message)
        }
    }

    // MARK: - The profilers

    private static func notices(_ kind: RecordingRequest.Kind) -> [String] {
        kind == .heap ? HeapProfiler.shared.notices : CPUProfiler.shared.notices
    }

    private static func startSampling(_ request: RecordingRequest) throws(ProfilingError) {
        switch request.kind {
        case .heap: try HeapProfiler.shared.start(period: request.rate ?? HeapProfiler.standardPeriod)
        case .cpu: try CPUProfiler.shared.start(frequency: request.rate ?? CPUProfiler.standardFrequency)
        }
    }

    private static func snapshot(_ kind: RecordingRequest.Kind) async throws(ProfilingError) -> Profile {
        switch kind {
        case .heap: try await HeapProfiler.shared.profile()
        case .cpu: try await CPUProfiler.shared.profileSoFar()
        }
    }

    private static func stopSampling(_ kind: RecordingRequest.Kind) async throws(ProfilingError) -> Profile {
        switch kind {
        case .heap:
            defer { HeapProfiler.shared.stop() }
            return try await HeapProfiler.shared.profile()
        case .cpu: return try await CPUProfiler.shared.stop()
        }
    }
}

/// Decides when a running recording takes a snapshot.
struct SnapshotWatch {
    private let request: RecordingRequest
    private var last: ContinuousClock.Instant
    private var wasAbove = false
    private var timesOver: Int

    init(_ request: RecordingRequest, start: ContinuousClock.Instant, timesOverLimit: Int = 0) {
        self.request = request
        last = start
        timesOver = timesOverLimit
    }

    /// The reason for a snapshot now; `nil` if there is none. A threshold counts when it is crossed upwards.
    mutating func reason(
        timesOverLimit: () -> Int, residentBytes: () -> Int = { ProcessMemory.residentBytes },
        now: ContinuousClock.Instant = .now
    ) -> String? {
        if let interval = request.snapshotInterval, now - last >= interval {
            last = now
            return "interval"
        }
        if let threshold = request.snapshotAboveBytes {
            let isAbove = residentBytes() > threshold
            defer { wasAbove = isAbove }
            if isAbove, !wasAbove { return "memory" }
        }
        if request.snapshotOverLimit {
            let times = timesOverLimit()
            defer { timesOver = times }
            if times > timesOver { return "limit" }
        }
        return nil
    }
}
