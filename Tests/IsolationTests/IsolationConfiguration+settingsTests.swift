import Settings
import TestSupport
import Testing

@testable import Isolation

@Suite(.computing) struct IsolationConfigurationSettingsTests {
    @Test("risky formats are isolated unless the settings say otherwise")
    func standard() throws {
        let settings = try SettingsReader(arguments: [], environment: [:])
        #expect(try IsolationConfiguration(reading: settings) == IsolationConfiguration())
        #expect(IsolationConfiguration().mode == .risky)
    }

    @Test("each setting is read")
    func all() throws {
        let arguments = [
            "--isolation", "all", "--worker-memory", "128MiB", "--worker-timeout", "2s", "--worker-renders", "7",
        ]
        let settings = try SettingsReader(arguments: arguments, environment: [:])
        let configuration = try IsolationConfiguration(reading: settings)
        #expect(configuration.mode == .all)
        #expect(configuration.memoryBytes == 128 << 20)
        #expect(configuration.timeLimit == .seconds(2))
        #expect(configuration.maximumRenders == 7)
    }
}
