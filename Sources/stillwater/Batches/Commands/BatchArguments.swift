import ArgumentParser
import Foundation
import Jobs
import Settings

/// The arguments of commands that show or change a batch: its name, and the location of the job file.
struct BatchArguments {
    let store: any JobStore
    private let positionals: [String]

    /// Reads `arguments`, and opens the job file.
    ///
    /// - Throws: `ValidationError`, `JobError`.
    init(_ arguments: [String]) throws {
        let settings: JobSettings
        (settings, positionals) = try SettingsText.readWithPositionals(arguments) { reader throws(SettingsError) in
            try JobSettings(reading: reader)
        }
        if let path = settings.path, !FileManager.default.fileExists(atPath: path) {
            throw JobError(.notFound, "There is no job file \(path).")
        }
        store = try settings.open()
    }

    /// The only batch given as an argument.
    ///
    /// - Throws: `ValidationError`.
    func id() throws -> BatchID {
        guard let text = positionals.first else { throw ValidationError("Specify a batch; batch list shows them.") }
        guard positionals.count == 1 else { throw ValidationError("Unexpected argument '\(positionals[1])'.") }
        guard let id = BatchID(text) else { throw ValidationError("'\(text)' is not the name of a batch.") }
        return id
    }

    /// - Throws: `ValidationError`.
    func expectNone() throws {
        if let first = positionals.first { throw ValidationError("Unexpected argument '\(first)'.") }
    }

    /// The settings, for `--help`.
    static let help = SettingsText.help { settings throws(SettingsError) in _ = try JobSettings(reading: settings) }
}

/// Writes results to standard output.
enum ResultText {
    /// - Throws: `ExitCode` if the results cannot be written.
    static func write(_ text: String) throws {
        guard Terminal.standardOutput.write(text) else { throw ExitCode.failure }
    }
}
