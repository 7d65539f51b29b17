import Glibc

/// Numbers as formatted by C.
enum FormattedNumber {
    /// `value` with two digits after the point.
    static func hundredths(_ value: Double) -> String { text(value, "%.2f") }

    /// `value` with `digits` digits after the point.
    static func fixed(_ value: Double, digits: Int) -> String { text(value, "%.\(digits)f") }

    /// A share of `total` in percent, six characters wide: two digits after the point, or two significant digits below
    /// 1 %.
    static func percentage(_ value: Int64, of total: Int64) -> String {
        let ratio = total == 0 ? 0 : abs(Double(value) / Double(total)) * 100
        if ratio >= 99.95, ratio <= 100.05 { return "  100%" }
        return text(ratio, ratio >= 1 ? "%5.2f" : "%5.2g") + "%"
    }

    /// `text`, padded with leading spaces to `width`.
    static func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.unicodeScalars.count)) + text
    }

    private static func text(_ value: Double, _ format: String) -> String {
        var buffer = [CChar](repeating: 0, count: 400)
        let count = unsafe withVaList([value]) { unsafe vsnprintf(&buffer, buffer.count, format, $0) }
        return String(decoding: buffer[..<max(0, Int(count))].map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
