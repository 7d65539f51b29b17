import Testing

@testable import Jobs

@Suite struct KeyPatternTests {
    @Test(
        "a pattern matches keys as shells match names",
        arguments: [
            ("*.jpg", "a.jpg", true), ("*.jpg", "x/y/a.jpg", true), ("*.jpg", "a.JPG", false),
            ("*.jpg", "a.jpg.txt", false),
            ("x/*.jpg", "x/a.jpg", true), ("x/*.jpg", "x/y/a.jpg", false), ("x/**.jpg", "x/y/a.jpg", true),
            ("**/a.jpg", "x/y/a.jpg", true), ("2026/*/a?.png", "2026/07/ä1.png", false),
            ("2026/*/a?.png", "2026/07/aü.png", true),
            ("?.png", "日.png", true), ("*", "a/b", true), ("", "", true), ("", "a", false), ("a", "a", true),
            ("x/?", "x//", false),
        ])
    func matches(pattern: String, key: String, isMatch: Bool) {
        #expect(KeyPattern(pattern).matches(key) == isMatch)
    }

    @Test("a pattern of many stars takes no longer than its length times the key's")
    func stars() {
        let pattern = KeyPattern(String(repeating: "*a", count: 200) + "b")
        #expect(!pattern.matches(String(repeating: "a", count: 1000)))
    }
}
