/// A weight in an `Accept` header.
package enum AcceptWeight {
    /// The weight that `text` states, in thousandths: 0 to 1 with up to three decimals (RFC 9110, 12.4.2). `nil` for
    /// any other text.
    package static func thousandths(_ text: some StringProtocol) -> Int? {
        let bytes = Array(text.utf8)
        guard (1...5).contains(bytes.count), bytes.count == 1 || bytes[1] == UInt8(ascii: ".") else { return nil }
        var weight = 0
        for place in [0, 2, 3, 4] {
            let digit = place < bytes.count ? bytes[place] : UInt8(ascii: "0")
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            weight = weight * 10 + Int(digit - UInt8(ascii: "0"))
        }
        return weight <= 1000 ? weight : nil
    }
}
