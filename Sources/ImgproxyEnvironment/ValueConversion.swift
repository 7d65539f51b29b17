/// How the text of a variable becomes the text of a setting.
package enum ValueConversion: Sendable, Hashable {
    /// Unchanged.
    case text
    /// A boolean in one of the spellings of Go's `strconv.ParseBool`.
    case boolean
    /// The same, meaning the opposite.
    case inverted
    /// Where a boolean is true, this text; otherwise nothing.
    case whereTrue(String)
    /// A whole number, at least 0.
    case count
    /// A whole number; 0, which means no limit in imgproxy, keeps the default here.
    case limit
    /// A number that may have a fraction.
    case number
    /// Seconds, with or without a fraction; or a number with a unit, as in Go: `1.5s`, `2m`, `500ms`.
    case duration
    /// Millions of pixels, with or without a fraction; 0, no limit, keeps the default.
    case megapixels
    /// The same; 0 means none.
    case megapixelsOrNone
    /// Texts separated by commas.
    case list
    /// `name=value`, separated by commas.
    case pairs
    /// `name=options`, separated by the value of the variable `PRESETS_SEPARATOR`, or else by commas.
    case presets
    /// `Name=value`, separated by what the variable `CUSTOM_HEADERS_SEPARATOR` says, else by `\;`.
    case headers
    /// One of logrus' and slog's level names.
    case logLevel
    /// An address to listen on; without a host, on this machine alone.
    case localAddress

    /// The result for a variable's value.
    enum Outcome: Hashable {
        case value(String)
        /// Nothing is set.
        case nothing
        /// The setting keeps its default; 0 meant no limit.
        case standard
        case invalid
    }

    /// The form that the value must have, for an error message.
    var expectation: String {
        switch self {
        case .text: "text"
        case .boolean, .inverted, .whereTrue: "true or false"
        case .count, .limit: "a whole number, at least 0"
        case .number: "a number"
        case .duration: "a number of seconds, at least 0"
        case .megapixels, .megapixelsOrNone: "a number of megapixels, at least 0"
        case .list: "texts separated by commas"
        case .pairs: "name=value separated by commas"
        case .presets: "name=options with separators in between"
        case .headers: "Name=value with \\; between"
        case .logLevel: "debug, info, warn, error, fatal or panic"
        case .localAddress: "an address: HOST:PORT or :PORT"
        }
    }

    /// Converts `text`; `separator` is that of presets, or of headers.
    func outcome(of text: String, separator: String) -> Outcome {
        switch self {
        case .text: .value(text)
        case .boolean: Self.isTrue(text).map { .value($0 ? "true" : "false") } ?? .invalid
        case .inverted: Self.isTrue(text).map { .value($0 ? "false" : "true") } ?? .invalid
        case .whereTrue(let value): Self.isTrue(text).map { $0 ? .value(value) : .nothing } ?? .invalid
        case .count: Self.whole(text).map { .value("\($0)") } ?? .invalid
        case .limit: Self.whole(text).map { $0 == 0 ? .standard : .value("\($0)") } ?? .invalid
        case .number: Self.decimal(text) == nil ? .invalid : .value(text)
        case .duration: Self.duration(text).map { .value($0) } ?? .invalid
        case .megapixels: Self.pixels(text)
        case .megapixelsOrNone: Self.pixels(text) == .standard ? .value("0") : Self.pixels(text)
        case .list: .value(Self.parts(text, ",").joined(separator: ","))
        case .pairs: Self.pairs(Self.parts(text, ","))
        case .presets: Self.pairs(Self.parts(text, separator))
        case .headers: Self.headers(Self.parts(text, separator))
        case .logLevel: Self.logLevel(text).map { .value($0) } ?? .invalid
        case .localAddress: Self.localAddress(text).map { .value($0) } ?? .invalid
        }
    }
}

extension ValueConversion {
    /// What a boolean in one of the spellings of Go's `strconv.ParseBool` says; `nil` for other texts.
    static func isTrue(_ text: String) -> Bool? {
        switch text {
        case "1", "t", "T", "true", "TRUE", "True": true
        case "0", "f", "F", "false", "FALSE", "False": false
        default: nil
        }
    }

    private static func whole(_ text: String) -> Int? {
        Int(text).flatMap { $0 >= 0 ? $0 : nil }
    }

    private static func decimal(_ text: String) -> Double? {
        guard text.wholeMatch(of: /[+\-]?[0-9]+(\.[0-9]+)?/) != nil, let value = Double(text) else { return nil }
        return value
    }

    /// Settings have no unit smaller than microseconds.
    private static func duration(_ text: String) -> String? {
        guard let match = text.wholeMatch(of: /([0-9]+(?:\.[0-9]{1,9})?)(h|m|s|ms|us|µs)?/) else { return nil }
        let unit = match.output.2.map { $0 == "µs" ? "us" : String($0) } ?? "s"
        return match.output.1 + unit
    }

    private static func pixels(_ text: String) -> Outcome {
        guard let megapixels = decimal(text), megapixels >= 0, megapixels < 1e9 else { return .invalid }
        guard megapixels > 0 else { return .standard }
        return .value("\(max(1, Int((megapixels * 1_000_000).rounded())))")
    }

    private static func parts(_ text: String, _ separator: String) -> [String] {
        text.split(separator: separator).map { part in
            let scalars = part.unicodeScalars.drop { $0.properties.isWhitespace }
            let count = scalars.reversed().drop { $0.properties.isWhitespace }.count
            return String(String.UnicodeScalarView(scalars.prefix(count)))
        }.filter { !$0.isEmpty }
    }

    /// Settings separate named values by semicolons, so a semicolon inside a value would be ambiguous.
    private static func pairs(_ parts: [String]) -> Outcome {
        let areSound = parts.allSatisfy { part in
            let name = part.prefix { $0 != "=" }
            return !name.isEmpty && name.count + 1 < part.count && !part.contains(";")
        }
        return areSound ? .value(parts.joined(separator: ";")) : .invalid
    }

    /// Settings write a header as in HTTP, and `\;` between them.
    private static func headers(_ parts: [String]) -> Outcome {
        var fields: [String] = []
        for part in parts {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2, !part.contains("\\;") else { return .invalid }
            fields.append("\(pair[0]): \(pair[1])")
        }
        return .value(fields.joined(separator: "\\;"))
    }

    private static func localAddress(_ text: String) -> String? {
        guard text.contains(":") else { return nil }
        return text.hasPrefix(":") ? "127.0.0.1\(text)" : text
    }

    private static func logLevel(_ text: String) -> String? {
        switch text.lowercased() {
        case "trace": "trace"
        case "debug": "debug"
        case "info": "info"
        case "warn", "warning": "warning"
        case "error": "error"
        case "fatal", "panic", "critical": "critical"
        default: nil
        }
    }
}
