import ImageModel
import Testing

@testable import stillwater

@Suite struct ProgressMeterTests {
    private let start = ContinuousClock.now

    @Test func countsWhatEnds() {
        var meter = ProgressMeter(total: 3, start: start)
        meter.add(.success(bytesIn: 1000, outputs: [100, 50]), at: start + .seconds(1))
        meter.add(.failure(), at: start + .seconds(2))
        #expect(meter.done == 2)
        #expect(meter.failed == 1)
        #expect(meter.renditions == 2)
        #expect(meter.bytesIn == 1000)
        #expect(meter.bytesOut == 150)
        #expect(meter.latest == "broken.jpg")
        #expect(meter.elapsed(at: start + .seconds(2)) == .seconds(2))
    }

    @Test(arguments: [1, 10, 100]) func aSteadyRateIsSeenFromTheStart(seconds: Int) {
        let meter = steady(perSecond: 20, seconds: seconds)
        #expect(abs(meter.rate(at: start + .seconds(seconds)) / 20 - 1) < 0.01)
    }

    @Test func theRateFollowsAChangeWithinHalfAMinute() {
        var meter = steady(perSecond: 20, seconds: 60)
        for step in 1...60 { meter.add(.success(), at: start + .seconds(60) + .milliseconds(500 * step)) }
        #expect(abs(meter.rate(at: start + .seconds(90)) - 2) < 1)
    }

    @Test func theRateFallsWhileNothingEnds() {
        let meter = steady(perSecond: 20, seconds: 60)
        #expect(meter.rate(at: start + .seconds(70)) < 10)
        #expect(meter.rate(at: start + .seconds(1000)) < 0.001)
    }

    @Test func instantsOutOfOrderDoNotAddWeight() {
        var meter = ProgressMeter(start: start)
        meter.add(.success(), at: start + .seconds(10))
        meter.add(.success(), at: start + .seconds(5))
        #expect(meter.rate(at: start + .seconds(10)) <= 2 / (10 * 0.632))
    }

    @Test func theTimeLeftIsWhatTheRateSays() throws {
        var meter = steady(perSecond: 20, seconds: 10)
        meter.total = 600
        let left = try #require(meter.timeLeft(at: start + .seconds(10)))
        #expect(abs(left.inSeconds - 20) < 0.3)
    }

    @Test func thereIsNoTimeLeftToTellWithoutTotalOrRate() {
        var meter = ProgressMeter(start: start)
        #expect(meter.timeLeft(at: start) == nil)
        meter.total = 10
        #expect(meter.timeLeft(at: start) == nil)
        meter.add(.success(), at: start + .seconds(1))
        #expect(meter.timeLeft(at: start + .seconds(2)) != nil)
        #expect(meter.timeLeft(at: start + .seconds(1_000_000)) == nil)
    }

    @Test func nothingIsLeftWhenAllIsDone() {
        var meter = ProgressMeter(total: 1, start: start)
        meter.add(.success(), at: start)
        #expect(meter.timeLeft(at: start) == .zero)
        #expect(meter.fraction == 1)
    }

    @Test(arguments: [(nil, nil), (0, 1), (4, 0.25)] as [(Int?, Double?)])
    func theFractionNeedsATotal(total: Int?, expected: Double?) {
        var meter = ProgressMeter(total: total, start: start)
        if total != 0 { meter.add(.success(), at: start) }
        #expect(meter.fraction == expected)
    }

    private func steady(perSecond: Int, seconds: Int) -> ProgressMeter {
        var meter = ProgressMeter(start: start)
        for step in 0..<(perSecond * seconds) {
            // In the middle of each interval.
            meter.add(.success(), at: start + .seconds((Double(step) + 0.5) / Double(perSecond)))
        }
        return meter
    }
}

extension SourceOutcome {
    static func success(bytesIn: Int = 0, outputs: [Int] = []) -> SourceOutcome {
        let outputs = outputs.map {
            StoredFile(
                path: "out/\($0).jpg",
                facts: FileFacts(size: PixelSize(width: $0, height: $0), format: .jpeg, byteCount: $0))
        }
        return SourceOutcome(source: "photos/a.jpg", bytesIn: bytesIn, elapsed: .milliseconds(84), outputs: outputs)
    }

    static func failure(_ reason: String = "The file is no image.", source: String = "broken.jpg") -> SourceOutcome {
        SourceOutcome(
            source: source, bytesIn: 0, elapsed: .milliseconds(1), outputs: [],
            failure: Failure(code: "undecodable", reason: reason))
    }
}
