import Profiling

/// What a piece of work on a render thread shows of itself: its labels in profiles, and what it allocates.
struct RenderThreadWatch: Sendable {
    private let labels: ProfileLabels
    private let account: RequestAccount?

    /// Made in the task that asks for the work.
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
