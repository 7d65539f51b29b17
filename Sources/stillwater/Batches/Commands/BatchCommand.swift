import ArgumentParser

/// `stillwater batch`: durable batches in a job file.
struct BatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "batch", abstract: "Makes sizes of long lists of pictures, surviving crashes.",
        discussion: """
            A batch is a list of sources with one list of sizes. It is stored in a job file (--jobs FILE, or \
            STILLWATER_JOBS), survives crashes, and is processed by stillwater serve --jobs FILE, by batch run, or \
            immediately by batch create --run; several processes may work on one file.

            Exit codes: 0 if everything is done, 2 if items failed, 3 if the batch did not finish (paused, cancelled, \
            interrupted), 1 for any other error, 64 for invalid arguments.
            """,
        subcommands: [
            BatchCreateCommand.self, BatchRunCommand.self, BatchWatchCommand.self, BatchStatusCommand.self,
            BatchListCommand.self, BatchItemsCommand.self, BatchFailuresCommand.self, BatchRetryCommand.self,
            BatchPauseCommand.self, BatchResumeCommand.self, BatchCancelCommand.self, BatchExportCommand.self,
            BatchDeleteCommand.self,
        ])
}

/// The exit codes of batch commands, for scripts.
enum BatchExit {
    /// Items failed.
    static let itemsFailed = ExitCode(2)
    /// The batch did not finish.
    static let notEnded = ExitCode(3)
}
