import Settings
import TestSupport
import Testing

@testable import Isolation

@Suite(.computing) struct IsolationConfigurationSettingsTests {
    @Test("by default work that cannot be aborted is isolated, with ten seconds and half a gibibyte")
    func standard() throws {
        let settings = try SettingsReader(arguments: [], environment: [:])
        #expect(try IsolationConfiguration(reading: settings) == IsolationConfiguration())
        #expect(IsolationConfiguration().mode == .risky)
        #expect(IsolationConfiguration().timeLimit == .seconds(10))
        #expect(IsolationConfiguration().memoryBytes == 512 << 20)
    }

    @Test("each setting is read")
    func all() throws {
        let arguments = [
            "--isolation", "all", "--worker-memory", "128MiB", "--worker-timeout", "2s", "--worker-renders", "7",
            "--worker-slots", "5",
        ]
        let settings = try SettingsReader(arguments: arguments, environment: [:])
        let configuration = try IsolationConfiguration(reading: settings)
        #expect(configuration.mode == .all)
        #expect(configuration.memoryBytes == 128 << 20)
        #expect(configuration.timeLimit == .seconds(2))
        #expect(configuration.maximumRenders == 7)
        #expect(configuration.slots == 5)
    }
}
