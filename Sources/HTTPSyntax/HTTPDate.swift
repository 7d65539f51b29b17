/// A point in time as HTTP writes it, in whole seconds (RFC 9110, 5.6.7).
package struct HTTPDate: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Since 1970-01-01 00:00:00 UTC, leap seconds not counted.
    package let secondsSinceEpoch: Int

    /// The years 1 to 9999 can be written; other times are moved to the nearest of those.
    package init(secondsSinceEpoch: Int) {
        self.secondsSinceEpoch = min(max(secondsSinceEpoch, Self.first), Self.last)
    }

    /// Reads any of the three forms:
    ///
    ///     Sun, 06 Nov 1994 08:49:37 GMT
    ///     Sunday, 06-Nov-94 08:49:37 GMT
    ///     Sun Nov  6 08:49:37 1994
    ///
    /// Two digits stand for the year with that ending that is at most 50 years ahead of `now`. `nil` for anything else,
    /// and for days that their month does not have. The weekday is read but not checked.
    package init?(_ text: String, now: HTTPDate) {
        let today = Self.floorDivided(now.secondsSinceEpoch, 86_400)
        guard let fields = DateFields(text, thisYear: Self.civil(today).year), fields.year >= 1,
            (1...Self.days(inMonth: fields.month, of: fields.year)).contains(fields.day)
        else { return nil }
        self.init(
            secondsSinceEpoch: Self.daysSinceEpoch(fields.year, fields.month, fields.day) * 86_400 + fields.secondOfDay)
    }

    /// The preferred form: `Sun, 06 Nov 1994 08:49:37 GMT`.
    package var description: String {
        let days = Self.floorDivided(secondsSinceEpoch, 86_400)
        let time = secondsSinceEpoch - days * 86_400
        let (year, month, day) = Self.civil(days)
        let weekday = Self.weekdays[Self.modulo(days + 4, 7)]
        let clock = [time / 3600, time / 60 % 60, time % 60].map { Self.padded($0, 2) }.joined(separator: ":")
        return "\(weekday), \(Self.padded(day, 2)) \(Self.months[month - 1]) \(Self.padded(year, 4)) \(clock) GMT"
    }

    package static func < (left: HTTPDate, right: HTTPDate) -> Bool {
        left.secondsSinceEpoch < right.secondsSinceEpoch
    }
}

extension HTTPDate {
    private static let first = -62_135_596_800
    private static let last = 253_402_300_799
    static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    private static func days(inMonth month: Int, of year: Int) -> Int {
        let next = month == 12 ? daysSinceEpoch(year + 1, 1, 1) : daysSinceEpoch(year, month + 1, 1)
        return next - daysSinceEpoch(year, month, 1)
    }

    /// Days of the proleptic Gregorian calendar from 1970-01-01, counted in years that begin with March, so that a leap
    /// day is the last of its year. Example: 2000-03-01 is 11,017.
    private static func daysSinceEpoch(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let marchYear = month > 2 ? year : year - 1
        let marchMonth = month > 2 ? month - 3 : month + 9
        let leapDays = floorDivided(marchYear, 4) - floorDivided(marchYear, 100) + floorDivided(marchYear, 400)
        // From March on, months have 31, 30, 31, 30, 31 days, again and again: 153 in five.
        return marchYear * 365 + leapDays + (153 * marchMonth + 2) / 5 + day - 1 - 719_468
    }

    /// The date of a day since 1970-01-01; the inverse of `daysSinceEpoch`.
    private static func civil(_ days: Int) -> (year: Int, month: Int, day: Int) {
        // The year is at most one off this estimate.
        var year = 1970 + floorDivided(days * 400, 146_097)
        if daysSinceEpoch(year, 1, 1) > days { year -= 1 }
        if daysSinceEpoch(year + 1, 1, 1) <= days { year += 1 }
        let month = (1...12).last { daysSinceEpoch(year, $0, 1) <= days } ?? 1
        return (year, month, days - daysSinceEpoch(year, month, 1) + 1)
    }

    private static func floorDivided(_ value: Int, _ divisor: Int) -> Int {
        (value - modulo(value, divisor)) / divisor
    }

    private static func modulo(_ value: Int, _ divisor: Int) -> Int {
        (value % divisor + divisor) % divisor
    }

    private static func padded(_ value: Int, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
