/// The known name that a mistyped one most likely means.
struct NearestName {
    /// `nil` if none is close: more than a third of the letters would have to change.
    let name: String?

    init(to typed: String, among known: [String]) {
        let limit = max(2, typed.count / 3)
        let ranked = known.map { (name: $0, distance: Self.distance(Array(typed.utf8), Array($0.utf8))) }
        name = ranked.filter { $0.distance <= limit }.min { $0.distance < $1.distance }?.name
    }

    /// The Levenshtein distance: insertions, deletions and replacements of one byte (Wagner and Fischer, 1974).
    /// Example: `kitten` to `sitting` is 3.
    static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var row = Array(0...right.count)
        for (i, byte) in left.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, other) in right.enumerated() {
                let replaced = diagonal + (byte == other ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(replaced, row[j] + 1, row[j + 1] + 1)
            }
        }
        return row[right.count]
    }
}
