import Testing

@testable import stillwater

@Suite struct ProgressLineTests {
    private let start = ContinuousClock.now

    @Test(arguments: [
        (12, "123/456"),
        (20, "[##--------] 123/456"),
        (40, "[##--------] 123/456  ETA 0:32  2 failed"),
        (50, "[###---------] 123/456  10.3/s  ETA 0:32  2 failed"),
        (80, "[########-----------------------] 123/456  10.3/s  ETA 0:32  saved 81%  2 failed"),
        (
            200,
            "[##########------------------------------] 123/456  10.3/s  ETA 0:32  saved 81%  2 failed"
                + "  photos/a.jpg"
        ),
    ])
    func theMostImportantFactsFit(columns: Int, expected: String) {
        let line = ProgressLine.text(meter(total: 456), at: start + .seconds(12), columns: columns)
        #expect(line == expected)
        #expect(TerminalText.columns(line) <= columns)
    }

    @Test func withoutATotalThereIsNoBar() {
        let line = ProgressLine.text(meter(total: nil), at: start + .seconds(12), columns: 80)
        #expect(line == "123 sources  10.3/s  saved 81%  2 failed  photos/a.jpg")
    }

    @Test func theStartSaysNothingThatIsNotKnown() {
        let line = ProgressLine.text(ProgressMeter(total: 5, start: start), at: start, columns: 30)
        #expect(line == "[" + String(repeating: "-", count: 24) + "] 0/5")
    }

    @Test func theBarIsFullOnlyAtTheEnd() {
        var meter = ProgressMeter(total: 1000, start: start)
        for _ in 0..<999 { meter.add(.success(), at: start + .seconds(1)) }
        #expect(ProgressLine.text(meter, at: start + .seconds(1), columns: 80).contains("#-]"))
        meter.add(.success(), at: start + .seconds(1))
        #expect(ProgressLine.text(meter, at: start + .seconds(1), columns: 80).contains("#] 1000/1000"))
    }

    @Test(arguments: 1...220) func noLineIsTooWide(columns: Int) {
        var meter = meter(total: 1_000_000)
        meter.add(.failure(source: "写真/\u{1B}[2J" + String(repeating: "日本", count: 100)), at: start + .seconds(13))
        let line = ProgressLine.text(meter, at: start + .seconds(13), columns: columns)
        #expect(TerminalText.columns(line) <= columns)
        #expect(!line.contains("\u{1B}"))
    }

    /// 123 sources in 12 seconds, two of them broken.
    private func meter(total: Int?) -> ProgressMeter {
        var meter = ProgressMeter(total: total, start: start)
        for step in 1...123 {
            let now = start + .milliseconds(12_000 * step / 123)
            meter.add(step <= 2 ? .failure() : .success(bytesIn: 1000, outputs: [190]), at: now)
        }
        return meter
    }
}
