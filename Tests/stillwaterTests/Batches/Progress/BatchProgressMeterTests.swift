import Foundation
import ImageModel
import Jobs
import Testing

@testable import stillwater

@Suite struct BatchProgressMeterTests {
    static func batch(
        done: Int, failed: Int = 0, waiting: Int, bytes: Int = 0, state: BatchState = .running
    ) -> Batch {
        var counts = BatchCounts()
        (counts.done, counts.failed, counts.waiting) = (done, failed, waiting)
        (counts.sourceBytes, counts.outputBytes) = (bytes, bytes / 5)
        let specification = BatchSpecification(renditions: [Rendition(width: 9)], sizes: "9", template: "{stem}")
        return Batch(
            id: BatchID("0123456789abc") ?? BatchID(), specification: specification, state: state, counts: counts,
            created: .distantPast)
    }

    private let start = ContinuousClock.now

    /// A meter that has seen this many items done after each of `seconds`, of 1000.
    private func meter(_ looks: [(seconds: Double, done: Int)]) -> BatchProgressMeter {
        var meter = BatchProgressMeter()
        for look in looks {
            meter.look(
                [Self.batch(done: look.done, waiting: 1000 - look.done, bytes: look.done * 100)], failures: [:],
                at: start + .seconds(look.seconds))
        }
        return meter
    }

    @Test("the rate is averaged over the last quarter of a minute")
    func rate() {
        let looks: [(seconds: Double, done: Int)] = (0...60).map { second in
            let done = second < 30 ? second : 30 + (second - 30) * 10
            return (Double(second), done)
        }
        let meter = meter(looks)
        #expect(abs(meter.rate.items - 10) < 0.7)
        #expect(abs(meter.rate.bytes - 1000) < 70)
        #expect(abs((meter.timeLeft ?? Duration.zero).inSeconds - 67) < 5)
    }

    @Test("a single sample does not determine the rate, and neither does a retry")
    func unknown() {
        #expect(meter([(0, 5)]).rate.items == 0)
        #expect(meter([(0, 5)]).timeLeft == nil)
        #expect(meter([(0, 100), (1, 5)]).rate.items == 0)
    }

    @Test("several batches count together, and there is no fraction while items are being added")
    func several() {
        var meter = BatchProgressMeter()
        meter.look([Self.batch(done: 1, waiting: 1), Self.batch(done: 2, waiting: 0)], failures: [:], at: start)
        #expect(meter.fraction == 0.75)
        meter.look([Self.batch(done: 0, waiting: 9, state: .loading)], failures: [:], at: start)
        #expect(meter.fraction == nil)
    }
}
