import Dispatch

/// The thread on which profiles are made, separate from event loops and tasks: reading symbol tables takes a while.
enum Background {
    private static let queue = DispatchQueue(label: "profiling", qos: .utility)
    /// The label of the profilers' own work in other profiles.
    static let labels = ProfileLabels.none.with("stage", "profile")

    /// The result of `work`, which has the label `stage: profile` in other profiles.
    static func run<Value: Sendable>(
        _ work: @escaping @Sendable () throws(ProfilingError) -> Value
    ) async throws(ProfilingError) -> Value {
        let result: Result<Value, ProfilingError> = await withCheckedContinuation { continuation in
            queue.async {
                let result = ProfileLabels.withLabels(labels) {
                    Result { () throws(ProfilingError) in try work() }
                }
                continuation.resume(returning: result)
            }
        }
        return try result.get()
    }
}
