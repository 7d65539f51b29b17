import CSampler

/// What the process can find out about itself; asking for it makes it ready.
public struct SamplingSupport: Sendable, Hashable {
    /// Whether stacks go on past the point where an asynchronous function was resumed.
    public let hasAsyncCallers: Bool
    /// What is missing, a line each, for the log and for the profiles; empty when all is there.
    public let notices: [String]
}

/// The one-time preparation of the process.
enum Sampler {
    /// Prepared once; later calls return what the first found. Blocks for milliseconds.
    static let support: SamplingSupport = {
        let abilities = sampler_prepare()
        calibrate()
        var notices: [String] = []
        if abilities & Int32(SAMPLER_KNOWS_ASYNC) == 0 {
            notices.append("Stacks end where an asynchronous function was resumed: not known on this architecture.")
        } else if abilities & Int32(SAMPLER_READS_MEMORY) == 0 {
            notices.append(
                "Stacks end where an asynchronous function was resumed: the system forbids process_vm_readv.")
        }
        return SamplingSupport(hasAsyncCallers: notices.isEmpty, notices: notices)
    }()

    /// Shows the sampler a resumed asynchronous function. Nothing waits for it: until it has run, what is exported by
    /// name is known, which is enough where the runtime is a library of its own.
    private static func calibrate() {
        Task.detached {
            await Task.yield()
            sampler_calibrate()
        }
    }
}
