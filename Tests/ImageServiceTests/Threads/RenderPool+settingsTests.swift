import Foundation
import Settings
import Testing

@testable import ImageService

@Suite struct RenderPoolSettingsTests {
    @Test("there are as many threads as the setting says, or as the machine has cores")
    func threadCount() throws {
        let named = try SettingsReader(arguments: ["--render-threads", "3"], environment: [:])
        #expect(try RenderPool.threadCount(reading: named) == 3)
        #expect(try RenderPool.threadCount(reading: .recording()) == ProcessInfo.processInfo.activeProcessorCount)
    }

    @Test("no threads at all are refused")
    func none() throws {
        let reader = try SettingsReader(arguments: ["--render-threads", "0"], environment: [:])
        #expect(throws: SettingsError.self) { try RenderPool.threadCount(reading: reader) }
    }
}
