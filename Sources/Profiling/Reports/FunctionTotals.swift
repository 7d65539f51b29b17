/// The totals of each function: by itself (flat), and including everything it called (cumulative).
struct FunctionTotals {
    /// A function, identified as in pprof: by its readable name and its linker name.
    struct Function: Hashable {
        var name: String
        var systemName: String
    }

    /// The values of a function.
    struct Values {
        var flat: Int64 = 0
        var cumulative: Int64 = 0
    }

    private(set) var functions: [Function: Values] = [:]
    /// The base of percentages: all values, or those of the base in a comparison.
    private(set) var total: Int64 = 0

    /// The totals of the value at `index` of `profile`, minus those of `base`.
    init(_ profile: Profile, index: Int, base: (profile: Profile, index: Int)? = nil) {
        let own = add(profile, index: index, sign: 1)
        let subtracted = base.map { add($0.profile, index: $0.index, sign: -1) } ?? 0
        total = subtracted > 0 ? subtracted : own
        functions = functions.filter { $0.value.flat != 0 || $0.value.cumulative != 0 }
    }

    /// The sum of the flat values.
    var flatSum: Int64 { functions.values.reduce(0) { $0 + $1.flat } }

    /// Adds the samples; returns the sum of the absolute values.
    private mutating func add(_ profile: Profile, index: Int, sign: Int64) -> Int64 {
        let nodes = profile.locations.map { Self.nodes(of: $0, in: profile) }
        var sum: Int64 = 0
        for sample in profile.samples where sample.values[index] != 0 {
            let value = sample.values[index] * sign
            sum += abs(value)
            var seen: Set<Function> = []
            for node in sample.stack.lazy.flatMap({ nodes[$0] }) where seen.insert(node).inserted {
                functions[node, default: Values()].cumulative += value
            }
            if let leaf = sample.stack.first.flatMap({ nodes[$0].first }) {
                functions[leaf, default: Values()].flat += value
            }
        }
        return sum
    }

    /// Innermost first; unnamed functions are identified by their file.
    private static func nodes(of location: Profile.Location, in profile: Profile) -> [Function] {
        guard location.lines.isEmpty else {
            return location.lines.map { line in
                let function = profile.functions[line.function]
                return Function(name: function.name, systemName: function.systemName)
            }
        }
        let file = location.mapping.map { profile.mappings[$0].file } ?? ""
        let base = file.split(separator: "/").last.map { "[\($0)]" } ?? "<unknown>"
        return [Function(name: base, systemName: "")]
    }
}
