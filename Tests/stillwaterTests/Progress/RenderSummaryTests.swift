import Testing

@testable import stillwater

@Suite struct RenderSummaryTests {
    @Test func tellsWhatWasMade() {
        let summary = summary([.success(bytesIn: 1_000_000, outputs: [100_000, 90_000]), .success()])
        #expect(summary.isComplete)
        #expect(summary.text(elapsed: .seconds(75)) == "2 sources, 2 renditions in 1:15\n1.0 MB -> 190 kB, saved 81%\n")
    }

    @Test func failuresAreGroupedByReason() {
        let failures = (1...5).map { SourceOutcome.failure("No image.", source: "\($0).jpg") }
        let summary = summary(failures + [.failure("Too large.", source: "big\n.png")])
        #expect(!summary.isComplete)
        #expect(
            summary.text(elapsed: .seconds(1)) == """
                6 sources, 0 renditions in 1.0 s
                6 sources failed:
                  5 × No image.
                      1.jpg, 2.jpg, 3.jpg, …
                  1 × Too large.
                      big?.png

                """)
    }

    @Test func theNumberOfGroupsIsBounded() {
        let summary = summary((0..<1000).map { .failure("reason \($0)") })
        #expect(summary.failures.count == RenderSummary.maximumGroups + 1)
        #expect(summary.failures.last?.reason == "other reasons")
        #expect(summary.failures.map(\.count).reduce(0, +) == 1000)
    }

    @Test func anEmptyRunIsComplete() {
        #expect(summary([]).isComplete)
        #expect(summary([]).text(elapsed: .zero) == "0 sources, 0 renditions in 0 ms\n")
    }

    private func summary(_ outcomes: [SourceOutcome]) -> RenderSummary {
        outcomes.reduce(into: RenderSummary()) { $0.add($1) }
    }
}
