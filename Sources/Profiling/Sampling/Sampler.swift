import CSampler

/// What the process can find out about itself; reading it prepares the process.
public struct SamplingSupport: Sendable, Hashable {
    /// Whether stacks continue past the point where an asynchronous function was resumed.
    public let hasAsyncCallers: Bool
    /// What is missing, one line each, for the log and for the profiles; empty if nothing is.
    public let notices: [String]
}

/// The one-time preparation of the process.
enum Sampler {
    /// Prepared once; later calls return the first result. Blocks for milliseconds.
    static let support: SamplingSupport = {
        let abilities = sampler_prepare()
        calibrate()
        var notices: [String] = []
        if abilities & Int32(SAMPLER_KNOWS_ASYNC) == 0 {
            notices.append("Stacks end where an asynchronous function was resumed: this architecture is not supported.")
        } else if abilities & Int32(SAMPLER_READS_MEMORY) == 0 {
            notices.append(
                "Stacks end where an asynchronous function was resumed: the system forbids process_vm_readv.")
        }
        return SamplingSupport(hasAsyncCallers: notices.isEmpty, notices: notices)
    }()

    /// Shows the sampler a resumed asynchronous function. Nothing waits for it: until it has run, only exported names
    /// are known, which is enough if the runtime is a separate library.
    private static func calibrate() {
        Task.detached {
            await Task.yield()
            sampler_calibrate()
        }
    }
}
