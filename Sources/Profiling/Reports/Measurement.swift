/// Values with the units in which pprof shows them.
struct Measurement {
    private struct Unit {
        var name: String
        var aliases: [String]
        var factor: Double
    }

    private static let bytes = [
        Unit(name: "B", aliases: ["b", "byte"], factor: 1),
        Unit(name: "kB", aliases: ["kb", "kbyte", "kilobyte"], factor: 1024),
        Unit(name: "MB", aliases: ["mb", "mbyte", "megabyte"], factor: 1_048_576),
        Unit(name: "GB", aliases: ["gb", "gbyte", "gigabyte"], factor: 1_073_741_824),
        Unit(name: "TB", aliases: ["tb", "tbyte", "terabyte"], factor: 1_099_511_627_776),
        Unit(name: "PB", aliases: ["pb", "pbyte", "petabyte"], factor: 1_125_899_906_842_624),
    ]
    private static let times = [
        Unit(name: "ns", aliases: ["ns", "nanosecond"], factor: 1),
        Unit(name: "us", aliases: ["μs", "us", "microsecond"], factor: 1e3),
        Unit(name: "ms", aliases: ["ms", "millisecond"], factor: 1e6),
        Unit(name: "s", aliases: ["s", "sec", "second"], factor: 1e9),
        Unit(name: "hrs", aliases: ["hour", "hr"], factor: 3600e9),
    ]
    /// Used if no value is large enough for the smallest unit.
    private static let second = Unit(name: "s", aliases: [], factor: 1e9)

    /// The unit of the values.
    let unit: String
    /// The unit in which they are shown; `nil` for each value's own.
    var shown: String?

    init(unit: String, shown: String? = nil) {
        self.unit = unit
        self.shown = shown
    }

    /// The value with its unit, two digits after the point unless they are zeros.
    func text(_ value: Int64) -> String {
        let (number, unit) = scaled(value)
        let text = FormattedNumber.hundredths(number)
        let short = text.hasSuffix(".00") ? String(text.dropLast(3)) : text
        return short == "0" || short == "-0" ? "0" : short + unit
    }

    /// Shows all values in one unit: one in which both the smallest and the total are readable.
    mutating func choose(smallest: Int64, total: Int64) {
        let low = Self.name(for: smallest, unit), high = Self.name(for: total, unit)
        let chosen =
            low != high && smallest.multipliedReportingOverflow(by: 100).partialValue < total
            ? Self.name(for: smallest &* 100, unit) : low
        shown = chosen.isEmpty ? unit : chosen
    }

    private static func name(for value: Int64, _ unit: String) -> String {
        Measurement(unit: unit).scaled(value).unit
    }

    private func scaled(_ value: Int64) -> (number: Double, unit: String) {
        guard value >= 0 || value == .min else {
            let (number, unit) = scaled(-value)
            return (-number, unit)
        }
        for (units, smallest) in [(Self.bytes, Self.bytes[0]), (Self.times, Self.second)] {
            guard let from = Self.find(unit, in: units) else { continue }
            let base = Double(value) * from.factor
            let target =
                shown.map { Self.find($0, in: units) ?? smallest }
                ?? units.last { base / $0.factor >= 1 } ?? smallest
            return (base / target.factor, target.name)
        }
        let plain = ["count", "sample", "unit"]
        return (Double(value), shown.map { plain.contains($0) ? "" : $0 } ?? "")
    }

    private static func find(_ name: String, in units: [Unit]) -> Unit? {
        var name = name.lowercased()
        if name.count > 2, name.hasSuffix("s") { name.removeLast() }
        return units.first { $0.aliases.contains(name) }
    }
}
