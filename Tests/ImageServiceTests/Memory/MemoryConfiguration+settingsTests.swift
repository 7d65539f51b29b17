import Settings
import Testing

@testable import ImageService

@Suite struct MemoryConfigurationSettingsTests {
    private func configuration(_ arguments: [String]) throws -> MemoryConfiguration {
        try MemoryConfiguration(reading: try SettingsReader(arguments: arguments, environment: [:]))
    }

    @Test("limit, queue and wait are as set")
    func set() throws {
        let memory = try configuration(["--memory-limit", "192MiB", "--max-queue", "7", "--queue-timeout", "3s"])
        #expect(memory == MemoryConfiguration(limitBytes: 192 << 20, maximumQueue: 7, longestWait: .seconds(3)))
    }

    @Test("half of the memory that there is by default")
    func unset() throws {
        let memory = try configuration([])
        #expect(memory.limitBytes == MachineMemory().availableBytes / 2)
        #expect(memory.maximumQueue == nil)
    }

    @Test("a limit that nothing would fit into is refused")
    func tooSmall() {
        #expect(throws: SettingsError.self) { try configuration(["--memory-limit", "1MiB"]) }
    }
}
