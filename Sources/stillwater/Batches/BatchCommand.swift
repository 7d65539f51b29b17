import ArgumentParser

/// `stillwater batch`: durable batches in a job file.
struct BatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "batch", abstract: "Makes sizes of long lists of pictures, durably.",
        discussion: """
            A batch is a list of sources with one list of sizes. It lives in a job file (--jobs FILE, or STILLWATER_JOBS), \
            survives crashes, and is worked on by stillwater serve --jobs FILE, by batch run, or at once by batch create \
            --run; several of them may work on one file.

            Exit codes: 0 when all is done, 2 when items failed, 3 when the batch did not end (paused, cancelled, \
            interrupted), 1 for any other error, 64 for wrong arguments.
            """,
        subcommands: [
            BatchCreateCommand.self, BatchRunCommand.self, BatchWatchCommand.self, BatchStatusCommand.self,
            BatchListCommand.self, BatchItemsCommand.self, BatchFailuresCommand.self, BatchRetryCommand.self,
            BatchPauseCommand.self, BatchResumeCommand.self, BatchCancelCommand.self, BatchExportCommand.self,
            BatchDeleteCommand.self,
        ])
}

/// How a command about batches ends, for scripts.
enum BatchExit {
    /// Items failed.
    static let itemsFailed = ExitCode(2)
    /// The batch did not end.
    static let notEnded = ExitCode(3)
}
