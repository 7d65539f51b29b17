import Foundation
import ImageService
import Logging
import RequestGrammar
import Settings

/// The settings of commands that process batches in this process.
struct BatchCommandSettings {
    let jobs: JobSettings
    let batches: BatchConfiguration
    let service: ServiceConfiguration
    let grammar: SizeListGrammar
    let logger: Logger

    /// - Throws: `SettingsError`, naming the setting.
    init(reading settings: SettingsReader) throws(SettingsError) {
        jobs = try JobSettings(reading: settings)
        batches = try BatchConfiguration(reading: settings, worker: Self.workerName)
        service = try ServiceConfiguration(reading: settings, for: .batches)
        grammar = try SizeListGrammar(reading: settings)
        logger = try ServiceSettings.logger(reading: settings)
    }

    /// Distinguishes this process from others on the same job file.
    static var workerName: String {
        let info = ProcessInfo.processInfo
        return "\(info.hostName)/\(info.processIdentifier)"
    }
}
