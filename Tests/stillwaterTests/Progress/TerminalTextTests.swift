import Testing

@testable import stillwater

@Suite struct TerminalTextTests {
    @Test(arguments: [
        ("abc", 3), ("", 0), ("größe", 5), ("e\u{301}", 1), ("日本", 4), ("ｗ", 2), ("🙂", 2), ("👨‍👩‍👧", 2), ("❤️", 2),
        ("한글", 4), ("…", 1),
    ])
    func columnsAreThoseOfATerminal(text: String, expected: Int) {
        #expect(TerminalText.columns(text) == expected)
    }

    @Test(arguments: [
        ("日本語.jpg", 5, "日本"), ("日本語", 6, "日本語"), ("ab", 1, "a"), ("ab", 0, ""), ("e\u{301}x", 1, "e\u{301}"),
    ])
    func prefixesHoldWholeCharacters(text: String, columns: Int, expected: String) {
        #expect(TerminalText.prefix(text, columns: columns) == expected)
    }

    @Test(arguments: [
        ("dir/photo.jpg", 10, "…photo.jpg"), ("photo.jpg", 9, "photo.jpg"), ("日本語", 4, "…語"), ("ab", 1, "…"),
        ("ab", 0, ""),
    ])
    func suffixesSayThatSomethingIsLeftOut(text: String, columns: Int, expected: String) {
        #expect(TerminalText.suffix(text, columns: columns) == expected)
    }

    @Test(arguments: [
        ("größe 日本 🙂.jpg", "größe 日本 🙂.jpg"), ("a\nb\r\n\u{1B}[2Jc", "a?b???[2Jc"),
        ("\u{202E}gpj\u{2028}\u{9B}", "?gpj??"),
    ])
    func nothingPrintableIsAnOrder(text: String, expected: String) {
        #expect(TerminalText.printable(text) == expected)
    }
}
