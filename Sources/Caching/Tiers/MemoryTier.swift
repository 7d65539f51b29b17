import NIOConcurrencyHelpers

/// What is in memory, and has happened there since the start.
package struct MemoryTierGauges: Sendable, Hashable {
    package var bytes = 0
    package var entries = 0
    package var limit = 0
    package var evicted = 0
    /// Not kept, because what is there is requested more often.
    package var declined = 0
}

/// Values in memory, up to a number of bytes that may be changed at any time: work goes before what is kept.
package final class MemoryTier<Value: Sendable>: Sendable {
    private struct State {
        var order: KeepingOrder
        var values: [CacheKey: Value] = [:]
        var gauges = MemoryTierGauges()

        mutating func forget(_ key: CacheKey, isDeclined: Bool) {
            values[key] = nil
            if isDeclined { gauges.declined += 1 } else { gauges.evicted += 1 }
        }
    }

    private let state: NIOLockedValueBox<State>

    package init(limit: Int) { state = NIOLockedValueBox(State(order: KeepingOrder(limit: limit))) }

    package var gauges: MemoryTierGauges {
        state.withLockedValue { state in
            var gauges = state.gauges
            gauges.bytes = state.order.byteCount
            gauges.entries = state.order.count
            gauges.limit = state.order.limit
            return gauges
        }
    }

    /// The value of this key, whose request is counted, whether it is there or not.
    package func request(_ key: CacheKey) -> Value? {
        state.withLockedValue { state in
            state.order.request(key) ? state.values[key] : nil
        }
    }

    /// The value of this key, without counting a request.
    package func peek(_ key: CacheKey) -> Value? { state.withLockedValue { $0.values[key] } }

    /// Keeps `value`, of `bytes` bytes, in place of the one with its key, unless others are wanted more; whether it is kept.
    @discardableResult
    package func keep(_ value: Value, of key: CacheKey, bytes: Int) -> Bool {
        state.withLockedValue { state in
            state.values[key] = value
            for gone in state.order.keep(key, bytes: bytes) { state.forget(gone, isDeclined: gone == key) }
            return state.values[key] != nil
        }
    }

    package func remove(_ key: CacheKey) {
        state.withLockedValue { state in
            state.order.remove(key)
            state.values[key] = nil
        }
    }

    /// Sets the limit; the least wanted go. Returns the bytes that are kept then.
    @discardableResult
    package func limit(to bytes: Int) -> Int {
        state.withLockedValue { state in
            for gone in state.order.limit(to: bytes) { state.forget(gone, isDeclined: false) }
            return state.order.byteCount
        }
    }

    /// What is kept, the most wanted first; at most `count`.
    package func mostWanted(_ count: Int) -> [(key: CacheKey, value: Value, requests: Int)] {
        state.withLockedValue { state in
            let all = state.values.map { (key: $0.key, value: $0.value, requests: state.order.requests(of: $0.key)) }
            return Array(all.sorted { $0.requests > $1.requests }.prefix(count))
        }
    }
}
