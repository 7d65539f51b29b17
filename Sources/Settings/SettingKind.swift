/// How the text of a setting becomes a value, and how that is described to people.
package struct SettingKind<Value: Sendable>: Sendable {
    /// `duration`
    let name: String
    /// `DURATION`
    let valueName: String
    /// `a duration such as 500ms, 5s or 2m`
    let expectation: String
    /// `from 1ms to 10m`; empty when there is no limit.
    let range: String
    /// The value of `text`, or `nil` if it has the wrong form or is out of range.
    let parse: @Sendable (_ text: String) -> Value?
    /// The text that parses to `value`.
    let text: @Sendable (_ value: Value) -> String
    /// Whether `value`, a default, is in range.
    let allows: @Sendable (_ value: Value) -> Bool

    init(
        name: String, valueName: String, expectation: String, range: String = "",
        parse: @escaping @Sendable (String) -> Value?,
        text: @escaping @Sendable (Value) -> String,
        allows: @escaping @Sendable (Value) -> Bool = { _ in true }
    ) {
        self.name = name
        self.valueName = valueName
        self.expectation = expectation
        self.range = range
        self.parse = { text in parse(text).flatMap { allows($0) ? $0 : nil } }
        self.text = text
        self.allows = allows
    }

    /// `a duration such as 500ms, 5s or 2m, from 1ms to 10m`
    var fullExpectation: String { range.isEmpty ? expectation : "\(expectation), \(range)" }
}

extension SettingKind where Value == Bool {
    /// `true`, `false` and their usual synonyms, in any case.
    package static var bool: Self {
        Self(
            name: "switch", valueName: "", expectation: "true or false",
            parse: { text in
                switch text.lowercased() {
                case "true", "yes", "on", "1": true
                case "false", "no", "off", "0": false
                default: nil
                }
            },
            text: { $0 ? "true" : "false" }
        )
    }
}

extension SettingKind where Value == Int {
    /// A whole number in decimal digits.
    package static func int(in range: ClosedRange<Int>) -> Self {
        Self(
            name: "integer", valueName: "N", expectation: "an integer", range: RangeText.of(range) { String($0) },
            parse: { Int($0) }, text: { String($0) }, allows: { range.contains($0) })
    }

    /// A number of bytes: `65536`, `64MiB`, `1.5GB`.
    package static func bytes(in range: ClosedRange<Int>) -> Self {
        Self(
            name: "bytes", valueName: "BYTES", expectation: "a number of bytes such as 65536, 64MiB or 1.5GB",
            range: RangeText.of(range) { ByteCountText.text(for: $0) },
            parse: { ByteCountText.value(of: $0) }, text: { ByteCountText.text(for: $0) },
            allows: { range.contains($0) })
    }
}

extension SettingKind where Value == Double {
    /// A decimal number.
    package static func number(in range: ClosedRange<Double>) -> Self {
        Self(
            name: "number", valueName: "NUMBER", expectation: "a number",
            range: "from \(text(of: range.lowerBound)) to \(text(of: range.upperBound))",
            parse: { Double($0).flatMap { $0.isFinite ? $0 : nil } }, text: { text(of: $0) },
            allows: { range.contains($0) })
    }

    private static func text(of number: Double) -> String {
        number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
    }
}

extension SettingKind where Value == Duration {
    /// A length of time: `500ms`, `5s`, `2m`, `1h`; a plain number means seconds.
    package static func duration(in range: ClosedRange<Duration>) -> Self {
        Self(
            name: "duration", valueName: "DURATION", expectation: "a duration such as 500ms, 5s or 2m",
            range: "from \(DurationText.text(for: range.lowerBound)) to \(DurationText.text(for: range.upperBound))",
            parse: { DurationText.value(of: $0) }, text: { DurationText.text(for: $0) },
            allows: { range.contains($0) })
    }
}

extension SettingKind where Value == String {
    /// Any text.
    package static var string: Self { string(named: "TEXT") }

    /// Any text; `valueName` (`DIR`, `URL`) is its placeholder in usage lines.
    package static func string(named valueName: String) -> Self {
        Self(name: "text", valueName: valueName, expectation: "text", parse: { $0 }, text: { $0 })
    }
}

extension SettingKind where Value == BindAddress {
    /// `host:port`, `[::1]:80`, `:8080`.
    package static var address: Self {
        Self(
            name: "address", valueName: "HOST:PORT",
            expectation: "an address such as 127.0.0.1:8080, [::1]:8080 or :8080",
            parse: { BindAddress($0) }, text: { $0.description })
    }
}

extension SettingKind where Value: RawRepresentable<String> & CaseIterable {
    /// One of an enumeration's raw values, in any case.
    package static var choice: Self {
        let names = Value.allCases.map(\.rawValue)
        return Self(
            name: "choice", valueName: names.joined(separator: "|"),
            expectation: names.count == 1 ? names[0] : "one of " + names.joined(separator: ", "),
            parse: { text in
                Value.allCases.first { $0.rawValue.lowercased() == text.lowercased() }
            },
            text: { $0.rawValue })
    }
}

/// How a range of numbers is described.
enum RangeText {
    static func of(_ range: ClosedRange<Int>, _ text: (Int) -> String) -> String {
        switch (range.lowerBound, range.upperBound) {
        case (.min, .max): ""
        case (let lower, .max): "at least \(text(lower))"
        case (.min, let upper): "at most \(text(upper))"
        case (let lower, let upper): "from \(text(lower)) to \(text(upper))"
        }
    }
}
