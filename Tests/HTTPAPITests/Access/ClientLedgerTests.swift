import Settings
import Sources
import Testing

@testable import HTTPAPI

@Suite struct ClientLedgerTests {
    private static func client(_ number: UInt32) -> ClientAddress { ClientAddress(.v4(number)) }

    private static func limits(rate: Int = 0, burst: Int = 0, concurrency: Int = 0) -> ClientLimits {
        var limits = ClientLimits()
        (limits.rate, limits.burst, limits.concurrency) = (rate, burst, concurrency)
        return limits
    }

    @Test("a client that has used its allowance waits until there is more; others do not")
    func rate() {
        let ledger = ClientLedger(Self.limits(rate: 2, burst: 3))
        let start = ContinuousClock.now
        for _ in 0..<3 { #expect(ledger.begin(Self.client(1), at: start) == nil) }
        #expect(ledger.begin(Self.client(1), at: start) == 1)
        #expect(ledger.begin(Self.client(2), at: start) == nil)
        #expect(ledger.begin(Self.client(1), at: start + .milliseconds(499)) == 1)
        #expect(ledger.begin(Self.client(1), at: start + .milliseconds(501)) == nil)
        #expect(ledger.begin(Self.client(1), at: start + .milliseconds(502)) == 1)
    }

    @Test("an allowance does not grow past the burst")
    func burst() {
        let ledger = ClientLedger(Self.limits(rate: 1, burst: 2))
        let start = ContinuousClock.now
        #expect(ledger.begin(Self.client(1), at: start) == nil)
        let later = start + .seconds(1000)
        #expect(ledger.begin(Self.client(1), at: later) == nil)
        #expect(ledger.begin(Self.client(1), at: later) == nil)
        #expect(ledger.begin(Self.client(1), at: later) == 1)
    }

    @Test("no more answers are made for one client at once than it may have")
    func concurrency() {
        let ledger = ClientLedger(Self.limits(concurrency: 2))
        #expect(ledger.begin(Self.client(1)) == nil)
        #expect(ledger.begin(Self.client(1)) == nil)
        #expect(ledger.begin(Self.client(1)) == 1)
        #expect(ledger.begin(Self.client(2)) == nil)
        ledger.end(Self.client(1))
        #expect(ledger.begin(Self.client(1)) == nil)
    }

    @Test("clients are forgotten when there are too many, but not those with something running")
    func bounded() {
        let ledger = ClientLedger(Self.limits(rate: 1, burst: 1, concurrency: 1), capacity: 10)
        let start = ContinuousClock.now
        #expect(ledger.begin(Self.client(0), at: start) == nil)
        for number in 1..<200 {
            #expect(ledger.begin(Self.client(UInt32(number)), at: start) == nil)
            ledger.end(Self.client(UInt32(number)))
            #expect(ledger.count <= 10)
        }
        #expect(ledger.begin(Self.client(0), at: start + .seconds(100)) == 1, "its request still runs")
    }

    @Test("the settings are read")
    func settings() throws {
        let arguments = ["--client-rate", "5", "--client-burst", "9", "--client-concurrency", "3"]
        let limits = try ClientLimits(reading: SettingsReader(arguments: arguments, environment: [:]))
        #expect((limits.rate, limits.burst, limits.concurrency) == (5, 9, 3))
        #expect(!ClientLimits().isLimiting)
    }
}
