import TestSupport
import Testing

@testable import HTTPAPI

@Suite struct ArrivalOrderTests {
    @Test("numbers leave in the order in which they came, wherever others are taken away", arguments: 1...3)
    func order(seed: Int) {
        var random = SplitMix64(seed: UInt64(seed))
        var (order, list) = (ArrivalOrder(), [Int]())
        for _ in 0..<5000 {
            let number = Int.random(in: 0..<20, using: &random)
            switch Int.random(in: 0..<5, using: &random) {
            case 0, 1:
                order.append(number)
                if !list.contains(number) { list.append(number) }
            case 2, 3:
                let wasHere = order.remove(number)
                #expect(wasHere == list.contains(number))
                list.removeAll { $0 == number }
            default:
                let first = order.removeFirst()
                #expect(first == list.first)
                list = Array(list.dropFirst())
            }
            #expect(order.first == list.first)
            #expect(order.count == list.count)
            #expect(order.isEmpty == list.isEmpty)
        }
    }
}
