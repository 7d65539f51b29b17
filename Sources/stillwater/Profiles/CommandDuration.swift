import ArgumentParser

/// A duration on the command line: `500ms`, `5s`, `2m`, `1h`; a plain number means seconds.
struct CommandDuration: ExpressibleByArgument, CustomStringConvertible {
    let duration: Duration

    init(_ duration: Duration) { self.duration = duration }

    init?(argument: String) {
        let units: [(suffix: String, milliseconds: Double)] = [
            ("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("", 1000),
        ]
        guard let unit = units.first(where: { argument.hasSuffix($0.suffix) }),
            let number = Double(argument.dropLast(unit.suffix.count)), number > 0, number < 1_000_000
        else { return nil }
        duration = .milliseconds(Int64(number * unit.milliseconds))
    }

    var description: String { "\(duration.components.seconds)s" }
}
