import Jobs
import Testing

@testable import stillwater

@Suite struct BatchProgressLinesTests {
    private let start = ContinuousClock.now

    private func meter(failures: [String: Int] = [:]) -> BatchProgressMeter {
        var meter = BatchProgressMeter()
        let failed = failures.values.reduce(0, +)
        for (second, done) in [(0, 100), (10, 200)] {
            meter.look(
                [BatchProgressMeterTests.batch(done: done, failed: failed, waiting: 800 - done, bytes: done * 50_000)],
                failures: failures, at: start + .seconds(second))
        }
        return meter
    }

    @Test("items, rate, time left, bytes and failures by cause have their lines")
    func all() {
        let lines = BatchProgressLines.all(
            meter(failures: ["source.notFound": 2, "render.undecodable": 3]), columns: 80)
        #expect(lines[0] == "0123456789abc running")
        #expect(lines[1] == "[##########------------------------------] 205/805  10.0/s  ETA 1:00")
        #expect(lines[2] == "10 MB -> 2.0 MB, saved 80%  500 kB/s")
        #expect(lines[3] == "5 failed: 3 render.undecodable, 2 source.notFound")
    }

    @Test("no line is wider than the terminal", arguments: [1, 10, 30, 60])
    func narrow(columns: Int) {
        for line in BatchProgressLines.all(meter(failures: ["a": 1]), columns: columns) {
            #expect(line.count <= columns)
        }
    }

    @Test("one line contains everything")
    func one() {
        #expect(BatchProgressLines.one(meter()) == "200/800  10.0/s  ETA 1:00  10 MB -> 2.0 MB, saved 80%  500 kB/s")
    }

    @Test("the lines are redrawn in place on a terminal, and printed now and then elsewhere")
    func display() {
        for (redraws, pieces) in [(true, 3), (false, 2)] {
            let written = Written()
            var display = BatchProgressDisplay(redraws: redraws, columns: { 80 }, write: { written.add($0) })
            for seconds in [0, 1, 11] { display.show(meter(), at: start + .seconds(seconds)) }
            #expect(written.texts.count == pieces)
            #expect(written.texts.last?.hasPrefix("\u{1B}[3A\u{1B}[J") == redraws)
            display.close()
            #expect(written.texts.last == "\u{1B}[3A\u{1B}[J" || !redraws)
        }
    }
}
