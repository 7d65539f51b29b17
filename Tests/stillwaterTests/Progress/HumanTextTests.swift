import Testing

@testable import stillwater

@Suite struct HumanTextTests {
    @Test(arguments: [
        (0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (1249, "1.2 kB"), (9949, "9.9 kB"), (9950, "10 kB"),
        (210_400, "210 kB"),
        (999_499, "999 kB"), (999_500, "1.0 MB"), (1_234_567, "1.2 MB"), (2_500_000_000, "2.5 GB"),
        (Int.max, "9.2 EB"), (-1500, "-1.5 kB"),
    ])
    func bytesHaveDecimalUnits(count: Int, expected: String) {
        #expect(HumanText.bytes(count) == expected)
    }

    @Test(arguments: [
        (0.0, "0 ms"), (0.0004, "0 ms"), (0.084, "84 ms"), (0.9994, "999 ms"), (0.9996, "1.0 s"), (1.24, "1.2 s"),
        (9.96, "10 s"),
        (59.4, "59 s"), (59.5, "1:00"), (61, "1:01"), (3600, "1:00:00"), (90_061, "25:01:01"), (-5, "0 ms"),
    ])
    func durationsHaveFewDigits(seconds: Double, expected: String) {
        #expect(HumanText.duration(.seconds(seconds)) == expected)
    }

    @Test(arguments: [(0.4, "0:00"), (12, "0:12"), (599.6, "10:00"), (3599.5, "1:00:00"), (36_000, "10:00:00")])
    func clocksCountSecondsUp(seconds: Double, expected: String) {
        #expect(HumanText.clock(.seconds(seconds)) == expected)
    }

    @Test(arguments: [
        (0, "0.00/s"), (0.041, "0.04/s"), (0.2, "0.2/s"), (27.13, "27.1/s"), (99.95, "100/s"), (2713, "2713/s"),
    ])
    func ratesHaveAboutThreeDigits(rate: Double, expected: String) {
        #expect(HumanText.rate(rate) == expected)
    }

    @Test(arguments: [(100, 19, "saved 81%"), (100, 100, "saved 0%"), (100, 112, "grew 12%"), (0, 5, nil)])
    func savingsAreInPercentOfWhatWasRead(before: Int, after: Int, expected: String?) {
        #expect(HumanText.saving(before: before, after: after) == expected)
    }
}
