/// Numbers in the order in which they arrived, each once; every step takes constant time.
struct ArrivalOrder {
    private struct Neighbours {
        var before: Int?
        var after: Int?
    }

    private var neighbours: [Int: Neighbours] = [:]
    /// The one that has been here longest.
    private(set) var first: Int?
    private var last: Int?

    var count: Int { neighbours.count }
    var isEmpty: Bool { neighbours.isEmpty }

    /// Puts `number` behind all others; if it is already here, it keeps its place.
    mutating func append(_ number: Int) {
        guard neighbours[number] == nil else { return }
        neighbours[number] = Neighbours(before: last)
        if let last { neighbours[last]?.after = number } else { first = number }
        last = number
    }

    /// Removes `number`; returns whether it was here.
    @discardableResult
    mutating func remove(_ number: Int) -> Bool {
        guard let gone = neighbours.removeValue(forKey: number) else { return false }
        if let before = gone.before { neighbours[before]?.after = gone.after } else { first = gone.after }
        if let after = gone.after { neighbours[after]?.before = gone.before } else { last = gone.before }
        return true
    }

    /// Removes the one that has been here longest.
    mutating func removeFirst() -> Int? {
        guard let number = first else { return nil }
        remove(number)
        return number
    }
}
