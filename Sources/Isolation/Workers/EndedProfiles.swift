import Profiling

/// The CPU samples that replaced workers had taken in the running recording, so that they are not lost with them.
struct EndedProfiles {
    /// Those of the last workers are kept, this many; each is some kilobytes long.
    private static let maximumCount = 64

    private var recording = 0
    private var profiles: [(process: String, profile: [UInt8])] = []

    /// Keeps the profile of worker `number` for the recording with this number, as in `SamplingWish.cpuGeneration`;
    /// those of earlier recordings are dropped.
    mutating func keep(_ profile: [UInt8], of number: Int, in recording: Int) {
        if recording != self.recording { profiles = [] }
        self.recording = recording
        profiles.append(("worker \(number)", profile))
        if profiles.count > Self.maximumCount { profiles.removeFirst() }
    }

    /// Those of the recording with this number.
    func kept(in recording: Int) -> [(process: String, profile: [UInt8])] {
        recording == self.recording ? profiles : []
    }
}
