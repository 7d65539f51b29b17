import Profiling

/// Makes work on a render thread visible: its labels in profiles, and what it allocates.
struct RenderThreadWatch: Sendable {
    private let labels: ProfileLabels
    private let account: RequestAccount?

    /// Create it in the task that requests the work.
    init() {
        labels = ProfileLabels.current.with("stage", "render")
        account = RequestAccount.current
        account?.enter(.queue)
    }

    /// Runs `work` on the render thread, and counts what it allocates.
    func run<Value>(_ work: () -> Value) -> Value {
        account?.enter(.render)
        let number = account?.begin(ThreadAllocations())
        defer { if let number { account?.end(number) } }
        return ProfileLabels.withLabels(labels, work)
    }
}
