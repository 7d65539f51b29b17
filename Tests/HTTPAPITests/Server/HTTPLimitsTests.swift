import Settings
import Testing

@testable import HTTPAPI

@Suite struct HTTPLimitsTests {
    @Test("an upload is as large as a source may be")
    func uploads() throws {
        #expect(try HTTPLimits(reading: .recording(), maximumSourceBytes: 77).maximumUploadBytes == 77)
    }

    @Test("the defaults of the settings are those of the type")
    func defaults() throws {
        let (read, plain) = (try HTTPLimits(reading: .recording(), maximumSourceBytes: 64 << 20), HTTPLimits())
        #expect(read.maximumUploadBytes == plain.maximumUploadBytes)
        #expect(read.maximumJSONBytes == plain.maximumJSONBytes)
        #expect(read.maximumSources == plain.maximumSources)
        #expect(read.parallelSources == plain.parallelSources)
    }
}
