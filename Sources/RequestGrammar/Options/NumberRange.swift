/// The finite numbers that an argument accepts.
struct NumberRange: Sendable, Hashable {
    /// The largest magnitude of any argument: the range of a signed 32-bit integer.
    static let limit = 2_147_483_647

    private let lowest: Double
    private let highest: Double
    private let excludesLowest: Bool

    private init(_ lowest: Double, _ highest: Double, excludesLowest: Bool = false) {
        self.lowest = lowest
        self.highest = highest
        self.excludesLowest = excludesLowest
    }

    static let any = NumberRange(-Double(limit), Double(limit))
    static let notNegative = NumberRange(0, Double(limit))
    static let aboveZero = NumberRange(0, Double(limit), excludesLowest: true)
    static let share = NumberRange(0, 1)

    func contains(_ number: Double) -> Bool {
        number.isFinite && number >= lowest && number <= highest && !(excludesLowest && number == lowest)
    }

    /// A description of the range: `a number from 0 to 1`.
    var expectation: String {
        if excludesLowest { return "a number above \(NumberText(lowest)) and at most \(NumberText(highest))" }
        return "a number from \(NumberText(lowest)) to \(NumberText(highest))"
    }
}

/// The shortest text of a number that parses back to it: `1`, `0.25`, `1e-07`.
struct NumberText: CustomStringConvertible {
    let description: String

    init(_ number: Double) {
        // Below this, every integer is exact; the sign of zero does not matter here.
        let isWhole = number == number.rounded() && abs(number) < 1e15
        description = isWhole ? "\(Int(number))" : "\(number)"
    }
}
