import Foundation

/// Numbers as people read them, independent of the locale.
enum HumanText {
    /// A size in decimal units with about three digits: `0 B`, `999 B`, `1.2 kB`, `210 kB`, `1.2 MB`.
    static func bytes(_ count: Int) -> String {
        var value = Double(count)
        var units = ["B", "kB", "MB", "GB", "TB", "PB", "EB"][...]
        // A value that would be rounded to 1000 takes the next unit.
        while value.magnitude >= 999.5, units.count > 1 {
            value /= 1000
            units.removeFirst()
        }
        let isFractional = units.startIndex > 0 && value.magnitude < 9.95
        return "\(decimal(value, places: isFractional ? 1 : 0)) \(units[units.startIndex])"
    }

    /// An elapsed time: `0 ms`, `84 ms`, `1.2 s`, `12 s`, then as in `clock`.
    static func duration(_ duration: Duration) -> String {
        let seconds = max(0, duration.inSeconds)
        return switch seconds {
        case ..<0.9995: "\(decimal(seconds * 1000, places: 0)) ms"
        case ..<9.95: "\(decimal(seconds, places: 1)) s"
        case ..<59.5: "\(decimal(seconds, places: 0)) s"
        default: clock(duration)
        }
    }

    /// Minutes and seconds, and hours if there are any: `0:12`, `59:59`, `1:00:00`. Days count as hours.
    static func clock(_ duration: Duration) -> String {
        let seconds = Int(min(max(0, duration.inSeconds), 1e9).rounded())
        let (minutes, second) = seconds.quotientAndRemainder(dividingBy: 60)
        let (hours, minute) = minutes.quotientAndRemainder(dividingBy: 60)
        return hours > 0 ? "\(hours):\(twoDigits(minute)):\(twoDigits(second))" : "\(minute):\(twoDigits(second))"
    }

    /// A rate per second with about three digits: `0.04/s`, `2.7/s`, `27.1/s`, `271/s`.
    static func rate(_ perSecond: Double) -> String {
        let places = perSecond < 0.095 ? 2 : perSecond < 99.95 ? 1 : 0
        return "\(decimal(perSecond, places: places))/s"
    }

    /// How much smaller `after` is than `before`, in whole percent: `saved 81%`, `grew 12%`; `nil` without `before`.
    static func saving(before: Int, after: Int) -> String? {
        guard before > 0 else { return nil }
        let percent = Int(((1 - Double(after) / Double(before)) * 100).rounded())
        return percent < 0 ? "grew \(-percent)%" : "saved \(percent)%"
    }

    /// The number with its noun: `1 rendition`, `5 renditions`.
    static func count(_ count: Int, _ noun: String) -> String {
        count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
    }

    private static func twoDigits(_ value: Int) -> String {
        value < 10 ? "0\(value)" : "\(value)"
    }

    private static func decimal(_ value: Double, places: Int) -> String {
        String(format: "%.\(places)f", locale: Locale(identifier: "en_US_POSIX"), value)
    }
}

extension Duration {
    /// The duration as a number of seconds, exact to about a nanosecond for spans of weeks.
    var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
