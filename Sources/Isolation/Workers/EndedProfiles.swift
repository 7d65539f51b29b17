import Profiling

/// What workers that were replaced had sampled of CPU time in the recording that runs, so that it isn't lost with them.
struct EndedProfiles {
    /// Those of the last so many workers are kept; each is some kilobytes long.
    private static let maximumCount = 64

    private var recording = 0
    private var profiles: [(process: String, profile: [UInt8])] = []

    /// Keeps the profile of worker `number` for the recording of this number, by `SamplingWish.cpuGeneration`; those of
    /// earlier recordings are forgotten.
    mutating func keep(_ profile: [UInt8], of number: Int, in recording: Int) {
        if recording != self.recording { profiles = [] }
        self.recording = recording
        profiles.append(("worker \(number)", profile))
        if profiles.count > Self.maximumCount { profiles.removeFirst() }
    }

    /// Those of the recording of this number.
    func kept(in recording: Int) -> [(process: String, profile: [UInt8])] {
        recording == self.recording ? profiles : []
    }
}
