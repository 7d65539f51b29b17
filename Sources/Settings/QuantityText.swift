/// A decimal number followed by a unit, in exact integer arithmetic: `1.5GiB` is exactly 1,610,612,736.
struct QuantityText {
    /// The digits before and after the point, joined, as a whole number.
    let digits: Int
    /// 10 to the number of digits after the point.
    let divisor: Int
    /// What follows the number; spaces in between are dropped.
    let unit: Substring

    /// `nil` if `text` does not start with a number in ASCII digits, or has too many digits to fit.
    init?(_ text: String) {
        let whole = text.prefix(while: Self.isDigit)
        var rest = text[whole.endIndex...]
        var fraction = Substring()
        if rest.first == "." {
            fraction = rest.dropFirst().prefix(while: Self.isDigit)
            guard !fraction.isEmpty else { return nil }
            rest = rest[fraction.endIndex...]
        }
        guard !whole.isEmpty, fraction.count <= 9, let digits = Int(whole + fraction) else { return nil }
        self.digits = digits
        divisor = (0..<fraction.count).reduce(1) { power, _ in power * 10 }
        unit = rest.drop { $0 == " " }
    }

    /// The number times `factor`, rounded down; `nil` if it does not fit.
    func scaled(by factor: Int) -> Int? {
        let product = digits.multipliedFullWidth(by: factor)
        guard product.high < divisor else { return nil }
        let quotient = UInt(divisor).dividingFullWidth((UInt(product.high), product.low)).quotient
        return Int(exactly: quotient)
    }

    private static func isDigit(_ character: Character) -> Bool {
        character.isASCII && character.isNumber
    }
}

/// Byte counts as people write them.
package enum ByteCountText {
    private static let units: [(name: String, factor: Int)] = [
        ("TiB", 1 << 40), ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10),
        ("TB", 1_000_000_000_000), ("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1000), ("B", 1),
    ]

    /// The number of bytes that `text` means, rounded down; units may be in any case, and no unit means bytes.
    package static func value(of text: String) -> Int? {
        guard let quantity = QuantityText(text) else { return nil }
        guard !quantity.unit.isEmpty else { return quantity.divisor == 1 ? quantity.digits : nil }
        let unit = units.first { $0.name.lowercased() == quantity.unit.lowercased() }
        return unit.flatMap { quantity.scaled(by: $0.factor) }
    }

    /// `bytes` in the largest binary unit that divides it: `64MiB`.
    static func text(for bytes: Int) -> String {
        guard bytes > 0, let unit = units.prefix(4).first(where: { bytes % $0.factor == 0 }) else { return "\(bytes)" }
        return "\(bytes / unit.factor)\(unit.name)"
    }
}

/// Durations as people write them.
enum DurationText {
    /// Nanoseconds per unit.
    private static let units: [(name: String, factor: Int)] = [
        ("h", 3_600_000_000_000), ("m", 60_000_000_000), ("s", 1_000_000_000), ("ms", 1_000_000), ("us", 1000),
    ]

    /// The duration that `text` means, rounded down to nanoseconds; a number without a unit means seconds.
    static func value(of text: String) -> Duration? {
        guard let quantity = QuantityText(text) else { return nil }
        let name = quantity.unit.isEmpty ? "s" : quantity.unit
        let unit = units.first { $0.name == name }
        return unit.flatMap { quantity.scaled(by: $0.factor) }.map { .nanoseconds($0) }
    }

    /// `duration` in the largest unit that divides it: `90s`, `2m`.
    static func text(for duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        guard seconds < Int64.max / 1_000_000_000 else { return "\(seconds)s" }
        let nanoseconds = Int(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
        guard nanoseconds != 0 else { return "0s" }
        guard let unit = units.first(where: { nanoseconds % $0.factor == 0 }) else { return "\(nanoseconds)ns" }
        return "\(nanoseconds / unit.factor)\(unit.name)"
    }
}
