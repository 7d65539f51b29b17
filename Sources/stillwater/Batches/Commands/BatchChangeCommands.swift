import ArgumentParser
import Jobs

/// `batch retry ID`.
struct BatchRetryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Tries failed items again, with all attempts available.",
        usage: "stillwater batch retry ID [--cause CODE] --jobs FILE", discussion: BatchArguments.help)

    @Option(help: "Only items that failed for this cause, as shown by batch failures.")
    var cause: String?

    @Argument(parsing: .allUnrecognized, help: .hidden)
    var rest: [String] = []

    func run() async throws {
        let arguments = try BatchArguments(rest)
        let count = try await arguments.store.retry(try arguments.id(), cause: cause)
        try ResultText.write("\(HumanText.count(count, "item")) will be tried again\n")
    }
}

/// `batch pause ID`.
struct BatchPauseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause", abstract: "Stops starting items of a batch.",
        usage: "stillwater batch pause ID --jobs FILE", discussion: BatchArguments.help)

    @Argument(parsing: .allUnrecognized, help: .hidden)
    var rest: [String] = []

    func run() async throws {
        let arguments = try BatchArguments(rest)
        try ResultText.write(BatchText.line(try await arguments.store.pause(try arguments.id(), reason: nil)))
    }
}

/// `batch resume ID`.
struct BatchResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Resumes a paused batch.",
        usage: "stillwater batch resume ID --jobs FILE", discussion: BatchArguments.help)

    @Argument(parsing: .allUnrecognized, help: .hidden)
    var rest: [String] = []

    func run() async throws {
        let arguments = try BatchArguments(rest)
        try ResultText.write(BatchText.line(try await arguments.store.resume(try arguments.id())))
    }
}

/// `batch cancel ID`.
struct BatchCancelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "Cancels a batch for good; files already written remain.",
        usage: "stillwater batch cancel ID --jobs FILE", discussion: BatchArguments.help)

    @Argument(parsing: .allUnrecognized, help: .hidden)
    var rest: [String] = []

    func run() async throws {
        let arguments = try BatchArguments(rest)
        try ResultText.write(BatchText.line(try await arguments.store.cancel(try arguments.id())))
    }
}

/// `batch delete ID`.
struct BatchDeleteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Deletes a batch and its items; the files that it wrote remain.",
        usage: "stillwater batch delete ID --jobs FILE", discussion: BatchArguments.help)

    @Argument(parsing: .allUnrecognized, help: .hidden)
    var rest: [String] = []

    func run() async throws {
        let arguments = try BatchArguments(rest)
        let id = try arguments.id()
        try await arguments.store.delete(id)
        try ResultText.write("\(id) is deleted\n")
    }
}
