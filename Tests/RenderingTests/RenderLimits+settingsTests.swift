import Settings
import TestSupport
import Testing

@testable import Rendering

@Suite(.computing) struct RenderLimitsSettingsTests {
    @Test("Without settings the limits are the documented ones")
    func defaults() throws {
        #expect(try RenderLimits(reading: SettingsReader(arguments: [], environment: [:])) == RenderLimits())
    }

    @Test("Each limit is set by its own name")
    func named() throws {
        let arguments = ["--max-source-pixels", "1000", "--max-animation-frames", "7", "--max-animation-pixels", "900"]
        let limits = try RenderLimits(reading: SettingsReader(arguments: arguments, environment: [:]))
        #expect(limits == RenderLimits(maximumPixels: 1000, maximumFrames: 7, maximumAnimationPixels: 900))
    }

    @Test(
        "Limits below one are refused",
        arguments: ["max-source-pixels", "max-animation-frames", "max-animation-pixels"])
    func illegal(name: String) {
        #expect(throws: SettingsError.self) {
            try RenderLimits(reading: SettingsReader(arguments: ["--\(name)", "0"], environment: [:]))
        }
    }
}
