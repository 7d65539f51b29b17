import ArgumentParser
import ImageService
import Jobs
import Settings

/// `batch run`: takes up whatever is unfinished in a job file.
struct BatchRunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Works on all batches of a job file until none has anything left to do.",
        usage: "stillwater batch run --jobs FILE --output-root DIR [--root DIR] [setting …]",
        discussion: """
            After a crash, or as one more worker beside others. SIGINT and SIGTERM end it; what is unfinished goes back.
            Exit codes: 0 when all is done, 2 when items failed, 3 when batches are left.

            """ + SettingsText.help { settings throws(SettingsError) in _ = try BatchSettings(reading: settings) })

    @Argument(parsing: .allUnrecognized, help: .hidden)
    var rest: [String] = []

    func run() async throws {
        let settings = try SettingsText.read(rest) { reader throws(SettingsError) in try BatchSettings(reading: reader)
        }
        let store = try settings.jobs.open()
        let before = try await store.batchesWithWork().map(\.id)
        let isDone = try await BatchWorker(settings: settings, store: store).work(until: .allDone, showing: [])
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
