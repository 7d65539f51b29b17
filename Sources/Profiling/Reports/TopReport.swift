/// The table of `pprof -top`: the functions in which a profile's values arise. Its numbers equal pprof's.
public struct TopReport: Sendable {
    /// The sort order of the table.
    public enum Order: String, Sendable, Hashable, CaseIterable {
        case flat
        case cumulative = "cum"
    }

    /// A line of the table.
    public struct Row: Sendable, Hashable {
        public var name: String
        public var flat: Int64
        public var cumulative: Int64
    }

    public let rows: [Row]
    /// The base of percentages.
    public let total: Int64
    private let header: [String]
    private let droppedFunctions: Int
    private let allFunctions: Int
    private let measurement: Measurement

    /// Functions below this share of the total are omitted.
    private static let leastShare = 0.005

    /// A table with `count` rows for the values called `type` (`nil` for the profile's default); with a `base`, for
    /// what has been added since it was taken.
    ///
    /// - Throws: `invalidRequest`, if there is no such type.
    public init(
        _ profile: Profile, type: String? = nil, order: Order = .flat, count: Int? = nil, base: Profile? = nil
    ) throws(ProfilingError) {
        let index = try profile.typeIndex(of: type)
        let name = profile.sampleTypes[index].type
        let baseIndex = try base?.typeIndex(of: name)
        let subtracted = base.flatMap { base in baseIndex.map { (base, $0) } }
        let totals = FunctionTotals(profile, index: index, base: subtracted)
        let cutoff = Self.cutoff(totals.flatSum)
        let kept = totals.functions.filter { abs($0.value.cumulative) >= cutoff }
        let sorted = Self.sorted(kept, by: order)
        total = totals.total
        droppedFunctions = totals.functions.count - kept.count
        allFunctions = kept.count
        rows = Array(sorted.prefix(count ?? sorted.count))
        measurement = Self.measurement(profile.sampleTypes[index].unit, rows, total)
        header = Self.header(profile, type: name, total: total, measurement)
    }

    private static func cutoff(_ total: Int64) -> Int64 { abs(Int64(Double(total) * leastShare)) }

    private static func sorted(
        _ functions: [FunctionTotals.Function: FunctionTotals.Values], by order: Order
    ) -> [Row] {
        func key(_ values: FunctionTotals.Values) -> (Int64, Int64) {
            let (flat, cumulative) = (abs(values.flat), abs(values.cumulative))
            return order == .flat ? (flat, cumulative) : (cumulative, flat)
        }
        return functions.sorted { left, right in
            let (first, second) = (key(left.value), key(right.value))
            guard first.0 == second.0 else { return first.0 > second.0 }
            // pprof compares names as bytes.
            guard left.key.name == right.key.name else {
                return left.key.name.utf8.lexicographicallyPrecedes(right.key.name.utf8)
            }
            return first.1 > second.1
        }.map { Row(name: $0.key.name, flat: $0.value.flat, cumulative: $0.value.cumulative) }
    }

    private static func measurement(_ unit: String, _ rows: [Row], _ total: Int64) -> Measurement {
        var measurement = Measurement(unit: unit)
        guard !rows.isEmpty else { return measurement }
        let values = rows.map { abs($0.flat != 0 ? $0.flat : $0.cumulative) }.filter { $0 > 0 }
        measurement.choose(smallest: values.min() ?? total, total: total)
        return measurement
    }

    private static func header(
        _ profile: Profile, type: String, total: Int64, _ measurement: Measurement
    ) -> [String] {
        var lines: [String] = []
        if let program = profile.mappings.first {
            if let base = program.file.split(separator: "/").last { lines.append("File: \(base)") }
            if !program.buildID.isEmpty { lines.append("Build ID: \(program.buildID)") }
        }
        lines += profile.comments.filter { !$0.hasPrefix("#") }
        lines.append("Type: \(type)")
        if profile.timeNanoseconds != 0 { lines.append("Time: \(UTCTime.text(profile.timeNanoseconds))") }
        if profile.durationNanoseconds != 0 {
            let duration = Measurement(unit: "nanoseconds").text(profile.durationNanoseconds)
            let share =
                measurement.unit == "nanoseconds" && total != 0
                ? " (" + FormattedNumber.percentage(total, of: profile.durationNanoseconds) + ")" : " "
            lines.append("Duration: \(duration), Total samples = \(measurement.text(total))\(share)")
        }
        return lines
    }

    /// The table as text, with its header.
    public var text: String {
        let flatSum = rows.reduce(0) { $0 + $1.flat }
        let share = FormattedNumber.percentage(flatSum, of: total).drop { $0 == " " }
        var lines = header
        lines.append(
            "Showing nodes accounting for \(measurement.text(flatSum)), \(share) of \(measurement.text(total)) total")
        if total != 0, droppedFunctions > 0 {
            let noun = droppedFunctions == 1 ? "node" : "nodes"
            lines.append("Dropped \(droppedFunctions) \(noun) (cum <= \(measurement.text(Self.cutoff(total))))")
        }
        if !rows.isEmpty, rows.count < allFunctions {
            lines.append("Showing top \(rows.count) nodes out of \(allFunctions)")
        }
        lines.append("      flat  flat%   sum%        cum   cum%")
        return (lines + table).joined(separator: "\n") + "\n"
    }

    private var table: [String] {
        var sum: Int64 = 0
        return rows.map { row in
            sum += row.flat
            let flat = FormattedNumber.right(measurement.text(row.flat), 10)
            let cumulative = FormattedNumber.right(measurement.text(row.cumulative), 10)
            let shares = [row.flat, sum, row.cumulative].map { FormattedNumber.percentage($0, of: total) }
            return "\(flat) \(shares[0]) \(shares[1]) \(cumulative) \(shares[2])  \(row.name)"
        }
    }
}
