import Testing

@testable import Storage

@Suite struct StorePathTests {
    @Test("A path is split into folders and a name")
    func parts() throws {
        let path = try StorePath("a/b.c/d")
        #expect(path.folders == ["a", "b.c"])
        #expect(path.name == "d")
    }

    @Test("Dots are allowed where they do not mean a folder", arguments: ["...", "..a", "a..", ".a", "a/...b/c"])
    func dots(text: String) throws {
        #expect(try StorePath(text).text == text)
    }
}
