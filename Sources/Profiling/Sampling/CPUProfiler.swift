import CSampler
import Dispatch

/// Samples where the process spends CPU time: each thread, a hundred times per second of its CPU time.
///
/// Waiting threads are not woken. One recording at a time, because the signal belongs to the process.
public struct CPUProfiler: Sendable {
    /// The one of this process.
    public static let shared = CPUProfiler()

    /// Samples per second of CPU time. More than 100 gain little: the system's own clock does not tick much faster.
    public static let standardFrequency = 100

    private final class Recording: @unchecked Sendable {
        // Sendable: `profile` and `keptBytes` are only accessed on `queue`, and at the end.
        var profile: RawProfile
        private var keptBytes = 0
        let began = ContinuousClock.now
        let queue = DispatchQueue(label: "cpu-profile", qos: .userInitiated)
        /// Set before the recording is visible to others, and not changed afterwards.
        var ticker: Ticker?

        init(frequency: Int, notices: [String]) {
            profile = RawProfile(kind: .cpu, period: Int64(1_000_000_000 / frequency))
            profile.began = SystemCall.wallClock
            profile.comments = notices
        }

        deinit { ProfilerMemory.add(-keptBytes) }

        /// Moves the samples out of the handlers' buffers.
        func collect() {
            let allocations = ThreadAllocations()
            defer {
                keptBytes += allocations.netBytes
                ProfilerMemory.add(allocations.netBytes)
            }
            profile.addTakenSamples()
        }
    }

    private let recording = Locked<Recording?>(nil)
    /// How often threads are enumerated and buffers emptied: waking up for that costs as much as all samples together.
    private static let scanInterval = DispatchTimeInterval.milliseconds(100)

    /// Why there can be no CPU profile, or why it is less accurate; one line each.
    public var notices: [String] { Sampler.support.notices }

    /// Whether a recording is running.
    public var isActive: Bool { recording.with { $0 != nil } }

    /// Starts a recording.
    ///
    /// - Throws: `busy`, `invalidRequest`, `unsupported`.
    public func start(frequency: Int = standardFrequency) throws(ProfilingError) {
        guard (1...1000).contains(frequency) else {
            throw ProfilingError(
                .invalidRequest, "The frequency of a CPU recording must be from 1 to 1000 samples per second.")
        }
        try recording.with { (recording) throws(ProfilingError) in
            guard recording == nil else { throw ProfilingError(.busy, "A CPU recording is already running.") }
            var notices = Sampler.support.notices
            let kind = sampler_start(UInt32(frequency))
            guard kind > 0 else { throw Self.failure(-kind) }
            if kind == Int32(SAMPLER_PROCESS_TIMER) {
                notices.append("Threads could not get their own timers: samples favour the thread that runs first.")
            }
            let started = Recording(frequency: frequency, notices: notices)
            do throws(ProfilingError) {
                started.ticker = try Ticker("cpu-profile", every: Self.scanInterval) { [unowned started] in
                    ProfileLabels.withLabels(Background.labels) {
                        // On this thread.
                        started.queue.sync {
                            sampler_scan()
                            started.collect()
                        }
                    }
                }
            } catch {
                sampler_stop()
                throw error
            }
            recording = started
            ChildProfilers.shared.want { wish in
                wish.cpuFrequency = frequency
                wish.cpuGeneration += 1
            }
        }
    }

    /// Ends the recording and returns it.
    ///
    /// - Throws: `notRunning`.
    public func stop() async throws(ProfilingError) -> Profile {
        let raw = try stopSampling()
        return try await Background.run { () throws(ProfilingError) in
            var raw = raw
            ChildProfilers.shared.add(to: &raw, .cpu)
            ChildProfilers.shared.want { $0.cpuFrequency = nil }
            return raw.symbolised()
        }
    }

    /// The samples taken within `duration`.
    ///
    /// - Throws: `busy`, `invalidRequest`, `unsupported`; `CancellationError` of the task.
    public func profile(for duration: Duration, frequency: Int = standardFrequency) async throws -> Profile {
        try start(frequency: frequency)
        do {
            try await Task.sleep(for: duration)
        } catch {
            _ = try stopSampling()
            ChildProfilers.shared.want { $0.cpuFrequency = nil }
            throw error
        }
        return try await stop()
    }

    /// The recording so far; it continues.
    ///
    /// - Throws: `notRunning`.
    public func profileSoFar() async throws(ProfilingError) -> Profile {
        try await Background.run { () throws(ProfilingError) in try snapshot().symbolised() }
    }

    /// The same, by address.
    ///
    /// - Throws: `notRunning`.
    func snapshot() throws(ProfilingError) -> RawProfile {
        guard let running = recording.with({ $0 }) else { throw Self.notRunning }
        var raw = running.queue.sync {
            running.collect()
            return Self.finished(running)
        }
        ChildProfilers.shared.add(to: &raw, .cpu)
        return raw
    }

    private func stopSampling() throws(ProfilingError) -> RawProfile {
        try recording.with { (recording) throws(ProfilingError) in
            guard let running = recording else { throw Self.notRunning }
            running.ticker?.stop()
            let raw = ProfileLabels.withLabels(Background.labels) {
                running.queue.sync {
                    sampler_stop()
                    running.collect()
                    return Self.finished(running)
                }
            }
            recording = nil
            return raw
        }
    }

    private static func finished(_ recording: Recording) -> RawProfile {
        var raw = recording.profile
        let duration = (ContinuousClock.now - recording.began).components
        raw.duration = duration.seconds * 1_000_000_000 + duration.attoseconds / 1_000_000_000
        let dropped = sampler_dropped()
        if dropped > 0 { raw.comments.append("\(dropped) samples did not fit and are missing.") }
        return raw
    }

    private static let notRunning = ProfilingError(.notRunning, "No CPU recording is running.")

    private static func failure(_ number: Int32) -> ProfilingError {
        number == SystemCall.busy
            ? ProfilingError(.busy, "Another profiler uses the signal SIGPROF.")
            : ProfilingError(
                .unsupported, "The system does not allow CPU timers (\(SystemCall.text(of: number))).")
    }
}

extension RawProfile {
    /// Adds the samples of CPU time taken since the last call; one caller at a time.
    mutating func addTakenSamples() {
        sampler_flip()
        var sample = unsafe SamplerSample()
        while unsafe sampler_next(&sample) {
            let frames = unsafe UnsafeBufferPointer(start: sample.frames, count: Int(sample.count))
            // All but the first are return addresses.
            var addresses = unsafe frames.map { UInt64($0) &- 1 }
            addresses[0] &+= 1
            let weight = unsafe Int64(sample.weight)
            let stack = unsafe RawProfile.Stack(addresses: addresses, labels: ProfileLabels(id: sample.label))
            add(stack, [weight, weight * period])
        }
    }
}
