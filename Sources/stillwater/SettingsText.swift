import ArgumentParser
import Foundation
import Settings

/// Settings between the command line and the modules that declare them.
enum SettingsText {
    /// What `declare` reads from `arguments`, the environment and the file; positionals are not allowed.
    ///
    /// - Throws: `ValidationError` with a text for the user.
    static func read<Value>(
        _ arguments: [String], _ declare: (SettingsReader) throws(SettingsError) -> Value
    ) throws -> Value {
        let (value, rest) = try readWithPositionals(arguments, declare)
        if let first = rest.first { throw ValidationError("Unexpected argument '\(first)'.") }
        return value
    }

    /// The same, with the arguments that are no settings.
    static func readWithPositionals<Value>(
        _ arguments: [String], _ declare: (SettingsReader) throws(SettingsError) -> Value
    ) throws -> (Value, positionals: [String]) {
        do throws(SettingsError) {
            let reader = try SettingsReader(
                arguments: arguments, environment: ProcessInfo.processInfo.environment)
            let value = try declare(reader)
            try reader.finish()
            return (value, reader.positionals)
        } catch {
            throw ValidationError(error.message)
        }
    }

    /// The settings that `declare` reads, for `--help`.
    static func help(_ declare: (SettingsReader) throws(SettingsError) -> Void) -> String {
        do {
            let recorder = try SettingsReader.recording()
            try declare(recorder)
            return SettingsHelp(recorder.descriptions).text
        } catch {
            return "The settings can't be listed: \(error)"
        }
    }
}
