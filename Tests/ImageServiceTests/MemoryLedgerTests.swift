import Testing

@testable import ImageService

@Suite struct MemoryLedgerTests {
    @Test("reservations add up, and each purpose counts with its last value")
    func sums() {
        let ledger = MemoryLedger()
        let (first, second) = (ledger.open(), ledger.open())
        first.set(100, for: .source)
        first.set(50, for: .working)
        second.set(7, for: .output)
        #expect(ledger.reservedBytes == 157)
        first.set(20, for: .source)
        #expect(ledger.reservedBytes == 77)
    }

    @Test("the peaks are the most that was held at once, of all and of one")
    func peaks() {
        let ledger = MemoryLedger()
        let (first, second) = (ledger.open(), ledger.open())
        first.set(100, for: .source)
        first.set(0, for: .source)
        first.set(60, for: .working)
        second.set(30, for: .source)
        #expect(ledger.peakBytes == 100)
        #expect(first.peakBytes == 100)
        #expect(second.peakBytes == 30)
        second.set(70, for: .output)
        #expect(ledger.peakBytes == 160)
        #expect(second.peakBytes == 100)
    }

    @Test("a reservation that goes gives everything back, and the peak stays")
    func release() {
        let ledger = MemoryLedger()
        do {
            let reservation = ledger.open()
            for purpose in MemoryLedger.Reservation.Purpose.allCases { reservation.set(10, for: purpose) }
            #expect(ledger.reservedBytes == 30)
        }
        #expect(ledger.reservedBytes == 0)
        #expect(ledger.peakBytes == 30)
    }

    @Test("nothing is lost when many requests change theirs at once")
    func concurrency() async {
        let ledger = MemoryLedger()
        let kept = await withTaskGroup(of: MemoryLedger.Reservation.self) { group in
            for number in 1...100 {
                group.addTask {
                    let reservation = ledger.open()
                    for bytes in 0...100 { reservation.set(bytes, for: .working) }
                    reservation.set(number, for: .output)
                    reservation.set(0, for: .working)
                    return reservation
                }
            }
            var kept: [MemoryLedger.Reservation] = []
            for await reservation in group { kept.append(reservation) }
            return kept
        }
        withExtendedLifetime(kept) { #expect(ledger.reservedBytes == 5050) }
    }
}
