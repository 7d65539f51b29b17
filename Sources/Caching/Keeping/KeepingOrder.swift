/// Which entries a cache of a bounded number of bytes keeps: W-TinyLFU, by bytes.
///
/// New entries pass through a small window in the order of their last use. What falls out of it is kept only if it was
/// requested more often, lately, than all that would have to go for it; so a scan over a million pictures, each
/// requested once, passes through the window and leaves the rest alone. What is kept is in two parts: entries used once
/// since (`probation`), and more often (`protected`).
///
/// Source: Einziger, Friedman and Manes, "TinyLFU", ACM Transactions on Storage 13 (4), 2017, section 4; entries of
/// different sizes as in Einziger, Eytan, Friedman and Manes, "Lightweight Robust Size Aware Cache Management", ACM
/// Transactions on Storage 18 (3), 2022 (aggregated victims). A pure value: what has to go is returned.
package struct KeepingOrder: Sendable {
    /// The most bytes that are kept.
    package private(set) var limit: Int
    /// Bytes of each part.
    private var bytes = Array(repeating: 0, count: Part.allCases.count)
    private var lists = UseLists<CacheKey>(lists: Part.allCases.count)
    private var places: [CacheKey: Int] = [:]
    private var sketch: FrequencySketch

    /// The parts, by the list that has their entries.
    enum Part: Int, Sendable, CaseIterable {
        case window, probation, protected
    }

    /// Of `limit`: what the window has, and what of the rest is protected, in hundredths.
    private static let windowShare = 5
    private static let protectedShare = 80

    package init(limit: Int) {
        self.limit = max(limit, 0)
        sketch = FrequencySketch(bytes: max(limit, 0))
    }

    package var byteCount: Int { bytes.reduce(0, +) }
    package var count: Int { places.count }

    /// How often `key` was requested lately, 0…15.
    package func requests(of key: CacheKey) -> Int { sketch.count(of: key.spread) }

    /// `key` was requested; returns whether it is kept.
    @discardableResult
    package mutating func request(_ key: CacheKey) -> Bool {
        sketch.add(key.spread)
        guard let place = places[key] else { return false }
        switch Part(rawValue: lists[place].list) {
        // Every list is of a part.
        case .window, .protected, nil: lists.moveToEnd(place)
        case .probation:
            move(place, to: .protected)
            limitProtected()
        }
        return true
    }

    /// Takes in `key` with `size` bytes, in place of what is kept of it; returns what has to go, which may be `key` itself.
    package mutating func keep(_ key: CacheKey, bytes size: Int) -> [CacheKey] {
        remove(key)
        // One entry alone must not empty the cache.
        guard size >= 0, size <= limit / 4 else { return [key] }
        places[key] = lists.append(key, bytes: size, to: Part.window.rawValue)
        bytes[Part.window.rawValue] += size
        var gone: [CacheKey] = []
        while bytes[Part.window.rawValue] > windowLimit, let candidate = lists.first(of: Part.window.rawValue) {
            settle(candidate, &gone)
        }
        // What is protected and on probation may have more than its share, when the limit has just fallen.
        while byteCount > limit, let place = leastWanted { gone.append(drop(place)) }
        return gone
    }

    /// Forgets `key`; how often it was requested stays known.
    package mutating func remove(_ key: CacheKey) {
        guard let place = places.removeValue(forKey: key) else { return }
        count(place, leaving: true)
        lists.remove(place)
    }

    /// Sets the limit; returns what has to go, the least wanted first.
    package mutating func limit(to bytes: Int) -> [CacheKey] {
        limit = max(bytes, 0)
        var gone: [CacheKey] = []
        while byteCount > limit, let place = leastWanted { gone.append(drop(place)) }
        limitProtected()
        return gone
    }

    private var windowLimit: Int { limit / 100 * Self.windowShare }
    private var mainLimit: Int { limit - windowLimit }
    private var mainBytes: Int { bytes[Part.probation.rawValue] + bytes[Part.protected.rawValue] }

    private var leastWanted: Int? {
        [Part.probation, .window, .protected].lazy.compactMap { lists.first(of: $0.rawValue) }.first
    }

    /// Moves the eldest of the window to what is kept, in place of less wanted entries; or drops it.
    private mutating func settle(_ candidate: Int, _ gone: inout [CacheKey]) {
        let size = lists[candidate].bytes
        let wanted = sketch.count(of: lists[candidate].value.spread)
        var victims: [Int] = []
        var (freed, wantedVictims) = (0, 0)
        var victim = lists.first(of: Part.probation.rawValue) ?? lists.first(of: Part.protected.rawValue)
        while mainBytes - freed + size > mainLimit {
            guard let one = victim else { break }
            wantedVictims += sketch.count(of: lists[one].value.spread)
            guard wanted > wantedVictims else {
                gone.append(drop(candidate))
                return
            }
            victims.append(one)
            freed += lists[one].bytes
            victim =
                lists.next(of: one)
                ?? (lists[one].list == Part.probation.rawValue ? lists.first(of: Part.protected.rawValue) : nil)
        }
        gone += victims.map { drop($0) }
        guard mainBytes + size <= mainLimit else {
            gone.append(drop(candidate))
            return
        }
        move(candidate, to: .probation)
    }

    private mutating func limitProtected() {
        while bytes[Part.protected.rawValue] > mainLimit / 100 * Self.protectedShare,
            let eldest = lists.first(of: Part.protected.rawValue)
        {
            move(eldest, to: .probation)
        }
    }

    private mutating func move(_ place: Int, to part: Part) {
        count(place, leaving: true)
        lists.move(place, to: part.rawValue)
        count(place, leaving: false)
    }

    private mutating func drop(_ place: Int) -> CacheKey {
        let key = lists[place].value
        remove(key)
        return key
    }

    private mutating func count(_ place: Int, leaving: Bool) {
        bytes[lists[place].list] += leaving ? -lists[place].bytes : lists[place].bytes
    }
}
