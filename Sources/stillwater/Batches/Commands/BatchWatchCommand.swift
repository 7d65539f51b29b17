import ArgumentParser
import Jobs

/// `batch watch ID`.
struct BatchWatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch", abstract: "Follows a batch until it ends.",
        usage: "stillwater batch watch ID --jobs FILE",
        discussion: "Exit codes: 0 if everything is done, 2 if items failed, 3 if it did not finish.\n\n"
            + BatchArguments.help)

    @Argument(parsing: .allUnrecognized, help: .hidden)
    var rest: [String] = []

    func run() async throws {
        let arguments = try BatchArguments(rest)
        let (store, id) = (arguments.store, try arguments.id())
        let watch = BatchWatch(store: store, ids: [id])
        var display = BatchProgressDisplay.standardError
        try await watch.follow(&display)
        let batch = try await store.batch(id)
        try ResultText.write(BatchText.status(batch, try await store.failures(of: id)))
        if let code = BatchExit.code(of: [batch]) { throw code }
    }
}

extension BatchExit {
    /// The exit code for the outcome of batches; `nil` if everything is done.
    static func code(of batches: [Batch]) -> ExitCode? {
        if batches.contains(where: { $0.state != .finished }) { return notEnded }
        return batches.contains { $0.counts.failed > 0 } ? itemsFailed : nil
    }
}
