import ArgumentParser
import Foundation
import ImgproxyEnvironment
import Settings

/// Connects the command line with the modules that declare settings.
enum SettingsText {
    /// Reads the settings of `declare` from `arguments`, the environment and the file; positional arguments are not
    /// allowed.
    ///
    /// - Throws: `ValidationError` with a message for the user.
    static func read<Value>(
        _ arguments: [String], _ declare: (SettingsReader) throws(SettingsError) -> Value
    ) throws -> Value {
        let (value, rest) = try readWithPositionals(arguments, declare)
        if let first = rest.first { throw ValidationError("Unexpected argument '\(first)'.") }
        return value
    }

    /// The same, also returning the arguments that are not settings. An environment or a file that contains the
    /// service's other settings as well is not an error.
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

    /// Reads the settings of `declare`, also from an imgproxy installation's environment, whose names have lower
    /// precedence than our own; and returns one notice for each of those that has no effect.
    ///
    /// - Throws: `ValidationError` with a message for the user.
    static func readForService<Value>(
        _ arguments: [String], environment: [String: String] = ProcessInfo.processInfo.environment,
        _ declare: (SettingsReader) throws(SettingsError) -> Value
    ) throws -> (Value, notices: [String]) {
        do throws(SettingsError) {
            let environment = try EnvironmentFile.loaded(into: environment)
            let (settings, notices, unlimited) = try ImgproxyEnvironment.translate(environment)
            let reader = try SettingsReader(
                arguments: arguments,
                environment: environment.merging(settings) { own, other in own.isEmpty ? other : own })
            reader.keepDefaults(of: unlimited)
            if ImgproxyEnvironment.isUsed(in: environment) {
                reader.replaceDefaults(with: [DefaultsSetting.key: DefaultsSetting.imgproxy.rawValue])
            }
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
            return "The settings cannot be listed: \(error)"
        }
    }
}
