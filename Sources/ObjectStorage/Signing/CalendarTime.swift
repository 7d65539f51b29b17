/// A day and a time of it in UTC, and the seconds since 1970 that they are; no leap seconds.
struct CalendarTime: Hashable {
    var (year, month, day): (Int, Int, Int)
    var (hour, minute, second): (Int, Int, Int)

    /// The time `seconds` after the beginning of 1970 (Howard Hinnant, "chrono-compatible low-level date algorithms").
    init(secondsSince1970 seconds: Int) {
        let days = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
        let rest = seconds - days * 86_400
        (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60)
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    private init?(_ parts: [Int?]) {
        let numbers = parts.compactMap(\.self)
        guard numbers.count == 6, (1...9999).contains(numbers[0]), (1...12).contains(numbers[1]),
            (1...31).contains(numbers[2]), (0...23).contains(numbers[3]), (0...59).contains(numbers[4]),
            (0...60).contains(numbers[5])
        else { return nil }
        (year, month, day) = (numbers[0], numbers[1], numbers[2])
        (hour, minute, second) = (numbers[3], numbers[4], numbers[5])
    }

    /// Reads `2026-11-30T17:00:00Z`, with or without a fraction of the second.
    init?(iso8601 text: String) {
        guard text.hasSuffix("Z") else { return nil }
        let parts = text.dropLast().split { "-T:".contains($0) }
        guard parts.count == 6, let second = parts[5].split(separator: ".").first else { return nil }
        self.init((parts[..<5] + [second]).map { Int($0) })
    }

    /// Reads `Sun, 06 Nov 1994 08:49:37 GMT`.
    init?(httpDate text: String) {
        let parts = text.split { $0 == " " || $0 == ":" }
        guard parts.count == 8, parts[7] == "GMT", let month = Self.months.firstIndex(of: String(parts[2])) else {
            return nil
        }
        self.init([Int(parts[3]), month + 1, Int(parts[1]), Int(parts[4]), Int(parts[5]), Int(parts[6])])
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    var secondsSince1970: Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return (era * 146_097 + dayOfEra - 719_468) * 86_400 + hour * 3600 + minute * 60 + second
    }

    /// `20130524`
    var basicDay: String { Self.padded(year, 4) + Self.padded(month, 2) + Self.padded(day, 2) }

    /// `20130524T000000Z`
    var basicText: String {
        basicDay + "T" + Self.padded(hour, 2) + Self.padded(minute, 2) + Self.padded(second, 2) + "Z"
    }

    /// `Fri, 24 May 2013 00:00:00 GMT`
    var httpDate: String {
        let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let day = ((secondsSince1970 / 86_400) % 7 + 7) % 7
        let time = [hour, minute, second].map { Self.padded($0, 2) }.joined(separator: ":")
        return "\(days[day]), \(Self.padded(self.day, 2)) \(Self.months[month - 1]) \(Self.padded(year, 4)) \(time) GMT"
    }

    static func padded(_ number: Int, _ digits: Int) -> String {
        let text = "\(number)"
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}
