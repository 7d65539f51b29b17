import Testing

@testable import stillwater

@Suite struct SourceOutcomeTests {
    @Test func aSuccessIsOneLine() {
        let outcome = SourceOutcome.success(bytesIn: 1_200_000, outputs: [210_000])
        #expect(outcome.line == "photos/a.jpg -> 1 rendition, 1.2 MB -> 210 kB, 84 ms")
        #expect(outcome.bytesOut == 210_000)
    }

    @Test func aFailureIsOneLineWhateverItsText() {
        #expect(SourceOutcome.failure("no\nimage", source: "a\r\nb").line == "a??b: failed: no?image")
    }
}
