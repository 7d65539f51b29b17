import Testing

@testable import ImageService

@Suite struct WorkRateTests {
    @Test("as many may wait as are done in ten seconds")
    func queue() {
        var rate = WorkRate()
        #expect(rate.maximumQueue(threads: 2) == 1000)
        rate.add(.milliseconds(50))
        #expect(rate.maximumQueue(threads: 2) == 400)
    }

    @Test("slow work leaves room for some, and work of no time is no reason to divide by it")
    func bounds() {
        var (slow, quick) = (WorkRate(), WorkRate())
        slow.add(.seconds(30))
        quick.add(.zero)
        #expect(slow.maximumQueue(threads: 1) == 64)
        #expect(quick.maximumQueue(threads: 64) == 100_000)
    }

    @Test("the mean follows what comes")
    func mean() {
        var rate = WorkRate()
        rate.add(.seconds(1))
        for _ in 0..<200 { rate.add(.milliseconds(100)) }
        #expect((95...100).contains(rate.maximumQueue(threads: 1)))
    }

    @Test("who is refused is told to come when those are done who wait", arguments: [(1, 1), (40, 10), (9999, 60)])
    func comeAgain(waiting: Int, seconds: Int) {
        var rate = WorkRate()
        #expect(rate.secondsUntilDone(waiting: waiting, threads: 2) == 1)
        rate.add(.milliseconds(500))
        #expect(rate.secondsUntilDone(waiting: waiting, threads: 2) == seconds)
    }
}
