/// The executable mappings of the process, by address.
struct ProcessMap: Sendable {
    /// One range of /proc/self/maps.
    struct Range: Sendable, Hashable {
        var start: UInt64
        var end: UInt64
        var offset: UInt64
        var path: String
    }

    /// In order of address.
    let ranges: [Range]

    init(ranges: [Range]) { self.ranges = ranges.sorted { $0.start < $1.start } }

    /// Those of this process; empty if /proc is not available.
    static func current() -> ProcessMap { parse(SystemCall.contents(of: "/proc/self/maps") ?? []) }

    /// The executable ranges in the text of /proc/PID/maps.
    static func parse(_ text: [UInt8]) -> ProcessMap {
        ProcessMap(ranges: text.split(separator: UInt8(ascii: "\n")).compactMap { range($0) })
    }

    /// The index of the range that contains `address`.
    func index(of address: UInt64) -> Int? {
        var (low, high) = (0, ranges.count)
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].start <= address { low = middle + 1 } else { high = middle }
        }
        return low > 0 && address < ranges[low - 1].end ? low - 1 : nil
    }

    /// `start-end permissions offset device inode path`
    private static func range(_ line: ArraySlice<UInt8>) -> Range? {
        let fields = line.split(separator: UInt8(ascii: " "), maxSplits: 5, omittingEmptySubsequences: true)
            .map { String(decoding: $0, as: UTF8.self) }
        guard fields.count == 6, fields[1].utf8.contains(UInt8(ascii: "x")) else { return nil }
        let bounds = fields[0].split(separator: "-")
        guard bounds.count == 2, let start = UInt64(bounds[0], radix: 16), let end = UInt64(bounds[1], radix: 16),
            let offset = UInt64(fields[2], radix: 16)
        else { return nil }
        return Range(start: start, end: end, offset: offset, path: String(fields[5].drop { $0 == " " }))
    }
}
