/// Random CSS, the same for the same seed.
struct CSSSoup {
    let text: String

    private static let pieces = [
        "@import", "@media", "@font-face", "url(", "url(#a)", "\\75rl(", "'", "\"", "http://x/", "#a", "{", "}", "(",
        ")", "[",
        "]", ";", ":", "/*", "*/", "<!--", "-->", "\\", "\\\n", "\n", " ", "a", "fill", "image-set(", "src(",
        "var(--a)", "e3", "1",
        "-", "--a", "expression(", ",", "\\28 ", "é", "%",
    ]

    init(seed: Int) {
        var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
        var text = ""
        for _ in 0..<40 {
            // xorshift64
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            text += Self.pieces[Int(state % UInt64(Self.pieces.count))]
        }
        self.text = text
    }
}
