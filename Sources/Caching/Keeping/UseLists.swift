/// A few doubly linked lists of values, the eldest first, in one array: all operations take constant time and, once the
/// array has grown, no memory.
///
/// A place is the index of a value, valid until the value is removed.
struct UseLists<Value: Sendable>: Sendable {
    struct Node: Sendable {
        var value: Value
        var bytes: Int
        var list: Int
        fileprivate var previous = none
        fileprivate var next = none
    }

    private static var none: Int { -1 }

    private var nodes: [Node] = []
    private var free: [Int] = []
    /// The first and the last place of each list; -1 while it is empty.
    private var ends: [(first: Int, last: Int)]

    /// Empty lists, numbered from 0.
    init(lists: Int) { ends = Array(repeating: (Self.none, Self.none), count: lists) }

    subscript(place: Int) -> Node { nodes[place] }

    /// The eldest of `list`; `nil` when it is empty.
    func first(of list: Int) -> Int? {
        let first = ends[list].first
        return first == Self.none ? nil : first
    }

    /// The one behind `place` in its list; `nil` at the end.
    func next(of place: Int) -> Int? {
        let next = nodes[place].next
        return next == Self.none ? nil : next
    }

    /// Puts `value` at the end of `list`; returns its place.
    mutating func append(_ value: Value, bytes: Int, to list: Int) -> Int {
        let node = Node(value: value, bytes: bytes, list: list)
        let place: Int
        if let spare = free.popLast() {
            place = spare
            nodes[place] = node
        } else {
            place = nodes.count
            nodes.append(node)
        }
        link(place, to: list)
        return place
    }

    mutating func moveToEnd(_ place: Int) { move(place, to: nodes[place].list) }

    /// Moves the value at `place` to the end of `list`; its place stays.
    mutating func move(_ place: Int, to list: Int) {
        unlink(place)
        link(place, to: list)
    }

    mutating func remove(_ place: Int) {
        unlink(place)
        free.append(place)
    }

    private mutating func link(_ place: Int, to list: Int) {
        let last = ends[list].last
        nodes[place].list = list
        nodes[place].next = Self.none
        nodes[place].previous = last
        if last == Self.none { ends[list].first = place } else { nodes[last].next = place }
        ends[list].last = place
    }

    private mutating func unlink(_ place: Int) {
        let (previous, next, list) = (nodes[place].previous, nodes[place].next, nodes[place].list)
        if previous == Self.none { ends[list].first = next } else { nodes[previous].next = next }
        if next == Self.none { ends[list].last = previous } else { nodes[next].previous = previous }
    }
}
