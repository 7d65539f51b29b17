import ArgumentParser
import ImageService
import Jobs
import Settings

/// `batch run`: resumes whatever is unfinished in a job file.
struct BatchRunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Processes all batches of a job file until nothing is left to do.",
        usage: "stillwater batch run --jobs FILE --output-root DIR [--root DIR] [setting …]",
        discussion: """
            Use it after a crash, or as an additional worker. SIGINT and SIGTERM end it; unfinished items are returned.
            Exit codes: 0 if everything is done, 2 if items failed, 3 if unfinished batches remain.

            """
                + SettingsText.help { settings throws(SettingsError) in _ = try BatchCommandSettings(reading: settings)
                })

    @Argument(parsing: .allUnrecognized, help: .hidden)
    var rest: [String] = []

    func run() async throws {
        let settings = try SettingsText.read(rest) { reader throws(SettingsError) in
            try BatchCommandSettings(reading: reader)
        }
        let store = try settings.jobs.open()
        let before = try await store.batchesWithWork().map(\.id)
        let isDone = try await ForegroundWorker(settings: settings, store: store).work(until: .allDone, showing: [])
        var batches: [Batch] = []
        for id in before {
            let batch = try await store.batch(id)
            batches.append(batch)
            try ResultText.write(BatchText.status(batch, try await store.failures(of: id)))
        }
        if !isDone { throw BatchExit.notEnded }
        if let code = BatchExit.code(of: batches) { throw code }
    }
}
