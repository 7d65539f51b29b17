import ArgumentParser
import Foundation
import ImgproxyEnvironment
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

    /// The same, with the arguments that are no settings. An environment or a file that holds the service's other
    /// settings, too, is no error.
    static func readWithPositionals<Value>(
        _ arguments: [String], _ declare: (SettingsReader) throws(SettingsError) -> Value
    ) throws -> (Value, positionals: [String]) {
        do throws(SettingsError) {
            let reader = try SettingsReader(
                arguments: arguments, environment: ProcessInfo.processInfo.environment)
            let value = try declare(reader)
            let service = try SettingsReader.recording()
            _ = try ServiceSettings(reading: service)
            try reader.finish(alsoKnown: service.descriptions)
            return (value, reader.positionals)
        } catch {
            throw ValidationError(error.message)
        }
    }

    /// What `declare` reads, also from an imgproxy installation's environment, whose names rank below our own; and what
    /// of that does nothing, a line each.
    ///
    /// - Throws: `ValidationError` with a text for the user.
    static func readForService<Value>(
        _ arguments: [String], environment: [String: String] = ProcessInfo.processInfo.environment,
        _ declare: (SettingsReader) throws(SettingsError) -> Value
    ) throws -> (Value, notices: [String]) {
        do throws(SettingsError) {
            let (settings, notices) = try ImgproxyEnvironment.translate(environment)
            let reader = try SettingsReader(
                arguments: arguments,
                environment: environment.merging(settings) { own, other in own.isEmpty ? other : own })
            let value = try declare(reader)
            try reader.finish()
            if let first = reader.positionals.first {
                throw SettingsError(.unknownSetting, "Unexpected argument '\(first)'.")
            }
            return (value, notices)
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
